"""Whether passages speak of what a question asks about at all. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from hemeroteca.answering.names import find_names
from hemeroteca.answering.words import content_terms

#: The part of a question's names, or of its other words, that one passage must have.
PART = 0.5


def on_subject(question: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts has half of the words of the question's names, or, without names, of its words.

    Names go before: they are what a question is about, and they are the same in a question of another language.
    """
    names = {term for name in find_names(question) for term in content_terms(name.text)}
    wanted = names or set(content_terms(question))
    return not wanted or any(len(wanted & set(content_terms(text))) >= PART * len(wanted) for text in texts)
