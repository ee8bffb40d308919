"""Fit a reader's confidence on labelled questions, so that 0.8 means right eight times in ten.

On the best answer found for each question the weights of ``Calibration`` are fitted by Platt's method (logistic
regression on smoothed targets; Platt, "Probabilistic outputs for support vector machines", 1999) and the threshold is
chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.confidence import WEIGHTS
from hemeroteca.archive import Archive
from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.judge import Judged, judge
from hemeroteca.evals.metrics import expected_calibration_error
from hemeroteca.evals.questions import EvalQuestion, load_questions
from hemeroteca.evals.run import check_is_for, read_all
from hemeroteca.reader.squad import auroc
from hemeroteca.types import Calibration, Evidence

Array = NDArray[np.float64]

FOLDS = 5
#: Keeps the fit finite where right and wrong part cleanly; on standardised inputs.
RIDGE = 1.0
#: Where a fit begins. Which answer of a question is the best depends on it a little.
START = Calibration(
    margin=1.0,
    similarity=0,
    agreement=0.5,
    retrieval=0,
    broad=0,
    untyped=0,
    titled=0,
    bias=0,
    threshold=0.5,
    fitted_on="",
)
#: Which way an input may speak: for an answer, against it, either. In the order of ``confidence.WEIGHTS``.
SIGNS = (1, 1, 1, 1, 0, -1, 1)

#: A question with what retrieval and reader found for it.
Read = tuple[EvalQuestion, Evidence]
#: A question, the best answer found, and whether it is given.
JudgedQuestion = tuple[EvalQuestion, Judged, bool]


class CalibrationError(HemerotecaError, ValueError):
    """Questions that a confidence cannot be fitted on."""


def fit_platt(inputs: Array, right: Array, *, weights: Array | None = None, ridge: float = RIDGE) -> Array:
    """Weights and bias (inputs.shape[1] + 1,) of a logistic regression, by Newton's method.

    Args:
        inputs: (n, k) float64, one row a question.
        right: (n,) 0 or 1.
        weights: (n,) how much each row counts, on average 1; None for 1 each.
        ridge: penalty on the standardised weights, not on the bias.
    """
    counts = np.ones(len(right)) if weights is None else weights
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale[scale == 0] = 1.0
    design = np.hstack([(inputs - mean) / scale, np.ones((len(inputs), 1))])
    positives, negatives = float(counts @ right), float(counts @ (1 - right))
    # Platt's targets: as if one more of each kind had been seen.
    targets = np.where(right > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    penalty = np.diag([ridge] * inputs.shape[1] + [1e-9])
    solution = np.zeros(design.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(design @ solution, -700, 700)))
        gradient = design.T @ (counts * (chance - targets)) + penalty @ solution
        hessian = (design * (counts * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        solution -= step
        if np.abs(step).max() < 1e-10:
            break
    slopes = solution[:-1] / scale
    return np.append(slopes, solution[-1] - slopes @ mean)


def fit_signed(inputs: Array, right: Array, *, signs: Sequence[int], weights: Array | None = None) -> Array:
    """``fit_platt`` with 0 for every input whose weight would have the wrong sign.

    Where inputs say much the same, a small set may make one seem to speak against what it speaks for.

    Args:
        signs: 1, -1 or 0 (either way) for each input.
    """
    kept = list(range(inputs.shape[1]))
    while True:
        solution = fit_platt(inputs[:, kept], right, weights=weights)
        good = [weight * signs[i] for weight, i in zip(solution, kept, strict=False)]
        if min(good, default=0.0) >= 0:
            result = np.zeros(inputs.shape[1] + 1)
            result[[*kept, -1]] = solution
            return result
        del kept[int(np.argmin(good))]


def best_threshold(
    confidences: Sequence[float], right: Sequence[bool], *, weights: Sequence[float] | None = None
) -> float:
    """The threshold with the most right less wrong answers given; of equals the highest. Halfway between two values."""
    order = sorted(set(confidences), reverse=True)
    counts = weights or [1.0] * len(right)
    best, threshold = 0.0, 1.0
    for i, value in enumerate(order):
        gain = sum(n if r else -n for c, r, n in zip(confidences, right, counts, strict=True) if c >= value)
        if gain > best:
            below = order[i + 1] if i + 1 < len(order) else 0.0
            best, threshold = gain, (value + below) / 2
    return threshold


def fit(read: Sequence[Read], *, name: str, weights: Sequence[float] | None = None) -> Calibration:
    """The calibration of these questions, its threshold too. Fitted twice: which answer is best depends on it a little.

    Args:
        name: of the questions, for ``Calibration.fitted_on``.
        weights: how much each question counts, in any unit; None for all alike.

    Raises CalibrationError where there is nothing to learn from: no right answer, or nothing else.
    """
    calibration = START
    shares = np.ones(len(read)) if weights is None else np.asarray(weights) * len(read) / sum(weights)
    for _ in range(2):
        found = [
            (row.features.inputs, row.right, n)
            for (_, row, _), n in zip(judged(read, calibration), shares, strict=True)
            if row.features
        ]
        rights = sum(is_right for _, is_right, _ in found)
        if not 0 < rights < len(found):
            raise CalibrationError(
                f"confidence cannot be fitted on {name}: {rights} of {len(read)} answers are right",
                hint="give questions with an answer in the archive, and questions without one",
            )
        inputs, right, counts = (np.array(column, dtype=np.float64) for column in zip(*found, strict=True))
        *fitted, bias = (round(weight, 3) for weight in fit_signed(inputs, right, signs=SIGNS, weights=counts).tolist())
        calibration = replace(START, **dict(zip(WEIGHTS, fitted, strict=True)), bias=bias, fitted_on=name)
    return with_threshold(calibration, read, weights=shares.tolist())


def with_threshold(
    calibration: Calibration, read: Sequence[Read], *, weights: Sequence[float] | None = None
) -> Calibration:
    """With the ``best_threshold`` of these questions."""
    rows = [row for _, row, _ in judged(read, calibration)]
    threshold = best_threshold([row.confidence for row in rows], [row.right for row in rows], weights=weights)
    return replace(calibration, threshold=round(threshold, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A calibration and what it does on held-out folds of its own questions."""

    calibration: Calibration
    summary: str


