"""Titles made from text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.corpus.text import normalize_text
from hemeroteca.corpus.titles import LONGEST_TITLE, derive_title

LONG = "El ayuntamiento aprobó el presupuesto " * 6


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Sube el pan\n\nEl precio subió ayer.", "Sube el pan"),
        (f"Sube el pan\n{LONG}", "Sube el pan"),
        ("¿Quién paga el pan?\n\nNadie lo sabe.", "¿Quién paga el pan?"),
        ("Una nota sola", "Una nota sola"),
        # A full stop: the line is text.
        ("El pan subió ayer.\n\nHoy baja.", "El pan subió ayer"),
        ("«¡Ya basta!» Así habló el alcalde.", "«¡Ya basta!»"),
        ("El pan subió hoy mismo. Mañana baja.", "El pan subió hoy mismo"),
        # Wrapped by hand: the first line is no title, and the sentence runs over it.
        ("El pan subió\nayer en todo el país. Hoy baja.\nMañana no.", "El pan subió ayer en todo el país"),
        # Abbreviations end no sentence.
        ("El Sr. Pérez viajó a EE. UU. con prisa. Volvió.", "El Sr. Pérez viajó a EE. UU. con prisa"),
        ("* * *\n\nSube el pan\n\nTexto.", "Sube el pan"),
    ],
)
def test_examples(text: str, title: str) -> None:
    assert derive_title(text) == title


def test_a_long_sentence_is_cut_at_a_word() -> None:
    title = derive_title(LONG.strip() + ".")
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("…")
    assert LONG.startswith(title[:-1] + " ")


def test_a_word_without_end_is_cut() -> None:
    assert derive_title("a" * 500) == "a" * (LONGEST_TITLE - 1) + "…"


@given(st.text())
def test_any_text_has_a_title_on_one_line(text: str) -> None:
    text = normalize_text(text)
    title = derive_title(text)
    assert len(title) <= LONGEST_TITLE
    assert "\n" not in title
    assert bool(title) or not any(c.isalnum() for c in text)
