"""The vocabulary of Spanish dates: patterns for folded text (``words.fold``), and what single words mean."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import Direction
from hemeroteca.answering.date_rules import Ground
from hemeroteca.answering.numbers import WORDS, read_words

WEEKDAYS = str.split("lunes martes miercoles jueves viernes sabado domingo")
_MONTHS = str.split("ene feb mar abr may jun jul ago sep oct nov dic")
UNITS = {"dia": "day", "hora": "hour", "semana": "week", "quincena": "fortnight", "mes": "month", "ano": "year"}

MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|setiembre|octubre|noviembre|diciembre)"
SHORT = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_DAY_WORDS = (
    r"primero|treinta\s+y\s+uno?|treinta|veinti(?:uno?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)|veinte"
    r"|diecinueve|dieciocho|diecisiete|dieciseis|quince|catorce|trece|doce|once|diez|nueve|ocho|siete|seis|cinco"
    r"|cuatro|tres|dos|uno"
)
DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:\s?(?:\.?[º°ª]|ro\b|er\b|o\b))?|{_DAY_WORDS})"
YEAR = r"(?:1[4-9]\d\d|2[01]\d\d)(?![\d%]|[.,]\d)"
YEAR_WORDS = rf"dos\s+mil(?:\s+(?:{_DAY_WORDS}|treinta\s+y\s+[a-z]+|cuarenta(?:\s+y\s+[a-z]+)?))?"
YEAR_SAID = (
    r"(?:este\s+(?:mismo\s+)?|presente\s+|pasado\s+|proximo\s+)ano|ano\s+(?:en\s+curso|actual|pasado|anterior|proximo"
    r"|siguiente|entrante|que\s+viene)"
)
# The year after a month: «de 2026», «del 2026», «, 2026», «de este año», «del año pasado».
YEAR_TAIL = (
    rf"(?:\s*,?\s+(?:del?\s+)?(?:ano\s+)?(?:de\s+)?(?P<year>{YEAR})"
    rf"|\s+del?\s+(?P<yearwords>{YEAR_WORDS})(?!\w)"
    rf"|\s+(?:de|del)\s+(?:el\s+)?(?P<yearsaid>{YEAR_SAID}))?"
)
NEXT = r"proxim[oa]s?|siguientes?|venider[oa]s?|entrantes?|que\s+vienen?"
LAST = r"pasad[oa]s?|ultim[oa]s?|anterior(?:es)?"
PRE = rf"(?P<pre>{NEXT}|{LAST})"
POST = rf"(?:\s+(?P<post>{NEXT}|{LAST})(?!\s+(?:ano|mes|semana)\b))?"
COUNT = rf"\d{{1,4}}|un\s+par\s+de|(?:{WORDS})"
VAGUE = r"unos|unas|algunos|algunas|varios|varias|pocos|pocas|muchos|muchas"


def group(match: re.Match[str], name: str) -> str:
    """What the group matched; empty where it did not or where the pattern has none of that name."""
    return match.groupdict().get(name) or ""


def direction(words: str) -> Direction | None:
    if re.match(NEXT, words):
        return Direction.FUTURE
    return Direction.PAST if re.match(LAST, words) else None


def direction_of(match: re.Match[str]) -> Direction | None:
    """The direction in the words themselves: próximo, pasado."""
    return direction(group(match, "pre")) or direction(group(match, "post"))


def month_number(word: str) -> int:
    return 9 if word[:3] in ("sep", "set") else _MONTHS.index(word[:3]) + 1


def day_number(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits[0])
    return 1 if text == "primero" else int(read_words(text.split()) or 0)


def year_of(match: re.Match[str], ground: Ground) -> int | None:
    """The year the words give; None where they give none."""
    if match["year"]:
        return int(match["year"])
    if group(match, "yearwords"):
        return int(read_words(match["yearwords"].split()) or 0) or None
    said = group(match, "yearsaid")
    if not said or ground.base is None:
        return None
    if re.search(r"pasado|anterior", said):
        return ground.base.year - 1
    return ground.base.year + 1 if re.search(r"proximo|siguiente|entrante|viene", said) else ground.base.year


def unit_of(word: str) -> str:
    return UNITS["mes" if word.startswith("mes") else word.rstrip("s")]
