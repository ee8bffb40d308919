"""Who holds the title that is asked for: «la alcaldesa de Brenta, Ana Sanz» answers «¿Quién es la alcaldesa…?». Pure.

A reader of a passage full of names takes a near one for the right one. The grammar says whose the title is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hemeroteca.answering.words import STOP_WORDS, fold, stem, words

_OF = r"(?:del?|en|ante|para|d[aeo]s?|em|n[ao]s?|of|to|at|in|for)"
_ARTICLE = r"(?:el|l[ao]s?|the|os?|as?)"
# Says when, not what: «el actual presidente», «the new mayor».
_WHEN = r"(?:actual|nuev[oa]|entonces|recien|ex|current|new|then|former|nov[oa]|atual)"
_BE = r"(?:es|era|eran|son|fue|fueron|sera|seran|e|foi|is|was|are|were|will\s+be)"
_ASKS = re.compile(
    rf"\b(?:(?:quien(?:es)?|quem|who)\s+{_BE}|como\s+se\s+llama(?:ba)?n?|(?:cual|qual)\s+{_BE}\s+(?:el|o)\s+nom(?:br)?e"
    rf"|what\s+{_BE}\s+the\s+name\s+of)\s+((?:del|de\s+la|{_ARTICLE})\s+)?([^?!.,;:]+)"
)
_ORDINALS = frozenset({"primer", "primera", "segundo", "segunda", "primeiro", "primeira"})
_POSSESSIVE = re.compile(r"[’']s?\Z")
_CLAUSE = frozenset({"que", "quien", "who", "that", "whose"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title that a question asks the holder of: the stem of its noun, and those of what it is of."""

    noun: str
    of: frozenset[str]


def title_asked(question: str) -> Title | None:
    """The title whose holder a question asks for, as in «¿Quién es la alcaldesa de Brenta?».

    None where it asks for something else: «¿Quién es Ana Sanz?», «¿Quién ganó?», «¿Quién es el hombre que…?».
    """
    match = _ASKS.search(fold(question))
    if match is None:
        return None
    rest = re.sub(r"[’']s?\b", lambda m: " " * len(m[0]), question[match.start(2) : match.end(2)])
    found = [(word, start) for word, start, _ in words(rest) if not re.fullmatch(_WHEN, word)]
    if not found or _CLAUSE & {word for word, _ in found}:
        return None
    nouns = next((i for i, (word, _) in enumerate(found) if re.fullmatch(_OF, word)), len(found))
    # «the Ostrean prime minister of…»: in English the noun comes last.
    english = match[0].startswith(("who", "what"))
    place = max(0, nouns - 1) if english else int(len(found) > 1 and found[0][0] in _ORDINALS)
    word, start = found[place]
    if match[1] is None and (not english or place == 0 or rest[start].isupper()):
        return None
    of = (stem(w) for i, (w, _) in enumerate(found) if i != place and w not in STOP_WORDS)
    return Title(noun=stem(word), of=frozenset(of))


_PUNCTUATION = re.compile(r"[^\w\s’'.-]")
# What a title is of: «de Ostrea», «de la Secretaría de Marina y Pesca», «general del sindicato La Amarra».
_PART = re.compile(
    rf"\s+(?:(?:y|and)\s+)?(?P<of>{_OF}\s+)?(?:{_ARTICLE}\s+)?(?P<word>\w[\w’'-]*(?:\.\w+)*)", re.IGNORECASE
)
_AFTER_HOLDER = re.compile(rf"\s*[,(–—]?\s*(?:(?:{_BE}|com[oo]|as|{_ARTICLE}|una?|an|{_WHEN})\s+)*\Z")
_BEFORE_HOLDER = re.compile(
    rf"\s*[,(:–—]?\s*(?:(?:{_BE}|{_ARTICLE}|[dD]on|[dD]oña|[sS]r[a.]*|[dD]r[a.]*|[dD]octora?|[gG]eneral)\s+)*\Z"
)


def is_named(title: Title, text: str) -> bool:
    """Whether the text has the title's noun at all, whoever holds it; «president» is «presidenta» to it."""
    return any(stem(word) == title.noun for word, _, _ in words(text))


def holds(title: Title, sentence: str, start: int, end: int) -> bool | None:
    """Whether the sentence gives the title to the words at ``start`` to ``end``: one stands beside the other.

    None where it gives it to them without saying of what, or of only a part of what was asked for.
    """
    best: bool | None = False
    for word, first, last in words(sentence):
        if stem(word) != title.noun:
            continue
        if last <= start:
            of = _of(title, sentence[:start], first, last)
        elif first >= end and _AFTER_HOLDER.match(fold(sentence[end:first])):
            of = _of(title, sentence[end:], first - end, last - end, ends=False)
        else:
            continue
        if of is None:
            continue
        if title.of <= of:
            return True
        if of <= title.of:
            best = None
    return best


def _of(title: Title, text: str, first: int, last: int, *, ends: bool = True) -> set[str] | None:
    """The stems of what the noun at ``first`` to ``last`` is of.

    None where more stands between it and the end of the text, if it ``ends`` where the holder begins.
    """
    of: set[str] = set()
    # «primer ministro», «Ostrean prime minister»
    for word in reversed(_PUNCTUATION.split(text[:first])[-1].split()):
        folded = stem(fold(_POSSESSIVE.sub("", word)))
        if fold(word) in STOP_WORDS or not (word[0].isupper() or folded in title.of):
            break
        of.add(folded)
    text = re.sub(r"\([^)]*\)", lambda m: " " * len(m[0]), text)
    at = last
    while not (ends and _BEFORE_HOLDER.match(text, at)):
        part = _PART.match(text, at)
        # A name without «de» is the holder's, or another's; an adjective stands right behind the noun.
        if part is None or not (
            part["of"] or stem(fold(part["word"])) in title.of or (of if part["word"][0].isupper() else at == last)
        ):
            return None if ends else of
        if fold(part["word"]) not in STOP_WORDS:
            of.add(stem(fold(part["word"])))
        at = part.end()
    return of
