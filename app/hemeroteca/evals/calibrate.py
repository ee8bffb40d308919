"""Fit a reader's confidence on labelled questions, so that 0.8 means right eight times in ten.

On the best answer found for each question the four numbers of ``Calibration`` are fitted by Platt's method (logistic
regression on smoothed targets; Platt, "Probabilistic outputs for support vector machines", 1999) and the threshold is
chosen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hemeroteca.archive import Archive
from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.judge import Judged, judge
from hemeroteca.evals.metrics import expected_calibration_error
from hemeroteca.evals.questions import EvalQuestion, check_against, load_questions
from hemeroteca.evals.run import read_all
from hemeroteca.reader.squad import auroc
from hemeroteca.types import Calibration, Evidence

Array = NDArray[np.float64]

FOLDS = 5
#: Keeps the fit finite where right and wrong part cleanly; on standardised inputs.
RIDGE = 1.0
#: Where a fit begins. Which answer of a question is the best depends on it a little.
START = Calibration(margin=1.0, similarity=0.0, agreement=0.5, bias=0.0, threshold=0.5, fitted_on="")

#: A question with what retrieval and reader found for it.
Read = tuple[EvalQuestion, Evidence]


class CalibrationError(HemerotecaError, ValueError):
    """Questions that a confidence cannot be fitted on."""


def fit_platt(inputs: Array, right: Array, *, ridge: float = RIDGE) -> Array:
    """Weights and bias (inputs.shape[1] + 1,) of a logistic regression, by Newton's method.

    Args:
        inputs: (n, k) float64, one row a question.
        right: (n,) 0 or 1.
        ridge: penalty on the standardised weights, not on the bias.
    """
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale[scale == 0] = 1.0
    design = np.hstack([(inputs - mean) / scale, np.ones((len(inputs), 1))])
    positives = right.sum()
    # Platt's targets: as if one more of each kind had been seen.
    targets = np.where(right > 0, (positives + 1) / (positives + 2), 1 / (len(right) - positives + 2))
    penalty = np.diag([ridge] * inputs.shape[1] + [1e-9])
    weights = np.zeros(design.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -700, 700)))
        gradient = design.T @ (chance - targets) + penalty @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-10:
            break
    slopes = weights[:-1] / scale
    return np.append(slopes, weights[-1] - slopes @ mean)


def fit_not_negative(inputs: Array, right: Array) -> Array:
    """``fit_platt`` with 0 for every input whose weight would be negative.

    None of them speaks against an answer; where they say much the same, a small set may make one seem to.
    """
    kept = list(range(inputs.shape[1]))
    while True:
        weights = fit_platt(inputs[:, kept], right)
        lowest = int(np.argmin(weights[:-1])) if kept else 0
        if not kept or weights[lowest] >= 0:
            result = np.zeros(inputs.shape[1] + 1)
            result[[*kept, -1]] = weights
            return result
        del kept[lowest]


def best_threshold(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The threshold with the most right less wrong answers given; of equals the highest. Halfway between two values."""
    order = sorted(set(confidences), reverse=True)
    best, threshold = 0, 1.0
    for i, value in enumerate(order):
        gain = sum(1 if r else -1 for c, r in zip(confidences, right, strict=True) if c >= value)
        if gain > best:
            below = order[i + 1] if i + 1 < len(order) else 0.0
            best, threshold = gain, (value + below) / 2
    return threshold


def fit(read: Sequence[Read], *, name: str) -> Calibration:
    """The calibration of these questions. Fitted twice: which answer is best depends on it a little itself.

    Raises CalibrationError where there is nothing to learn from: no right answer, or nothing else.
    """
    calibration = START
    for _ in range(2):
        rows = [row for row in _judged(read, calibration) if row.margin is not None]
        inputs = np.array([[row.margin, row.similarity, math.log(row.articles)] for row in rows], dtype=np.float64)
        right = np.array([row.right for row in rows], dtype=np.float64)
        if not 0 < right.sum() < len(right):
            raise CalibrationError(
                f"confidence cannot be fitted on {name}: {int(right.sum())} of {len(read)} answers are right",
                hint="give questions with an answer in the archive, and questions without one",
            )
        margin, similarity, agreement, bias = fit_not_negative(inputs, right).tolist()
        calibration = Calibration(
            margin=round(margin, 3),
            similarity=round(similarity, 3),
            agreement=round(agreement, 3),
            bias=round(bias, 3),
            threshold=0.5,
            fitted_on=name,
        )
    rows = _judged(read, calibration)
    threshold = best_threshold([row.confidence for row in rows], [row.right for row in rows])
    return replace(calibration, threshold=round(threshold, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A calibration and what it does on held-out folds of its own questions."""

    calibration: Calibration
    summary: str


def calibrate(archive: Archive, path: Path, *, top: int = 8) -> Fitted:
    """Fit the archive's reader on the questions in ``path``. Raises QuestionSetError, CalibrationError."""
    questions = load_questions(path)
    check_against(questions, {a.id: f"{a.title}\n{a.text}" for a in archive.articles()}, path)
    read = read_all(archive, questions.questions, top=top)
    name = f"{path.name} ({len(read)} questions)"
    return Fitted(calibration=fit(read, name=name), summary=report(held_out(read)))


def report(outcomes: Sequence[tuple[EvalQuestion, Judged, bool]]) -> str:
    """The held-out figures in a few lines."""
    answerable = [row for question, row, _ in outcomes if question.answers]
    given = [row for _, row, is_given in outcomes if is_given]
    wrongly = sum(1 for question, _, is_given in outcomes if is_given and not question.answers)
    rows = [row for _, row, _ in outcomes]
    ranking = auroc([row.confidence for row in rows if row.right], [row.confidence for row in rows if not row.right])
    error = expected_calibration_error([row.confidence for row in rows], [row.right for row in rows])
    return (
        f"{len(outcomes)} questions, {len(answerable)} with an answer; held-out folds: "
        f"the best answer is right for {sum(row.right for row in answerable)}; "
        f"{len(given)} given, {sum(row.right for row in given)} right; "
        f"{wrongly} of {len(outcomes) - len(answerable)} without an answer were answered; "
        f"AUROC {ranking if ranking is None else round(ranking, 3)}, ECE {error:.3f}"
    )


def held_out(read: Sequence[Read], *, folds: int = FOLDS) -> list[tuple[EvalQuestion, Judged, bool]]:
    """Each question, its best answer and whether it is given, by the calibration of the other folds."""
    result = []
    for fold in range(folds):
        calibration = fit([item for i, item in enumerate(read) if i % folds != fold], name="folds")
        for question, evidence in (item for i, item in enumerate(read) if i % folds == fold):
            row = judge(question, evidence, calibration)
            result.append((question, row, row.confidence >= calibration.threshold))
    return result


def _judged(read: Sequence[Read], calibration: Calibration) -> list[Judged]:
    return [judge(question, evidence, calibration) for question, evidence in read]
