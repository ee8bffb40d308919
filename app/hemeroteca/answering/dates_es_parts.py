"""Parts of a week, month or year: «a inicios de», «la primera quincena de». Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hemeroteca.answering.calendar import (
    Range,
    month_of,
    third,
)
from hemeroteca.answering.date_rules import (
    Reading,
    day,
)
from hemeroteca.answering.dates_es_words import (
    LAST,
    NEXT,
    WEEKDAY,
    WEEKDAYS,
)

# A part of what follows: «a inicios de», «la primera semana de», «el último viernes de».
_ORDINALS = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "ultim": -1}
PART = re.compile(
    r"(?<!\w)(?:(?:a|en|desde|hasta|para|hacia)\s+)?(?:(?:el|la|los|las|al)\s+)?(?:"
    r"(?P<start>inicios?|comienzos?|principios?)|(?P<middle>mediados?)|(?P<end>fin|fines|final(?:es)?)"
    rf"|(?P<ordinal>primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|ultim[oa])\s+"
    rf"(?P<piece>dia|semana|quincena|trimestre|cuatrimestre|semestre|mitad|{WEEKDAY})"
    rf")\s+(?:de\s+|del\s+)(?:(?P<bare>(?:la\s+|el\s+)?(?:semana|mes|ano))(?!\w)"
    rf"(?!\s+(?:de\b|en\s+curso|actual|{NEXT}|{LAST})))?"
)


def part_of(match: re.Match[str], whole: Range, unit: str) -> Reading | None:
    """The part of a week, month or year that ``PART`` names."""
    for which in ("start", "middle", "end"):
        if match[which]:
            return Reading(days=third(whole, which, unit), precision=unit)
    number = next(v for k, v in _ORDINALS.items() if match["ordinal"].startswith(k))
    piece: str = match["piece"]
    if piece in WEEKDAYS or piece == "dia":
        return day(_nth_day(whole, number, WEEKDAYS.index(piece) if piece in WEEKDAYS else None))
    if piece == "semana" and unit == "month":
        first = whole[0] + timedelta(days=7 * (number - 1)) if number > 0 else whole[1] - timedelta(days=6)
        return Reading(days=(first, first + timedelta(days=6)), precision="week")
    if piece in ("quincena", "mitad") and unit == "month":
        half = whole[0].replace(day=15)
        return Reading(days=(whole[0], half) if number == 1 else (half + timedelta(days=1), whole[1]), precision="week")
    months = {"trimestre": 3, "cuatrimestre": 4, "semestre": 6, "mitad": 6}.get(piece)
    if months is None or unit != "year":
        return None
    index = number - 1 if number > 0 else 12 // months - 1
    if (index + 1) * months > 12:
        return None
    first = date(whole[0].year, index * months + 1, 1)
    return Reading(days=(first, month_of(first.year, first.month + months - 1)[1]), precision="month")


def _nth_day(whole: Range, number: int, wanted: int | None) -> date | None:
    days = [whole[0] + timedelta(days=i) for i in range((whole[1] - whole[0]).days + 1)]
    days = [d for d in days if wanted is None or d.weekday() == wanted]
    index = number - 1 if number > 0 else -1
    return days[index] if index < len(days) else None
