"""What hangs on a noun, the right way round or not. The places are invented."""

from __future__ import annotations

import pytest

from hemeroteca.answering.complements import is_reversed

ASKED = "¿Quién es la embajadora de Ostrea en Lautaria?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (ASKED, "Lo dijo la embajadora de Lautaria en Ostrea, Pilar Bru."),
        (ASKED, "La nueva embajadora de Lautaria en Ostrea será Pilar Bru."),
        (ASKED, "La embajadora interina de Lautaria en Ostrea habló."),
        (ASKED, "El embajador de Lautaria, Gil Roca, calló."),
        ("quién ganó la demanda de Oriola contra Lumbral", "La demanda de Lumbral contra Oriola acabó ayer."),
        ("Who is the ambassador of Ostrea to Lautaria?", "The ambassador of Lautaria to Ostrea, Pilar Bru, left."),
        ("Quem é o embaixador da Ostrea na Lautaria?", "O embaixador da Lautaria na Ostrea, Gil Roca, partiu."),
    ],
)
def test_names_that_changed_places_are_seen(question: str, sentence: str) -> None:
    assert is_reversed(question, [sentence])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (ASKED, "Lo dijo la embajadora de Ostrea en Lautaria, Pilar Bru."),
        (ASKED, "Lo dijo la embajadora Pilar Bru, de viaje de Lautaria a Ostrea."),
        (ASKED, "La embajadora de Ostrea ante Valmira, Ana Sanz, y el cónsul de Lautaria en Ostrea, Gil Roca."),
        ("¿Quién es la embajadora de Ostrea?", "La embajadora de Lautaria en Ostrea, Pilar Bru, habló."),
        ("¿Dónde está la carretera de Brenta a Olmeda?", "La carretera de Olmeda a Brenta pasa por Alcorán."),
        ("¿Qué dijo Ostrea en Lautaria?", "Lo dijo la embajadora de Lautaria en Ostrea."),
    ],
)
def test_nothing_else_is_taken_for_it(question: str, sentence: str) -> None:
    assert not is_reversed(question, [sentence])


def test_one_sentence_as_asked_is_enough() -> None:
    assert not is_reversed(ASKED, ["La embajadora de Lautaria en Ostrea.", "La embajadora de Ostrea en Lautaria."])
