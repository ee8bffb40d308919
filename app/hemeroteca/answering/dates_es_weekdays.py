"""Spanish days near the article's own: «este jueves», «anteayer», «de hoy en ocho». Patterns are for folded text."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import Direction, Range, shift_days, week_of, weekday
from hemeroteca.answering.date_rules import (
    Anchor,
    Ground,
    Reading,
    Rule,
    day,
    nearest_day_number,
    offset,
    rules,
    unresolved,
)
from hemeroteca.answering.dates_es_words import (
    COUNT,
    LAST,
    MONTH,
    NEXT,
    PRE,
    WEEKDAY,
    WEEKDAY_SHORT,
    direction_of,
    group,
    weekday_number,
)
from hemeroteca.answering.numbers import read_count


def _weekday(match: re.Match[str], ground: Ground) -> Reading | None:
    lead = match["lead"] or ""
    if not lead and (
        _in_a_sentence(ground.text, match.start("weekday"))  # Plácido Domingo
        or _HABIT.search(ground.folded, max(0, match.start() - 70), match.end())
        or ground.follows(match, rf"\s+a\s+{WEEKDAY}(?!\s+\d)")
    ):
        return None
    if _NAME.match(ground.text, match.start("weekday")):
        return None
    number = weekday_number(match["weekday"])
    if re.match(r"(?:es[ea]|aquel|(?:el\s+)?mismo)\b", lead) and not match["week"]:
        return Reading(days=None, precision="day", anchor=Anchor(unit="week", move=lambda span: _in_week(span, number)))
    if match["day"]:
        return nearest_day_number(
            int(match["day"]), ground, said=direction_of(match), tense=ground.tense(match), weekday=number
        )
    if match["week"]:
        base = shift_days(ground.base, 7 * _weeks(match["week"])) if ground.base else None
        return day(shift_days(week_of(base)[0], number) if base else None)
    return _nearest(match, ground, number)


def _weekdays_of(match: re.Match[str], ground: Ground) -> Reading | None:
    """«de lunes a miércoles de la semana que viene»."""
    first, last = weekday_number(match["first"]), weekday_number(match["weekday"])
    if ground.base is None:
        return Reading(days=None, precision="day")
    base = shift_days(ground.base, 7 * _weeks(match["week"]))
    monday = week_of(base)[0] if base else None
    begin, end = (shift_days(monday, number) if monday else None for number in (first, last))
    return Reading(days=(begin, end) if begin and end and begin < end else None, precision="day")


def _nearest(match: re.Match[str], ground: Ground, number: int) -> Reading:
    said, post = direction_of(match), group(match, "post")
    before_last = post == "antepasado"
    if before_last:
        said = Direction.PAST
    anchor = None
    if re.match(r"siguiente|anterior", post or group(match, "pre")):
        anchor = Anchor(unit="day", move=lambda span: _beside(span, number, said or Direction.FUTURE))
    if ground.base is None:
        return Reading(days=None, precision="day", weekday=number, anchor=anchor)
    tense = said or ground.tense(match)
    if tense is None and match["lead"].startswith("este"):
        found = shift_days(week_of(ground.base)[0], number)  # no verb says which: of this week
    else:
        found = weekday(ground.base, number, tense or Direction.PAST, strict=said is not None)
        found = shift_days(found, -7) if found and before_last else found
    plural = said if re.search(r"[oa]s\Z|tes\Z|res\Z|vienen\Z", post) else None
    return Reading(days=(found, found) if found else None, precision="day", weekday=number, both=plural, anchor=anchor)


def _in_week(span: Range, number: int) -> Range | None:
    found = shift_days(week_of(span[0])[0], number)
    return (found, found) if found else None


def _beside(span: Range, number: int, way: Direction) -> Range | None:
    found = weekday(span[0] if way is Direction.PAST else span[1], number, way, strict=True)
    return (found, found) if found else None


def _in_a_sentence(text: str, start: int) -> bool:
    """Whether a word with a capital stands where none is due, in a text that is not all capitals."""
    if not text[start].isupper() or text[start : start + 3].isupper():
        return False
    before = text[max(0, start - 5) : start].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] == ",")


# The team Viernes FC, the school Domingo Sarmiento; not EL LUNES REABRE of a headline.
_NAME = re.compile(r"[A-Z][a-záéíóú]+\s+[A-ZÁÉÍÓÚÑ]|[A-Z][a-záéíóú]+\s+(?:negro|santo)\b")
_HABIT = re.compile(
    rf"\b(?:(?:los|cada|un|una|unos|algunos|santo)\s+(?:{WEEKDAY}(?:,\s+|\s+[yeo]\s+|,?\s+y\s+)(?:los\s+)?){{0,6}}"
    rf"|{WEEKDAY}\s+a\s+){WEEKDAY}\Z|\ben\s+{WEEKDAY}\Z"
)


def _weeks(words: str) -> int:
    if "antepasad" in words:
        return -2
    if re.search(LAST, words):
        return -1
    return 1 if re.search(NEXT, words) else 0


_DAYS_AWAY = {
    "trasanteayer": -3,
    "trasantier": -3,
    "antes de anteayer": -3,
    "antes de antier": -3,
    "anteayer": -2,
    "antier": -2,
    "antes de ayer": -2,
    "anteanoche": -2,
    "antenoche": -2,
    "antes de anoche": -2,
    "ayer": -1,
    "anoche": -1,
    "manana": 1,
    "pasado manana": 2,
}
# «el mañana de los jóvenes», «a media mañana», «por la mañana».
_NO_DAY = (
    r"\b(?:la|las|una|cada|toda|media|aquella|esa|misma|primera|el|un|mi|tu|su|sus|nuestro|del|muy\s+de|manana\s+por"
    r"|hoy\s+por)\s+\Z"
)


def _near_day(match: re.Match[str], ground: Ground) -> Reading | None:
    words = re.sub(r"\s+", " ", match["word"]).removeprefix("el ").removeprefix("dia de ")
    simple = words in ("manana", "ayer", "hoy")
    if simple and match.start("word") == match.end("word") - len(words):
        if ground.precedes(match, _NO_DAY) or (
            words == "manana" and ground.follows(match, r",?\s+(?:tarde|y\s+(?:tarde|noche))\b")
        ):
            return None
        if _in_a_sentence(ground.text, match.start("word")):
            return None  # the weekly Ayer y Hoy
    return offset(ground, _DAYS_AWAY.get(words, 0))


def _last_night(match: re.Match[str], ground: Ground) -> Reading:
    return offset(ground, 0 if "madrugada" in match[0] else -1)


def _week_from(match: re.Match[str], ground: Ground) -> Reading:
    """«de hoy en ocho» is a week from today: both ends are counted."""
    days = {"ocho": 7, "8": 7, "quince": 14, "15": 14}[match["count"]]
    return offset(ground, days + (match["from"] == "manana"))


def _weekdays_away(match: re.Match[str], ground: Ground) -> Reading | None:
    """«hace tres lunes», «dentro de dos domingos»."""
    count = read_count(match["count"])
    if count is None or count % 1 or ground.base is None:
        return unresolved("day")
    way = Direction.PAST if match["lead"] == "hace" else Direction.FUTURE
    found = weekday(ground.base, weekday_number(match["weekday"]), way, strict=True)
    weeks = int(count) - 1
    return day(shift_days(found, -7 * weeks if way is Direction.PAST else 7 * weeks) if found else None)


_VAGUE_DAYS = r"(?:reciente|proxima|ultima)mente|el\s+otro\s+dia|(?:en\s+)?estos\s+dias"

_PART_OF_DAY = (
    r"(?:\s+(?:por|en|a)\s+(?:la\s+)?(?:manana|tarde|noche|madrugada|mediodia)|\s+al?\s+(?:mediodia|medianoche)"
    r"|\s+temprano)?"
)
_WEEK_SAID = (
    r"(?:\s+de\s+(?P<week>esta(?:\s+misma)?\s+semana"
    rf"|la\s+(?:{NEXT}|{LAST}|antepasada)\s+semana|la\s+semana\s+(?:{NEXT}|{LAST}|antepasada|en\s+curso)))?"
)
_POST = rf"(?:\s+(?P<post>antepasado|{LAST}|{NEXT})(?!\s+(?:ano|mes|semana)\b))?"
_DAY_AFTER = r"(?:\s+(?P<day>3[01]|[12]\d|[1-9])(?![\d%:.,–-]*\d|\s*%|\s+(?:de|por)\b|/))?"

RULES: tuple[Rule, ...] = rules(
    (
        rf"(?P<lead>(?:(?:el|este|ese|aquel)\s+)?(?:mismo\s+)?(?:dia\s+)?(?:{PRE}\s+)?)(?P<weekday>{WEEKDAY})"
        rf"{_DAY_AFTER}{_POST}{_WEEK_SAID}{_PART_OF_DAY}",
        _weekday,
    ),
    (rf"(?P<lead>hace|dentro\s+de)\s+(?P<count>{COUNT})\s+(?P<weekday>{WEEKDAY})s?", _weekdays_away),
    (
        rf"(?P<lead>)(?P<weekday>{WEEKDAY_SHORT})\.?\s+(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/:.,-]*\d|\s+(?:de\s+)?(?:{MONTH}))"
        r"(?P<week>)(?P<pre>)",
        _weekday,
    ),
    (rf"del?\s+(?P<first>{WEEKDAY})\s+al?\s+(?P<weekday>{WEEKDAY}){_WEEK_SAID[:-1]}", _weekdays_of),
    # «el mar.» may be the sea.
    (r"(?P<lead>(?:el|este)\s+)(?P<weekday>lun|mie|jue|vie|sab|dom)\.(?P<day>)(?P<week>)(?P<pre>)", _weekday),
    (
        r"(?P<word>(?:(?:el\s+)?dia\s+de\s+)?(?:hoy|ayer|manana)|trasanteayer|trasantier|antes\s+de\s+(?:anteayer|antier"
        r"|ayer|anoche)|anteayer|antier|anteanoche|antenoche|anoche|pasado\s+manana"
        r"|est[ae]\s+(?:mism[ao]\s+)?(?:manana|tarde|noche|madrugada|mediodia|medianoche|dia))"
        rf"(?:\s+mism[oa])?(?!\s+(?:en\s+dia|por\s+hoy)|\.\w){_PART_OF_DAY}(?:,?\s+{WEEKDAY}(?!\s+\d))?",
        _near_day,
    ),
    (
        r"la\s+(?:pasada\s+(?:noche|tarde|madrugada)|(?:noche|tarde|madrugada)\s+pasada)",
        _last_night,
    ),
    (r"de\s+(?P<from>hoy|manana)\s+en\s+(?P<count>ocho|quince|8|15)(?:\s+dias)?", _week_from),
    (r"(?P<from>hoy|manana)\s+en\s+(?P<count>ocho|quince)(?:\s+dias|(?=\s*(?:[.,;:)]|\Z)))", _week_from),
    (_VAGUE_DAYS, lambda match, ground: unresolved("day")),
)
