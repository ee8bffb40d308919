from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.sense import days_of, facts_of

FRIDAY = date(2031, 1, 31)


def test_days_are_read_from_the_day_of_printing() -> None:
    text = "El concejo votó ayer. La feria empieza el 12 de febrero y dura hasta marzo."
    assert days_of(text, FRIDAY) == [
        (text.index("ayer"), date(2031, 1, 30), date(2031, 1, 30)),
        (text.index("12 de febrero"), date(2031, 2, 12), date(2031, 2, 12)),
        (text.index("marzo"), date(2031, 3, 1), date(2031, 3, 31)),
    ]


def test_without_a_day_of_printing_only_whole_dates_count() -> None:
    assert [first for _, first, _ in days_of("Ayer no, el 3 de mayo de 2030 sí.", None)] == [date(2030, 5, 3)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Murieron 12 personas el lunes 8 de marzo.", ["12", "lunes", "8", "marzo"]),
        ("Murieron catorce personas.", ["catorce"]),
        ("Una mujer y un niño.", []),
        ("COVID19 y G20x", []),
        ("", []),
    ],
)
def test_the_words_in_which_corrections_differ(text: str, facts: list[str]) -> None:
    assert facts_of(text) == facts


@settings(deadline=None)
@given(st.text(max_size=120), st.none() | st.dates())
def test_any_text_has_days_in_order(text: str, published: date | None) -> None:
    days = days_of(text, published)
    assert [offset for offset, _, _ in days] == sorted(offset for offset, _, _ in days)
    assert all(0 <= offset < len(text) and first <= last for offset, first, last in days)
    facts_of(text)
