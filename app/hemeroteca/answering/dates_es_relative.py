"""Spanish dates counted from the article or from another date: «este jueves», «hace dos semanas», «la víspera»."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hemeroteca.answering.calendar import (
    Direction,
    Range,
    make_date,
    shift_days,
    shift_months,
    week_of,
    weekday,
)
from hemeroteca.answering.date_rules import (
    Ground,
    Reading,
    Rule,
    day,
    day_of_month,
    nearest_day_number,
    offset,
    rules,
    unit_away,
    week_from,
    weekend,
)
from hemeroteca.answering.dates_es_words import (
    COUNT,
    DAY,
    LAST,
    MONTH,
    NEXT,
    POST,
    PRE,
    VAGUE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_TAIL,
    day_number,
    direction,
    direction_of,
    group,
    month_number,
    unit_of,
    year_of,
)
from hemeroteca.answering.numbers import read_count


def _weekday(match: re.Match[str], ground: Ground) -> Reading | None:
    if not match["lead"] and (
        ground.text[match.start("weekday")].isupper()  # Plácido Domingo
        or _HABIT.search(ground.folded, max(0, match.start() - 25), match.end())
    ):
        return None
    if _NAME.match(ground.text, match.start("weekday")):
        return None
    if match["lead"] and re.match(r"(?:es[ea]|aquel)\b", match["lead"]) and not match["week"]:
        return Reading(days=None, precision="day", shift=0)
    number = WEEKDAYS.index(match["weekday"])
    if ground.base is None:
        return Reading(days=None, precision="day")
    if match["day"]:
        return nearest_day_number(int(match["day"]), ground, said=direction_of(match), weekday=number)
    if match["week"]:
        base = shift_days(ground.base, 7 * _weeks(match["week"]))
        return day(week_of(base)[0] + timedelta(days=number) if base else None)
    said = direction_of(match)
    if said is not None:
        return day(weekday(ground.base, number, said, strict=True))
    tense = ground.tense(match) or Direction.PAST
    today = (match["lead"] or "").startswith("este") or tense is Direction.PAST
    return day(weekday(ground.base, number, tense, strict=not today))


# The team Viernes FC, the school Domingo Sarmiento; not EL LUNES REABRE of a headline.
_NAME = re.compile(r"[A-Z][a-záéíóú]+\s+[A-ZÁÉÍÓÚÑ]")
_HABIT = re.compile(rf"\b(?:(?:los|cada|un|una|todos\s+los)\s+|de\s+{WEEKDAY}\s+a\s+){WEEKDAY}\Z|\bde\s+{WEEKDAY}\Z")


def _weeks(words: str) -> int:
    if re.search(LAST, words):
        return -1
    return 1 if re.search(NEXT, words) else 0


_DAYS_AWAY = {"anteayer": -2, "antier": -2, "antes de ayer": -2, "anteanoche": -2, "antenoche": -2, "ayer": -1}
_DAYS_AWAY |= {"anoche": -1, "pasado manana": 2, "manana": 1}


def _near_day(match: re.Match[str], ground: Ground) -> Reading | None:
    words = re.sub(r"\s+", " ", match["word"]).removeprefix("el dia de ")
    if words == "manana" and re.search(
        r"\b(?:la|una|cada|toda|media|aquella|esa|misma|primera|las|manana por)\s+\Z", ground.folded[: match.start()]
    ):
        return None
    return offset(ground, _DAYS_AWAY.get(words, 0))


def _away(match: re.Match[str], ground: Ground) -> Reading | None:
    """«hace dos semanas», «dentro de tres días», «dos años atrás»."""
    unit = unit_of(match["unit"])
    precision = {"hour": "day", "fortnight": "week"}.get(unit, unit)
    count = read_count(match["count"])
    if count is None or ground.base is None:
        return Reading(days=None, precision=precision)
    lead = group(match, "lead")
    if "mas de" in match[0]:
        return Reading(days=None, precision=precision)
    if lead == "en":
        tense = ground.tense(match)
        if tense is not Direction.FUTURE:
            return None  # «en dos semanas murieron…» lasts, it does not lie ahead
        return unit_away(ground.base, unit, count)
    return unit_away(ground.base, unit, count if lead.startswith("dentro") else -count)


def _stretch(match: re.Match[str], ground: Ground) -> Reading | None:
    """«los próximos tres días», «las últimas dos semanas»: from tomorrow on, or up to yesterday."""
    unit, count = unit_of(match["unit"]), read_count(group(match, "count")) if match["count"] else None
    precision = {"hour": "day", "fortnight": "week"}.get(unit, unit)
    if count is None or ground.base is None:
        return Reading(days=None, precision=precision)
    ahead = direction(group(match, "pre") or group(match, "post")) is Direction.FUTURE
    return Reading(days=_rolling(ground.base, unit, count if ahead else -count), precision=precision)


def _rolling(base: date, unit: str, count: int) -> Range | None:
    if unit == "hour":
        other = shift_days(base, round(count / 24))
        return (min(base, other), max(base, other)) if other else None
    if unit in ("month", "year"):
        other = shift_months(base, count * (12 if unit == "year" else 1))
    else:
        other = shift_days(base, count * {"day": 1, "week": 7, "fortnight": 15}[unit])
    if other is None:
        return None
    return (base + timedelta(days=1), other) if count > 0 else (other, base - timedelta(days=1))


def _named_unit(match: re.Match[str], ground: Ground) -> Reading | None:
    """«esta semana», «el mes pasado», «el próximo año», «este fin de semana», «el trimestre pasado»."""
    pre, post, unit = match["pre"] or "", group(match, "post") or "", match["unit"]
    det = match["det"] or ""
    at_weekend = unit.startswith("fin")
    if not (pre or post or det.startswith("est") or det[:2] in ("es", "aq") or (at_weekend and det)):
        return None
    precision = "day" if at_weekend else "week" if unit == "semana" else "month" if unit == "mes" else "year"
    if det in ("ese", "esa", "aquel", "aquella", "mismo", "misma") or ground.base is None:
        return Reading(days=None, precision=precision)
    said = direction(pre or post)
    count = {Direction.PAST: -1, Direction.FUTURE: 1}.get(said, 0) if said else 0
    if post.startswith("antepasad") or pre.startswith("antepasad"):
        count = -2
    if pre.startswith("ultim") and not at_weekend:
        return Reading(days=_rolling(ground.base, unit_of(unit), -1), precision=precision)
    if at_weekend:
        return weekend(ground.base, said, ground.tense(match))
    return unit_away(ground.base, unit_of(unit), count) if unit != "semana" else week_from(ground, count)


def _bare_day(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el día 23», «el próximo 23», «el 15 de este mes»."""
    number = day_number(match["day"])
    said = direction_of(match)
    if match["monthsaid"]:
        if ground.base is None:
            return Reading(days=None, precision="day")
        month = shift_months(ground.base.replace(day=1), _weeks(match["monthsaid"]))
        return day(make_date(month.year, month.month, number) if month else None)
    if not (match["pre"] or match["word"]):
        return None
    return nearest_day_number(number, ground, said=said or (None if match["pre"] else ground.tense(match)))


