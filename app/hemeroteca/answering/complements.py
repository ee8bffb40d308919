"""Who stands for whom and where: «el embajador de Ostrea en Lautaria» is not the one of Lautaria in Ostrea. Pure.

A reader of words close together takes one for the other, as all the names are there. The grammar does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hemeroteca.answering.words import fold, stem

# Whose it is, and where or against whom. «a» is not among the second: a road from one town to another goes both ways.
_OF = r"del?|d[ao]s?|of"
_AT = r"en|ante|contra|sobre|em|n[ao]|in|to|at|against|over"
_CAPITAL = r"[A-ZÁÉÍÓÚÜÑÂÃÇÊÔÕ][\w’'-]*"
_NAME = rf"{_CAPITAL}(?:\s{_CAPITAL})*"
_COMPLEMENT = rf"\s(?:{_OF}|{_AT})\s(?:(?:el|la|los|las|the)\s)?{_NAME}"
# A noun, perhaps with an adjective («embajadora interina», «nueva embajadora»), and what hangs on it.
_WORD = rf"(?!(?:{_OF}|{_AT})\s)[^\W\d_A-Z]{{4,}}"
_PHRASE = re.compile(rf"\b({_WORD}(?:\s{_WORD})?)((?:{_COMPLEMENT})+)")
_EACH = re.compile(rf"\s({_OF}|{_AT})\s(?:(?:el|la|los|las|the)\s)?({_NAME})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    nouns: frozenset[str]
    of: frozenset[str]
    at: frozenset[str]


def _phrases(text: str) -> Iterator[_Phrase]:
    for match in _PHRASE.finditer(text):
        named = [(re.fullmatch(_OF, each[1]) is not None, fold(each[2])) for each in _EACH.finditer(match[2])]
        yield _Phrase(
            nouns=frozenset(map(stem, fold(match[1]).split())),
            of=frozenset(name for is_of, name in named if is_of),
            at=frozenset(name for is_of, name in named if not is_of),
        )


def is_reversed(question: str, sentences: Sequence[str]) -> bool:
    """Whether the sentences have what the question asks for the other way round, and none has it as asked.

    So where a noun of the question says of whom and where, and with the same noun its names have changed places.
    """
    asked = [phrase for phrase in _phrases(question) if phrase.of and phrase.at]
    if not asked:
        return False
    turned = False
    for phrase in (phrase for sentence in sentences for phrase in _phrases(sentence)):
        for wanted in asked:
            if not phrase.nouns & wanted.nouns:
                continue
            if phrase.of & wanted.of or phrase.at & wanted.at:
                return False
            turned = turned or bool(phrase.of & wanted.at or phrase.at & wanted.of)
    return turned
