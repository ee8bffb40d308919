"""Expressions that take a date after «de»: «a inicios de», «la primera quincena de», «la víspera de». Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hemeroteca.answering.calendar import Direction, Range, month_of, moved, third, unit_of_day, week_of, weekday, years
from hemeroteca.answering.date_rules import Ground, Reading, day, precision_of, span_reading, weekend_of
from hemeroteca.answering.dates_es_words import (
    AMOUNT,
    COUNT,
    LAST,
    NEXT,
    WEEKDAY,
    WEEKDAYS,
    amount_of,
    group,
    unit_of,
)
from hemeroteca.answering.numbers import read_count

# What may stand where a date could: «de mes», «del año», «de la semana».
_BARE = (
    rf"(?:(?P<bare>(?:la\s+|el\s+)?(?:semana|mes|ano|decada|siglo))(?!\w)"
    rf"(?!\s+(?:de\b|en\s+curso|actual|nuevo|{NEXT}|{LAST}|antepasad|[ivx]+\b|\d)))?"
)

PartReader = Callable[[re.Match[str], Range, str, Ground], Reading | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``resolve`` gets the match, the days of the date that follows, its precision, and the ground."""

    pattern: re.Pattern[str]
    resolve: PartReader


def bare_unit(match: re.Match[str]) -> str | None:
    """The unit of «de mes», «del año», which are the article's own."""
    return unit_of(match["bare"].split()[-1]) if match["bare"] else None


def _third(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    if unit == "day":
        return None
    which = "start" if match["begin"] else "middle" if match["middle"] else "end"
    return Reading(days=third(whole, which, unit), precision=unit)


_ORDINALS = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6, "ultim": -1, "penultim": -2}
_ORDINALS |= {str(i): i for i in range(1, 5)}


