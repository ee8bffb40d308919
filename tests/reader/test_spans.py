from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.reader.spans import best_spans


def spans(
    start: list[float], end: list[float], *, count: int = 3, max_tokens: int = 30
) -> list[tuple[int, int, float]]:
    return best_spans(np.array(start, np.float32), np.array(end, np.float32), count=count, max_tokens=max_tokens)


def test_start_and_end_are_chosen_together() -> None:
    # The best start (4) comes after the best end (2): of the pairs in order, 2 + 1 is the best.
    assert spans([0, 2, 4], [2, 1, -2], count=1) == [(1, 1, 3.0)]


def test_ties_go_to_the_earlier_start_then_the_shorter_span() -> None:
    assert spans([1, 1], [1, 1], count=1) == [(0, 0, 2.0)]


def test_a_span_is_no_longer_than_allowed() -> None:
    assert spans([9, 0, 0, 0], [0, 0, 0, 9], count=1, max_tokens=3) == [(0, 0, 9.0)]
    assert spans([9, 0, 0, 0], [0, 0, 0, 9], count=1, max_tokens=4) == [(0, 3, 18.0)]


def test_the_next_span_does_not_overlap_the_first() -> None:
    assert spans([5, 0, 4, 0], [0, 5, 0, 3]) == [(0, 1, 10.0), (2, 3, 7.0)]


def test_nothing_comes_of_nothing() -> None:
    assert spans([], []) == []


finite = st.floats(-20, 20, width=32)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=9), st.integers(1, 5))
def test_the_first_is_the_best_of_all_pairs(logits: list[tuple[float, float]], longest: int) -> None:
    start, end = np.array(logits, np.float32).T
    pairs = itertools.product(range(len(logits)), repeat=2)
    best = max(start[i] + end[j] for i, j in pairs if 0 <= j - i < longest)
    found = best_spans(start, end, count=9, max_tokens=longest)
    assert found[0][2] == best
    assert [s for *_, s in found] == sorted((s for *_, s in found), reverse=True)
    assert all(b < c or d < a for (a, b, _), (c, d, _) in itertools.combinations(found, 2))
