"""What a page says, in one of its languages: the choice of language, and how dates and numbers are written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hemeroteca.chat.store import Verdict
from hemeroteca.types import Amount, DateRange, Reason, Relation, Stage, Value, Voice


class Language(StrEnum):
    ES = "es"
    EN = "en"


Counted = tuple[str, str]
"""A text for one and a text for any other number, which stands at ``{}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """The texts of one language. ``{}`` is filled with ``str.format``; the ``about_`` questions with a name."""

    language: Language
    # The head and the list of conversations.
    motto: str
    view_chat: str
    view_archive: str
    views: str
    switch_language: str
    log_out: str
    conversations: str
    toggle_conversations: str
    new_conversation: str
    no_conversations: str
    options_of: str
    rename: str
    new_name: str
    save: str
    delete: str
    delete_surely: str
    export_markdown: str
    export_json: str
    # The box and its filters.
    label: str
    placeholder: str
    ask: str
    filters: str
    filters_since: str
    filters_until: str
    filters_source: str
    filters_any: str
    filters_clear: str
    examples: str
    examples_other: str
    welcome: str
    # While it works.
    stages: dict[Stage, str]
    waiting: str
    seconds: str
    took: str
    # The answer.
    conversation: str
    you_asked: str
    answer: str
    understood: str
    understood_edit: str
    only_period: str
    period_since: str
    period_until: str
    remove_period: str
    value: str
    confidence: str
    confidence_high: str
    confidence_medium: str
    confidence_low: str
    witnesses: Counted
    in_articles: Counted
    more_in: str
    disagree: str
    outlets: Counted
    newest: str
    overtaken: str
    others: dict[Relation, str]
    timeline: str
    voices: dict[Voice, str]
    quoted_from: str
    abstained: str
    reasons: dict[Reason, str]
    covers: str
    covers_undated: str
    of_day: str
    show_sources: str
    permalink: str
    feedback: str
    verdicts: dict[Verdict, str]
    thanks: str
    # The sources beside it.
    cited: str
    nearest: str
    sources_of: str
    nothing_yet: str
    open_article: str
    open_reference: str
    same_origin: Counted
    back: str
    close: str
    original: str
    no_date: str
    no_source: str
    gone: str
    # The archive.
    archive: str
    articles: Counted
    sources: Counted
    no_articles: str
    fact_articles: str
    fact_span: str
    fact_sources: str
    fact_undated: str
    fact_indexed: str
    fact_calibration: str
    threshold: str
    upload: str
    upload_hint: str
    upload_choose: str
    upload_start: str
    upload_none: str
    upload_progress: str
    outcomes: dict[str, str]
    listed: str
    list_more: str
    remove: str
    remove_surely: str
    # What went wrong.
    no_words: str
    too_long: str
    dates_crossed: str
    failed: str
    broken: str
    not_yours: str
    # How things are written.
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day_format: str
    short_format: str
    weekday_format: str
    month_format: str
    period: str
    period_same_month: str
    thousands: str
    decimal: str
    about_persons: tuple[str, ...]
    about_things: tuple[str, ...]


def strings_for(accept_language: str | None, chosen: str | None = None) -> Strings:
    """The language ``chosen`` by its tag, else the first of an Accept-Language header that there is a page in.

    Spanish where there is none.
    """
    from hemeroteca.chat.strings_en import EN
    from hemeroteca.chat.strings_es import ES

    by_language = {Language.ES: ES, Language.EN: EN}
    if chosen and chosen in {*Language}:
        return by_language[Language(chosen)]
    weighted: list[tuple[float, int, str]] = []
    for place, item in enumerate((accept_language or "").split(",")):
        tag, _, parameter = item.partition(";")
        try:
            weight = float(parameter.partition("=")[2]) if parameter else 1.0
        except ValueError:
            continue
        weighted.append((-weight, place, tag.strip().lower().split("-")[0]))
    for weight, _, tag in sorted(weighted):
        if weight < 0 and tag in {*Language}:
            return by_language[Language(tag)]
    return ES


def count(texts: Counted, number: int, strings: Strings) -> str:
    """«una fuente», «1.234 fuentes»."""
    return texts[0] if number == 1 else texts[1].format(write_number(number, strings))


def write_number(number: float, strings: Strings) -> str:
    """Grouped in thousands, with the language's decimal mark."""
    whole, _, part = f"{number:,}".partition(".")
    whole = whole.replace(",", strings.thousands)
    return f"{whole}{strings.decimal}{part}" if part else whole


def write_date(day: date, strings: Strings) -> str:
    """«15 de enero de 2026», "January 15, 2026"."""
    return strings.day_format.format(day=day.day, month=strings.months[day.month - 1], year=day.year)


def write_short(day: date, strings: Strings) -> str:
    """«15 ene», "Jan 15"."""
    return strings.short_format.format(day=day.day, month=strings.months[day.month - 1][:3])


def write_span(first: date, last: date, strings: Strings) -> str:
    """«15 de enero de 2026», «del 15 al 30 de enero de 2026», «del 30 de enero de 2026 al 2 de febrero de 2026»."""
    if first == last:
        return write_date(first, strings)
    if (first.year, first.month) == (last.year, last.month):
        month = strings.months[first.month - 1]
        return strings.period_same_month.format(first=first.day, last=last.day, month=month, year=first.year)
    return strings.period.format(write_date(first, strings), write_date(last, strings))


def write_value(value: Value | None, strings: Strings) -> str:
    """A day or a stretch of days in words, at its precision; nothing for an amount: its words are the answer itself."""
    if value is None or isinstance(value, Amount):
        return ""
    if not isinstance(value, DateRange):
        weekday = strings.weekdays[value.weekday()]
        return strings.weekday_format.format(weekday=weekday, date=write_date(value, strings))
    if value.precision == "year":
        return str(value.first.year)
    if value.precision == "month":
        return strings.month_format.format(month=strings.months[value.first.month - 1], year=value.first.year)
    return write_span(value.first, value.last, strings)
