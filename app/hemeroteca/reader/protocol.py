"""The seam between passages and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hemeroteca.types import Calibration, Passage, Span


class Reader(Protocol):
    """Finds the stretches of passages that may answer a question."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def calibration(self) -> Calibration:
        """How its margins turn into confidence, fitted on development questions."""
        ...

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """Spans of any of the passages, each lying in one; several for a passage, or none. Any order.

        ``score`` and ``no_answer`` compare across passages. Same input, same spans.
        """
        ...
