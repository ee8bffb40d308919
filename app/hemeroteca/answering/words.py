"""Words for comparison: folded, without accents, without the words that carry no meaning of their own. Pure."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")

# Folded. Question words are in it: they ask, they do not name.
_SMALL_WORDS = {
    "es": "a al ante bajo cada como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde "
    "durante e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estan estar estas este "
    "esto estos fue fueron ha habia han hasta hay la las le les lo los mas me mi muy ni no nos o para pero "
    "por porque que quien quienes se sea ser sera si sin sobre son su sus tambien tiene tienen tras tu un una "
    "uno unos unas y ya",
    "en": "about am an and are as at be been but by can did do does for from had has have he her his how if in into "
    "is it its many much of on or she that the their them they this to was were what when where which who "
    "whom whose why will with",
    "pt": "ao aos as com da das do dos em foi foram mais na nas nao nem num numa os ou pela pelo qual quais quando "
    "quanto quantos quem seu sua um uma onde",
}
_BY_LANGUAGE = {language: frozenset(small.split()) for language, small in _SMALL_WORDS.items()}
STOP_WORDS = frozenset().union(*_BY_LANGUAGE.values())


class _Folding(dict[int, str]):
    """One character for one character: lower case, without its accent."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """``text`` in lower case without accents, of the same length, so that offsets stay."""
    return text.translate(_FOLDING)


def words(text: str) -> list[tuple[str, int, int]]:
    """The folded words with their offsets."""
    return [(m[0], m.start(), m.end()) for m in _WORD.finditer(fold(text))]


def stem(word: str) -> str:
    """A folded word without its ending, roughly: «reparar» and «reparación», «agua» and «aguas» share it."""
    return word if word.isdigit() else word[:5] if len(word) > 5 else word.rstrip("s")


def content_terms(text: str) -> list[str]:
    """The stems of the words that mean something, once each, in order."""
    return list(dict.fromkeys(stem(w) for w, _, _ in words(text) if w not in STOP_WORDS))


def language_of(text: str) -> str | None:
    """Spanish, English or Portuguese by the small words, enough for a single question; None where it is open."""
    counts = {lang: sum(w in small for w, _, _ in words(text)) for lang, small in _BY_LANGUAGE.items()}
    best = max(counts.values())
    leaders = [lang for lang, count in counts.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else None
