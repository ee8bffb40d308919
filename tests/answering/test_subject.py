from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.subject import on_subject

FIRE = "La fábrica Hilados Corvera ardió en Valdesombra."


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("¿Dónde está Hilados Corvera?", [FIRE], True),
        ("¿Qué dijo Irene Salvatierra?", [FIRE], False),
        # one name of two is enough, whatever the language of the rest
        ("Where did Corvera meet Salvatierra?", [FIRE], True),
        # without names: half of the words (fábrica of fábrica, ardió; none of puente, reabrió)
        ("¿qué fábrica ardió?", [FIRE], True),
        ("¿cuándo reabrió el puente?", [FIRE], False),
        # one passage must have them, not all together
        ("¿Qué hizo Corvera Salvatierra Otálora?", ["Corvera.", "Salvatierra.", "Otálora."], False),
        ("¿Qué hizo Corvera Salvatierra Otálora?", ["Corvera y Otálora."], True),
        ("¿Qué hay?", [], True),
        ("¿Quién es Otálora?", [], False),
        ("", [FIRE], True),
    ],
)
def test_on_subject(question: str, texts: list[str], expected: bool) -> None:
    assert on_subject(question, texts) is expected


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_more_passages_never_leave_the_subject(question: str, texts: list[str]) -> None:
    assert on_subject(question, [*texts, question])
    assert not on_subject(question, texts) or on_subject(question, [*texts, "x"])
