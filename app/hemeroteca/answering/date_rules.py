"""What the date rules of all languages share: the reading of an expression and the ground it is read on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from hemeroteca.answering.calendar import (
    Direction,
    Range,
    make_date,
    month_of,
    nearest_year,
    shift_days,
    shift_months,
    week_of,
    years,
)
from hemeroteca.answering.tense import tense_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an expression says. ``days`` is None where it stays unresolved.

    ``shift`` marks an expression that counts from another date of the text («el mismo día» 0, «la víspera» -1).
    ``yearless`` is the (month, day) of a date whose year was inferred: a range may correct it.
    """

    days: Range | None
    precision: str
    shift: int | None = None
    yearless: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The text an expression stands in (as written and folded) and the day from which it is read."""

    text: str
    folded: str
    base: date | None

    def tense(self, match: re.Match[str]) -> Direction | None:
        return tense_at(self.text, match.start(), match.end())


Resolver = Callable[[re.Match[str], Ground], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An expression of the language and what it means; the resolver returns None where it is no date after all."""

    pattern: re.Pattern[str]
    resolve: Resolver


def rules(*table: tuple[str, Resolver]) -> tuple[Rule, ...]:
    """A table of (pattern, resolver) as rules: each pattern stands for whole words of folded text."""
    return tuple(
        Rule(pattern=re.compile(rf"(?<![\w/-])(?:{pattern})(?!\w)"), resolve=resolve) for pattern, resolve in table
    )


def day(found: date | None) -> Reading:
    return Reading(days=(found, found) if found else None, precision="day")


def offset(ground: Ground, count: int) -> Reading:
    """The day ``count`` days from the article's own."""
    return day(shift_days(ground.base, count) if ground.base else None)


def day_of_month(
    month: int,
    number: int,
    year: int | None,
    ground: Ground,
    *,
    said: Direction | None,
    tense: Direction | None,
    weekday: int | None = None,
) -> Reading:
    """A day and month; without a year, the nearest in the direction of the words that falls on the weekday named."""
    if year is not None:
        return day(make_date(year, month, number))
    if ground.base is None:
        return Reading(days=None, precision="day", yearless=(month, number))

    def of_year(candidate: int) -> Range | None:
        found = make_date(candidate, month, number)
        return (found, found) if found and (weekday is None or found.weekday() == weekday) else None

    # 29 February is at most eight years away; a weekday falls on a given date again within eleven or so.
    reach = 8 if (month, number) == (2, 29) else 6 if weekday is not None else 1
    found = nearest_year(ground.base, of_year, said=said, tense=tense, reach=reach)
    if found is None and weekday is not None:
        return day_of_month(month, number, None, ground, said=said, tense=tense)
    return Reading(days=found, precision="day", yearless=(month, number))


def month_of_year(
    month: int, year: int | None, ground: Ground, *, said: Direction | None, tense: Direction | None
) -> Reading:
    if year is not None:
        return Reading(days=month_of(year, month), precision="month")
    if ground.base is None:
        return Reading(days=None, precision="month")
    found = nearest_year(ground.base, lambda y: month_of(y, month), said=said, tense=tense)
    return Reading(days=found, precision="month", yearless=(month, 0))


def nearest_day_number(number: int, ground: Ground, *, said: Direction | None, weekday: int | None = None) -> Reading:
    """«el día 23», «el jueves 15»: the nearest month that has it, in the direction said."""
    if ground.base is None:
        return Reading(days=None, precision="day")
    index = ground.base.year * 12 + ground.base.month - 1
    candidates = []
    for around in range(index - 6, index + 7):
        found = make_date(around // 12, around % 12 + 1, number)
        if found is None or (weekday is not None and found.weekday() != weekday):
            continue
        gap = (found - ground.base).days
        if said is None or (gap <= 0 if said is Direction.PAST else gap >= 0):
            candidates.append((abs(gap), found))
    return day(min(candidates)[1] if candidates else None)


def span_reading(span: Range, precision: str) -> Reading:
    return Reading(days=span, precision=precision)


def week_from(ground: Ground, weeks: int) -> Reading:
    monday = shift_days(ground.base, 7 * weeks) if ground.base else None
    return Reading(days=week_of(monday) if monday else None, precision="week")


def unit_away(base: date, unit: str, count: int) -> Reading:
    """``count`` units from ``base``, at the unit's own precision."""
    if unit in ("day", "hour"):
        return day(shift_days(base, count if unit == "day" else round(count / 24)))
    if unit in ("week", "fortnight"):
        found = shift_days(base, count * (7 if unit == "week" else 15))
        return Reading(days=week_of(found) if found else None, precision="week")
    if unit == "month":
        moved = shift_months(base, count)
        return Reading(days=month_of(moved.year, moved.month) if moved else None, precision="month")
    year = base.year + count
    return Reading(days=years(year, year) if MINYEAR <= year <= MAXYEAR else None, precision="year")


def weekend(base: date, said: Direction | None, tense: Direction | None) -> Reading:
    """Saturday and Sunday: of this week, or of the one the words or, on a weekday, the tense point to."""
    weeks = 0
    if said is Direction.PAST or (said is None and tense is Direction.PAST and base.weekday() < 5):
        weeks = -1
    elif said is Direction.FUTURE and base.weekday() >= 5:
        weeks = 1
    saturday = shift_days(week_of(base)[0], 7 * weeks + 5)
    return Reading(days=(saturday, saturday + timedelta(days=1)) if saturday else None, precision="day")