def _anchored(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el mismo día», «al día siguiente», «dos días después»: counted from another date of the text."""
    words = match[0]
    if re.match(r"(?:la\s+)?vispera", words):
        if re.match(r"\s+del?\b", ground.folded[match.end() :]):
            return Reading(days=None, precision="day")
        # Without another date, what was said «la víspera» in the news was said the day before it was printed.
        fallback = shift_days(ground.base, -1) if ground.base else None
        return Reading(days=(fallback, fallback) if fallback else None, precision="day", shift=-1)
    if re.match(r"\s+(?:del?|que)\b", ground.folded[match.end() :]):
        return Reading(days=None, precision="day")  # counted from an event, whose date is not known
    count = read_count(group(match, "count")) if group(match, "count") else 1
    if re.search(r"mismo|es[ea]|aquel", words):
        return Reading(days=None, precision="day", shift=0)
    if count is None:
        return Reading(days=None, precision="day")
    return Reading(days=None, precision="day", shift=count if re.search(r"siguiente|despues|tarde", words) else -count)


def _week_of_day(match: re.Match[str], ground: Ground) -> Reading | None:
    """«la semana del 12 de enero», «la semana del 12 al 18 de enero»."""
    found = day_of_month(
        month_number(match["month"]),
        day_number(match["day"]),
        year_of(match, ground),
        ground,
        said=None,
        tense=ground.tense(match),
    )
    return Reading(days=week_of(found.days[0]) if found.days else None, precision="week")


_PART_OF_DAY = (
    r"(?:\s+(?:por|en|a)\s+(?:la\s+)?(?:manana|tarde|noche|madrugada|mediodia)|\s+al?\s+(?:mediodia|medianoche)"
    r"|\s+temprano)?"
)
_WEEK_SAID = (
    r"(?:\s+de\s+(?P<week>esta(?:\s+misma)?\s+semana"
    rf"|la\s+(?:{NEXT}|{LAST})\s+semana|la\s+semana\s+(?:{NEXT}|{LAST})))?"
)
_PLURALS = r"(?P<unit>horas|dias|semanas|meses|anos)"
_UNIT = r"(?P<unit>horas?|dias?|semanas?|mes(?:es)?|anos?)"
_MONTH_SAID = (
    rf"(?:\s+del?\s+(?P<monthsaid>(?:este|presente|actual|proximo|pasado)\s+mes"
    rf"|mes\s+(?:en\s+curso|actual|{NEXT}|{LAST})|(?:los\s+)?corrientes?))?"
)

RULES: tuple[Rule, ...] = rules(
    (
        rf"(?P<lead>(?:(?:el|este|ese|aquel)\s+)?(?:mismo\s+)?(?:{PRE}\s+)?)(?P<weekday>{WEEKDAY})"
        rf"(?:\s+(?P<day>3[01]|[12]\d|[1-9])(?![\d%:.,–-]*\d|\s*%|\s+(?:de|por)\b))?{POST}{_WEEK_SAID}",
        _weekday,
    ),
    (
        rf"(?P<word>(?:el\s+dia\s+de\s+)?(?:hoy|ayer|manana)|anteayer|antier|antes\s+de\s+ayer|anteanoche|antenoche"
        rf"|anoche|pasado\s+manana|est[ae]\s+(?:mism[ao]\s+)?(?:manana|tarde|noche|madrugada|mediodia|dia))"
        rf"(?:\s+mism[oa])?(?!\s+en\s+dia){_PART_OF_DAY}(?:,?\s+{WEEKDAY}(?!\s+\d))?",
        _near_day,
    ),
    (rf"(?P<lead>hace)\s+(?:(?:ya|casi|como|cerca\s+de|mas\s+de)\s+)?(?P<count>{COUNT}|{VAGUE})\s+{_UNIT}", _away),
    (rf"(?P<lead>dentro\s+de|en)\s+(?P<count>{COUNT}|{VAGUE})\s+{_UNIT}", _away),
    (rf"(?P<count>{COUNT}|{VAGUE})\s+{_UNIT}\s+atras", _away),
    (rf"(?:l[oa]s|est[oa]s)\s+{PRE}\s+(?:(?P<count>{COUNT})\s+)?{_PLURALS}", _stretch),
    (rf"(?:l[oa]s|est[oa]s)\s+(?P<count>{COUNT})\s+{PRE}\s+{_PLURALS}", _stretch),
    (rf"l[oa]s\s+(?P<count>{COUNT})\s+{_PLURALS}\s+(?P<post>{NEXT}|{LAST})", _stretch),
    (
        rf"(?:(?P<det>est[ea]|el|la|es[ea]|aquel(?:la)?)\s+)?"
        rf"(?:(?P<pre>{NEXT}|{LAST}|presente|actual|antepasad[oa]|mism[oa])\s+)?(?P<unit>fin\s+de\s+semana|semana|mes|ano)"
        rf"(?:\s+(?P<post>{NEXT}|{LAST}|antepasad[oa]|en\s+curso|actual))?(?!\s+(?:de\s+)?{YEAR})",
        _named_unit,
    ),
    (
        rf"(?:(?:el|este)\s+)?(?:{PRE}\s+)?(?P<word>dia\s+)?(?P<day>{DAY})(?:\s+(?P<post>proximo|pasado))?{_MONTH_SAID}"
        rf"(?!\s*(?:%|[.,:]\d|por\s+ciento|mil|millon|de\s+[a-z]|[a-z]+s\b(?<!\bes)))",
        _bare_day,
    ),
    (rf"(?:la\s+)?semana\s+del\s+(?P<day>{DAY})(?:\s+al\s+{DAY})?\s+de\s+(?P<month>{MONTH}){YEAR_TAIL}", _week_of_day),
    (
        r"(?:el|ese|aquel)\s+mismo\s+dia|(?:ese|aquel)\s+dia|(?:el|al)\s+dia\s+(?:siguiente|anterior|previo)"
        r"|(?:la\s+)?vispera",
        _anchored,
    ),
    (rf"(?P<count>{COUNT})\s+dias?\s+(?:despues|antes|mas\s+tarde)", _anchored),
)
