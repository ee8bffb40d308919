"""Stand-ins that fit the public protocols and that one can compute in one's head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.sense import days_of, facts_of
from hemeroteca.index.writer import Sense
from hemeroteca.types import Calibration, Passage, Span

SENSE = Sense(days=days_of, facts=facts_of)


class WordLengthEncoder:
    """A text's vector counts its words of 1, 2, … 7 and more letters, scaled to length 1.

    «el mes de enero» has words of 2, 3, 2 and 5 letters: (0, 2, 1, 0, 1, 0, 0, 0) / sqrt(6). A text without words
    is (0, … 0, 1).
    """

    def __init__(self, *, name: str = "word-length", fingerprint: str = "w" * 64) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = 8
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return self._encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encode(texts)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.split():
                row[min(len(word), self.dimension - 1) - 1] += 1
            if not row.any():
                row[-1] = 1
            row /= np.linalg.norm(row)
        return rows


class PhraseReader:
    """Finds given phrases wherever they stand, with given margins; nothing else."""

    name = "phrases"
    fingerprint = "p" * 64
    #: confidence = 1 / (1 + exp(-margin)): 0.5 at margin 0.
    calibration = Calibration(
        margin=1,
        similarity=0,
        agreement=1,
        retrieval=0,
        broad=0,
        untyped=0,
        titled=0,
        bias=0,
        threshold=0.5,
        fitted_on="nothing",
    )

    def __init__(self, **margins: float) -> None:
        self.margins = {phrase.replace("_", " "): margin for phrase, margin in margins.items()}

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        return [
            Span(
                passage_id=passage.id,
                start=passage.start + passage.text.index(phrase),
                end=passage.start + passage.text.index(phrase) + len(phrase),
                text=phrase,
                score=margin,
                no_answer=0.0,
            )
            for passage in passages
            for phrase, margin in self.margins.items()
            if phrase in passage.text
        ]
