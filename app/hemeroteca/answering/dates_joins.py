"""What dates mean together: counted from each other, part of each other, listed, from one to another. Pure."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hemeroteca.answering.calendar import Direction, Range, make_date, shift_days, unit_of_day, weekday
from hemeroteca.answering.date_rules import Found, Ground, Reading, precision_of
from hemeroteca.answering.dates_es_parts import PARTS, bare_unit
from hemeroteca.answering.dates_es_words import DAY, MONTH, SHORT, WEEKDAY, day_number
from hemeroteca.answering.tense import tense_at

#: How far back «el mismo día» may look for the day it means, in characters, and past how many other dates.
_ANCHOR_REACH, _ANCHOR_COUNT = 400, 6


def joined(found: Sequence[Found], ground: Ground) -> list[Found]:
    """The expressions of a text with what they say of each other."""
    for step in (longest_of, _anchored, _parts, _appositions, _shared_month, _shared_year, _ranges):
        found = step(found, ground)
    return list(found)


def longest_of(found: Sequence[Found], ground: Ground) -> list[Found]:
    """Without overlaps: the longer expression wins, then the earlier rule. In order of the text."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: f.start - f.end):
        place = bisect(kept, item.start, key=lambda f: f.start)
        if (place == 0 or kept[place - 1].end <= item.start) and (place == len(kept) or kept[place].start >= item.end):
            kept.insert(place, item)
    return kept


def _anchored(found: Sequence[Found], ground: Ground) -> list[Found]:
    """«ese día», «al mes siguiente»: counted from the date before them that is as fine as they need."""
    result: list[Found] = []
    known: list[tuple[int, Range]] = []
    for item in found:
        reading = item.reading
        if reading.anchor:
            for end, days in reversed(known[-_ANCHOR_COUNT:]):
                if not _near(ground.text, end, item.start):
                    break
                if _within(days, reading.anchor.unit):
                    reading = replace(reading, days=reading.anchor.move(days))
                    break
            item = replace(item, reading=reading)
        if reading.days:
            known.append((item.end, reading.days))
        result.append(item)
    return result


def _near(text: str, end: int, start: int) -> bool:
    return start - end <= _ANCHOR_REACH and "\n\n" not in text[end:start]


def _within(days: Range, unit: str) -> bool:
    """Whether the days lie in one such unit, so that there is one to count from."""
    if unit == "day":
        return days[0] == days[1]
    whole = unit_of_day(days[0], unit)
    return whole is not None and days[1] <= whole[1]


def _parts(found: Sequence[Found], ground: Ground) -> list[Found]:
    """With «a inicios de», «la primera quincena de»… joined to the week, month or year that follows."""
    by_start = {item.start: item for item in found}
    larger: list[Found] = []
    for part in PARTS:
        for match in part.pattern.finditer(ground.folded):
            bare, end = bare_unit(match), match.end()
            days = unit_of_day(ground.base, bare) if bare and ground.base else None
            unit = precision_of(bare or "day")
            if bare is None:
                places = (match.end(), _after_article(ground.folded, match.end()), match.start("of"))
                follow = next((by_start[place] for place in places if place in by_start), None)
                if follow is None:
                    continue
                days, unit, end = follow.reading.days, follow.reading.precision, follow.end
            reading = part.resolve(match, days, unit, ground) if days else Reading(days=None, precision=unit)
            if reading is not None:
                larger.append(Found(start=match.start(), end=end, reading=reading))
    return longest_of([*larger, *found], ground)


def _after_article(text: str, position: int) -> int:
    match = re.compile(r"(?:el|la|los|las)\s+").match(text, position)
    return match.end() if match else position


_BESIDE = re.compile(r",?\s+(?:[—–-][^—–\n]{1,40}[—–-]\s+)?(?:(?:el|dia)\s+)?")


