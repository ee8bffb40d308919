"""The figures, as pure functions: each with its formula and where it comes from. EM and F1 are in ``reader.squad``."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Resamples of a bootstrap interval, and its level.
SAMPLES = 1000
LEVEL = 0.95


def recall_at(ranking: Sequence[int], relevant: AbstractSet[int], k: int) -> float:
    """|relevant in the first k| / |relevant| (Manning, Raghavan & Schütze 2008, 8.3). ``relevant`` is not empty."""
    return len(relevant & set(ranking[:k])) / len(relevant)


def reciprocal_rank(ranking: Sequence[int], relevant: AbstractSet[int], k: int) -> float:
    """1 / rank of the first relevant one, from 1; 0 where none is among the first k (Voorhees 1999, MRR's term)."""
    return next((1 / rank for rank, item in enumerate(ranking[:k], start=1) if item in relevant), 0.0)


def ndcg_at(ranking: Sequence[int], relevant: AbstractSet[int], k: int) -> float:
    """DCG / ideal DCG with gains 0 and 1 and discount log2(rank + 1) (Järvelin & Kekäläinen 2002)."""
    gained = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranking[:k], start=1) if item in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return gained / ideal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers of like confidence: how many, their mean confidence, and the share of them that is right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> list[Bin]:
    """Bins of equal width over [0, 1], those that hold something; 1.0 belongs to the last."""
    values, hits = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    places = np.minimum((values * bins).astype(int), bins - 1)
    return [
        Bin(
            low=int(place) / bins,
            high=(int(place) + 1) / bins,
            n=int((places == place).sum()),
            confidence=float(values[places == place].mean()),
            right=float(hits[places == place].mean()),
        )
        for place in np.unique(places)
    ]


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Sum over bins of n_bin / n * |mean confidence - share right| (Guo et al. 2017, eq. 3). Smaller is better."""
    return sum(b.n * abs(b.confidence - b.right) for b in reliability(confidences, right, bins=bins)) / len(right)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Array, Array]:
    """Coverage and risk where the surest 1, 2, … n questions are answered (El-Yaniv & Wiener 2010).

    Coverage is the share of the questions that is answered, risk the share of wrong ones among those. Equal confidences
    come in together: their points are joined to the last. Both (points,) float64, by rising coverage.
    """
    values, wrong = np.asarray(confidences, dtype=np.float64), 1.0 - np.asarray(right, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    counts = np.arange(1, len(values) + 1)
    ends = np.append(values[order][1:] != values[order][:-1], True)
    return (counts / len(values))[ends], (np.cumsum(wrong[order]) / counts)[ends]


def area_under_risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Mean risk over all coverages (Geifman & El-Yaniv 2017, AURC). Smaller is better; ties share their last risk."""
    coverage, risk = risk_coverage(confidences, right)
    return float((np.diff(coverage, prepend=0.0) * risk).sum())


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile, linear between neighbours (Hyndman & Fan 1996, type 7)."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), q))


def bootstrap(
    n: int, statistic: Callable[[NDArray[np.int64]], float | None], *, samples: int = SAMPLES, seed: int = 13
) -> tuple[float, float]:
    """The percentile interval (Efron & Tibshirani 1993, 13.3) of a statistic of n questions drawn with replacement.

    ``statistic`` takes the (n,) int64 places drawn and returns None where it has no value on them; such draws are
    left out.
    """
    generator = np.random.default_rng(seed)
    drawn = (statistic(generator.integers(0, n, n)) for _ in range(samples))
    values = [value for value in drawn if value is not None]
    if not values:
        return math.nan, math.nan
    tail = 100 * (1 - LEVEL) / 2
    return percentile(values, tail), percentile(values, 100 - tail)


def mean_interval(values: Sequence[float]) -> tuple[float, float]:
    """``bootstrap`` of the mean."""
    array = np.asarray(values, dtype=np.float64)
    return bootstrap(len(array), lambda places: float(array[places].mean()))
