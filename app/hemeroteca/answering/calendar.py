"""Arithmetic on days, weeks, months and years. Pure; all ends are included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

Range = tuple[date, date]


class Direction(StrEnum):
    PAST = "past"
    FUTURE = "future"


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, None where there is none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_days(day: date, count: int) -> date | None:
    """None outside the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def shift_months(day: date, count: int) -> date | None:
    """The same day of another month, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day


def week_of(day: date) -> Range:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, days_in_month(year, month))


def years(first: int, last: int) -> Range:
    return date(first, 1, 1), date(last, 12, 31)


def weekday(base: date, number: int, direction: Direction, *, strict: bool) -> date | None:
    """The nearest day with that weekday number (Monday 0) on the given side; ``strict`` leaves ``base`` out."""
    if direction is Direction.PAST:
        back = (base.weekday() - number) % 7
        return shift_days(base, -(back or (7 if strict else 0)))
    ahead = (number - base.weekday()) % 7
    return shift_days(base, ahead or (7 if strict else 0))


# Months or years in a unit that is a whole number of them; calendar units begin with the year, decade or century.
_MONTHS_IN = {"month": 1, "bimester": 2, "quarter": 3, "third": 4, "semester": 6}
_YEARS_IN = {"year": 1, "lustrum": 5, "decade": 10, "century": 100}


def unit_of_day(day: date, unit: str, count: int = 0) -> Range | None:
    """The calendar unit that holds ``day``, or the one ``count`` units later; None outside the calendar."""
    if unit == "day":
        found = shift_days(day, count)
        return (found, found) if found else None
    if unit == "week":
        found = shift_days(day, 7 * count)
        return week_of(found) if found and MINYEAR < found.year < MAXYEAR else None
    if unit == "fortnight":
        half = day.year * 24 + (day.month - 1) * 2 + (day.day > 15) + count
        year, month = half // 24, half % 24 // 2 + 1
        if not MINYEAR <= year <= MAXYEAR:
            return None
        return (
            (date(year, month, 16), month_of(year, month)[1])
            if half % 2
            else (
                date(year, month, 1),
                date(year, month, 15),
            )
        )
    if unit in _MONTHS_IN:
        size = _MONTHS_IN[unit]
        index = (day.year * 12 + day.month - 1) // size + count
        year, month = divmod(index * size, 12)
        if not MINYEAR <= year <= MAXYEAR:
            return None
        return date(year, month + 1, 1), month_of(year, month + size)[1]
    size = _YEARS_IN[unit]
    first = day.year + count if size == 1 else (day.year // size + count) * size
    if size == 100:
        first = ((day.year - 1) // size + count) * size + 1
    return years(first, first + size - 1) if first >= MINYEAR and first + size - 1 <= MAXYEAR else None


def moved(day: date, unit: str, count: float) -> Range | None:
    """Where ``count`` units from ``day`` lead: to a day, or, counted in years or half years, to a year or month."""
    days_in = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 15}
    if unit in days_in:
        return unit_of_day(day, "day", round(count * days_in[unit]))
    if unit in _MONTHS_IN:
        whole = int(count * _MONTHS_IN[unit])
        other = shift_months(day, whole)
        rest = count * _MONTHS_IN[unit] - whole
        return unit_of_day(other, "day", round(30 * rest)) if other else None
    months = round(count * _YEARS_IN[unit] * 12)
    if months % 12:
        other = shift_months(day, months)
        return month_of(other.year, other.month) if other else None
    year = day.year + months // 12
    return years(year, year) if MINYEAR <= year <= MAXYEAR else None


def rolling(base: date, unit: str, count: int) -> Range | None:
    """The ``count`` units from tomorrow on or, negative, up to yesterday; a stretch of hours holds ``base``."""
    found = moved(base, "month", 12 * count * _YEARS_IN[unit]) if unit in _YEARS_IN else moved(base, unit, count)
    if found is None:
        return None
    other = found[0]
    if unit == "hour":
        return min(base, other), max(base, other)
    near = shift_days(base, 1 if count > 0 else -1)
    return None if near is None else (near, other) if count > 0 else (other, near)


def gap(base: date, span: Range) -> int:
    """Days between ``base`` and the range; 0 inside, negative where the range is past."""
    if span[1] < base:
        return (span[1] - base).days
    return max(0, (span[0] - base).days)


#: A day that far back would carry its year; a past tense nearby then belongs to something else («anunció que en mayo»).
_FAR_BACK = 300


def nearest_year(
    base: date,
    of_year: Callable[[int], Range | None],
    *,
    said: Direction | None = None,
    tense: Direction | None = None,
    reach: int = 1,
    told: bool = False,
) -> Range | None:
    """The range nearest to ``base`` among the years around it.

    ``said`` is a direction in the words (próximo, pasado) and binds; ``tense`` is the verb's and decides only
    where it does not lead almost a year back, unless the verb is certain (``told``).
    """
    candidates = _ranges(of_year, range(max(MINYEAR, base.year - reach), min(MAXYEAR, base.year + reach) + 1))
    if said is not None:
        # «el próximo enero» in January is next year's; a single day may be the base itself.
        candidates = [c for c in candidates if (c[1] <= base if said is Direction.PAST else c[0] >= base)]
    if not candidates:
        return None
    best = min(candidates, key=lambda c: (abs(gap(base, c)), c))
    if tense is not None:
        side = [c for c in candidates if (gap(base, c) <= 0 if tense is Direction.PAST else gap(base, c) >= 0)]
        near = [c for c in side if told or gap(base, c) >= -_FAR_BACK]
        if near:
            return min(near, key=lambda c: (abs(gap(base, c)), c))
    return best


def _ranges(of_year: Callable[[int], Range | None], around: Iterable[int]) -> list[Range]:
    return [found for year in around if (found := of_year(year)) is not None]


def third(span: Range, which: str, unit: str) -> Range:
    """The beginning, middle or end of a week, month, year or decade: about a third of it."""
    first, last = span
    if unit == "week":
        low, high = {"start": (0, 1), "middle": (2, 3), "end": (4, 6)}[which]
        return first + timedelta(days=low), first + timedelta(days=high)
    if unit == "month":
        low, high = {"start": (1, 10), "middle": (11, 20), "end": (21, last.day)}[which]
        return first.replace(day=low), first.replace(day=high)
    if first.year == last.year:
        low, high = {"start": (1, 4), "middle": (5, 8), "end": (9, 12)}[which]
        return date(first.year, low, 1), month_of(last.year, high)[1]
    length = (last.year - first.year + 1) // 3
    if which == "start":
        return years(first.year, first.year + length - 1)
    return (
        years(last.year - length + 1, last.year) if which == "end" else years(first.year + length, last.year - length)
    )
