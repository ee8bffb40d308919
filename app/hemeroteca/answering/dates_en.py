"""Date expressions of English, the basics. Patterns are for folded text; names must be capitalised in the original."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hemeroteca.answering.calendar import (
    Direction,
    month_of,
    moved,
    rolling,
    third,
    unit_of_day,
    week_of,
    weekday,
    years,
)
from hemeroteca.answering.date_rules import (
    Anchor,
    Ground,
    Reading,
    Rule,
    day,
    day_of_month,
    month_of_year,
    nearest_day_number,
    offset,
    rules,
    weekend,
)
from hemeroteca.answering.numbers import WORDS, read_count

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}

_MONTHS = str.split("january february march april may june july august september october november december")
_WEEKDAYS = str.split("monday tuesday wednesday thursday friday saturday sunday")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>1[4-9]\d\d|2[01]\d\d)(?!\d))?"
_SAID = r"(?:(?P<said>last|past|next|coming|this)\s+)?"
_COUNT = rf"\d{{1,4}}|a|an|a\s+couple\s+of|(?:{WORDS})"


def _direction(word: str | None) -> Direction | None:
    return {"last": Direction.PAST, "past": Direction.PAST, "next": Direction.FUTURE, "coming": Direction.FUTURE}.get(
        word or ""
    )


def _capital(match: re.Match[str], ground: Ground, group: str) -> bool:
    return ground.text[match.start(group)].isupper()


def _day_month(match: re.Match[str], ground: Ground) -> Reading | None:
    if not _capital(match, ground, "month"):
        return None
    month = next(i for i, name in enumerate(_MONTHS, start=1) if name.startswith(match["month"][:3]))
    year = int(match["year"]) if match["year"] else None
    said, tense = _direction(match["said"]), ground.tense(match)
    number = match.groupdict().get("day")
    if number:
        return day_of_month(month, int(number), year, ground, said=said, tense=tense)
    return month_of_year(month, year, ground, said=said, tense=tense)


def _weekday(match: re.Match[str], ground: Ground) -> Reading | None:
    if not _capital(match, ground, "weekday"):
        return None
    number = _WEEKDAYS.index(match["weekday"])
    if ground.base is None:
        return Reading(days=None, precision="day")
    said = _direction(match["said"])
    if said is not None:
        return day(weekday(ground.base, number, said, strict=True))
    tense = ground.tense(match) or Direction.PAST
    return day(weekday(ground.base, number, tense, strict=tense is Direction.FUTURE and match["said"] != "this"))


_AWAY = {"today": 0, "tonight": 0, "yesterday": -1, "last night": -1, "tomorrow": 1}


def _near_day(match: re.Match[str], ground: Ground) -> Reading | None:
    words = re.sub(r"\s+", " ", match[0])
    if words.startswith("the day"):
        return offset(ground, -2 if words.endswith("yesterday") else 2)
    return offset(ground, _AWAY.get(words, 0))


def _away(match: re.Match[str], ground: Ground) -> Reading | None:
    count = 1 if match["count"] == "an" else read_count(match["count"])
    unit = match["unit"].rstrip("s")
    ahead = match.re.pattern.find("ago") < 0
    if count is None or ground.base is None:
        return Reading(days=None, precision="day" if unit == "hour" else unit)
    if ahead and ground.tense(match) is not Direction.FUTURE:
        return None
    found = moved(ground.base, unit, count if ahead else -count)
    return Reading(days=found, precision="year" if unit == "year" else "day")


def _named_unit(match: re.Match[str], ground: Ground) -> Reading | None:
    unit = match["unit"]
    if ground.base is None:
        return Reading(days=None, precision="day" if unit == "weekend" else unit)
    said = _direction(match["said"])
    if unit == "weekend":
        return weekend(ground.base, said, ground.tense(match))
    away = {Direction.PAST: -1, Direction.FUTURE: 1}[said] if said else 0
    return Reading(days=unit_of_day(ground.base, unit, away), precision=unit)


def _early(match: re.Match[str], ground: Ground) -> Reading | None:
    """«earlier this week»: from its Monday to the day before."""
    if ground.base is None:
        return Reading(days=None, precision="week")
    monday = week_of(ground.base)[0]
    last = ground.base - timedelta(days=1)
    return Reading(days=(monday, max(monday, last)), precision="week")


def _the_nth(match: re.Match[str], ground: Ground) -> Reading | None:
    return nearest_day_number(int(match["day"]), ground, said=None)


def _decade(match: re.Match[str], ground: Ground) -> Reading:
    first = int(match["decade"])
    return Reading(days=years(first, first + 9), precision="year")


def _century(match: re.Match[str], ground: Ground) -> Reading | None:
    number = int(match["number"])
    return Reading(days=years(100 * number - 99, 100 * number), precision="year") if 0 < number <= 22 else None


def _third(match: re.Match[str], ground: Ground) -> Reading | None:
    """«early 2025», «mid-May»."""
    which = {"early": "start", "mid": "middle", "late": "end"}[match["which"]]
    if match["year_only"]:
        year = int(match["year_only"])
        return Reading(days=third(years(year, year), which, "year"), precision="year")
    whole = _day_month(match, ground)
    return Reading(days=third(whole.days, which, "month"), precision="month") if whole and whole.days else whole


def _quarter(match: re.Match[str], ground: Ground) -> Reading | None:
    size, number, year = (3 if match["piece"] == "quarter" else 6), _ORDINALS[match["nth"]], int(match["whole"])
    number = min(number, 12 // size) if match["nth"] == "last" else number
    if size * number > 12:
        return None
    first = date(year, size * (number - 1) + 1, 1)
    return Reading(days=(first, month_of(year, size * number)[1]), precision="month")


def _beside(match: re.Match[str], ground: Ground) -> Reading | None:
    """«two days later», «the next day»: from another date of the text."""
    if match["unit"]:
        count, unit = 1 if match["count"] == "an" else read_count(match["count"]), match["unit"].rstrip("s")
    else:
        count, unit = (-1 if re.search("previous|before", match[0]) else 1), "day"
    if count is None:
        return Reading(days=None, precision=unit)
    if match["way"] in ("earlier", "before"):
        count = -count
    coarsest = unit if unit in ("month", "year") else "day"
    anchor = Anchor(unit=coarsest, move=lambda span: moved(span[count > 0], unit, count))
    return Reading(days=None, precision="year" if unit == "year" else "day", anchor=anchor)


def _stretch(match: re.Match[str], ground: Ground) -> Reading:
    count, unit = read_count(match["count"]) if match["count"] else None, match["unit"].rstrip("s")
    precision = "day" if unit == "hour" else unit
    if count is None or ground.base is None:
        return Reading(days=None, precision=precision)
    ahead = _direction(match["said"]) is Direction.FUTURE
    return Reading(days=rolling(ground.base, unit, count if ahead else -count), precision=precision)


_PLURALS = r"(?P<unit>hours|days|weeks|months|years)"

RULES: tuple[Rule, ...] = rules(
    (rf"{_SAID}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", _day_month),
    (rf"{_SAID}{_MONTH}\s+(?:the\s+)?{_DAY}(?![\d:]|\s*%){_YEAR}", _day_month),
    (rf"{_SAID}{_MONTH}{_YEAR}", _day_month),
    (rf"{_SAID}(?P<weekday>{'|'.join(_WEEKDAYS)})", _weekday),
    (
        r"the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|today|tonight|yesterday|tomorrow|last\s+night"
        r"|this\s+(?:morning|afternoon|evening)",
        _near_day,
    ),
    (rf"(?P<count>{_COUNT})\s+(?P<unit>hours?|days?|weeks?|months?|years?)\s+ago", _away),
    (rf"(?:in|within)\s+(?P<count>{_COUNT})\s+(?P<unit>days?|weeks?|months?|years?)", _away),
    (r"earlier\s+this\s+week", _early),
    (r"(?P<said>)over\s+the\s+(?P<unit>weekend)", _named_unit),
    (r"the\s+(?P<decade>1\d\d0|20\d0)s", _decade),
    (r"(?P<number>\d{1,2})(?:st|nd|rd|th)\s+century", _century),
    (
        rf"(?P<which>early|mid|late)[\s-]+(?:(?P<year_only>1[4-9]\d\d|2[01]\d\d)|(?P<said>){_MONTH}{_YEAR})(?!\d)",
        _third,
    ),
    (
        rf"(?:the\s+)?(?P<nth>{'|'.join(_ORDINALS)})\s+(?P<piece>quarter|half)\s+of\s+(?P<whole>1[4-9]\d\d|2[01]\d\d)(?!\d)",
        _quarter,
    ),
    (
        rf"(?P<count>{_COUNT})\s+(?P<unit>days?|weeks?|months?|years?)\s+(?P<way>later|earlier|before)"
        r"|the\s+(?:next|following|previous)\s+day|the\s+day\s+(?:after|before)(?=[,.;]|\s*\Z)",
        _beside,
    ),
    (rf"(?:the\s+)?(?P<said>last|past|next|coming)\s+(?:(?P<count>{_COUNT})\s+)?{_PLURALS}", _stretch),
    (r"(?P<said>last|past|next|coming|this)\s+(?P<unit>week|month|year|weekend)", _named_unit),
    (r"(?<=\bon\s)the\s+(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)", _the_nth),
)
