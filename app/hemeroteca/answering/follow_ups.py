"""Follow-up questions made whole from the questions and answers before them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hemeroteca.types import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a question was understood: ``question`` is complete in itself; ``follows`` is whether it took words from before.

    Where it does not follow, ``question`` is what was asked, less a phrase that announces another subject.
    """

    question: str
    follows: bool


def resolve(asked: str, history: Sequence[Exchange]) -> Resolution:
    """The full question that ``asked`` means after ``history``, the oldest exchange first.

    Its words are those asked, and those of earlier questions and answers; only function words are added.
    """
    return Resolution(question=asked, follows=False)
