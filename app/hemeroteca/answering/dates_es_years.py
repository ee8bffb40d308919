"""Spanish years, decades, centuries and the quarters of a balance sheet. Patterns are for folded text."""

from __future__ import annotations

import re
from datetime import date

from hemeroteca.answering.calendar import make_date, month_of, week_of, years
from hemeroteca.answering.date_rules import Ground, Reading, Rule, day, one_year, rules, span_reading
from hemeroteca.answering.dates_es_words import YEAR, YEAR_WORDS, short_year
from hemeroteca.answering.numbers import read_words

# «en 2024 varios países»: words in -s that count nothing.
_NOT_COUNTED = frozenset(
    str.split(
        "varios varias muchos muchas todos todas cientos miles estos estas esos esas aquellos ambos ambas otros otras "
        "algunos algunas nuestros nuestras antes despues apenas mientras ademas entonces dichos dichas tres seis "
        "menos cuantos cuantas nosotros ellos ellas unos unas tantos tantas mientras quienes segun nuevos nuevas"
    )
)
_COUNTED = frozenset(
    str.split("mil millones pesos euros dolares km metros horas kilos toneladas personas mdp veces anos dias")
)


def _whole_year(match: re.Match[str], ground: Ground) -> Reading | None:
    if not match["word"] and _counts(match, ground):
        return None  # «más de 2000 personas»
    return span_reading(one_year(int(match["year"])), "year")


def _iso_week(match: re.Match[str], ground: Ground) -> Reading | None:
    """«la semana 23 de 2018», as ISO 8601 counts them."""
    try:
        return span_reading(week_of(date.fromisocalendar(int(match["year"]), int(match["week"]), 1)), "week")
    except ValueError:
        return None


def _heading_year(match: re.Match[str], ground: Ground) -> Reading | None:
    """«2024 fue un año seco»: at the head of a sentence."""
    heads = ground.precedes(match, r"(?:\A|[.!?:\n])\s*\Z", reach=5)
    return span_reading(one_year(int(match["year"])), "year") if heads else None


def _year_in_words(match: re.Match[str], ground: Ground) -> Reading | None:
    year = int(read_words(match["yearwords"].split()) or 0)
    return span_reading(one_year(year), "year") if year and not _counts(match, ground) else None


def _short_year(match: re.Match[str], ground: Ground) -> Reading | None:
    return span_reading(one_year(short_year(int(match["short"]))), "year")


def _counts(match: re.Match[str], ground: Ground) -> bool:
    after = ground.follows(match, r"\s+(?:de\s+)?([a-z%$]+)")
    if after is None:
        return False
    word = after[1]
    verb = word.endswith(("amos", "emos", "imos"))
    plural = len(word) > 4 and word.endswith(("as", "os", "es")) and word not in _NOT_COUNTED and not verb
    return word in _COUNTED or plural


def _year_pair(match: re.Match[str], ground: Ground) -> Reading | None:
    first, last = int(match["first"]), int(match["last"])
    if len(match["last"]) == 2:
        last += first // 100 * 100
        if last <= first and int(match["last"]) in range(1, 13):
            return span_reading(month_of(first, int(match["last"])), "month")  # 2017-08; 2007-08 is a season
    return span_reading(years(first, last), "year") if first < last else None


def _day_of_year(match: re.Match[str], ground: Ground) -> Reading | None:
    """«tal día como hoy de 1977»."""
    return day(make_date(int(match["year"]), ground.base.month, ground.base.day) if ground.base else None)


_DECADES = {
    w: 10 * i for i, w in enumerate(str.split("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"), 2)
}


def _decade(match: re.Match[str], ground: Ground) -> Reading | None:
    first = _decade_of(match["decade"])
    last = _decade_of(match["other"]) if match["other"] else first
    century = match.groupdict().get("century")
    if century and first is not None and last is not None:
        start = 1900 if century == "pasado" else 100 * _century_of(century) - 100
        first, last = start + first % 100, start + last % 100
    if first is None or last is None or first > last:
        return None
    return span_reading(years(first, last + 9), "year")


def _decade_of(word: str) -> int | None:
    first = _DECADES[word] if word in _DECADES else int(word)
    if first % 10:
        return None
    return first + (2000 if first <= 20 else 1900) if first < 100 else first  # «los años veinte» are this century's


_EARLY = "principios|comienzos|inicios|mediados|finales|fines"


def _bare_decade(match: re.Match[str], ground: Ground) -> Reading | None:
    """«en los noventa», «desde los 80»: not where a noun follows («los 80 heridos»)."""
    noun = r"[a-z]+s\b" if ground.precedes(match, rf"(?:{_EARLY})\s+de\s+\Z", reach=15) else "[a-z]"
    follows = ground.follows(
        match, rf"\s+(?!(?:y|e|o|u|se|no|ya|con|en|la|el|los|las|por|que|hubo|fue|a|al|su)\b){noun}"
    )
    if match["century"]:
        return _decade(match, ground)
    led = ground.precedes(match, r"\b(?:en|de|por|desde|hasta|hacia|durante|finales\s+de|entre)\s+\Z", reach=14)
    return _decade(match, ground) if led and not follows else None


