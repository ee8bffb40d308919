"""Spanish stretches counted from the article: «hace dos semanas», «la próxima semana». Patterns are for folded text."""

from __future__ import annotations

import re
from datetime import date

from hemeroteca.answering.calendar import Direction, Range, moved, rolling, shift_days, unit_of_day
from hemeroteca.answering.date_rules import (
    Anchor,
    Ground,
    Reading,
    Rule,
    precision_of,
    rules,
    span_reading,
    unresolved,
    weekend,
)
from hemeroteca.answering.dates_es_words import (
    AMOUNT,
    COUNT,
    LAST,
    NEXT,
    PRE,
    UNITS,
    VAGUE,
    YEAR,
    amount_of,
    direction,
    group,
    unit_of,
)
from hemeroteca.answering.numbers import read_count


def _counted(found: Range | None, unit: str) -> str:
    """The precision of what was counted in such units: days but for years."""
    if found is not None and found[0] == found[1]:
        return "day"
    return precision_of(unit)


def _away(match: re.Match[str], ground: Ground) -> Reading | None:
    """«hace dos semanas», «dentro de tres días», «dos años atrás»."""
    unit, count = unit_of(match["unit"]), amount_of(match)
    lead = group(match, "lead")
    if group(match, "months"):
        months = read_count(match["months"])
        unit, count = "month", None if count is None or months is None else 12 * count + months
    if (
        lead == "en"
        and not group(match, "more")
        and (count is None or ground.base)
        and ground.tense(match) is not Direction.FUTURE
    ):
        return None  # «en dos semanas murieron…» lasts, it does not lie ahead
    if count is None or ground.base is None or group(match, "about"):
        return unresolved(unit)
    found = moved(ground.base, unit, count if re.match(r"en|dentro|de\b", lead) else -count)
    half_years = unit == "year" and count % 1 and found
    return Reading(days=found, precision="month" if half_years else _counted(found, unit))


def _to_the_day(match: re.Match[str], ground: Ground) -> Reading | None:
    """«hace hoy un año», «mañana hará dos meses»: the day itself, not the year."""
    count, unit = amount_of(match), unit_of(match["unit"])
    if count is not None and unit == "year":
        count, unit = 12 * count, "month"
    base = shift_days(ground.base, {"ayer": -1, "hoy": 0, "manana": 1}[match["from"]]) if ground.base else None
    return _from_day(base, unit, None if count is None else -count)


def _from_today(match: re.Match[str], ground: Ground) -> Reading | None:
    """«dos semanas a partir de hoy», «de mañana en un mes»."""
    base = shift_days(ground.base, int(match["from"] == "manana")) if ground.base else None
    return _from_day(base, unit_of(match["unit"]), amount_of(match))


def _from_day(base: date | None, unit: str, count: float | None) -> Reading:
    """``count`` units from ``base``, back where it is negative."""
    if count is None or base is None:
        return unresolved("day")
    found = moved(base, unit, count)
    return Reading(days=found, precision=_counted(found, unit))


def _stretch(match: re.Match[str], ground: Ground) -> Reading | None:
    """«los próximos tres días», «las últimas dos semanas»: from tomorrow on, or up to yesterday."""
    unit, count = unit_of(match["unit"]), read_count(group(match, "count")) if group(match, "count") else None
    if count is None or ground.base is None:
        return unresolved(unit)
    ahead = direction(group(match, "pre") or group(match, "post")) is Direction.FUTURE
    return span_reading(rolling(ground.base, unit, count if ahead else -count), precision_of(unit))


def _named_unit(match: re.Match[str], ground: Ground) -> Reading | None:
    """«esta semana», «el mes pasado», «el próximo año», «este fin de semana», «el trimestre pasado»."""
    pre, post, unit = match["pre"] or "", group(match, "post") or "", match["unit"]
    det = match["det"] or ""
    at_weekend = unit.startswith("fin")
    if not (pre or post or det.startswith("est") or (at_weekend and det)):
        return None
    if pre.startswith("ultim") and not at_weekend:
        if ground.follows(match, r"\s+del?\b"):
            return None  # «el último año de gobierno»
        return span_reading(
            rolling(ground.base, unit_of(unit), -1) if ground.base else None, precision_of(unit_of(unit))
        )
    unit = "day" if at_weekend else unit_of(unit)
    beside = re.match(r"anterior|siguiente", post or pre)
    if beside and ground.follows(match, r"\s+(?:a\s+(?:la|las|los|su|que)|al|del?)\b"):
        return unresolved(unit)  # «la semana anterior a la boda»
    said = direction(pre) or direction(post)
    count = {Direction.PAST: -1, Direction.FUTURE: 1}.get(said, 0) if said else 0
    if post.startswith("antepasad") or pre.startswith("antepasad"):
        count = -2
    if beside:
        anchor = Anchor(unit=unit, move=lambda span: unit_of_day(span[0], unit, count))
        return Reading(days=None, precision=precision_of(unit), anchor=anchor)
    if ground.base is None:
        return unresolved(unit)
    if at_weekend:
        return weekend(ground.base, said, ground.tense(match))
    return Reading(days=unit_of_day(ground.base, unit, count), precision=precision_of(unit))


_NTH = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "ultim": -1}


