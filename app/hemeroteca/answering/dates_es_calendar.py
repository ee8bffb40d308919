"""Spanish dates of the calendar: with a day, a month, a year, or a decade. Patterns are for folded text."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import (
    make_date,
    years,
)
from hemeroteca.answering.date_rules import (
    Ground,
    Reading,
    Rule,
    day,
    day_of_month,
    month_of_year,
    rules,
    span_reading,
)
from hemeroteca.answering.dates_es_words import (
    DAY,
    MONTH,
    POST,
    PRE,
    SHORT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_SAID,
    YEAR_TAIL,
    day_number,
    direction_of,
    month_number,
    year_of,
)


def _day_month(match: re.Match[str], ground: Ground) -> Reading | None:
    if _in_a_street_name(ground.text, match.start()) or _is_a_name(match, ground):
        return None
    number = match.groupdict().get("weekday")
    return day_of_month(
        month_number(match["month"]),
        day_number(match["day"]),
        year_of(match, ground),
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
        weekday=WEEKDAYS.index(number) if number else None,
    )


_STREET = re.compile(
    r"\b(?:avenida|av\.|calle|calzada|plaza|paseo|puente|colonia|barrio|estadio|escuela|colegio|hospital|batall[oó]n"
    r"|movimiento|club|municipio)\s+(?:del?\s+)?\Z",
    re.IGNORECASE,
)


def _in_a_street_name(text: str, start: int) -> bool:
    return _STREET.search(text, max(0, start - 30), start) is not None


def _is_a_name(match: re.Match[str], ground: Ground) -> bool:
    """«el buque Primero de Enero»: the day in words and the month both with a capital, within a sentence."""
    first, month = match.start("day"), match.start("month")
    before = ground.text[:first].rstrip()
    return (
        ground.text[first].isalpha()
        and ground.text[first].isupper()
        and ground.text[month].isupper()
        and before[-1:].isalpha()
    )


def _day_range(match: re.Match[str], ground: Ground) -> Reading | None:
    last = _day_month(match, ground)
    first_number, last_number = day_number(match["first"]), day_number(match["day"])
    joined = match["joint"].strip() in ("y", "e")
    if last is None or first_number >= last_number:
        return None
    if joined and not match["lead"] and last_number != first_number + 1:
        return None  # two days, not the days between
    if last.days is None:
        return last
    first = make_date(last.days[0].year, last.days[0].month, first_number)
    return Reading(days=(first, last.days[1]), precision="day") if first else None


def _month_year(match: re.Match[str], ground: Ground) -> Reading | None:
    month = match.start("month")
    if ground.text[month].isupper() and not _YEAR_IN.search(match[0]):
        # «Plaza de Mayo», «Abril Pérez»: with a capital a bare month is a name unless a preposition leads to it.
        before = ground.text[max(0, month - 30) : month]
        if not re.search(r"(?:^|[^\w\s]\s*|\b[a-záéíóú]+\s+)(?:en|desde|hasta|para|de)\s+\Z", before):
            return None
    return month_of_year(
        month_number(match["month"]),
        year_of(match, ground),
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
    )


_YEAR_IN = re.compile(rf"{YEAR}|{YEAR_SAID}")


def _numeric(match: re.Match[str], ground: Ground) -> Reading | None:
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)
    if second > 12 >= first:  # month first: only possible reading
        first, second = second, first
    found = make_date(full, second, first)
    return day(found) if found else None


def _iso(match: re.Match[str], ground: Ground) -> Reading | None:
    found = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return day(found) if found else None


_FEASTS = {"navidad": (12, 25), "nochebuena": (12, 24), "nochevieja": (12, 31), "ano nuevo": (1, 1)}


def _feast(match: re.Match[str], ground: Ground) -> Reading | None:
    month, number = _FEASTS[re.sub(r"\s+", " ", match["feast"])]
    return day_of_month(
        month,
        number,
        int(match["year"]) if match["year"] else None,
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
    )


def _whole_year(match: re.Match[str], ground: Ground) -> Reading | None:
    year = int(match["year"])
    after = re.match(r"\s+(?:de\s+)?([a-z%$]+)", ground.folded[match.end() :])
    if (
        not match["word"]
        and after
        and (after[1] in _COUNTED or (len(after[1]) > 4 and after[1].endswith(("as", "os", "es"))))
    ):
        return None  # «más de 2000 personas»
    return span_reading(years(year, year), "year")


_COUNTED = frozenset(
    str.split("mil millones pesos euros dolares km metros horas kilos toneladas personas mdp veces anos dias")
)


def _year_pair(match: re.Match[str], ground: Ground) -> Reading | None:
    first, last = int(match["first"]), int(match["last"])
    if len(match["last"]) == 2:
        last += first // 100 * 100
    return span_reading(years(first, last), "year") if first < last else None


_ROMAN = {"i": 1, "v": 5, "x": 10}


_DECADES = {
    w: 10 * i for i, w in enumerate(str.split("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"), 2)
}


def _decade(match: re.Match[str], ground: Ground) -> Reading | None:
    word = match["decade"]
    first = _DECADES.get(word) if not word.isdigit() else int(word)
    if first is None or first % 10:
        return None
    if first < 100:
        first += 2000 if first == 20 else 1900  # «los años veinte» of today's news are this century's
    return span_reading(years(first, first + 9), "year")


def _century(match: re.Match[str], ground: Ground) -> Reading | None:
    values = [_ROMAN[c] for c in match["roman"]]
    number = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return span_reading(years(100 * number - 99, 100 * number), "year") if 0 < number <= 22 else None


# Day names before the number: «el próximo viernes 23», «este día 23».
_LEAD = rf"(?:(?:(?:el|este)\s+)?{PRE}\s+(?:dia\s+)?|este\s+(?:dia\s+)?)?"
_YEAR_BEFORE = "".join(
    rf"(?<=\b{word}\s)|"
    for word in str.split("en de del y a al el este desde hasta durante para hacia entre desde por mundial elecciones")
)

RULES: tuple[Rule, ...] = rules(
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:t[\d:.+z-]+)?", _iso),
    (r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![/.-]\d)", _numeric),
    (
        rf"(?P<lead>(?:del|desde\s+el|entre\s+el|entre\s+los\s+dias)\s+)?(?P<first>{DAY})"
        rf"(?P<joint>\s+(?:al?|y|e|hasta)\s+|\s*[-–]\s*)(?:el\s+)?(?P<day>{DAY})\s+de\s+(?P<month>{MONTH})"
        rf"{POST}{YEAR_TAIL}",
        _day_range,
    ),
    (
        rf"{_LEAD}(?:(?P<weekday>{WEEKDAY}),?\s+(?:dia\s+)?)?(?P<day>{DAY})\s+(?:del?\s+)?(?:mes\s+de\s+)?"
        rf"(?P<month>{MONTH}){POST}{YEAR_TAIL}",
        _day_month,
    ),
    (
        rf"(?P<day>{DAY})(?:\s+(?:de\s+)?|[-/.])(?P<month>{SHORT})\b[./-]?(?:\s*(?:del?\s+)?(?P<year>{YEAR}))?",
        _day_month,
    ),
    (
        rf"(?:(?:el\s+)?{PRE}\s+(?:mes\s+de\s+)?|este\s+(?:mes\s+de\s+)?|mes\s+de\s+)?(?P<month>{MONTH}){POST}{YEAR_TAIL}",
        _month_year,
    ),
    (
        rf"(?:{PRE}\s+)?(?P<feast>navidad|nochebuena|nochevieja|ano\s+nuevo)(?:\s+(?P<post>pasad[oa]))?"
        rf"(?:\s+del?\s+(?P<year>{YEAR}))?",
        _feast,
    ),
    (rf"(?P<first>{YEAR})\s*[-–/]\s*(?P<last>{YEAR}|\d\d(?!\d))(?![-/]\d)", _year_pair),
    (rf"(?:{_YEAR_BEFORE}(?<=\()|(?P<word>ano\s+(?:de\s+)?))(?P<year>{YEAR})", _whole_year),
    (
        rf"(?:(?:la\s+)?decada\s+de\s+(?:los\s+)?(?:anos\s+)?|los\s+anos\s+)"
        rf"(?P<decade>1\d\d0|20\d0|\d0|{'|'.join(_DECADES)})",
        _decade,
    ),
    (r"siglo\s+(?P<roman>[ivx]{1,6})", _century),
)