def _piece(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«la primera semana de», «el último viernes de», «el segundo trimestre de»."""
    number = next(v for k, v in _ORDINALS.items() if match["ordinal"].startswith(k))
    piece: str = match["piece"]
    if piece in WEEKDAYS or piece == "dia":
        return day(_nth_day(whole, number, WEEKDAYS.index(piece) if piece in WEEKDAYS else None))
    if piece == "decada" and (whole[1].year - whole[0].year) == 99 and number > 0:
        begin = whole[0].year // 10 * 10 + 10 * (number - 1)
        return span_reading(years(begin, begin + 9), "year")
    if piece in ("cuarto", "tercio") and (whole[1].year - whole[0].year) == 99:
        parts = 4 if piece == "cuarto" else 3
        index = number - 1 if number > 0 else parts - 1
        edges = [whole[0].year + round(100 * i / parts) for i in range(parts + 1)]
        return span_reading(years(edges[index], edges[index + 1] - 1), "year") if index < parts else None
    if number < -1:
        return None
    if unit == "month" and piece == "semana":
        first = whole[0] + timedelta(days=7 * (number - 1)) if number > 0 else whole[1] - timedelta(days=6)
        return Reading(days=(first, first + timedelta(days=6)), precision="week")
    if unit == "month" and piece == "fin de semana":
        saturday = _nth_day(whole, number, 5)
        return span_reading(weekend_of(saturday) if saturday else None, "day")
    if unit == "month" and piece in ("quincena", "mitad"):
        half = whole[0].replace(day=15)
        return Reading(days=(whole[0], half) if number == 1 else (half + timedelta(days=1), whole[1]), precision="week")
    months = {"bimestre": 2, "trimestre": 3, "cuatrimestre": 4, "semestre": 6, "mitad": 6, "tercio": 4}.get(piece)
    if months is None or unit != "year":
        return None
    if whole[0].year != whole[1].year:
        middle = whole[0].year + (whole[1].year - whole[0].year + 1) // 2
        halves = {1: (whole[0], date(middle - 1, 12, 31)), 2: (date(middle, 1, 1), whole[1])}
        return span_reading(halves.get(number), "year") if piece == "mitad" else None
    index = number - 1 if number > 0 else 12 // months - 1
    if (index + 1) * months > 12:
        return None
    first = date(whole[0].year, index * months + 1, 1)
    return Reading(days=(first, month_of(first.year, first.month + months - 1)[1]), precision="month")


def _nth_day(whole: Range, number: int, wanted: int | None) -> date | None:
    first, last = whole
    if wanted is None:
        found = first + timedelta(days=number - 1) if number > 0 else last + timedelta(days=number + 1)
    elif number > 0:
        found = first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (number - 1))
    else:
        found = last - timedelta(days=(last.weekday() - wanted) % 7 - 7 * (number + 1))
    return found if first <= found <= last else None


def _several(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«los primeros tres meses de 2025», «los últimos días de enero»."""
    at_start, piece = match["which"].startswith("primer"), unit_of(match["unit"])
    counted = group(match, "count") or group(match, "before")
    count = read_count(counted) if counted else None
    if unit == "day" or (whole[1] - whole[0]).days > 366:
        return None
    if count is None:
        return Reading(days=third(whole, "start" if at_start else "end", unit), precision=unit)
    edge, step = (whole[0], 1) if at_start else (whole[1], -1)
    other = edge if piece == "day" else None
    if piece in ("day", "week"):
        other = edge + timedelta(days=step * (count * (7 if piece == "week" else 1) - 1))
    elif piece == "month":
        span = unit_of_day(edge, "month", step * (count - 1))
        other = span[1 if at_start else 0] if span else None
    if other is None or not whole[0] <= other <= whole[1]:
        return None
    return span_reading((edge, other) if at_start else (other, edge), precision_of(piece))


def _so_far(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«lo que va de año»: up to the article."""
    if ground.base is None or not whole[0] <= ground.base <= whole[1]:
        return None
    return span_reading((whole[0], ground.base), "day")


def _rest(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«el resto del mes»: from the article's day on."""
    if ground.base is None or not whole[0] <= ground.base <= whole[1]:
        return None
    return span_reading((ground.base, whole[1]), "day")


def _before_or_after(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«la víspera de Navidad», «tres días después del 5 de mayo», «el día siguiente a Nochevieja»."""
    if unit != "day" or match["bare"]:
        return None
    if group(match, "eve"):
        return span_reading(unit_of_day(whole[0], "day", -1), "day")
    counted = unit_of(match["unit"]) if group(match, "unit") else "day"
    count = amount_of(match)
    before = match["way"] in ("antes", "anterior", "previo")
    found = moved(whole[not before], counted, -count if before else count) if count is not None else None
    return span_reading(found, "day" if found and found[0] == found[1] else precision_of(counted))


def _around(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«la semana del 12 de enero», «el fin de semana del 24 y 25 de enero»."""
    if unit != "day" or match["bare"]:
        return None
    if match["around"] == "semana":
        return span_reading(week_of(whole[0]), "week")
    return span_reading(whole if whole[1] > whole[0] else weekend_of(whole[0]), "day")


def _part_of_day(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«la madrugada del domingo», «la noche del 24 de diciembre»: the day itself."""
    return Reading(days=whole, precision="day") if unit == "day" and not match["bare"] else None


_ART = r"(?:(?:el|la|los|las|al)\s+)?"


def _weekday_beside(match: re.Match[str], whole: Range, unit: str, ground: Ground) -> Reading | None:
    """«el lunes siguiente al 15 de agosto»."""
    if unit != "day" or match["bare"]:
        return None
    way = Direction.PAST if match["way"] in ("anterior", "previo") else Direction.FUTURE
    edge = whole[way is Direction.FUTURE]
    return day(weekday(edge, WEEKDAYS.index(match["weekday"]), way, strict=True))


def _parts(*table: tuple[str, PartReader], of: str = r"del?") -> tuple[Part, ...]:
    return tuple(
        Part(pattern=re.compile(rf"(?<!\w)(?:{pattern})\s+(?P<of>{of})\s+{_BARE}"), resolve=resolve)
        for pattern, resolve in table
    )


_OF = _parts(
    (
        rf"(?:(?:a|en|desde|hasta|para|hacia)\s+)?{_ART}(?:(?P<begin>inicios?|(?<=\ba\s)primeros|comienzos?|principios?)|(?P<middle>mediados?)"
        r"|(?P<end>(?<=\ba\s)ultimos|fin(?:es)?(?!\s+de\s+semana)|final(?:es)?))",
        _third,
    ),
    (
        rf"{_ART}(?P<ordinal>primer[oa]?|1(?:er\.?|\.?[ºª°])|segund[oa]|2(?:do\.?|da\.?|\.?[ºª°])|tercer[oa]?|3(?:er\.?|\.?[ºª°])|cuart[oa]"
        rf"|4(?:to\.?|\.?[ºª°])|quint[oa]|sext[oa]|(?:pen)?ultim[oa])\s+(?P<piece>dia|fin\s+de\s+semana|semana|quincena|bimestre|trimestre"
        rf"|cuatrimestre|semestre|mitad|cuarto|tercio|decada|{WEEKDAY})",
        _piece,
    ),
    (
        rf"l[oa]s\s+(?:(?P<before>{COUNT})\s+)?(?P<which>primer[oa]s|ultim[oa]s)\s+(?:(?P<count>{COUNT})\s+)?"
        r"(?P<unit>dias|semanas|meses)",
        _several,
    ),
    (
        # «tarde» and «mañana» alone are adverbs: «más tarde del lunes».
        r"(?:(?:toda\s+)?la|una|esta)\s+(?:misma\s+)?(?:manana|tarde|noche|madrugada)|noche|madrugada"
        r"|(?:(?:el|al|la)\s+)?(?:mediodia|medianoche)|(?:las\s+)?primeras\s+horas|a\s+(?:primera|ultima)s?\s+horas?",
        _part_of_day,
    ),
    (r"lo\s+que\s+(?:va|llevamos)(?:\s+corrido|\s+transcurrido)?|lo\s+transcurrido", _so_far),
    (r"(?:el\s+)?resto|lo\s+que\s+(?:queda|resta)", _rest),
    (r"(?:la\s+)?(?P<eve>vispera)", _before_or_after),
    (rf"(?:{AMOUNT}|(?:el|al)\s+dia)\s+(?P<way>antes|despues|anterior|siguiente|posterior|previo)", _before_or_after),
    (r"(?:la\s+|el\s+)?(?P<around>fin\s+de\s+semana|semana)", _around),
)
_TO = _parts(
    (rf"(?:(?:el|al)\s+)?(?P<weekday>{WEEKDAY})\s+(?P<way>anterior|siguiente|posterior|previo)", _weekday_beside),
    (r"(?:(?:el|al)\s+)?dia\s+(?P<way>anterior|siguiente|posterior|previo)", _before_or_after),
    of=r"al?",
)
PARTS = (*_OF, *_TO)