def _appositions(found: Sequence[Found], ground: Ground) -> list[Found]:
    """«ayer, 14 de enero», «el lunes pasado, 22 de marzo», «el domingo —por fin— 27 de octubre»: one day said twice."""
    result: list[Found] = []
    for item in found:
        previous = result[-1] if result else None
        if previous and _BESIDE.fullmatch(ground.folded, previous.end, item.start):
            one, other = previous.reading, item.reading
            if _is_day(one) and _is_day(other) and _same_day(one, other):
                result[-1] = Found(start=previous.start, end=item.end, reading=replace(other, weekday=None))
                continue
        result.append(item)
    return result


def _is_day(reading: Reading) -> bool:
    return reading.days is not None and reading.days[0] == reading.days[1]


def _same_day(one: Reading, other: Reading) -> bool:
    if one.days == other.days:
        return True
    # A dated day corrects the weekday before it.
    dated = other.weekday is None and other.days is not None
    return dated and one.weekday is not None and other.days is not None and other.days[0].weekday() == one.weekday


_LISTED = re.compile(
    rf"(?<![\w,.])(?P<lead>(?:el|los|dias?|los\s+dias)\s+)?(?:{WEEKDAY}\s+)?(?P<day>{DAY})"
    r"\s*(?:,\s*(?:y\s+)?|\s[yeo]\s+)(?:el\s+|dia\s+)?\Z"
)
_DATED = re.compile(rf"\b(?:{MONTH}|{SHORT})\b")


def _shared_month(found: Sequence[Found], ground: Ground) -> list[Found]:
    """«el 5 y el 7 de junio», «los días 4, 11 y 18 de marzo»: the days before take the month of the last."""
    result: list[Found] = []
    for item in found:
        listed: list[Found] = []
        whole = 0  # how many of them stand behind an article
        end, first = item.start, item.reading.days
        dated = first is not None and _DATED.search(ground.folded, item.start, item.end) is not None
        while dated and first and item.reading.precision == "day":
            floor = result[-1].end if result and result[-1].reading.number is None else 0
            match = _LISTED.search(ground.folded, max(floor, end - 40), end)
            moved = make_date(first[0].year, first[0].month, day_number(match["day"])) if match else None
            if match is None or moved is None or moved >= first[0]:
                break
            lead = (match["lead"] or "").strip()
            start = match.start() if lead == "el" else match.end("lead") if lead else match.start()
            first = (moved, moved)
            listed.append(Found(start=start, end=match.end("day"), reading=Reading(days=first, precision="day")))
            end = match.start()
            whole = len(listed) if lead else whole
            if lead and lead != "el":
                break
        listed = listed[:whole]
        while result and listed and result[-1].end > listed[-1].start:
            result.pop()
        bare = all(ground.folded[found.start].isdigit() for found in [*listed, item])
        result += _days_in_a_row([*reversed(listed), item]) if bare else [*reversed(listed), item]
    return result


def _days_in_a_row(days: Sequence[Found]) -> list[Found]:
    """«3, 4 y 5 de mayo»: one stretch, as «4 y 5 de mayo» is; «4, 11 y 18 de marzo» are three days."""
    spans = [found.reading.days for found in days]
    if len(days) < 2 or not all(one and other and shift_days(one[1], 1) == other[0] for one, other in pairwise(spans)):
        return list(days)
    first, last = spans[0], spans[-1]
    assert first is not None and last is not None
    return [Found(start=days[0].start, end=days[-1].end, reading=Reading(days=(first[0], last[1]), precision="day"))]


_AND = re.compile(r"\s*(?:,|\s[yeo])\s+(?:el\s+)?")


