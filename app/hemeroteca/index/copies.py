"""Near-duplicate passages: wire copy, shared communiqués. Found by MinHash bands, confirmed by their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

#: Bands of so many hashes each: passages that share 0.8 of their shingles meet in a band with probability 0.99,
#: those that share 0.3 with 0.03 (1 - (1 - s**ROWS)**BANDS; Leskovec et al., "Mining of Massive Datasets", 3.4).
BANDS, ROWS = 12, 5

#: Words to a shingle, and the part of them all that copies share (Jaccard).
SHINGLE = 3
COPIES = 0.7

# A copy with other facts, or with a negation more, is a correction: it is read for itself.
_TURNS = frozenset(("no", "ni", "nunca", "jamás", "sin", "tampoco", "not", "never", "without"))
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Runs of SHINGLE words, in lower case; of a shorter text all its words as one."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def bands(text: str) -> list[bytes]:
    """BANDS keys of ``1 + 4 * ROWS`` bytes: passages with a key in common may be copies."""
    from datasketch import MinHash  # brings scipy along, which only indexing need pay for

    sketch = MinHash(num_perm=BANDS * ROWS, scheme="affine32")
    sketch.update_batch([shingle.encode("utf-8") for shingle in sorted(shingles(text))])
    rows = sketch.hashvalues.astype("<u4").reshape(BANDS, ROWS)
    return [bytes([number]) + row.tobytes() for number, row in enumerate(rows)]


def are_copies(one: str, other: str, facts: Callable[[str], Sequence[str]]) -> bool:
    """Whether two texts say the same in nearly the same words, with the same ``facts`` and negations."""
    a, b = shingles(one), shingles(other)
    if len(a & b) < COPIES * len(a | b):
        return False
    return sorted(facts(one)) == sorted(facts(other)) and _turns(one) == _turns(other)


def _turns(text: str) -> list[str]:
    return sorted(word for word in _WORD.findall(text.lower()) if word in _TURNS)
