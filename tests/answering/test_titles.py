"""Who holds the title that is asked for. The people and places are invented."""

from __future__ import annotations

import pytest

from hemeroteca.answering.titles import Title, holds, title_asked

MAYOR = "¿Quién es la alcaldesa de Brenta?"
HEALTH = "¿Quién es el ministro de Salud de Ostrea?"
ENVOY = "¿Cómo se llama la embajadora de Ostrea en Lautaria?"


@pytest.mark.parametrize(
    ("question", "noun", "of"),
    [
        (MAYOR, "alcal", {"brent"}),
        ("quien es la actual alcaldesa de brenta", "alcal", {"brent"}),
        ("¿Cuál es el nombre del director del museo?", "direc", {"museo"}),
        ("¿Quién fue el primer ministro de Ostrea?", "minis", {"prime", "ostre"}),
        ("¿Quién es el portavoz?", "porta", set()),
        ("Who is the Ostrean ambassador to Lautaria?", "ambas", {"ostre", "lauta"}),
        ("Who is Ostrea's ambassador to Lautaria?", "ambas", {"ostre", "lauta"}),
        ("Quem é o prefeito de Brenta?", "prefe", {"brent"}),
    ],
)
def test_the_title_asked_for(question: str, noun: str, of: set[str]) -> None:
    assert title_asked(question) == Title(noun=noun, of=frozenset(of))


@pytest.mark.parametrize(
    "question",
    [
        "¿Quién es Ana Sanz?",
        "Who is Ana Sanz?",
        "¿Quién es el hombre que cruzó el río?",
        "¿Quién ganó la copa de Brenta?",
        "Who won the cup of Brenta?",
        "¿Qué dijo la alcaldesa de Brenta?",
        "",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert title_asked(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MAYOR, "Lo anunció la alcaldesa de Brenta, Ana Sanz, en la plaza."),
        (MAYOR, "La alcaldesa de Brenta Ana Sanz lo anunció."),
        (MAYOR, "Ana Sanz, alcaldesa de Brenta, lo anunció."),
        (MAYOR, "Ana Sanz, la nueva alcaldesa de Brenta, lo anunció."),
        (MAYOR, "Ana Sanz es la alcaldesa de Brenta."),
        (MAYOR, "La alcaldesa de Brenta es Ana Sanz."),
        (HEALTH, "El ministro de Salud de Ostrea, el doctor Ana Sanz, calló."),
        (HEALTH, "El ministro ostreano de Salud (MSO), Ana Sanz, calló."),
        (ENVOY, "La embajadora interina de Ostrea en Lautaria, Ana Sanz, partió."),
        ("¿Quién es el titular de Mares y Pesca?", "El titular de la Secretaría de Mares y Pesca (SMP), Ana Sanz."),
        ("Who is the president of Ostrea?", "Ostrean President Ana Sanz said so."),
        ("Who is the president of Ostrea?", "Ana Sanz, the president of Ostrea, said so."),
        ("¿Quién es el jefe de bomberos?", "El jefe de bomberos, Ana Sanz, calló."),
        ("¿Quién es el portavoz?", "El portavoz de Brenta, Ana Sanz, calló."),
    ],
)  # fmt: skip
def test_who_is_said_to_hold_it(question: str, sentence: str) -> None:
    assert said(question, sentence) is True


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MAYOR, "La alcaldesa Ana Sanz lo anunció."),
        (HEALTH, "El ministro de Salud, Ana Sanz, calló."),
        (MAYOR, "Ana Sanz, alcaldesa desde mayo, lo anunció."),
    ],
)
def test_a_title_of_nobody_said_is_open(question: str, sentence: str) -> None:
    assert said(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (MAYOR, "La alcaldesa de Olmeda, Ana Sanz, lo anunció."),
        (MAYOR, "La alcaldesa de Brenta, Gil Roca, y Ana Sanz lo anunciaron."),
        (MAYOR, "La alcaldesa Gil Roca y Ana Sanz lo anunciaron."),
        (MAYOR, "La alcaldesa de Brenta habló con Ana Sanz."),
        (MAYOR, "Ana Sanz y la alcaldesa de Brenta lo anunciaron."),
        (MAYOR, "Ana Sanz saludó a la alcaldesa de Brenta."),
        (MAYOR, "Ana Sanz vive en Brenta."),
        (HEALTH, "El ministro de Salud de Lautaria, Ana Sanz, calló."),
        (HEALTH, "El ministro de Pesca de Ostrea, Ana Sanz, calló."),
        (ENVOY, "La embajadora de Valmira en Lautaria, Ana Sanz, partió."),
        ("Who is the president of Ostrea?", "Lautarian President Ana Sanz of Ceniza said so."),
    ],
)
def test_who_is_not(question: str, sentence: str) -> None:
    assert said(question, sentence) is False


def said(question: str, sentence: str) -> bool | None:
    title = title_asked(question)
    assert title is not None
    start = sentence.index("Ana Sanz")
    return holds(title, sentence, start, start + len("Ana Sanz"))
