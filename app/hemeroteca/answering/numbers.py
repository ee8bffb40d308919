"""Numbers in digits and in words, Spanish and English. Pure; all patterns are for folded text (``words.fold``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL = {
    **{
        w: i
        for i, w in enumerate(str.split("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece"))
    },
    **{
        w: i
        for i, w in enumerate(str.split("catorce quince dieciseis diecisiete dieciocho diecinueve veinte"), start=14)
    },
    **{
        f"veinti{w}": 20 + i
        for i, w in enumerate(str.split("uno dos tres cuatro cinco seis siete ocho nueve"), start=1)
    },
    **{
        w: 10 * i
        for i, w in enumerate(str.split("treinta cuarenta cincuenta sesenta setenta ochenta noventa"), start=3)
    },
    **{w: i for i, w in enumerate(str.split("zero one two three four five six seven eight nine ten eleven twelve"))},
    **{
        w: i for i, w in enumerate(str.split("thirteen fourteen fifteen sixteen seventeen eighteen nineteen"), start=13)
    },
    **{w: 10 * i for i, w in enumerate(str.split("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)},
    "un": 1,
    "una": 1,
    "veintiun": 21,
    "veintiuna": 21,
    "cien": 100,
    "ciento": 100,
}
_SMALL |= {
    f"{stem}ient{gender}s": value
    for stem, value in [("dosc", 200), ("tresc", 300), ("cuatroc", 400), ("seisc", 600), ("ochoc", 800)]
    for gender in "oa"
}
_SMALL |= {f"{w}ent{gender}s": v for w, v in [("quini", 500), ("setec", 700), ("novec", 900)] for gender in "oa"}
_SMALL |= {f"{w}ient{gender}s": v for w, v in [("setec", 700), ("novec", 900)] for gender in "oa"}
_SCALES = {
    "mil": 1e3,
    "thousand": 1e3,
    "millon": 1e6,
    "millones": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "billon": 1e12,  # Spanish counts in long steps: un billón is a million millions,
    "billones": 1e12,
    "billion": 1e9,  # an English billion is mil millones
    "billions": 1e9,
}
_JOINTS = {"y", "and"}
#: These alone are articles more often than numbers.
ARTICLES = frozenset({"un", "una", "uno", "one"})

_ANY = "|".join(sorted([*_SMALL, *_SCALES, "hundred"], key=len, reverse=True))
#: A run of number words; ``read_words`` says whether it is one number. Bounded, so that «dos dos dos…» costs no more.
WORDS = rf"(?:{_ANY})(?:(?:\s+|-|\s+y\s+|\s+and\s+)(?:{_ANY})){{0,9}}"
#: Digits with separators: 1.234,56 · 1,234.56 · 12 345 · 3,5.
DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)*"
#: What multiplies digits: 2.5 millones, 3 mil millones, 40 mil.
SCALE = r"mil\s+millones|millones|millon|billones|billon|mil|thousand|millions?|billions?|trillions?"


def read_words(tokens: Sequence[str]) -> float | None:
    """The number that folded words say («dos mil trescientos millones»), None where they are not one number."""
    millions = thousands = current = 0.0
    for token in tokens:
        if token in _JOINTS:
            continue
        if token == "hundred":
            if not 0 < current < 100:
                return None
            current *= 100
        elif token in _SCALES:
            scale = _SCALES[token]
            if scale == 1e3:
                if thousands or (current == 0 and tokens[0] != token and not millions):
                    return None
                thousands, current = max(current, 1) * scale, 0
            else:
                if thousands + current == 0 and millions:
                    return None
                millions, thousands, current = millions + max(thousands + current, 1) * scale, 0, 0
        elif token in _SMALL:
            if not _fits(current, _SMALL[token]):
                return None
            current += _SMALL[token]
        else:
            return None
    return millions + thousands + current


def _fits(current: float, value: int) -> bool:
    """Whether ``value`` can follow: «treinta y uno» can, «dos tres» and «quince uno» cannot."""
    if current == 0:
        return True
    if value >= 100 or value == 0:
        return False
    if value >= 10:
        return current % 100 == 0
    return current % 10 == 0 and current % 100 != 10


def read_digits(text: str) -> float:
    """The number in digits with separators of either usage.

    Where both signs occur the last is the decimal one; a lone sign before exactly three digits groups
    thousands (1.234, 1,234), unless nothing or a zero stands before it.
    """
    text = re.sub(r"[ \u00a0\u202f]", "", text)
    dot, comma = text.rfind("."), text.rfind(",")
    if dot >= 0 and comma >= 0:
        group, point = (",", ".") if dot > comma else (".", ",")
        return _to_float(text.replace(group, "").replace(point, ".", 1))
    sign = "." if dot >= 0 else ","
    parts = text.split(sign)
    grouped = 1 <= len(parts[0]) <= 3 and parts[0].strip("0") != "" and all(len(p) == 3 for p in parts[1:])
    if len(parts) > 1 and grouped:
        return _to_float("".join(parts))
    return _to_float(".".join(parts))


def _to_float(text: str) -> float:
    head, *rest = text.split(".")
    return float(head + ("." + "".join(rest) if rest else ""))


def read_scale(text: str) -> float:
    """What a folded scale word multiplies by; 1 for none."""
    words = text.split()
    if not words:
        return 1.0
    if words[0] == "mil" and len(words) == 2:
        return 1e9
    if words[0].startswith("trillion"):
        return 1e12
    return _SCALES[words[0]]


def read_count(text: str) -> int | None:
    """A small folded count: digits, words, «un par de»; None where it says no number («unos», «varios»)."""
    text = text.strip()
    if text.isdecimal():
        return int(text) if len(text) <= 6 else None
    if text in {"un par de", "a couple of", "par de", "a"}:
        return 1 if text == "a" else 2
    number = read_words(re.split(r"[\s-]+", text))
    return int(number) if number is not None else None
