"""From logits to spans: start and end chosen together, overlaps removed. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Longest answer in tokens. Longer reference answers are under 2 % of squad-es-v1-train.
MAX_TOKENS = 30


def best_spans(
    start: NDArray[np.float32], end: NDArray[np.float32], *, count: int, max_tokens: int = MAX_TOKENS
) -> list[tuple[int, int, float]]:
    """The ``count`` best (first token, last token, start + end logit), best first, no two overlapping.

    Args:
        start, end: (tokens,) float32 logits of the passage's tokens; larger is likelier.
        count: how many spans at the most.
        max_tokens: longest span.

    Ties go to the earlier start, then to the shorter span.
    """
    tokens = len(start)
    scores = start[:, None] + end[None, :]
    width = np.arange(tokens)[None, :] - np.arange(tokens)[:, None]
    scores = np.where((width >= 0) & (width < max_tokens), scores, -np.inf)
    spans: list[tuple[int, int, float]] = []
    while len(spans) < count and tokens:
        first, last = divmod(int(np.argmax(scores)), tokens)
        if not np.isfinite(scores[first, last]):
            break
        spans.append((first, last, float(scores[first, last])))
        scores[: last + 1, first:] = -np.inf  # every span that starts by `last` and ends from `first` on overlaps
    return spans
