"""Amounts in text: numbers in digits or words, with what they count or measure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.numbers import ARTICLES, DIGITS, SCALE, WORDS, read_digits, read_scale, read_words
from hemeroteca.answering.words import STOP_WORDS, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMention:
    """An amount: ``text`` is ``source[start:end]``; ``unit`` is what it counts or measures, None where nothing says."""

    start: int
    end: int
    text: str
    value: float
    unit: str | None


# Short forms of Mexican newspapers: millones de pesos, de dólares, de euros.
_SHORT_MONEY = {"mdp": "pesos", "mdd": "dólares", "mde": "euros"}
_SIGNS = {"us$": "dólares", "$": "$", "€": "euros", "£": "libras", "r$": "reales", "mx$": "pesos"}
_MEASURES = {
    "%": "%", "por ciento": "%", "porciento": "%", "percent": "%", "per cent": "%",
    "pesos": "pesos", "peso": "pesos", "mxn": "pesos", "dolares": "dólares", "dolar": "dólares", "dollars": "dólares",
    "usd": "dólares", "euros": "euros", "euro": "euros", "eur": "euros", "reales": "reales", "libras": "libras",
    "km": "kilómetros", "kilometros": "kilómetros", "kilometro": "kilómetros", "kilometers": "kilómetros",
    "metros": "metros", "metro": "metros", "m": "metros", "centimetros": "centímetros", "cm": "centímetros",
    "hectareas": "hectáreas", "hectarea": "hectáreas", "ha": "hectáreas", "kg": "kilogramos", "kilos": "kilogramos",
    "kilogramos": "kilogramos", "toneladas": "toneladas", "tonelada": "toneladas", "litros": "litros",
    "horas": "horas", "hours": "horas", "minutos": "minutos", "minutes": "minutos", "segundos": "segundos",
    "dias": "días", "days": "días", "semanas": "semanas", "weeks": "semanas", "meses": "meses", "months": "meses",
    "anos": "años", "years": "años", "grados": "grados", "puntos": "puntos", "veces": "veces",
}  # fmt: skip
_MEASURE = "|".join(sorted((re.escape(m) for m in _MEASURES), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<sign>(?:us|mx|r)?[$]|[€£])?\s?(?<![\w.,:/-])(?:(?P<digits>{DIGITS})|(?P<words>{WORDS}))(?![\w°º]|[:/]\d|-\w)"
    rf"(?:\s?(?P<short>mdp|mdd|mde)\b|\s+(?P<scale>{SCALE})\b)?"
    rf"(?:\s?(?P<percent>%)|\s+(?:de\s+)?(?P<measure>{_MEASURE})\b|\s?(?P<after>€))?"
)
_VERB = re.compile(r"(?:aron|ieron|eron|aban|eran)\Z")
_COUNTED = re.compile(r"\s+(?:de\s+)?([a-z]{3,})")


def find_amounts(text: str) -> list[AmountMention]:
    """The amounts of ``text`` in order. Parts of dates and of times of day are none, nor is a lone article."""
    folded = fold(text)
    dates = [(d.start, d.end) for d in find_dates(text, None)]
    return [
        amount
        for match in _AMOUNT.finditer(folded)
        if (amount := _read(match, text, folded)) and not any(s < amount.end and amount.start < e for s, e in dates)
    ]


def _read(match: re.Match[str], text: str, folded: str) -> AmountMention | None:
    number = _number(match)
    if number is None:
        return None
    start, end = match.start(), match.end()
    while text[start].isspace():
        start += 1
    if match["words"]:
        bare = not (match["percent"] or match["measure"] or match["short"] or match["scale"])
        if match["words"] in ARTICLES and bare:
            return None
    scale = 1e6 if match["short"] else read_scale(match["scale"] or "")
    return AmountMention(start=start, end=end, text=text[start:end], value=number * scale, unit=_unit(match, folded))


def _number(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return read_digits(match["digits"]) if len(match["digits"]) <= 24 else None
    return read_words(re.split(r"[\s-]+", match["words"]))


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
