"""What the date rules of all languages share: the reading of an expression and the ground it is read on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hemeroteca.answering.calendar import (
    Direction,
    Range,
    make_date,
    month_of,
    nearest_year,
    shift_days,
    week_of,
    years,
)
from hemeroteca.answering.tense import past_follows, tense_at

# The precision of a unit that is none itself.
_PRECISION = {"hour": "day", "fortnight": "week", "lustrum": "year", "decade": "year", "century": "year"}
_PRECISION |= dict.fromkeys(("bimester", "quarter", "third", "semester"), "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """How to count from another date of the text («al día siguiente»).

    ``unit`` is the coarsest date that can be counted from; ``move`` says which days are meant, from those.
    """

    unit: str
    move: Callable[[Range], Range | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an expression says. ``days`` is None where it stays unresolved.

    ``yearless`` is the (month, day) of a date whose year was inferred (day 0 for a month): a range may correct it.
    ``number`` is the day of a date whose month was inferred («el jueves 15»): a list may correct it.
    ``weekday`` is that of a bare weekday, ``both`` the direction of a plural («del lunes al viernes próximos»).
    """

    days: Range | None
    precision: str
    anchor: Anchor | None = None
    yearless: tuple[int, int] | None = None
    number: int | None = None
    weekday: int | None = None
    both: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A reading and where its expression stands."""

    start: int
    end: int
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The text an expression stands in (as written and folded) and the day from which it is read."""

    text: str
    folded: str
    base: date | None

    def tense(self, match: re.Match[str]) -> Direction | None:
        return tense_at(self.text, match.start(), match.end())

    def told(self, match: re.Match[str]) -> bool:
        """Whether a verb of the past follows at once («en mayo se registraron…»)."""
        return past_follows(self.text, match.end())

    def follows(self, match: re.Match[str], pattern: str) -> re.Match[str] | None:
        """The pattern right after the expression, in folded text."""
        return re.compile(pattern).match(self.folded, match.end())

    def precedes(self, match: re.Match[str], pattern: str, *, reach: int = 40) -> re.Match[str] | None:
        """The pattern, which must end in ``\\Z``, right before the expression, in folded text."""
        return re.compile(pattern).search(self.folded, max(0, match.start() - reach), match.start())


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


def unresolved(unit: str) -> Reading:
    return Reading(days=None, precision=precision_of(unit))


def precision_of(unit: str) -> str:
    return _PRECISION.get(unit, unit)


def day_of_month(
    month: int,
    number: int,
    year: int | None,
    ground: Ground,
    *,
    said: Direction | None,
    tense: Direction | None,
    weekday: int | None = None,
    told: bool = False,
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
    found = nearest_year(ground.base, of_year, said=said, tense=tense, reach=reach, told=told)
    if found is None and weekday is not None:
        return day_of_month(month, number, None, ground, said=said, tense=tense)
    return Reading(days=found, precision="day", yearless=(month, number))


def month_of_year(
    month: int,
    year: int | None,
    ground: Ground,
    *,
    said: Direction | None,
    tense: Direction | None,
    told: bool = False,
) -> Reading:
    if year is not None:
        return Reading(days=month_of(year, month), precision="month")
    if ground.base is None:
        return Reading(days=None, precision="month", yearless=(month, 0))
    found = nearest_year(ground.base, lambda y: month_of(y, month), said=said, tense=tense, told=told)
    return Reading(days=found, precision="month", yearless=(month, 0))


#: The verb decides between two months, not between this one and another half a year away.
_TENSE_REACH = 45


def nearest_day_number(
    number: int,
    ground: Ground,
    *,
    said: Direction | None,
    tense: Direction | None = None,
    weekday: int | None = None,
) -> Reading:
    """«el día 23», «el jueves 15»: the nearest month that has it, in the direction said.

    ``said`` is a direction in the words and binds; ``tense`` is the verb's, for months near by: «el lunes 8» falls on
    a Monday in few of them.
    """
    candidates = []
    if ground.base is not None:
        index = ground.base.year * 12 + ground.base.month - 1
        for around in range(index - 6, index + 7):
            found = make_date(around // 12, around % 12 + 1, number)
            if found is None or (weekday is not None and found.weekday() != weekday):
                continue
            gap = (found - ground.base).days
            if said is None or (gap <= 0 if said is Direction.PAST else gap >= 0):
                candidates.append((abs(gap), found))
    if said is None and tense is not None and ground.base is not None:
        past, base = tense is Direction.PAST, ground.base
        near = [c for c in candidates if c[0] <= _TENSE_REACH and (c[1] <= base if past else c[1] >= base)]
        candidates = near or candidates
    nearest = min(candidates)[1] if candidates else None
    return Reading(days=(nearest, nearest) if nearest else None, precision="day", number=number)


def span_reading(span: Range | None, precision: str) -> Reading:
    return Reading(days=span, precision=precision)


def one_year(year: int) -> Range | None:
    return years(year, year) if 1 <= year <= 9999 else None


def weekend(base: date, said: Direction | None, tense: Direction | None) -> Reading:
    """Saturday and Sunday: of this week, or of the one the words or, on a weekday, the tense point to."""
    weeks = 0
    if said is Direction.PAST or (said is None and tense is Direction.PAST and base.weekday() < 5):
        weeks = -1
    elif said is Direction.FUTURE and base.weekday() >= 5:
        weeks = 1
    return Reading(days=weekend_of(base, weeks), precision="day")


def weekend_of(base: date, weeks: int = 0) -> Range | None:
    saturday = shift_days(week_of(base)[0], 7 * weeks + 5)
    sunday = shift_days(saturday, 1) if saturday else None
    return (saturday, sunday) if saturday and sunday else None