def _shared_year(found: Sequence[Found], ground: Ground) -> list[Found]:
    """«enero y febrero de 2025», «el 3 de enero y el 5 de febrero de 2025»: the year is said once."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        one, other = result[i], result[i + 1]
        dated = other.reading.days and other.reading.yearless is None
        if (
            not (dated and one.reading.yearless and one.reading.precision == other.reading.precision)
            or not _DATED.search(ground.folded, other.start, other.end)
            or not _AND.fullmatch(ground.folded, one.end, other.start)
        ):
            continue
        begin = _same_year(one.reading, other.reading.days[1]) if other.reading.days else None
        days = (
            unit_of_day(begin, one.reading.precision) if begin and one.reading.precision in ("day", "month") else None
        )
        if days:
            result[i] = replace(one, reading=replace(one.reading, days=days, yearless=None))
    return result


_JOINT = re.compile(
    r"\s+(?:(?P<to>al?|(?:y\s+)?hasta|to|until)|(?P<also>y|and))(?:\s+(?:el|la|dia))*\s+|\s*(?P<dash>[-–—])\s*|\s+(?P<al>al)\s+"
)
_OPEN = re.compile(r"(?<!\bpartir\s)\b(?P<word>del?|desde|entre|from|between)(?:\s+(?:el|la|los|dias?))*\s+\Z")


def _ranges(found: Sequence[Found], ground: Ground) -> list[Found]:
    """«del 28 de enero al 3 de febrero», «entre enero y marzo de 2025»: two dates as one range."""
    result: list[Found] = []
    for item in found:
        previous = result[-1] if result else None
        joint = _JOINT.fullmatch(ground.folded, previous.end, item.start) if previous else None
        if previous and joint:
            opening = _OPEN.search(ground.folded, max(0, previous.start - 20), previous.start)
            fits = (
                (opening["word"] in ("entre", "between")) == bool(joint["also"])
                if opening
                else _open_pair(previous, joint)
            )
            merged = _merge(previous, item, ground) if fits else None
            if merged:
                start = opening.start() if opening else previous.start
                result[-1] = Found(start=start, end=item.end, reading=merged)
                continue
        result.append(item)
    return result


def _open_pair(previous: Found, joint: re.Match[str]) -> bool:
    """«30 de diciembre al 2 de enero», «12/01/2026 - 15/01/2026»: dated days need no preposition before them."""
    dated = previous.reading.days is not None and previous.reading.weekday is None
    link = {"day": "al", "month": "a"}.get(previous.reading.precision)
    return dated and link is not None and (bool(joint["dash"]) or joint[0].strip() == link)


def _merge(before: Found, after: Found, ground: Ground) -> Reading | None:
    first, last = before.reading, after.reading
    if first.precision != last.precision:
        return None
    if first.days is None and first.yearless is None:
        return Reading(days=None, precision=first.precision) if last.days is None else None
    if last.days is None:
        return None
    begin, end = _same_year(first, last.days[1]), last.days[1]
    if begin is None and first.days:
        begin = first.days[0]
    if last.weekday is not None and begin is not None:
        tense = tense_at(ground.text, before.start, after.end)
        pair = _of_one_week(first, last, begin, tense=tense, base=ground.base)
        if pair is None:
            return None
        begin, end = pair
    if begin is None or begin > end:
        return None
    return Reading(days=(begin, end), precision=first.precision)


def _of_one_week(
    first: Reading, last: Reading, begin: date, *, tense: Direction | None, base: date | None
) -> Range | None:
    """«del lunes al viernes próximos», «desde ayer hasta el domingo»: the weekdays follow each other."""
    assert last.days is not None and last.weekday is not None
    end = last.days[1]
    moved: date | None = begin
    if first.weekday is not None and last.both is not None:
        # «próximos», «pasados» is said of both.
        moved = weekday(end, first.weekday, Direction.PAST, strict=True)
        if moved and base and last.both is Direction.FUTURE and moved <= base:
            moved = shift_days(moved, 7)
    elif first.weekday is not None and tense is Direction.PAST and begin > end:
        moved = weekday(end, first.weekday, Direction.PAST, strict=True)
    if moved is None:
        return None
    following = weekday(moved, last.weekday, Direction.FUTURE, strict=True)
    return (moved, end) if end > moved and (end - moved).days < 7 else (moved, following) if following else None


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
