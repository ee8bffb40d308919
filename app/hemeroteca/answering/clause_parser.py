"""A Spanish question taken apart. Rough, by small words and endings, and no more. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hemeroteca.answering.clause_chunks import find_chunks
from hemeroteca.answering.clause_words import (
    ADVERBS,
    AUXILIARIES,
    CLITICS,
    DETERMINERS,
    INTERROGATIVES,
    NO_VERBS,
    NONFINITE,
    NOUN_MAY_FOLLOW,
    PREPOSITIONS,
    PRONOUNS,
    begins_as_verb,
)
from hemeroteca.answering.clauses import Clause, Token
from hemeroteca.answering.names import find_names
from hemeroteca.answering.words import fold

_TOKEN = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\d+(?:[.,:]\d+)*|[\w’'-]+|[^\w\s]")
_MARKS = "¿?¡!.… \t"


def parse(question: str) -> Clause:
    """The question's parts; never fails, and may be wrong."""
    text = question.strip(_MARKS)
    tokens = _tokens(text)
    asks, interrogative, noun = _asking(tokens)
    place = asks[1]
    start = _past_subject(tokens, place) if interrogative else place
    clitics, verb = _verb(tokens, start, sure=bool(interrogative))
    return Clause(
        text=text,
        tokens=tokens,
        asks=asks,
        interrogative=interrogative,
        noun=noun,
        clitics=clitics,
        verb=verb,
        chunks=(*find_chunks(text, tokens[:start], place), *find_chunks(text, tokens, max(start, verb[1]))),
    )


def _tokens(text: str) -> tuple[Token, ...]:
    names = find_names(text)
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        name = next((n for n in names if n.start < end and n.end > start), None)
        quoted = match[0][0] in '«“"'
        tokens.append(
            Token(
                start=start,
                end=end,
                text=match[0],
                folded=fold(match[0]),
                named=quoted
                or (name is not None and not (start == 0 and len(match[0]) == name.end and begins_as_verb(match[0]))),
                inside=name is not None and name.start < start,
            )
        )
    return tuple(tokens)


def _asking(tokens: Sequence[Token]) -> tuple[tuple[int, int], str, tuple[int, int]]:
    """What it asks with, the interrogative, and the noun asked for."""
    place = 0
    if place < len(tokens) and tokens[place].folded in PREPOSITIONS:
        place += 1
    if place >= len(tokens) or tokens[place].folded not in INTERROGATIVES or tokens[place].named:
        return (0, 0), "", (0, 0)
    word = tokens[place].folded
    place += 1
    if place < len(tokens) and tokens[place].folded == "mas":
        place += 1
    noun = place
    subject = place < len(tokens) and (tokens[place].named or tokens[place].folded in DETERMINERS)
    if word in NOUN_MAY_FOLLOW and place < len(tokens) and not subject and not _is_verb_at(tokens, place):
        place = _end_of_noun(tokens, place, prepositional=tokens[0].folded in PREPOSITIONS)
    return (0, place), word, (noun, place)


def _end_of_noun(tokens: Sequence[Token], place: int, *, prepositional: bool) -> int:
    """Where the noun asked for ends that begins at ``place``: before the verb, where one is known."""
    end = next((i for i in range(place, len(tokens)) if _is_verb_at(tokens, i)), None)
    if end is not None:
        while end > place and tokens[end - 1].folded == "no":
            end -= 1
        return end
    following = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    if prepositional or not following or following in {"de", "del"}:
        return len(tokens)
    # No verb is known: «¿Qué ocupa el edificio?», «¿Qué cargo ostenta Pérez?».
    apart = following in PREPOSITIONS | DETERMINERS or tokens[place + 1].named
    return place if apart else place + 1


def _is_verb_at(tokens: Sequence[Token], place: int) -> bool:
    """A verb, or the clitic before one."""
    token = tokens[place]
    if token.folded in CLITICS | {"no"} and place + 1 < len(tokens):
        following = tokens[place + 1]
        return following.folded not in PREPOSITIONS | DETERMINERS and (
            following.verb or token.folded in {"se", "le", "les"}
        )
    return token.verb


def _verb(tokens: Sequence[Token], place: int, *, sure: bool) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Clitics and verb from ``place`` on. ``sure``: a verb must stand there, known or not."""
    clitics = []
    start = place
    while (
        start + 1 < len(tokens)
        and tokens[start].folded in CLITICS | {"no"}
        and _takes_clitic(tokens[start + 1], sure=sure)
    ):
        clitics.append(start)
        start += 1
    if start >= len(tokens):
        return (), (place, place)
    token = tokens[start]
    known = token.verb or bool(clitics)
    if not known and (not sure or token.named or token.folded in PREPOSITIONS | DETERMINERS | ADVERBS | PRONOUNS):
        return (), (place, place)
    end = start + 1
    while end < len(tokens) and tokens[end - 1].folded in AUXILIARIES | {"a", "sido", "estado", "ser"}:
        following = tokens[end]
        going = following.folded == "a" and tokens[end - 1].folded in {"va", "van", "iba", "iban"}
        nonfinite = NONFINITE.match(following.folded) and not following.named and following.folded not in NO_VERBS
        if not going and not nonfinite:
            break
        end += 1
    return tuple(i for i in clitics if tokens[i].folded != "no"), (start, end)


def _past_subject(tokens: Sequence[Token], place: int) -> int:
    """Where the verb is looked for: behind the subject of «¿Por qué el cielo es azul?», else at ``place``."""
    if place >= len(tokens) or _is_verb_at(tokens, place):
        return place
    if not (tokens[place].named or tokens[place].folded in DETERMINERS):
        return place
    return next((i for i in range(place + 1, len(tokens)) if _is_verb_at(tokens, i)), place)


def _takes_clitic(token: Token, *, sure: bool) -> bool:
    """«¿Quién la dirige?» has a clitic, «¿Y la empresa?» an article: with no interrogative the verb must be known."""
    if not sure:
        return token.verb or token.folded in CLITICS
    return not token.named and token.folded not in PREPOSITIONS | (DETERMINERS - CLITICS)
