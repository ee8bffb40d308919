"""Spanish dates with a day or a month of the calendar, in words or figures. Patterns are for folded text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from hemeroteca.answering.calendar import Direction, Range, make_date, month_of
from hemeroteca.answering.date_rules import (
    Anchor,
    Ground,
    Reading,
    Rule,
    day,
    day_of_month,
    month_of_year,
    nearest_day_number,
    rules,
    span_reading,
)
from hemeroteca.answering.dates_es_words import (
    DAY,
    DAY_WORDS,
    DIGITS_DAY,
    LAST,
    MONTH,
    NEXT,
    POST,
    PRE,
    SHORT,
    WEEKDAY,
    WEEKDAY_SHORT,
    YEAR,
    YEAR_SAID,
    YEAR_TAIL,
    day_number,
    direction_of,
    group,
    month_number,
    short_year,
    weekday_number,
    year_of,
)


def _day_month(match: re.Match[str], ground: Ground) -> Reading | None:
    if in_a_street_name(ground.text, match.start()) or _is_a_name(match, ground) or _is_yearly(match, ground):
        return None
    month, number = month_number(match["month"]), day_number(match["day"])
    if group(match, "yearsame"):
        return _of_that_year(lambda year: _day_range_of(year, month, number), "day")
    weekday = group(match, "weekday")
    return day_of_month(
        month,
        number,
        year_of(match, ground),
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
        weekday=weekday_number(weekday) if weekday else None,
        told=ground.told(match),
    )


def _is_yearly(match: re.Match[str], ground: Ground) -> bool:
    """«cada enero», «todos los 12 de octubre», «los domingos de enero»."""
    found = ground.precedes(match, rf"\b(?:(?:cada|todos\s+los)\s+(?:{DAY}\s+de\s+)?|los\s+{WEEKDAY}s?\s+de\s+)\Z")
    return found is not None


def _day_range_of(year: int, month: int, number: int) -> Range | None:
    found = make_date(year, month, number)
    return (found, found) if found else None


def _of_that_year(move: Callable[[int], Range | None], precision: str) -> Reading:
    return Reading(days=None, precision=precision, anchor=Anchor(unit="year", move=lambda span: move(span[0].year)))


_STREET = re.compile(
    r"\b(?:avenida|av\.|calle|calzada|plaza|paseo|puente|colonia|barrio|estadio|escuela|colegio|hospital|batall[oó]n"
    r"|movimiento|club|municipio|l[ií]nea|estaci[oó]n|parque|teatro|sindicato|cooperativa|localidad|instituto|biblioteca"
    r"|agrupaci[oó]n|frente|ruta|villa)\s+(?:del?\s+)?\Z",
    re.IGNORECASE,
)
# Words that lead to a date though a headline writes them with a capital.
_LEADING = frozenset(
    str.split("el la los las del de al a en desde hasta para entre hoy ayer mañana este y e o día días pasado próximo")
)


def in_a_street_name(text: str, start: int) -> bool:
    return _STREET.search(text, max(0, start - 30), start) is not None


def _is_a_name(match: re.Match[str], ground: Ground) -> bool:
    """«el buque Primero de Enero», «Línea 1 de Mayo», «el 7 de Abril Ledesma»: capitals within a sentence."""
    text, first, month = ground.text, match.start("day"), match.start("month")
    if not text[month].isupper() or text[month : month + 3].isupper() or _YEAR_IN.search(match[0]):
        return False
    if text[first].isalpha() and text[first].isupper() and text[max(0, first - 5) : first].rstrip()[-1:].isalpha():
        return True
    if group(match, "weekday"):
        return False
    if re.compile(r"[^\W\d_]+ [A-ZÁÉÍÓÚÑ]").match(text, month):
        return True
    before = re.compile(r"([A-ZÁÉÍÓÚÑ][^\W\d_]+)\s+\Z").search(text, max(0, match.start() - 30), match.start())
    return before is not None and before[1].casefold() not in _LEADING


def _day_range(match: re.Match[str], ground: Ground) -> Reading | None:
    last = _day_month(match, ground)
    first_number, last_number = day_number(match["first"]), day_number(match["day"])
    joined = match["joint"].strip() in ("y", "e")
    if last is None or first_number >= last_number:
        return None
    if joined and last_number != first_number + 1 and not (match["lead"] or "").startswith("entre"):
        return None  # two days, not the days between
    if last.days is None:
        return last
    first = make_date(last.days[0].year, last.days[0].month, first_number)
    return Reading(days=(first, last.days[1]), precision="day") if first else None


def _month_year(match: re.Match[str], ground: Ground) -> Reading | None:
    if not _YEAR_IN.search(match[0]) and not _is_a_month(ground.text, match.start("month"), match.end("month")):
        return None
    if _is_yearly(match, ground) and not match["year"]:
        return None
    month = month_number(match["month"])
    if group(match, "yearsame"):
        return _of_that_year(lambda year: month_of(year, month), "month")
    return month_of_year(
        month,
        year_of(match, ground),
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
        told=ground.told(match),
    )


_YEAR_IN = re.compile(rf"{YEAR}|{YEAR_SAID}")
_TO_MONTH = re.compile(
    r"(?:\b(?P<prep>en|desde|hasta|para|entre|hacia|durante)|(?P<before>[^\W\d_]{2,})\s+de)\s+\Z", re.I
)
_GIVEN_NAMES = frozenset({"julio", "abril"})


def _is_a_month(text: str, start: int, end: int) -> bool:
    """«Plaza de Mayo», «Abril Pérez»: with a capital a bare month is a name unless something leads to it."""
    if not text[start].isupper():
        return True
    capitals = text[start:end].isupper()
    lead = _TO_MONTH.search(text, max(0, start - 30), start)
    if lead:
        before = lead["before"] or ""
        return bool(lead["prep"]) or before.islower() or (capitals and not in_a_street_name(text, start))
    # «Mayo fue lluvioso» at the head of a sentence; «Marzo Ruiz», «Julio llegó» are people.
    before = text[max(0, start - 5) : start].rstrip(" ")
    heads = not before or before[-1] in '.!?:;«"\n'
    lower = re.compile(r"\s+[a-záéíóúñ]").match(text, end) is not None
    return heads and lower and text[start:end].casefold() not in _GIVEN_NAMES


def _month_range(match: re.Match[str], ground: Ground) -> Reading | None:
    """«enero-marzo de 2025»."""
    last = _month_year(match, ground)
    if last is None or last.days is None:
        return last
    month = month_number(match["first"])
    year = last.days[0].year - (month > last.days[0].month)
    begin = make_date(year, month, 1)
    return span_reading((begin, last.days[1]) if begin else None, "month")


# What comes before a number that is no date: «teléfono 11-12-20», «ley 3/2015», «versión 2.10.12».
_LABEL = (
    r"\b(?:tel(?:efono|\.)?|version|ver\.|v\.?|ip|folio|expediente|exp\.|numero|num\.?|n\.?[º°o]\.?|art(?:iculo|\.)?|ley"
    r"|decreto|resolucion|norma|oficio|acuerdo|reglamento|causa|directiva|real|sala|kilometro|km|ruta|canal|marcador"
    r"|orden|circular)\s*:?\s*\Z"
)


def _numeric(match: re.Match[str], ground: Ground) -> Reading | None:
    if ground.precedes(match, _LABEL, reach=20):
        return None
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    if len(year) == 2 and "." in match["sep"] and len(match["a"]) + len(match["b"]) < 4:
        return None  # 2.10.12 is a version
    full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)
    if second > 12 >= first:  # month first: only possible reading
        first, second = second, first
    found = make_date(full, second, first)
    possible = len(year) == 4 and "/" in match["sep"] and 0 < first <= 31 and 0 < second <= 12
    return day(found) if found or possible else None


def _iso(match: re.Match[str], ground: Ground) -> Reading | None:
    found = make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return day(found) if found else None


def _numeric_month(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el 03/2025»."""
    if ground.precedes(match, _LABEL, reach=20):
        return None
    return span_reading(month_of(int(match["y"]), int(match["m"])), "month")


