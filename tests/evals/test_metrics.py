"""Worked by hand, and against libraries: ir-measures for retrieval, scikit-learn for ranking by confidence."""

from __future__ import annotations

import math
import random

import ir_measures
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG
from sklearn.metrics import roc_auc_score

from hemeroteca.evals import metrics
from hemeroteca.reader.squad import auroc

RANKING = [7, 3, 9, 1]


def test_recall() -> None:
    assert metrics.recall_at(RANKING, {3, 1, 5}, 2) == pytest.approx(1 / 3)
    assert metrics.recall_at(RANKING, {3, 1, 5}, 4) == pytest.approx(2 / 3)


def test_reciprocal_rank() -> None:
    assert metrics.reciprocal_rank(RANKING, {9, 1}, 4) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank(RANKING, {9, 1}, 2) == 0.0


def test_ndcg() -> None:
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert metrics.ndcg_at(RANKING, {3, 1, 5}, 4) == pytest.approx(gained / ideal)


def test_retrieval_metrics_agree_with_ir_measures() -> None:
    rng = random.Random(3)
    for _ in range(50):
        ranking = rng.sample(range(30), 12)
        relevant = set(rng.sample(range(30), rng.randint(1, 6)))
        qrels = [ir_measures.Qrel("q", str(i), 1) for i in relevant]
        found = [ir_measures.ScoredDoc("q", str(item), -rank) for rank, item in enumerate(ranking)]
        wanted = ir_measures.calc_aggregate([R @ 8, RR @ 8, nDCG @ 8], qrels, found)
        assert metrics.recall_at(ranking, relevant, 8) == pytest.approx(wanted[R @ 8])
        assert metrics.reciprocal_rank(ranking, relevant, 8) == pytest.approx(wanted[RR @ 8])
        assert metrics.ndcg_at(ranking, relevant, 8) == pytest.approx(wanted[nDCG @ 8])


def test_calibration_error() -> None:
    # Bins 0.2-0.3: mean 0.25, 1 of 2 right; 0.9-1.0: mean 0.95, 1 of 2; half of the questions in each.
    error = metrics.expected_calibration_error([0.2, 0.3 - 1e-9, 0.9, 1.0], [True, False, True, False])
    assert error == pytest.approx(0.5 * 0.25 + 0.5 * 0.45, abs=1e-6)
    assert metrics.expected_calibration_error([1.0, 0.0], [True, False]) == 0.0


def test_reliability_bins_hold_every_answer() -> None:
    bins = metrics.reliability([0.0, 0.05, 0.1, 0.99, 1.0], [False, False, True, True, True])
    assert [(b.low, b.high, b.n) for b in bins] == [(0.0, 0.1, 2), (0.1, 0.2, 1), (0.9, 1.0, 2)]
    assert bins[-1].right == 1.0


def test_risk_and_coverage() -> None:
    coverage, risk = metrics.risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0.0, 1 / 3, 1 / 2])
    area = metrics.area_under_risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert area == pytest.approx(0.25 * 0 + 0.5 / 3 + 0.25 / 2)


@settings(deadline=None)  # the first call loads scikit-learn
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=2, max_size=40))
def test_auroc_agrees_with_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    positives, negatives = [c for c, r in rows if r], [c for c, r in rows if not r]
    if positives and negatives:
        wanted = roc_auc_score([r for _, r in rows], [c for c, _ in rows])
        assert auroc(positives, negatives) == pytest.approx(wanted)
    else:
        assert auroc(positives, negatives) is None


def test_the_interval_of_a_mean_is_about_two_standard_errors() -> None:
    values = [1.0] * 60 + [0.0] * 40
    low, high = metrics.mean_interval(values)
    error = math.sqrt(0.6 * 0.4 / 100)
    assert low == pytest.approx(0.6 - 1.96 * error, abs=0.02)
    assert high == pytest.approx(0.6 + 1.96 * error, abs=0.02)
    assert (low, high) == metrics.mean_interval(values), "seeded"


def test_draws_on_which_a_statistic_has_no_value_are_left_out() -> None:
    def of(places: np.ndarray) -> float | None:
        return None if places[0] == 0 else 7.0

    assert metrics.bootstrap(3, of) == (7.0, 7.0)
    assert math.isnan(metrics.bootstrap(1, of)[0])


def test_percentile_lies_between_neighbours() -> None:
    assert metrics.percentile([1.0, 2.0, 10.0], 75) == pytest.approx(6.0)