def _nth_unit(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el segundo semestre», «la primera quincena»: of the year or month that the verb points to."""
    unit = unit_of(match["unit"])
    if ground.follows(match, r"\s+del?\b"):
        return None
    if ground.base is None:
        return unresolved(unit)
    whole = unit_of_day(ground.base, "month" if unit == "fortnight" else "year")
    tense, found = ground.tense(match), []
    nth = next(value for stem, value in _NTH.items() if match["nth"].startswith(stem))
    for away in (-1, 0, 1):
        around = unit_of_day(whole[0], "month" if unit == "fortnight" else "year", away) if whole else None
        pieces = []
        piece = unit_of_day(around[0], unit) if around else None
        while piece and around and piece[0] <= around[1]:
            pieces.append(piece)
            piece = unit_of_day(piece[0], unit, 1)
        if len(pieces) >= max(nth, 1):
            found.append(pieces[nth - 1 if nth > 0 else -1])
    base = ground.base
    sided = [
        span for span in found if tense is None or (span[0] <= base if tense is Direction.PAST else span[1] >= base)
    ]
    nearest = min(sided or found, key=lambda s: max((s[0] - base).days, (base - s[1]).days, 0), default=None)
    return span_reading(nearest, precision_of(unit))


_ABOUT = (
    r"(?:(?:ya|casi|apenas|solo|como|cosa\s+de|justo|justamente|alrededor\s+de|cerca\s+de|aproximadamente"
    r"|exactamente)\s+)?"
)
_MAKES = r"(?:hace|hizo|hara)"
_OVER = r"(?:(?P<about>(?:mucho\s+|poco\s+)?(?:mas|menos)\s+de|al\s+menos)\s+)?"
_SINGLE = (
    r"(?P<unit>fin\s+de\s+semana|finde|semana|quincena|mes|bimestre|trimestre|cuatrimestre|semestre|ano|decada|siglo)"
)
_LONG_AGO = (
    r"(?:desde\s+)?hace\s+(?:ya\s+)?(?:(?:mucho|poco|un|algun|cierto|bastante)\s+tiempo|tiempo"
    r"|(?:mucho|poco)(?=\s+(?:que|se|me|le|les|nos)\b|\s*[,.;:)]|\s*\Z)|(?P<unit>dias|semanas|meses|anos|decadas|siglos))"
)

RULES: tuple[Rule, ...] = rules(
    (rf"(?:desde\s+)?(?P<lead>hace)\s+{_ABOUT}{_OVER}(?:un[oa]s\s+(?=\d|{COUNT}))?{AMOUNT}(?:\s+exact[oa]s?)?", _away),
    (
        rf"(?P<lead>hace|dentro\s+de)\s+(?P<count>{COUNT})\s+(?P<unit>anos?)\s+y\s+(?P<months>{COUNT})\s+mes(?:es)?",
        _away,
    ),
    (rf"(?P<lead>en)\s+{AMOUNT}\s+(?P<more>mas)(?!\s+(?:de|que)\b)", _away),
    (rf"(?P<from>hoy|ayer|manana)\s+{_MAKES}\s+(?:exactamente\s+)?{AMOUNT}", _to_the_day),
    (rf"{_MAKES}\s+(?P<from>hoy|ayer|manana)\s+(?:exactamente\s+)?{AMOUNT}", _to_the_day),
    (rf"{_MAKES}\s+{AMOUNT}\s+(?P<from>hoy|ayer|manana)(?!\s+(?:por|en)\b)", _to_the_day),
    (r"(?:desde\s+)?(?P<lead>hace)\s+(?:ya\s+)?(?P<unit>ano|mes|semana|decada|siglo)(?P<half>\s+y\s+medi[oa])", _away),
    (_LONG_AGO, lambda match, ground: unresolved(unit_of(match["unit"]) if match["unit"] else "day")),
    (
        rf"(?:justo\s+)?(?P<lead>dentro\s+de|de\s+aqui\s+a|en)\s+(?:un[oa]s\s+(?=\d|{COUNT}))?{AMOUNT}(?:\s+exact[oa]s?)?",
        _away,
    ),
    (rf"{AMOUNT}\s+(?:a\s+partir\s+de|despues\s+de|desde)\s+(?P<from>hoy|manana)", _from_today),
    (rf"a\s+{AMOUNT}\s+de\s+(?P<from>hoy)", _from_today),
    (rf"de\s+(?P<from>hoy|manana)\s+en\s+{AMOUNT}", _from_today),
    (r"dentro\s+de\s+poco|en\s+breve", lambda match, ground: unresolved("day")),
    (rf"{AMOUNT}\s+atras", _away),
    (r"(?P<unit>dias|semanas|meses|anos|decadas)\s+atras", lambda match, ground: unresolved(unit_of(match["unit"]))),
    (rf"(?:l[oa]s|est[oa]s)\s+{PRE}\s+(?:(?P<count>{COUNT}|{VAGUE})\s+)?{UNITS}", _stretch),
    (rf"(?:l[oa]s|est[oa]s)\s+(?P<count>{COUNT})\s+{PRE}\s+{UNITS}", _stretch),
    (rf"l[oa]s\s+(?P<count>{COUNT})\s+{UNITS}\s+(?P<post>{NEXT}|{LAST})", _stretch),
    (
        rf"(?:(?P<det>est[ea]|el|la)\s+)?(?:mism[ao]\s+)?"
        rf"(?:(?P<pre>{NEXT}|{LAST}|presente|corriente|actual|antepasad[oa])\s+)?{_SINGLE}"
        rf"(?:\s+(?P<post>{NEXT}|{LAST}|antepasad[oa]|en\s+curso|actual))?(?!\s+(?:de\s+)?{YEAR})",
        _named_unit,
    ),
    (
        r"(?:(?:el|este|la|esta)\s+)?(?P<nth>primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|ultim[oa])\s+"
        r"(?P<unit>quincena|bimestre|trimestre|cuatrimestre|semestre)",
        _nth_unit,
    ),
)
