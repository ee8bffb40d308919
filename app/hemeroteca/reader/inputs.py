"""Question and passage to token windows ``<s> question </s></s> passage </s>`` with offsets into the passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hemeroteca.models.tokenizer import Offsets, Tokenizer

MAX_LENGTH = 256
MAX_QUESTION = 48
OVERLAP = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One input of the network.

    ``ids`` are the tokens; the passage's lie at ``first <= i < len(ids) - 1`` and ``offsets[i - first]`` is
    token i's (start, end) in the passage's text. ``index`` says which passage it was cut from.
    """

    index: int
    ids: tuple[int, ...]
    first: int
    offsets: Offsets


class WindowCutter:
    """Cuts pairs into windows of at most ``max_length`` tokens that overlap by ``OVERLAP`` passage tokens."""

    def __init__(self, tokenizer: Tokenizer, *, max_length: int = MAX_LENGTH) -> None:
        self._tokenizer = tokenizer
        self.pad_id = tokenizer.pad
        self._max_length = max_length

    def question(self, text: str) -> list[int]:
        """The question's token ids without special tokens, at most ``MAX_QUESTION``."""
        return self._tokenizer.encode(text)[:MAX_QUESTION]

    def passages(self, texts: Sequence[str]) -> list[tuple[list[int], Offsets]]:
        """Token ids and (start, end) offsets of each text, without special tokens."""
        return [self._tokenizer.encode_with_offsets(text) for text in texts]

    def cut(self, index: int, question: Sequence[int], ids: Sequence[int], offsets: Offsets) -> Iterator[Window]:
        """The windows of one passage, first to last: together they cover every token."""
        bos, eos = self._tokenizer.bos, self._tokenizer.eos
        head = (bos, *question, eos, eos)
        room = self._max_length - len(head) - 1
        start = 0
        while True:
            stop = min(start + room, len(ids))
            yield Window(index=index, ids=(*head, *ids[start:stop], eos), first=len(head), offsets=offsets[start:stop])
            if stop == len(ids):
                return
            start = stop - OVERLAP


def token_span(offsets: Offsets, start: int, end: int) -> tuple[int, int] | None:
    """First and last token that overlap characters [start, end); None where the window does not hold them whole."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    if not inside or offsets[inside[0]][0] > start or offsets[inside[-1]][1] < end:
        return None
    return inside[0], inside[-1]


def pad(rows: Sequence[Sequence[int]], value: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and attention mask, both (rows, longest) int64."""
    ids = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    mask = np.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
        mask[i, : len(row)] = 1
    return ids, mask