_ROMAN = {"i": 1, "v": 5, "x": 10}
_CENTURY_WORDS = "once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veintiuno"


def _century(match: re.Match[str], ground: Ground) -> Reading | None:
    if ground.follows(match, r"\s+(?:a\.?\s?(?:de\s+)?c\b|antes\s+de\s+cristo)"):
        return span_reading(None, "year")
    first = _century_of(match["number"])
    last = _century_of(match["other"]) if match["other"] else first
    if not 0 < first <= last <= 22:
        return None
    return span_reading(years(100 * first - 99, 100 * last), "year")


def _century_of(word: str) -> int:
    if word.isdigit():
        return int(word)
    said = read_words([word])
    if said is not None:
        return int(said)
    values = [_ROMAN[c] for c in word]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _quarter(match: re.Match[str], ground: Ground) -> Reading | None:
    """«1T25», «T1 2025»: the balance sheet's; the letter is a capital."""
    letter = match.start("letter") if match["letter"] else match.start("first")
    if not ground.text[letter].isupper():
        return None
    number = int(match["quarter"] or match["number"])
    year = int(match["years"] or match["year"])
    year += 0 if year > 99 else 2000
    return span_reading((date(year, 3 * number - 2, 1), month_of(year, 3 * number)[1]), "month")


_YEAR_BEFORE = "".join(
    rf"(?<=\b{word}\s)|"
    for word in str.split(
        "en em de del y o a al el este ese aquel todo proximo pasado anos desde hasta durante para hacia entre por "
        "acabe termine finalice empiece comience mundial elecciones ejercicio fiscal curso temporada campana edicion "
        "ciclo periodo presupuesto in since during until of by"
    )
)
_EARLY_OF = "|".join(rf"(?<=\b{word}\sde\s)" for word in _EARLY.split("|"))
_VERB = r"(?:fue|sera|es|ha|habia|cerro|termino|acabo|arranco|empezo|comenzo|inicio|trajo|dejo|marco|quedo)"
_ROMANS = rf"[ivx]{{1,6}}|\d{{1,2}}(?!\d)|{_CENTURY_WORDS}"
_TENS = rf"1\d\d0|20\d0|\d0|{'|'.join(_DECADES)}"

RULES: tuple[Rule, ...] = rules(
    (rf"(?P<first>{YEAR})\s*[-–/]\s*(?P<last>{YEAR}|\d\d(?!\d))(?![-/]\d)", _year_pair),
    (rf"(?:tal|un)\s+dia\s+como\s+hoy,?\s+(?:pero\s+)?(?:de|en|del\s+ano)\s+(?P<year>{YEAR})", _day_of_year),
    (rf"(?P<year>{YEAR})-?w(?P<week>[0-5]\d)", _iso_week),
    (rf"(?:la\s+)?semana\s+(?P<week>\d{{1,2}})\s+del?\s+(?:ano\s+)?(?P<year>{YEAR})", _iso_week),
    (rf"(?:{_YEAR_BEFORE}(?<=\()|(?<=\b\d\d\d\d,\s)|(?P<word>ano\s+(?:de\s+)?))(?P<year>{YEAR})", _whole_year),
    (rf"(?P<year>{YEAR})(?=\s+{_VERB}\b)", _heading_year),
    (rf"(?:(?<=\ben\s)(?=mil)|(?<=\bde\s)(?=mil)|ano\s+)(?P<yearwords>{YEAR_WORDS})", _year_in_words),
    (r"(?<=\bel\s)['’](?P<short>\d\d)(?!\d)", _short_year),
    (
        rf"(?:(?:la\s+)?decada\s+del?\s+(?:los\s+)?(?:anos\s+)?|los\s+anos\s+)['’]?(?P<decade>{_TENS})"
        rf"(?:\s+y\s+(?:los\s+)?(?P<other>{_TENS}))?(?![.,]?\d|\s+anos|\s*(?:,|[yo])\s+\d{{4}})"
        r"(?:\s+del\s+siglo\s+(?P<century>pasado|[ivx]{1,6}))?",
        _decade,
    ),
    (
        rf"(?:{_EARLY_OF})los\s+(?P<decade>19\d0|20[0-2]0)(?P<other>)(?!\s+[a-z]+s\b)",
        _decade,
    ),
    (
        rf"los\s+['’]?(?P<decade>[5-9]0|{'|'.join(_DECADES)})(?:\s+y\s+(?:los\s+)?(?P<other>[5-9]0|noventa))?"
        r"(?:\s+del\s+siglo\s+(?P<century>pasado|[ivx]{1,6}))?",
        _bare_decade,
    ),
    (
        rf"(?:siglos?\s+|(?<=\bel\s)s\.\s*|(?<=\bdel\s)s\.\s*)(?P<number>{_ROMANS})(?:\s+y\s+(?P<other>{_ROMANS}))?",
        _century,
    ),
    (
        rf"(?:(?P<quarter>[1-4])\s?(?P<letter>t)|(?P<first>[tq])(?P<number>[1-4]))"
        rf"(?:(?P<year>{YEAR}|\d\d)|(?:\s+(?:del?\s+)?|[-/])(?P<years>{YEAR}))",
        _quarter,
    ),
)
