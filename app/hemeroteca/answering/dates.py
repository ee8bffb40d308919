"""Dates in text: where they stand and which days they mean, read from the article's own date. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hemeroteca.answering import (
    dates_en,
    dates_es_anchored,
    dates_es_calendar,
    dates_es_feasts,
    dates_es_offsets,
    dates_es_weekdays,
    dates_es_years,
)
from hemeroteca.answering.calendar import month_of, week_of
from hemeroteca.answering.date_rules import Found, Ground
from hemeroteca.answering.dates_joins import joined
from hemeroteca.answering.dates_other import other_languages
from hemeroteca.answering.words import fold
from hemeroteca.types import DateRange

#: A base outside these is no day of publication, and its weeks and years may leave the calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000

_RULES = (
    *dates_es_calendar.RULES,
    *dates_es_years.RULES,
    *dates_es_feasts.RULES,
    *dates_es_weekdays.RULES,
    *dates_es_anchored.RULES,
    *dates_es_offsets.RULES,
    *dates_en.RULES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date expression: ``text`` is ``source[start:end]``.

    ``first`` and ``last`` are the days it covers, both included, or both None where it stays unresolved; a day has
    ``first == last``. ``precision`` is the unit of its words: day, week, month or year.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: str

    @property
    def value(self) -> date | DateRange | None:
        """A date, a range at the precision of its ends, or None where unresolved."""
        if self.first is None or self.last is None:
            return None
        if self.first == self.last:
            return self.first
        return DateRange(first=self.first, last=self.last, precision=_exact_precision(self.first, self.last))


def find_dates(text: str, base: date | None) -> list[DateMention]:
    """The date expressions of ``text`` in order, not overlapping; ``base`` is the day the text was published.

    Without a base only what names its year is resolved. Spanish first, the basics of English, and written-out
    dates with a year in other languages.
    """
    return list(_find(text, base))


@lru_cache(maxsize=512)
def _find(text: str, base: date | None) -> tuple[DateMention, ...]:
    if base is not None and not _FIRST_YEAR <= base.year <= _LAST_YEAR:
        base = None
    ground = Ground(text=text, folded=fold(text), base=base)
    found = joined([*_by_rules(ground), *other_languages(text)], ground)
    return tuple(_mention(item, text) for item in found)


def _by_rules(ground: Ground) -> Iterator[Found]:
    for rule in _RULES:
        position = 0
        while match := rule.pattern.search(ground.folded, position):
            reading = rule.resolve(match, ground)
            if reading is None:
                position = match.start() + 1
                continue
            position = max(match.end(), match.start() + 1)
            yield Found(start=match.start(), end=match.end(), reading=reading)


def _mention(item: Found, text: str) -> DateMention:
    first, last = item.reading.days or (None, None)
    return DateMention(
        start=item.start,
        end=item.end,
        text=text[item.start : item.end],
        first=first,
        last=last,
        precision=item.reading.precision,
    )


def _exact_precision(first: date, last: date) -> str:
    """The unit that the range fills exactly; "day" where it fills none."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return "year"
    if (first, last) == month_of(first.year, first.month):
        return "month"
    return "week" if (first, last) == week_of(first) else "day"
