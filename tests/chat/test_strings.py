from __future__ import annotations

from datetime import date

import pytest

from hemeroteca.chat.strings import EN, ES, Language, strings_for, write_date, write_value
from hemeroteca.types import Amount, DateRange, Reason, Value


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, Language.ES),
        ("", Language.ES),
        ("es-MX,es;q=0.9", Language.ES),
        ("en-US,en;q=0.9,es;q=0.8", Language.EN),
        ("es;q=0.5, en;q=0.7", Language.EN),
        ("fr-FR,fr;q=0.9", Language.ES),
        ("fr-FR, en;q=0.3", Language.EN),
        ("en;q=0, es;q=0.1", Language.ES),
        ("en;q=0", Language.ES),
        ("en;q=oops, *", Language.ES),
        ("EN", Language.EN),
    ],
)
def test_the_first_language_there_is_a_page_in_is_taken(header: str | None, language: Language) -> None:
    assert strings_for(header).language is language


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert write_date(date(2026, 1, 15), ES) == "15 de enero de 2026"
    assert write_date(date(2026, 12, 1), EN) == "December 1, 2026"


@pytest.mark.parametrize(
    ("value", "spanish"),
    [
        (None, ""),
        (Amount(value=24.0, unit="metros"), ""),
        (date(2026, 1, 23), "23 de enero de 2026"),
        (DateRange(first=date(2026, 2, 1), last=date(2026, 2, 28), precision="month"), "febrero de 2026"),
        (DateRange(first=date(2026, 1, 1), last=date(2026, 12, 31), precision="year"), "2026"),
        (DateRange(first=date(2026, 1, 12), last=date(2026, 1, 18)), "12 de enero de 2026 – 18 de enero de 2026"),
    ],
)
def test_a_value_is_written_at_its_precision(value: Value | None, spanish: str) -> None:
    assert write_value(value, ES) == spanish


@pytest.mark.parametrize("strings", [ES, EN])
def test_every_reason_has_words_and_every_question_a_place_for_the_name(strings: object) -> None:
    assert strings is ES or strings is EN
    chosen = ES if strings is ES else EN
    assert set(chosen.reasons) == set(Reason)
    assert len(chosen.months) == 12
    assert all(template.count("{}") == 1 for template in (*chosen.about_persons, *chosen.about_things))