def _numeric_day(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el 12/1», «el viernes 22/8»: without a year only after an article or a weekday."""
    number, month = int(match["a"]), int(match["b"])
    if not (1 <= month <= 12) or not make_date(2000, month, number):
        return None
    weekday = group(match, "weekday")
    if not weekday and not ground.precedes(
        match, r"\b(?:el|del|al|este|dia|desde|hasta|hoy|ayer|manana)\s+\Z", reach=10
    ):
        return None
    return day_of_month(
        month,
        number,
        None,
        ground,
        said=direction_of(match),
        tense=ground.tense(match),
        weekday=weekday_number(weekday) if weekday else None,
    )


def _months_away(words: str) -> int:
    if re.search(LAST, words):
        return -1
    return 1 if re.search(NEXT, words) else 0


def _number_of_month(match: re.Match[str], ground: Ground) -> Reading | None:
    """«el 15 de este mes», «del 1 al 15 del mes pasado», «el 20 de ese mes»; «el día 23», «el próximo 23»."""
    number = day_number(match["day"])
    first = day_number(match["first"]) if group(match, "first") else number
    said = group(match, "monthsaid")
    if not said:
        if group(match, "first") or not (group(match, "pre") or group(match, "word")):
            return None
        return nearest_day_number(number, ground, said=direction_of(match), tense=ground.tense(match))

    def of_month(span: Range) -> Range | None:
        begin, end = (make_date(span[0].year, span[0].month, n) for n in (first, number))
        return (begin, end) if begin and end and begin <= end else None

    if re.match(r"es[ea]|aquel|dicho|mismo", said):
        return Reading(days=None, precision="day", anchor=Anchor(unit="month", move=of_month))
    if ground.base is None:
        return Reading(days=None, precision="day")
    index = ground.base.year * 12 + ground.base.month - 1 + _months_away(said)
    month = month_of(index // 12, index % 12 + 1) if 12 <= index < 119988 else None
    return span_reading(of_month(month) if month else None, "day")


# What makes a bare number a day: what leads to it, and that the clause ends or goes on after it.
_TIMED = (
    r"(?<!\w)(?!(?:con|por|entre|sobre|contra|segun|como|que|sin|tras|ante|solo|mas|tan|muy|pero|cuando|donde|escala"
    r"|numero|dorsal|minuto|articulo|marco|anoto|eligio|escogio|saco)\b)[a-z]{3,}\s+\Z"
)
_GOES_ON = (
    r"\s*(?:\Z|[;:!?)»”\"\n]|[.,](?!\d)"
    r"|\s(?:a\s+las?|por\s+la|al\s+mediodia|en|con|para|porque|si|cuando|pero|ante|junto)\b)"
)


def _bare_number(match: re.Match[str], ground: Ground) -> Reading | None:
    """«vuelvo el quince», «la audiencia será el 12 en el juzgado»: a day where a verb leads to it."""
    if not ground.precedes(match, _TIMED, reach=25) or not ground.follows(match, _GOES_ON):
        return None
    tense = ground.tense(match)
    if tense is None:
        if not _SPOKEN.search(ground.folded, max(0, match.start() - 40), match.start()):
            return None
        tense = Direction.FUTURE
    return nearest_day_number(day_number(match["day"]), ground, said=None, tense=tense)


# «me pagan el 28», «mi prima llega el 5»: the present of one's own affairs.
_SPOKEN = re.compile(r"\b(?:me|te|nos|mi|mis|tu|tus)\s")


def _number_range(match: re.Match[str], ground: Ground) -> Reading | None:
    """«del 31 al 2»: days without a month, where nothing is counted."""
    first, last = day_number(match["first"]), day_number(match["day"])
    if ground.base is None or not ground.follows(match, _GOES_ON) or ground.precedes(match, _SCALE, reach=20):
        return None
    tense = ground.tense(match)
    if tense is None:
        return None
    days = nearest_day_number(first, ground, said=None, tense=tense).days
    if days is None or first == last:
        return None
    begin = days[0]
    month = begin if last > first else month_of(begin.year, begin.month)[1] + timedelta(days=1)
    end = make_date(month.year, month.month, last)
    return Reading(days=(begin, end), precision="day") if end else None


_SCALE = (
    r"\b(?:escala|notas?|numeros?|valores?|puntos?|paginas?|articulos?|capitulos?|sub(?:e|io|ir)|baj(?:a|o|ar)"
    r"|pas(?:a|o|ar))\s+\Z"
)


# Day names before the number: «el próximo viernes 23», «este día 23».
_LEAD = rf"(?:(?:(?:el|este)\s+)?{PRE}\s+(?:dia\s+)?|este\s+(?:dia\s+)?)?"
_WEEKDAY_BEFORE = rf"(?P<weekday>{WEEKDAY}|{WEEKDAY_SHORT}\b\.?)"
_MONTH_SAID = (
    rf"\s+del?\s+(?P<monthsaid>(?:(?:este|ese|aquel|dicho)\s+(?:mismo\s+)?|mismo\s+|presente\s+|actual\s+|proximo\s+"
    rf"|pasado\s+)mes|mes(?:\s+(?:en\s+curso|actual|corriente|{LAST}|{NEXT})|(?!\s+de\b))"
    r"|(?:mes\s+|los\s+)?(?:corrientes?|presente|actual(?!\s+[a-z])))"
)

# After «el día 15» a word in -s is what is counted («los próximos 15 alumnos») unless it is one of these.
_SMALL_IN_S = r"(?:es|tras|mas|antes|despues|pues|entonces|los|las|sus|nos|les)"
_ROMAN = str.split("i ii iii iv v vi vii viii ix x xi xii")


def _roman_month(match: re.Match[str], ground: Ground) -> Reading | None:
    """«3.V.2024», «17-XI-1936»."""
    if not ground.text[match.start("month") : match.end("month")].isupper():
        return None
    year = int(match["year"])
    found = make_date(year if year > 99 else short_year(year), _ROMAN.index(match["month"]) + 1, int(match["day"]))
    return day(found) if found else None


RULES: tuple[Rule, ...] = rules(
    (r"(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?:t[\d:.+z-]+)?", _iso),
    (
        r"(?P<a>\d{1,2})(?P<sep>\s?/\s?|[.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![/.-]\d|\s?/\s?\d)",
        _numeric,
    ),
    (
        rf"(?P<day>{DIGITS_DAY})(?P<sep>[-./])(?P<month>{'|'.join(_ROMAN)})(?P=sep)(?P<year>\d{{4}}|\d{{2}})",
        _roman_month,
    ),
    (rf"(?P<a>\d{{1,2}})(?P<sep>\s+)del\s+(?P<b>\d{{1,2}})\s+del?\s+(?P<y>{YEAR})", _numeric),
    (rf"(?P<m>0[1-9]|1[0-2])/(?P<y>{YEAR})(?!/)", _numeric_month),
    (
        rf"(?:(?:(?:el|este)\s+)?(?:{PRE}\s+)?{_WEEKDAY_BEFORE},?\s+)?(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})"
        r"(?![/.,-]?\d|\s*%|\s+de\b)",
        _numeric_day,
    ),
    (
        rf"(?P<lead>(?:del|desde\s+el|entre\s+el|(?:entre\s+)?los\s+dias)\s+)?(?P<first>{DAY})"
        rf"(?P<joint>\s+(?:al?|y|e|hasta)\s+|\s*[-–]\s*)(?:el\s+)?(?P<day>{DAY})\s+(?:del?\s+)?(?:mes\s+de\s+)?"
        rf"(?P<month>{MONTH}){POST}{YEAR_TAIL}",
        _day_range,
    ),
    (
        rf"{_LEAD}(?:{_WEEKDAY_BEFORE},?\s+(?:dia\s+)?)?(?P<day>{DAY})\s+(?:del?\s+)?(?:mes\s+de\s+)?"
        rf"(?P<month>{MONTH}){POST}{YEAR_TAIL}",
        _day_month,
    ),
    (
        rf"(?:{_WEEKDAY_BEFORE}\s+)?(?P<day>{DAY})(?:\s+(?:de\s+)?|[-/.])(?P<month>{SHORT})\b[./-]?"
        rf"(?:\s*(?:del?\s+)?(?P<year>{YEAR})|(?<=[./-])(?P<yearshort>\d\d)(?![\w%]|[.,:/]\d))?",
        _day_month,
    ),
    # Deeds and minutes: «a los quince días del mes de agosto de 2018».
    (
        rf"a\s+los\s+(?P<day>{DAY})\s+dias\s+(?:del\s+mes\s+)?de\s+(?P<month>{MONTH}){YEAR_TAIL}",
        _day_month,
    ),
    # In Colombia and on datelines the month comes first, always with a year.
    (rf"(?P<month>{MONTH}|{SHORT}\b\.?)\s+(?P<day>{DAY})(?:\s*,\s*|\s+(?:del?\s+)?)(?P<year>{YEAR})", _day_month),
    (rf"(?<!\bde\s)(?P<month>{MONTH})\s+(?P<day>{DIGITS_DAY})(?P<year>)(?=\s*(?:[,.](?!\d)|[;:)]|\Z))", _day_month),
    (
        rf"(?P<month>{MONTH})\s+(?P<lead>)(?P<first>{DIGITS_DAY})(?P<joint>\s+al?\s+|\s*[-–]\s*)(?P<day>{DIGITS_DAY})"
        rf"(?:(?:\s*,\s*|\s+(?:del?\s+)?)(?P<year>{YEAR})|(?=\s*(?:[.,;:)]|\Z)))",
        _day_range,
    ),
    (rf"(?P<first>{MONTH})\s*[-–/]\s*(?P<month>{MONTH}){POST}{YEAR_TAIL}", _month_range),
    (
        rf"(?:(?:el\s+)?{PRE}\s+(?:mes\s+de\s+)?|este\s+(?:mes\s+de\s+)?|mes\s+de\s+)?(?P<month>{MONTH}){POST}{YEAR_TAIL}",
        _month_year,
    ),
    (rf"(?P<month>{SHORT})(?:\.\s*(?:del?\s+)?|[-/\s])(?P<year>{YEAR})", _month_year),
    (r"el\s+(?P<day>" + DIGITS_DAY + r"|(?!uno\b|primero\b)(?:" + DAY_WORDS + "))", _bare_number),
    (rf"del\s+(?P<first>{DIGITS_DAY})\s+al\s+(?P<day>{DIGITS_DAY})", _number_range),
    (
        rf"(?:(?:del|desde\s+el|entre\s+el)\s+)(?P<first>{DAY})\s+(?:al?|hasta|y)\s+(?:el\s+)?(?P<day>{DAY}){_MONTH_SAID}",
        _number_of_month,
    ),
    (
        rf"(?:(?:el|este)\s+)?(?:{PRE}\s+)?(?P<word>dia\s+)?(?P<day>{DAY})(?:\s+(?P<post>{LAST}|{NEXT}))?"
        rf"(?:{_MONTH_SAID}|(?!\s*(?:%|[.,:]\d|por\s+ciento|mil|millon"
        rf"|de\s+(?!(?:manera|forma|modo|nuevo)\b)[a-z]|(?!{_SMALL_IN_S}\b)[a-z]+s\b)))",
        _number_of_month,
    ),
)
