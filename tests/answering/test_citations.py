from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.answering.citations import cite, sentence_around, trim, value_of
from hemeroteca.types import Amount, Article, DateRange, Kind

TEXT = (
    "Abre el museo\n\nEl museo abrirá el 12 de abril, dijo ayer Ana Díaz. Costó 48 millones de pesos.\n\n"
    "El 3 de marzo llovió. El mismo día se inundó la sala."
)
ARTICLE = Article(id="a", title="Abre", text=TEXT, published=date(2031, 3, 18), source="El Faro")


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (" el 12 de abril, ", "el 12 de abril"),
        ("«hola", "hola"),
        ("hola»,", "hola"),
        ("«hola»", "hola"),
        ("(el lunes)", "el lunes"),
        ("el lunes (por la tarde)", "el lunes (por la tarde)"),
        ("Washington, D.C.", "Washington, D.C."),
        ("el lunes.", "el lunes"),
        ('"hola', "hola"),
        ("...", ""),
        ("", ""),
    ],
)
def test_trim(span: str, expected: str) -> None:
    text = f"x{span}x"
    start, end = trim(text, 1, 1 + len(span))
    assert text[start:end] == expected


def test_context_is_the_sentence() -> None:
    citation = cite(ARTICLE, *place("12 de abril"))
    assert TEXT[citation.start : citation.end] == citation.quote == "12 de abril"
    context = TEXT[citation.context_start : citation.context_end]
    assert context == "El museo abrirá el 12 de abril, dijo ayer Ana Díaz."
    assert (citation.title, citation.source, citation.published) == ("Abre", "El Faro", date(2031, 3, 18))


def test_context_in_a_text_without_end() -> None:
    text = "palabra " * 200_000
    start, end = sentence_around(text, 800_000, 800_010)
    assert start <= 800_000
    assert end >= 800_010
    assert end - start < 5000


def test_dates_are_read_from_the_articles_own() -> None:
    assert value_of(Kind.WHEN, ARTICLE, *place("el 12 de abril, dijo"))[0] == date(2031, 4, 12)
    assert value_of(Kind.WHEN, ARTICLE, *place("ayer"))[0] == date(2031, 3, 17)


def test_a_date_may_count_from_the_sentence_before() -> None:
    assert value_of(Kind.WHEN, ARTICLE, *place("El mismo día"))[0] == date(2031, 3, 3)


def test_the_part_that_says_the_value() -> None:
    _, (start, end) = value_of(Kind.WHEN, ARTICLE, *place("abrirá el 12 de abril, dijo"))
    assert TEXT[start:end] == "12 de abril"


def test_amounts_and_their_unit_beyond_the_span() -> None:
    assert value_of(Kind.HOW_MANY, ARTICLE, *place("48"))[0] == Amount(value=48e6, unit="pesos")


def test_no_value() -> None:
    assert value_of(Kind.WHEN, ARTICLE, *place("Ana Díaz"))[0] is None
    assert value_of(Kind.WHO, ARTICLE, *place("12 de abril"))[0] is None


def test_a_month_is_a_range() -> None:
    article = Article(id="b", title="", text="Abrirá en abril.", published=date(2031, 3, 18))
    value, _ = value_of(Kind.WHEN, article, 7, 15)
    assert value == DateRange(first=date(2031, 4, 1), last=date(2031, 4, 30), precision="month")


@given(st.text(alphabet=st.sampled_from(list("aÁ.»«(\"' ,\n1😀")), max_size=40), st.data())
def test_trimming_stays_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inner = trim(text, start, end)
    assert start <= inner[0] <= inner[1] <= end
    around = sentence_around(text, start, end)
    assert around[0] <= start
    assert around[1] >= end
