"""The phrases of a Spanish question: where each begins and ends, and what it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hemeroteca.answering.clause_words import ADVERBS, DETERMINERS, PREPOSITIONS, PRONOUNS, TIME
from hemeroteca.answering.clauses import Chunk, Token
from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.words import fold


def find_chunks(text: str, tokens: Sequence[Token], place: int) -> list[Chunk]:
    """The phrases from the token ``place`` on, in order."""
    found: list[Chunk] = []
    first = place
    while first < len(tokens):
        if not (tokens[first].named or tokens[first].folded[0].isalnum()):
            first += 1
            continue
        last = _end_of_chunk(tokens, first)
        found.append(_chunk(text, tokens, first, last))
        first = last
    return found


def _end_of_chunk(tokens: Sequence[Token], first: int) -> int:
    """The token after the phrase that begins at ``first``."""
    head: int | None = None
    place = first
    joined = True  # whether the next word continues what the last one opened
    bare = tokens[first].folded not in PREPOSITIONS | DETERMINERS
    while place < len(tokens):
        token = tokens[place]
        if token.inside:
            place += 1
            continue
        if not (token.named or token.folded[0].isalnum()):
            return place
        if token.named:
            if head is not None and not joined and (bare or tokens[head].named or tokens[place - 1].named):
                return place
            head, joined = place if head is None else head, False
        elif token.folded in PREPOSITIONS:
            if head is None or (
                token.folded in {"de", "del", "entre", "contra"} and tokens[head].folded not in PRONOUNS | ADVERBS
            ):
                joined = True
            else:
                return place
        elif token.text in {"él", "ella", "ellos", "ellas", "eso", "esto", "ello"} or token.folded in ADVERBS:
            if head is not None and not joined:
                return place
            return place + 1
        elif token.folded in DETERMINERS:
            if head is not None and not joined:
                return place
            joined = True
        elif token.folded in {"y", "e", "o", "ni"} and head is not None:
            joined = True
        elif token.folded == "que" and head is not None:
            return len(tokens)
        else:
            if head is not None and not joined and (tokens[place - 1].named or token.verb):
                return place
            head, joined = place if head is None else head, False
        place += 1
    return place


def _chunk(text: str, tokens: Sequence[Token], first: int, last: int) -> Chunk:
    opening = tokens[first].folded
    preposition = (
        {"al": "a", "del": "de"}.get(opening, opening) if opening in PREPOSITIONS and not tokens[first].named else None
    )
    body = first + 1 if preposition and last > first + 1 else first
    determiner = "el" if opening in {"al", "del"} else None
    pronoun = tokens[body].folded in PRONOUNS and last == body + 1
    if (
        not pronoun
        and determiner is None
        and tokens[body].folded in DETERMINERS
        and not tokens[body].named
        and last > body + 1
    ):
        determiner = tokens[body].folded
        body += 1
    words = text[tokens[first].start : tokens[last - 1].end]
    plain = text[tokens[body].start : tokens[last - 1].end]
    dated = next(iter(find_dates(words, date(2030, 1, 1))), None)
    return Chunk(
        first=first,
        last=last,
        preposition=preposition,
        determiner=determiner,
        head=body,
        named=tokens[body].named,
        time=TIME.match(fold(plain)) is not None
        or (dated is not None and dated.start <= tokens[body].end - tokens[first].start),
        adverb=tokens[body].folded in ADVERBS,
        pronoun=pronoun,
    )
