"""The vocabulary of Spanish dates: patterns for folded text (``words.fold``), and what single words mean."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import Direction
from hemeroteca.answering.date_rules import Ground
from hemeroteca.answering.numbers import WORDS, read_count, read_words

WEEKDAYS = str.split("lunes martes miercoles jueves viernes sabado domingo")
_MONTHS = str.split("ene feb mar abr may jun jul ago sep oct nov dic")
_UNITS = {"dia": "day", "hora": "hour", "semana": "week", "quincena": "fortnight", "mes": "month", "ano": "year"}
_UNITS |= {"bimestre": "bimester", "trimestre": "quarter", "cuatrimestre": "third", "semestre": "semester"}
_UNITS |= {"lustro": "lustrum", "decada": "decade", "siglo": "century"}

MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|setiembre|octubre|noviembre|diciembre)"
SHORT = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
WEEKDAY_SHORT = r"(?:lun|mar|mie|jue|vie|sab|dom)"
DAY_WORDS = (
    r"primero|treinta\s+y\s+uno?|treinta|veinti(?:uno?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)|veinte"
    r"|diecinueve|dieciocho|diecisiete|dieciseis|quince|catorce|trece|doce|once|diez|nueve|ocho|siete|seis|cinco"
    r"|cuatro|tres|dos|uno"
)
DIGITS_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
DAY = rf"(?:{DIGITS_DAY}(?:\s?(?:\.?[º°ª]|(?:e?ro|er)\b\.?|o\b\.?))?|{DAY_WORDS})"
YEAR = r"(?:1[4-9]\d\d|2[01]\d\d)(?![\d%]|[.,]\d)"
_TENS = r"(?:\s+(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?:\s+y\s+[a-z]+)?)"
YEAR_WORDS = rf"(?:dos\s+mil|mil\s+(?:cuatroc|quin|seisc|setec|ochoc|novec)ientos)(?:{_TENS}|\s+(?:{DAY_WORDS}))?"
YEAR_SAID = (
    r"(?:este\s+(?:mismo\s+)?|presente\s+|corriente\s+|pasado\s+|proximo\s+|actual\s+)ano|ano\s+(?:en\s+curso|actual|pasado|anterior"
    r"|proximo|siguiente|entrante|antepasado|que\s+viene|que\s+corre)"
)
YEAR_SAME = r"(?:(?:ese|aquel|dicho)\s+(?:mismo\s+)?|(?:el\s+)?mismo\s+)ano"
COUNT = rf"\d{{1,4}}|un\s+par\s+de|medi[oa]|(?:{WORDS})"
# The year after a month: «de 2026», «del 2026», «, 2026», «del 98», «de este año», «de ese año», «de hace dos años».
YEAR_TAIL = (
    rf"(?:\s*,?\s+(?:del?\s+)?(?:ano\s+)?(?:de\s+)?(?P<year>{YEAR})"
    r"|\s+del?\s+(?P<yeardotted>(?:1\.[89]\d|2\.0[0-4])\d)(?![\d%]|[.,]\d|\s+[a-z]+s\b)"
    rf"|\s+del?\s+(?:ano\s+)?(?P<yearwords>{YEAR_WORDS})(?!\w)"
    r"|\s+(?:del\s+['’]?|de\s+['’])(?P<yearshort>\d\d)(?![\w%]|[.,:/]\d|\s*%|\s+(?:por|de|al)\b)"
    rf"|\s+(?:de|del)\s+(?:el\s+)?(?P<yearsame>{YEAR_SAME})"
    rf"|\s+de\s+hace\s+(?P<yearsago>{COUNT})\s+anos?(?!\w)"
    rf"|\s+(?:de|del)\s+(?:el\s+)?(?P<yearsaid>{YEAR_SAID}))?"
)
LAST = r"proxim[oa]\s+pasad[oa]|pasad[oa]s?|ultim[oa]s?|anterior(?:es)?"
NEXT = r"proxim[oa]s?(?!\s+pasad)|siguientes?|venider[oa]s?|entrantes?|que\s+vienen?"
PRE = rf"(?P<pre>{LAST}|{NEXT})"
POST = rf"(?:\s+(?P<post>{LAST}|{NEXT})(?!\s+(?:ano|mes|semana)\b))?"
VAGUE = (
    r"(?:unos|unas|algunos|algunas|varios|varias|pocos|pocas|muchos|muchas|muchisimos|muchisimas)(?:\s+pocos|\s+pocas)?"
)
UNITS = (
    r"(?P<unit>horas?|dias?|semanas?|quincenas?|mes(?:es)?|bimestres?|trimestres?|cuatrimestres?|semestres?|anos?"
    r"|lustros?|decadas?|siglos?)"
)
HALF = r"(?P<half>\s+y\s+medi[oa])?"
#: An amount of time: «dos semanas», «un año y medio», «medio año», «varios meses».
AMOUNT = rf"(?P<count>{COUNT}|{VAGUE})\s+{UNITS}{HALF}"


def group(match: re.Match[str], name: str) -> str:
    """What the group matched; empty where it did not or where the pattern has none of that name."""
    return match.groupdict().get(name) or ""


def direction(words: str) -> Direction | None:
    if re.match(LAST, words):
        return Direction.PAST
    return Direction.FUTURE if re.match(NEXT, words) else None


def direction_of(match: re.Match[str]) -> Direction | None:
    """The direction in the words themselves: próximo, pasado."""
    return direction(group(match, "pre")) or direction(group(match, "post"))


def month_number(word: str) -> int:
    return 9 if word[:3] in ("sep", "set") else _MONTHS.index(word[:3]) + 1


def weekday_number(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word[:3]))


def day_number(text: str) -> int:
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits[0])
    return 1 if text == "primero" else int(read_words(text.split()) or 0)


def short_year(number: int) -> int:
    """«mayo del 68», «enero del 26»: the century that the news mean."""
    return number + (2000 if number < 40 else 1900)


def year_of(match: re.Match[str], ground: Ground) -> int | None:
    """The year the words give; None where they give none."""
    if match["year"]:
        return int(match["year"])
    if group(match, "yeardotted"):
        return int(match["yeardotted"].replace(".", ""))
    if group(match, "yearwords"):
        return int(read_words(match["yearwords"].split()) or 0) or None
    if group(match, "yearshort"):
        return short_year(int(match["yearshort"]))
    if ground.base is None:
        return None
    if group(match, "yearsago"):
        count = read_count(match["yearsago"])
        return None if count is None or count % 1 else ground.base.year - int(count)
    said = group(match, "yearsaid")
    if not said:
        return None
    if "antepasado" in said:
        return ground.base.year - 2
    if re.search(r"pasado|anterior", said):
        return ground.base.year - 1
    return ground.base.year + 1 if re.search(r"proximo|siguiente|entrante|viene", said) else ground.base.year


def unit_of(word: str) -> str:
    return _UNITS["mes" if word.startswith("mes") else word.rstrip("s")]


def amount_of(match: re.Match[str]) -> float | None:
    """How many units ``AMOUNT`` says; None where it says no number."""
    words = group(match, "count")
    count: float | None = 0.5 if words in ("medio", "media") else read_count(words) if words else 1
    return None if count is None else count + (0.5 if group(match, "half") else 0)
