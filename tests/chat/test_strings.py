from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from hemeroteca.chat.store import Verdict
from hemeroteca.chat.strings import (
    Language,
    Strings,
    count,
    strings_for,
    write_date,
    write_number,
    write_short,
    write_span,
    write_value,
)
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.types import Amount, DateRange, Reason, Relation, Stage, Value


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


def test_the_language_that_was_switched_to_goes_before_the_browser_s_where_there_is_one() -> None:
    assert strings_for("es", "en").language is Language.EN
    assert strings_for("en", "es").language is Language.ES
    assert strings_for("en", "fr").language is Language.EN


def test_dates_and_numbers_are_written_as_each_language_writes_them() -> None:
    assert write_date(date(2026, 1, 15), ES) == "15 de enero de 2026"
    assert write_date(date(2026, 12, 1), EN) == "December 1, 2026"
    assert (write_short(date(2026, 3, 9), ES), write_short(date(2026, 3, 9), EN)) == ("9 mar", "Mar 9")
    assert (write_number(1234567.5, ES), write_number(1234567.5, EN)) == ("1.234.567,5", "1,234,567.5")
    assert (count(ES.articles, 1, ES), count(ES.articles, 1200, ES)) == ("un artículo", "1.200 artículos")


def test_a_span_says_its_month_once() -> None:
    assert write_span(date(2026, 1, 15), date(2026, 1, 30), ES) == "del 15 al 30 de enero de 2026"
    assert write_span(date(2026, 1, 15), date(2026, 1, 30), EN) == "from January 15 to 30, 2026"
    assert write_span(date(2026, 1, 30), date(2026, 2, 2), ES) == "del 30 de enero de 2026 al 2 de febrero de 2026"
    assert write_span(date(2026, 1, 30), date(2026, 1, 30), ES) == "30 de enero de 2026"


@pytest.mark.parametrize(
    ("value", "spanish"),
    [
        (None, ""),
        (Amount(value=24.0, unit="metros"), ""),
        (date(2026, 1, 23), "viernes 23 de enero de 2026"),
        (DateRange(first=date(2026, 2, 1), last=date(2026, 2, 28), precision="month"), "febrero de 2026"),
        (DateRange(first=date(2026, 1, 1), last=date(2026, 12, 31), precision="year"), "2026"),
        (DateRange(first=date(2026, 1, 12), last=date(2026, 1, 18)), "del 12 al 18 de enero de 2026"),
    ],
)
def test_a_value_is_written_at_its_precision(value: Value | None, spanish: str) -> None:
    assert write_value(value, ES) == spanish


@pytest.mark.parametrize("strings", [ES, EN])
def test_every_case_has_words_and_every_question_a_place_for_the_name(strings: Strings) -> None:
    assert set(strings.reasons) == set(Reason)
    assert set(strings.others) == set(Relation)
    assert set(strings.stages) == set(Stage)
    assert set(strings.verdicts) == set(Verdict)
    assert (len(strings.months), len(strings.weekdays)) == (12, 7)
    assert all(template.count("{}") == 1 for template in (*strings.about_persons, *strings.about_things))


def test_both_languages_fill_the_same_places() -> None:
    for field in fields(Strings):
        one, other = getattr(ES, field.name), getattr(EN, field.name)
        if isinstance(one, str) and "format" not in field.name:
            assert one.count("{") == other.count("{"), field.name
