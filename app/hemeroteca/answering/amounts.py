"""Amounts in text: numbers in digits or words, with what they count or measure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.numbers import ARTICLES, DIGITS, SCALE, WORDS, read_digits, read_scale, read_words
from hemeroteca.answering.words import STOP_WORDS, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMention:
    """An amount: ``text`` is ``source[start:end]``; ``unit`` is what it counts or measures, None where nothing says.

    ``exact`` is whether the words give the number itself: not so in «más de 300», «unos 40», «una docena», nor in
    «entre 20 y 30», which is its two ends.
    """

    start: int
    end: int
    text: str
    value: float
    unit: str | None
    exact: bool = True


# Short forms of newspapers: millones de pesos, de dólares, de euros.
_SHORT_MONEY = {"mdp": "pesos", "mdd": "dólares", "mde": "euros", "m€": "euros", "mm€": "euros", "m$": "$"}
_SIGNS = {"us$": "dólares", "u$s": "dólares", "$": "$", "€": "euros", "£": "libras", "r$": "reales", "mx$": "pesos"}
_MEASURES = {
    "%": "%", "por ciento": "%", "porciento": "%", "percent": "%", "per cent": "%",
    "pesos": "pesos", "peso": "pesos", "mxn": "pesos", "dolares": "dólares", "dolar": "dólares", "dollars": "dólares",
    "usd": "dólares", "euros": "euros", "euro": "euros", "eur": "euros", "€": "euros", "reales": "reales",
    "libras": "libras", "soles": "soles", "bolivares": "bolívares", "bolivianos": "bolivianos", "colones": "colones",
    "quetzales": "quetzales", "lempiras": "lempiras", "guaranies": "guaraníes", "yuanes": "yuanes", "yenes": "yenes",
    "km": "kilómetros", "kilometros": "kilómetros", "kilometro": "kilómetros", "kilometers": "kilómetros",
    "metros": "metros", "metro": "metros", "m": "metros", "centimetros": "centímetros", "cm": "centímetros",
    "hectareas": "hectáreas", "hectarea": "hectáreas", "ha": "hectáreas", "kg": "kilogramos", "kilos": "kilogramos",
    "kilogramos": "kilogramos", "toneladas": "toneladas", "tonelada": "toneladas", "litros": "litros",
    "horas": "horas", "hours": "horas", "minutos": "minutos", "minutes": "minutos", "segundos": "segundos",
    "dias": "días", "days": "días", "semanas": "semanas", "weeks": "semanas", "meses": "meses", "months": "meses",
    "anos": "años", "years": "años", "grados": "grados", "puntos": "puntos", "veces": "veces",
}  # fmt: skip
_MEASURE = "|".join(sorted((re.escape(m) for m in _MEASURES), key=len, reverse=True))
# Nouns that count by the dozen; «quincena» and «cuarentena» are stretches of time.
_LOTS = {
    "decena": 10.0, "docena": 12.0, "veintena": 20.0, "treintena": 30.0, "cincuentena": 50.0, "centenar": 100.0,
    "millar": 1000.0, "dozen": 12.0,
}  # fmt: skip
_LOT = "|".join(_LOTS)
_AMOUNT = re.compile(
    rf"(?P<sign>u\$s|(?:us|mx|r)?[$]|[€£])?\s?(?<![\w.,:/-])"
    rf"(?:(?P<half>medi[oa]|half\s+a)\s+(?P<halved>millon|billon|million|{_LOT})"
    rf"|(?:(?P<digits>{DIGITS})|(?P<words>{WORDS}))(?![\w°º]|\.(?:[°ºª]|er\b)|[:/]\d|-\w)"
    rf"(?:\s+(?P<lot>{_LOT})(?:es|s)?\b|\s?(?P<short>mdp|mdd|mde|mm?€|m\$)(?!\w)|\s+(?P<scale>{SCALE})\b)?"
    r"(?:(?<=mil|nes|lon)\s+(?P<more>\d{1,3})(?P<more_mil>\s+mil\b)?(?![\w:/-]|[.,]\d))?)"
    r"(?P<and_half>\s+y\s+medi[oa]\b)?"
    rf"(?:\s?(?P<percent>%)|\s+(?:de\s+)?(?P<measure>{_MEASURE})(?!\w)|\s?(?P<after>€))?"
)
_VERB = re.compile(r"(?:aron|ieron|eron|aban|eran)\Z")
_COUNTED = re.compile(r"\s+(?:de\s+)?([a-z]{3,})")
# «Millones de personas» says no number; «mil personas» does.
_MANY = frozenset({"millones", "billones", "millions", "billions"})
_ABOUT_BEFORE = re.compile(
    r"\b(?:mas\s+de|menos\s+de|al\s+menos|por\s+lo\s+menos|como\s+(?:minimo|maximo)|casi|un[oa]s|cerca\s+de|alrededor\s+de"
    r"|aproximadamente|en\s+torno\s+al?|del\s+orden\s+de|hasta|entre|rond(?:a|an|aba|aria|arian|o)|super(?:a|an|o|aron)"
    r"|rebas(?:a|an|o|aron)|about|around|over|more\s+than|less\s+than|nearly|almost|at\s+least|up\s+to|some|between)"
    r"\s+(?:(?:los|las|l[oa]s|un|una|de|the)\s+)?\Z"
)
_ABOUT_AFTER = re.compile(r"(?:\s+[a-z]+){0,2}\s+(?:o\s+mas|y\s+pico|aproximadamente|or\s+more)\b")
_RANGE_END = re.compile(r"\b(?:entre|between)\s+[^.;]{1,40}\s+(?:y|and)\s+\Z")
_TO = frozenset({"y", "a", "and", "to"})
_RANGE = re.compile(rf"\b(?:de|from)\s+(?P<low>{DIGITS})\s+(?:a|to)\s+(?P<high>{DIGITS})\b")
# «Artículo 123», «línea 4»: which one, not how many.
_NAMED_BY = re.compile(
    r"\b(?:articulos?|lineas?|rutas?|numeros?|num\.?|nro\.?|capitulos?|paginas?|expedientes?|decretos?|ley|carreteras?|autopistas?"
    r"|canal|anexos?|fraccion|inciso|parrafo|convoy|vuelo|kilometro|km|line|route|number|article|page|flight)\s+(?:n(?:o|um)?\.?\s+)?\Z"
)
_CLOCK = re.compile(r"\b(?:a|de|desde|hasta|hacia|sobre|antes\s+de|despues\s+de)\s+las?\s+\Z")


def find_amounts(text: str) -> list[AmountMention]:
    """The amounts of ``text`` in order. Parts of dates and of times of day are none, nor is a lone article.

    Ordinals and numbers that name (artículo 123) are none; «decenas de» and «millones de» say no number either.
    """
    folded = fold(text)
    dates = [(d.start, d.end) for d in find_dates(text, None)]
    ranges = [(m.start("low"), m.end("high")) for m in _RANGE.finditer(folded)]
    found = [
        amount
        for match in _AMOUNT.finditer(folded)
        if (amount := _read(match, text, folded, ranges))
        and not any(s < amount.end and amount.start < e for s, e in dates)
    ]
    return [_with_unit(one, after, folded) for one, after in zip_longest(found, found[1:])]


def _with_unit(one: AmountMention, after: AmountMention | None, folded: str) -> AmountMention:
    """The lower end of «entre 20 y 30 heridos» counts what the higher one does."""
    if after is None or one.exact or after.exact or one.unit or folded[one.end : after.start].strip() not in _TO:
        return one
    return replace(one, unit=after.unit)


def _read(match: re.Match[str], text: str, folded: str, ranges: list[tuple[int, int]]) -> AmountMention | None:
    number = _number(match)
    start, end = match.start(), match.end()
    while text[start].isspace():
        start += 1
    before, unit = folded[max(0, start - 60) : start], _unit(match, folded)
    if number is None or _NAMED_BY.search(before) or _is_time(match, before, unit):
        return None
    about = bool(match["lot"] or (match["halved"] or "") in _LOTS)
    about = about or bool(_ABOUT_BEFORE.search(before) or _RANGE_END.search(before) or _ABOUT_AFTER.match(folded, end))
    about = about or any(a <= start < b for a, b in ranges)
    return AmountMention(start=start, end=end, text=text[start:end], value=number, unit=unit, exact=not about)


def _is_time(match: re.Match[str], before: str, unit: str | None) -> bool:
    """«A las 20.30 horas», «el 8», «2026»: of what has no other unit."""
    digits = match["digits"]
    if not digits or unit not in (None, "horas"):
        return False
    plain = digits.isdecimal() and unit is None
    return bool(
        _CLOCK.search(before)
        or (plain and int(digits) <= 31 and re.search(r"\bel\s+\Z", before))
        or (plain and re.fullmatch(r"(?:19|20)\d\d", digits))
    )


def _number(match: re.Match[str]) -> float | None:
    if match["halved"]:
        return 0.5 * (_LOTS.get(match["halved"]) or read_scale(match["halved"]))
    words = match["words"]
    if words:
        bare = not any(match[g] for g in ("percent", "measure", "short", "scale", "lot", "after", "sign"))
        if words in _MANY or (words in ARTICLES and bare):
            return None
        number = read_words(re.split(r"[\s-]+", words))
        last = re.split(r"[\s-]+", words)[-1]
    else:
        number = read_digits(match["digits"]) if len(match["digits"]) <= 24 else None
        last = ""
    if number is None:
        return None
    step = 1e6 if match["short"] else _LOTS[match["lot"]] if match["lot"] else read_scale(match["scale"] or "")
    number *= step
    if match["and_half"]:
        # «Dos millones y medio»: half of the last step; «dos y medio» half of one.
        number += 0.5 * (step if step > 1 else read_scale(last) if re.fullmatch(SCALE, last) else 1)
    if match["more"]:
        # «5 mil 300», «3 millones 200 mil».
        number += float(match["more"]) * (1000 if match["more_mil"] else 1)
    return number


def _unit(match: re.Match[str], folded: str) -> str | None:
    if match["percent"]:
        return "%"
    if match["measure"]:
        return _MEASURES[match["measure"]]
    if match["short"]:
        return _SHORT_MONEY[match["short"]]
    if match["after"]:
        return "euros"
    if match["sign"]:
        return _SIGNS[match["sign"].strip()]
    counted = _COUNTED.match(folded, match.end())
    return counted[1] if counted and counted[1] not in STOP_WORDS and not _VERB.search(counted[1]) else None
