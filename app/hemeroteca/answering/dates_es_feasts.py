"""Feasts and seasons of the Spanish-speaking year. Patterns are for folded text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import MAXYEAR, date, timedelta

from hemeroteca.answering.calendar import Range, nearest_year, years
from hemeroteca.answering.date_rules import Anchor, Ground, Reading, Rule, rules, span_reading
from hemeroteca.answering.dates_es_calendar import in_a_street_name
from hemeroteca.answering.dates_es_words import LAST, NEXT, POST, PRE, YEAR, YEAR_TAIL, direction_of, group, year_of

# Feasts on a fixed day of the year.
_FIXED = {
    r"navidad(?:es)?|dia\s+de\s+navidad": (12, 25),
    r"nochebuena": (12, 24),
    r"nochevieja": (12, 31),
    r"(?:dia\s+de\s+)?ano\s+nuevo": (1, 1),
    r"(?:dia|fiesta)\s+de\s+(?:los\s+)?reyes(?:\s+magos)?": (1, 6),
    r"noche\s+de\s+reyes": (1, 5),
    r"dia\s+de\s+la\s+candelaria": (2, 2),
    r"(?:dia\s+de\s+)?san\s+valentin|dia\s+de\s+los\s+enamorados": (2, 14),
    r"dia\s+(?:internacional\s+)?de\s+la\s+mujer": (3, 8),
    r"dia\s+(?:internacional\s+)?(?:del\s+trabajo|del?\s+(?:los\s+)?trabajador(?:es)?)": (5, 1),
    r"dia\s+de\s+san\s+jose": (3, 19),
    r"(?:la\s+)?vispera\s+de\s+(?:los\s+)?reyes": (1, 5),
    r"dia\s+de\s+(?:san\s+jorge|sant\s+jordi)": (4, 23),
    r"noche\s+de\s+san\s+juan|(?:la\s+)?vispera\s+de\s+san\s+juan": (6, 23),
    r"dia\s+de\s+san\s+juan": (6, 24),
    r"dia\s+de\s+la\s+(?:hispanidad|raza)": (10, 12),
    r"halloween|noche\s+de\s+brujas": (10, 31),
    r"(?:dia\s+de\s+)?todos\s+los\s+santos": (11, 1),
    r"dia\s+de\s+(?:los\s+)?(?:(?:fieles\s+)?difuntos|muertos)": (11, 2),
    r"diada": (9, 11),
    r"dia\s+de\s+la\s+inmaculada(?:\s+concepcion)?": (12, 8),
    r"dia\s+de\s+la\s+virgen\s+de\s+guadalupe": (12, 12),
    r"dia\s+de\s+(?:los\s+)?(?:santos\s+)?inocentes": (12, 28),
}
# Feasts counted from Easter Sunday: first and last day.
_BY_EASTER = {
    r"semana\s+santa": (-7, 0),
    r"semana\s+de\s+pascua": (1, 7),
    r"cuaresma": (-46, -3),
    r"miercoles\s+de\s+ceniza": (-46, -46),
    r"viernes\s+de\s+dolores": (-9, -9),
    r"domingo\s+de\s+ramos": (-7, -7),
    r"lunes\s+santo": (-6, -6),
    r"martes\s+santo": (-5, -5),
    r"miercoles\s+santo": (-4, -4),
    r"jueves\s+santo": (-3, -3),
    r"viernes\s+santo": (-2, -2),
    r"sabado\s+(?:santo|de\s+gloria)": (-1, -1),
    r"domingo\s+de\s+(?:resurreccion|pascua|gloria)": (0, 0),
    r"lunes\s+de\s+pascua": (1, 1),
    r"(?:domingo\s+de\s+)?pentecostes": (49, 49),
    r"corpus\s+christi|jueves\s+de\s+corpus": (60, 60),
}
# Whose day differs from country to country.
_OPEN = (
    r"dia\s+de\s+la\s+(?:independencia|constitucion|bandera|madre|patria)|dia\s+del\s+(?:padre|nino)|fiestas\s+patrias"
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * shift) // 433
    month = (h + shift - 7 * m + 90) // 25
    return date(year, month, (h + shift - 7 * m + 33 * month + 19) % 32)


def _by_easter(first: int, last: int) -> Callable[[int], Range | None]:
    return lambda year: (easter(year) + timedelta(days=first), easter(year) + timedelta(days=last))


def _fixed(month: int, number: int) -> Callable[[int], Range | None]:
    return lambda year: (date(year, month, number), date(year, month, number))


_FEASTS = [(re.compile(pattern), _fixed(*place)) for pattern, place in _FIXED.items()]
_FEASTS += [(re.compile(pattern), _by_easter(*places)) for pattern, places in _BY_EASTER.items()]


def _feast(match: re.Match[str], ground: Ground) -> Reading | None:
    start = match.start("feast")
    if in_a_street_name(ground.text, start) or ground.follows(match, r"\s+(?:chino|lunar|judio)"):
        return None
    of_year = next((days for pattern, days in _FEASTS if pattern.fullmatch(match["feast"])), None)
    if of_year is None:
        return span_reading(None, "day")
    reading = _in_year(match, ground, of_year)
    precision = "week" if reading and reading[1] > reading[0] else "day"
    return Reading(days=reading, precision=precision, anchor=_same_year(match, of_year))


def _in_year(match: re.Match[str], ground: Ground, of_year: Callable[[int], Range | None]) -> Range | None:
    year = year_of(match, ground)
    if year is not None or group(match, "yearsame"):
        return of_year(year) if year and 1 < year < MAXYEAR else None
    if ground.base is None:
        return None
    return nearest_year(ground.base, of_year, said=direction_of(match), tense=ground.tense(match))


def _same_year(match: re.Match[str], of_year: Callable[[int], Range | None]) -> Anchor | None:
    """«la Navidad de ese año», «aquel verano»."""
    if not (group(match, "yearsame") or re.match(r"es[ea]|aquel", group(match, "det"))):
        return None
    return Anchor(unit="year", move=lambda span: of_year(span[0].year))


# Northern seasons, of most who write Spanish; those said to be austral are the opposite ones.
_SEASONS = {
    "primavera": ((3, 21), (6, 20)),
    "verano": ((6, 21), (9, 22)),
    "otono": ((9, 23), (12, 20)),
    "invierno": ((12, 21), (3, 20)),
}
_OPPOSITE = {"primavera": "otono", "otono": "primavera", "verano": "invierno", "invierno": "verano"}


def _season(match: re.Match[str], ground: Ground) -> Reading | None:
    det, said = group(match, "det"), direction_of(match)
    dated = (
        said or match["until"] or any(name.startswith("year") and found for name, found in match.groupdict().items())
    )
    if not dated and not re.match(r"est|es[ea]|aquel", det):
        return None  # «en verano»
    name = _OPPOSITE[match["season"]] if match["south"] else match["season"]
    (month, number), (end_month, end_number) = _SEASONS[name]
    split = name == "invierno"

    def of_year(year: int) -> Range | None:
        begin = date(year - split, month, number)
        return begin, date(year, end_month, end_number)

    if match["until"]:
        begin = int(match["begin"])
        return span_reading(of_year(begin + 1) if split else years(begin, begin + 1), "month")
    anchor = _same_year(match, of_year)
    return Reading(days=None if anchor else _in_year(match, ground, of_year), precision="month", anchor=anchor)


_DET = r"(?:(?P<det>el|la|las|los|est[ea]|estas|es[ea]|aquel(?:la)?)\s+(?:mism[oa]\s+)?)?"

RULES: tuple[Rule, ...] = rules(
    (
        rf"(?:{_DET}{PRE}\s+|est[ea]s?\s+)?(?P<feast>{'|'.join([*_FIXED, *_BY_EASTER, _OPEN])}){POST}{YEAR_TAIL}",
        _feast,
    ),
    (
        rf"{_DET}(?:{PRE}\s+)?(?P<season>{'|'.join(_SEASONS)})(?:\s+(?P<south>austral)|\s+boreal)?"
        rf"(?:\s+(?P<post>{LAST}|{NEXT}))?(?:\s+(?:de\s+)?(?P<begin>{YEAR})[-/](?P<until>(?:20|19)?\d\d)(?!\d)|{YEAR_TAIL})",
        _season,
    ),
)
