"""Article to passages: cut at paragraph, then line, then sentence, then word borders; every offset exact."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

Offsets = tuple[int, int]

#: Tried in this order. A sentence ends with a full stop, question or exclamation mark or an ellipsis, and with the
#: quotation mark or bracket that closes it.
_SEPARATORS = [r"\n{2,}", r"\n", r"(?<=[.!?…])[»”\"')\]]?\s+", r"\s+", ""]


def cut(text: str, *, tokens: int, count_tokens: Callable[[str], int]) -> list[Offsets]:
    """Where the passages of ``text`` lie: (start, end) in code points, in order, disjoint, at most ``tokens`` long.

    Passages do not overlap: borders are those of sentences wherever a sentence fits, so no statement is cut, and
    nothing can be cited twice. Together they hold every character that is not white space.
    """
    offsets: list[Offsets] = []
    end = 0
    for chunk in _splitter(tokens, count_tokens).split_text(text):
        # The splitter's own start_index assumes that lengths are characters; ours are tokens. Its chunks are
        # verbatim, in order and disjoint, so each is the first match after the one before.
        start = text.index(chunk, end)
        end = start + len(chunk)
        offsets.append((start, end))
    return offsets


@cache
def _splitter(tokens: int, count_tokens: Callable[[str], int]) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=tokens,
        chunk_overlap=0,
        length_function=count_tokens,
    )