def calibrate(archive: Archive, path: Path, *, top: int = 8) -> Fitted:
    """Fit the archive's reader on the questions in ``path``. Raises QuestionSetError, CalibrationError."""
    questions = load_questions(path)
    check_is_for(archive, questions, path)
    read = read_all(archive, questions.questions, top=top)
    name = f"{path.name} ({len(read)} questions)"
    return Fitted(calibration=fit(read, name=name), summary=f"held-out folds: {report(held_out(read))}")


def report(outcomes: Sequence[JudgedQuestion]) -> str:
    """The figures in a few lines."""
    answerable = [row for question, row, _ in outcomes if question.answers]
    given = [row for _, row, is_given in outcomes if is_given]
    wrongly = sum(1 for question, _, is_given in outcomes if is_given and not question.answers)
    rows = [row for _, row, _ in outcomes]
    ranking = auroc([row.confidence for row in rows if row.right], [row.confidence for row in rows if not row.right])
    error = expected_calibration_error([row.confidence for row in rows], [row.right for row in rows])
    return (
        f"{len(outcomes)} questions, {len(answerable)} with an answer; "
        f"the best answer is right for {sum(row.right for row in answerable)}; "
        f"{len(given)} given, {sum(row.right for row in given)} right; "
        f"{wrongly} of {len(outcomes) - len(answerable)} without an answer were answered; "
        f"AUROC {ranking if ranking is None else round(ranking, 3)}, ECE {error:.3f}"
    )


def held_out(
    read: Sequence[Read],
    *,
    fitting: Callable[[Sequence[Read]], Calibration] | None = None,
    folds: int = FOLDS,
) -> list[JudgedQuestion]:
    """Each question, its best answer and whether it is given, by the calibration of the other folds.

    Args:
        fitting: what makes a calibration of them; ``fit`` where it is None.
    """
    fitting = fitting or partial(fit, name="folds")
    result: list[JudgedQuestion] = []
    for fold in range(folds):
        calibration = fitting([item for i, item in enumerate(read) if i % folds != fold])
        result += judged([item for i, item in enumerate(read) if i % folds == fold], calibration)
    return result


def judged(read: Sequence[Read], calibration: Calibration) -> list[JudgedQuestion]:
    """Each question, its best answer and whether it is given, by this calibration."""
    rows = ((question, judge(question, evidence, calibration)) for question, evidence in read)
    return [(question, row, row.sure) for question, row in rows]
