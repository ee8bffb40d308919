"""What can be set about asking. One frozen value, handed in; nothing here reads the environment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an archive is asked.

    Attributes:
        max_question: longest question in characters.
        depth: passages taken from each of the two lists before they are fused.
        rrf_k: the constant of reciprocal-rank fusion (60 in Cormack, Clarke & Buettcher, SIGIR 2009).
    """

    max_question: int = 1000
    depth: int = 50
    rrf_k: int = 60
