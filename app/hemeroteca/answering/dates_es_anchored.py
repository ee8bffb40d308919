"""Spanish dates counted from another date of the text: «ese día», «al mes siguiente», «dos años después»."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import Range, make_date, moved, shift_days, unit_of_day
from hemeroteca.answering.date_rules import Anchor, Ground, Reading, Rule, precision_of, rules, unresolved
from hemeroteca.answering.dates_es_words import COUNT, MONTH, UNITS, VAGUE, WEEKDAY, YEAR, amount_of, group, unit_of

_PARTS_OF_DAY = r"manana|tarde|noche|madrugada"
_AFTER = r"siguiente|posterior|despues"


def _unit(word: str) -> str:
    return "day" if re.fullmatch(_PARTS_OF_DAY, word) or word in ("fecha", "jornada") else unit_of(word)


def _same(match: re.Match[str], ground: Ground) -> Reading | None:
    """«ese día», «el mismo mes», «aquella noche»."""
    if ground.follows(match, rf"\s+del?\s+(?:\d|{MONTH}|(?:el\s+|este\s+)?{WEEKDAY})"):
        return None  # «la misma noche del viernes» is Friday
    unit = _unit(match["unit"])
    if ground.follows(match, r"\s+(?:del?|que|en\s+que|en\s+el\s+que)\b"):
        return unresolved(unit)
    if unit == "day":
        return Reading(days=None, precision="day", anchor=Anchor(unit="day", move=lambda span: span))
    return Reading(
        days=None,
        precision=precision_of(unit),
        anchor=Anchor(unit=unit, move=lambda span: unit_of_day(span[0], unit)),
    )


def _same_of_year(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el mismo mes del año anterior», «el mismo trimestre de 2023»: of the date before it, in another year."""
    unit = _unit(match["unit"])

    def move(span: Range) -> Range | None:
        year = int(match["year"]) if match["year"] else span[0].year - 1
        first = make_date(year, span[0].month, span[0].day if unit == "day" else 1)
        return unit_of_day(first, unit) if first else None

    return Reading(days=None, precision=precision_of(unit), anchor=Anchor(unit=unit, move=move))


def _beside(match: re.Match[str], ground: Ground) -> Reading | None:
    """«al día siguiente», «la noche anterior», «a la semana siguiente»."""
    unit = _unit(match["unit"])
    after = "otro" in match[0] or re.search(rf"(?:{_AFTER})\Z", match[0]) is not None
    if ground.follows(match, r"\s+(?:del?|a\s+(?:la|las|los|su)|al|que)\b"):
        return unresolved(unit)  # counted from an event, whose date is not known
    return Reading(
        days=None,
        precision=precision_of(unit),
        anchor=Anchor(unit=unit, move=lambda span: unit_of_day(span[after], unit, 1 if after else -1)),
    )


def _counted(match: re.Match[str], ground: Ground) -> Reading | None:
    """«tres días después», «a los cinco días», «un año más tarde», «semanas antes»."""
    unit = unit_of(match["unit"])
    count = amount_of(match) if group(match, "count") else None
    way = group(match, "way")
    if not way and (count is None or count > 60 or ground.follows(match, r"\s+(?:del?|y)\b")):
        return None  # «a los dos meses de embarazo»
    if unit == "hour" and (count is None or count < 24):
        return None
    if count is None or (way and ground.follows(match, r"\s+(?:del?|que)\b")):
        return unresolved(unit)
    signed = -count if way == "antes" or way.startswith("prev") else count
    coarsest = {"month": "month", "year": "year"}.get(unit, "day")

    def move(span: Range) -> Range | None:
        start = span[signed > 0]
        if coarsest == "month" and span[0] != span[1]:
            return unit_of_day(span[0], "month", round(signed)) if span[0].day == 1 else None
        return moved(start, unit, signed)

    precision = "year" if coarsest == "year" else "day"
    return Reading(days=None, precision=precision, anchor=Anchor(unit=coarsest, move=move))


def _eve(match: re.Match[str], ground: Ground) -> Reading | None:
    """«la víspera»."""
    if ground.follows(match, r"\s+del?\b"):
        return unresolved("day")
    # Without another date, what was said «la víspera» in the news was said the day before it was printed.
    before = shift_days(ground.base, -1) if ground.base else None
    return Reading(
        days=(before, before) if before else None,
        precision="day",
        anchor=Anchor(unit="day", move=lambda span: unit_of_day(span[0], "day", -1)),
    )


_THAT = r"(?:ese|esa|aquel|aquella|dich[oa])\s+(?:mism[oa]\s+)?|(?:(?:el|la|del)\s+)?mism[oa]\s+"
_ANY_UNIT = rf"{_PARTS_OF_DAY}|dia|fecha|jornada|semana|mes|ano"

RULES: tuple[Rule, ...] = rules(
    (rf"(?:{_THAT})(?P<unit>{_ANY_UNIT})", _same),
    (
        rf"(?:(?:el|del)\s+)?mismo\s+(?P<unit>dia|mes|bimestre|trimestre|cuatrimestre|semestre)\s+"
        rf"(?:del\s+ano\s+(?:anterior|previo|pasado)|del?\s+(?:ano\s+)?(?P<year>{YEAR}))",
        _same_of_year,
    ),
    (
        rf"(?:al|el|(?:a\s+)?la)\s+(?P<unit>{_ANY_UNIT})\s+(?:siguiente|anterior|previ[oa]|posterior|despues|antes)",
        _beside,
    ),
    (r"al\s+otro\s+(?P<unit>dia)", _beside),
    (
        rf"(?:(?:tan\s+)?solo\s+|apenas\s+)?(?:(?P<count>{COUNT}|{VAGUE})\s+)?{UNITS}(?P<half>\s+y\s+medi[oa])?"
        r"\s+(?P<way>despues|antes|mas\s+tarde|previos)",
        _counted,
    ),
    (rf"(?:a\s+l[oa]s|al\s+cabo\s+de)\s+(?P<count>{COUNT})\s+(?P<unit>dias|semanas|meses)", _counted),
    (r"(?:la\s+)?vispera", _eve),
    (
        r"(?:(?:en|por)\s+)?(?:esos|aquellos)\s+(?P<unit>dias|meses|anos)",
        lambda match, ground: unresolved(unit_of(match["unit"])),
    ),
)
