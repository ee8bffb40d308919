"""Follow-up questions made whole from the questions and answers before them. Pure.

Rules, in the tradition of sentence-level ellipsis resolution: a question is taken apart, what it lacks is looked for in
the last exchanges, by gender, number and what its verb can be said of, and put where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hemeroteca.answering import ellipsis, follow_ups_en, pronouns
from hemeroteca.answering.antecedents import language
from hemeroteca.answering.clause_parser import parse
from hemeroteca.answering.words import content_terms, language_of
from hemeroteca.types import Exchange

#: A longer question is nobody's follow-up: it is taken as it stands.
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a question was understood: ``question`` is complete in itself, ``follows`` whether it took words from before.

    Where it does not follow, ``question`` is what was asked, less a phrase that announces another subject.
    """

    question: str
    follows: bool


_OTHER_SUBJECT = re.compile(
    r"\A\W*(?:(?:cambiando|cambio|cambiemos)\s+de\s+(?:tema|asunto)|(?:y\s+)?(?:una?\s+)?otra\s+(?:cosa|pregunta|cuesti[oó]n)"
    r"|otro\s+(?:tema|asunto)|en\s+otro\s+orden\s+de\s+cosas|por\s+otra\s+parte|(?:on|to)\s+(?:another|a\s+different)\s+(?:subject|topic|note)"
    r"|changing\s+(?:the\s+)?(?:subject|topic)|another\s+(?:question|thing)|a\s+different\s+question)\s*[,:;.–—-]*\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\A\W*(?:(?:y|e|pero|entonces|bueno|ok|vale)\b[\s,…]*)?"
    r"(?:(?:qu[eé]\s+(?:hay|pasa|pas[oó])\s+con|qu[eé]\s+hay\s+de(?=\s(?!l\b)))\b\s*)?",
    re.IGNORECASE,
)
_LEAD_EN = re.compile(r"\A\W*(?:(?:and|but|so|then|ok)\b[\s,…]*)?(?:(?:what|how)\s+about\b\s*)?", re.IGNORECASE)


def resolve(asked: str, history: Sequence[Exchange]) -> Resolution:
    """The full question that ``asked`` means after ``history``, the oldest exchange first.

    Its words are those asked, and those of earlier questions and answers; only function words are added.
    """
    announced = _OTHER_SUBJECT.match(asked)
    if announced and re.search(r"\w", asked[announced.end() :]):
        return Resolution(question=_beginning(asked[announced.end() :]), follows=False)
    if not history or len(asked) > LONGEST or not re.search(r"\w", asked):
        return Resolution(question=asked, follows=False)
    tongue = language_of(asked)
    english = tongue == "en" or (tongue is None and language(history[-1]) == "en")
    body, leaning = _led(asked, _LEAD_EN if english else _LEAD)
    full = follow_ups_en.resolve(body, leaning, history) if english else _spanish(body, leaning, history)
    if full is not None and not set(content_terms(body)) <= set(content_terms(full)):
        full = None  # Something asked would be lost: it was not understood.
    return Resolution(question=full or asked, follows=full is not None)


def _spanish(body: str, leaning: bool, history: Sequence[Exchange]) -> str | None:
    clause = parse(body)
    if clause.verb_words:
        return pronouns.complete(clause, history, leaning=leaning)
    english = language(history[-1]) == "en"
    if clause.asks_words:
        return follow_ups_en.ask_otherwise(clause.text, history) if english else ellipsis.ask_otherwise(clause, history)
    prepositional = bool(clause.chunks) and clause.chunks[0].preposition is not None
    if not leaning and not (prepositional and len(clause.tokens) <= 6):
        return None  # Words to search for, not a fragment of a question.
    return follow_ups_en.fill(clause.text, history) if english else ellipsis.fill(clause, history)


def _led(asked: str, lead: re.Pattern[str]) -> tuple[str, bool]:
    """What follows «y», «and», «what about», and whether there was such a thing."""
    match = lead.match(asked)
    end = match.end() if match else 0
    leaning = match is not None and re.search(r"\w", match[0]) is not None
    return (asked[end:], leaning) if re.search(r"\w", asked[end:]) else (asked, False)


def _beginning(text: str) -> str:
    """With a capital, behind the opening mark."""
    match = re.search(r"\w", text)
    return text if match is None else text[: match.start()] + text[match.start()].upper() + text[match.end() :]
