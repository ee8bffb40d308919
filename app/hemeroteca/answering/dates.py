"""Dates in text: where they stand and which days they mean, read from the article's own date. Pure."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from hemeroteca.answering import dates_en, dates_es_calendar, dates_es_parts, dates_es_relative
from hemeroteca.answering.calendar import Range, make_date, month_of, shift_days, week_of
from hemeroteca.answering.date_rules import Ground, Reading
from hemeroteca.answering.dates_es_words import DAY, MONTH, day_number
from hemeroteca.answering.words import fold
from hemeroteca.types import DateRange

#: How far back «el mismo día» may look for the day it means, in characters.
_ANCHOR_REACH = 400

#: A base outside these is no day of publication, and its weeks and years may leave the calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000

_RULES = (*dates_es_calendar.RULES, *dates_es_relative.RULES, *dates_en.RULES)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    reading: Reading


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
    found = _longest([*_by_rules(ground), *_other_languages(text)])
    found = _ranges(_shared_month(_parts(found, ground), ground), ground)
    return tuple(_resolve_anchored(found, ground))


def _by_rules(ground: Ground) -> Iterator[_Found]:
    for rule in _RULES:
        position = 0
        while match := rule.pattern.search(ground.folded, position):
            reading = rule.resolve(match, ground)
            if reading is None:
                position = match.start() + 1
                continue
            position = max(match.end(), match.start() + 1)
            yield _Found(start=match.start(), end=match.end(), reading=reading)


def _longest(found: Sequence[_Found]) -> list[_Found]:
    """Without overlaps: the longer expression wins, then the earlier rule. In order of the text."""
    kept: list[_Found] = []
    for item in sorted(found, key=lambda f: f.start - f.end):
        place = bisect(kept, item.start, key=lambda f: f.start)
        if (place == 0 or kept[place - 1].end <= item.start) and (place == len(kept) or kept[place].start >= item.end):
            kept.insert(place, item)
    return kept


def _parts(found: Sequence[_Found], ground: Ground) -> list[_Found]:
    """With «a inicios de», «la primera quincena de»… joined to the week, month or year that follows."""
    by_start = {item.start: item for item in found}
    joined: list[_Found] = []
    for match in dates_es_parts.PART.finditer(ground.folded):
        if match["bare"]:
            whole, end = _current(match["bare"].split()[-1], ground.base), match.end()
        else:
            follow = by_start.get(match.end()) or by_start.get(_after_article(ground.folded, match.end()))
            if follow is None or follow.reading.precision == "day":
                continue
            whole, end = (follow.reading.days, follow.reading.precision), follow.end
        days, unit = whole
        reading = dates_es_parts.part_of(match, days, unit) if days else Reading(days=None, precision=unit)
        if reading is not None:
            start = match.start() if match["start"] or match["middle"] or match["end"] else _without_lead(match)
            joined.append(_Found(start=start, end=end, reading=reading))
    return _longest([*joined, *found])


def _after_article(text: str, position: int) -> int:
    match = re.compile(r"(?:el|la|los|las)\s+").match(text, position)
    return match.end() if match else position


def _without_lead(match: re.Match[str]) -> int:
    lead = re.match(r"(?:en|desde|hasta|para|hacia|a)\s+(?!l\b)", match[0])
    return match.start() + (lead.end() if lead else 0)


def _current(word: str, base: date | None) -> tuple[Range | None, str]:
    unit = {"semana": "week", "mes": "month", "ano": "year"}[word]
    if base is None:
        return None, unit
    year = (date(base.year, 1, 1), date(base.year, 12, 31))
    return {"week": week_of(base), "month": month_of(base.year, base.month), "year": year}[unit], unit


_LISTED = re.compile(rf"(?<!\w)(?P<lead>el\s+)?(?P<day>{DAY})\s*(?:,|\b[yeo])\s+(?:el\s+)?\Z")


def _shared_month(found: Sequence[_Found], ground: Ground) -> list[_Found]:
    """«el 5 y el 7 de junio», «el 4, el 11 y el 18 de marzo»: the days before take the month of the last."""
    result: list[_Found] = []
    for item in found:
        listed: list[_Found] = []
        end = item.start
        floor = result[-1].end if result else 0
        while item.reading.yearless and item.reading.yearless[1] and item.reading.days:
            match = _LISTED.search(ground.folded, max(floor, end - 30), end)
            last = listed[-1].reading.days if listed else item.reading.days
            if match is None or not match["lead"] or last is None:
                break
            moved = make_date(last[0].year, last[0].month, day_number(match["day"]))
            if moved is None or moved >= last[0]:
                break
            reading = Reading(days=(moved, moved), precision="day", yearless=(moved.month, moved.day))
            listed.append(_Found(start=match.start(), end=match.end("day"), reading=reading))
            end = match.start()
        result += [*reversed(listed), item]
    return result


_JOINT = re.compile(r"\s+(?:al?|hasta|y)(?:\s+(?:el|la|dia))*\s+|\s*[-–]\s*")
_OPEN = re.compile(r"\b(?:del?|desde|entre)(?:\s+(?:el|la|dia))*\s+\Z")


def _ranges(found: Sequence[_Found], ground: Ground) -> list[_Found]:
    """«del 28 de enero al 3 de febrero», «entre enero y marzo de 2025»: two dates as one range."""
    result: list[_Found] = []
    for item in found:
        previous = result[-1] if result else None
        if previous and _JOINT.fullmatch(ground.folded, previous.end, item.start):
            opening = _OPEN.search(ground.folded, max(0, previous.start - 20), previous.start)
            merged = _merge(previous.reading, item.reading) if opening else None
            if opening and merged:
                result[-1] = _Found(start=opening.start(), end=item.end, reading=merged)
                continue
        result.append(item)
    return result


def _merge(first: Reading, last: Reading) -> Reading | None:
    if first.precision != last.precision or first.shift is not None or last.shift is not None:
        return None
    if first.days is None and first.yearless is None:
        return Reading(days=None, precision=first.precision) if last.days is None else None
    if last.days is None:
        return None
    begin = _same_year(first, last.days[1])
    if begin is None and first.days:
        begin = first.days[0]
    if begin is None or begin > last.days[1]:
        return None
    return Reading(days=(begin, last.days[1]), precision=first.precision)


def _same_year(first: Reading, end: date) -> date | None:
    """The beginning of a range without its own year: the last such day before the end."""
    if first.yearless is None:
        return None
    month, number = first.yearless
    for year in (end.year, end.year - 1):
        begin = make_date(year, month, number or 1)
        if begin and begin <= end:
            return begin
    return None


def _resolve_anchored(found: Sequence[_Found], ground: Ground) -> Iterator[DateMention]:
    anchor: tuple[int, date] | None = None
    for item in found:
        reading = item.reading
        if reading.shift is not None and anchor and _near(ground.text, anchor[0], item.start):
            moved = shift_days(anchor[1], reading.shift)
            reading = replace(reading, days=(moved, moved) if moved else None)
        first, last = reading.days or (None, None)
        if first is not None and first == last:
            anchor = item.end, first
        yield DateMention(
            start=item.start,
            end=item.end,
            text=ground.text[item.start : item.end],
            first=first,
            last=last,
            precision=reading.precision,
        )


def _near(text: str, end: int, start: int) -> bool:
    return start - end <= _ANCHOR_REACH and "\n\n" not in text[end:start]


def _exact_precision(first: date, last: date) -> str:
    """The unit that the range fills exactly; "day" where it fills none."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return "year"
    if (first, last) == month_of(first.year, first.month):
        return "month"
    return "week" if (first, last) == week_of(first) else "day"


# Written-out dates with a year in languages that have no rules here: «3 de março de 2025», «3. Januar 2025».
_OTHER = re.compile(
    r"(?<!\w)\d{1,2}\.?[ \u00a0](?:de[ \u00a0]|d['’])?[^\W\d_]{3,12}\.?,?[ \u00a0](?:de[ \u00a0])?"
    r"(?:1[5-9]|2[01])\d\d(?!\w)"
)
_OTHER_LANGUAGES = ["pt", "fr", "de", "it", "ca", "gl", "nl", "ro"]
_KNOWN = re.compile(rf"\b{MONTH}\b")


def _other_languages(text: str) -> Iterator[_Found]:
    for match in _OTHER.finditer(text):
        if _KNOWN.search(fold(match[0])):
            continue
        found = _parse_other(match[0])
        if found is not None:
            yield _Found(start=match.start(), end=match.end(), reading=Reading(days=(found, found), precision="day"))


@lru_cache(maxsize=1024)
def _parse_other(text: str) -> date | None:
    import dateparser

    parsed = dateparser.parse(
        text, languages=_OTHER_LANGUAGES, settings={"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    )
    return parsed.date() if parsed else None
