"""Fit a reader's confidence on labelled questions: ``python -m hemeroteca.answering.fit evals/development.yaml``.

The set names articles and questions; they are indexed in a temporary folder, every question is retrieved and read, and
the best answer found is right or wrong. On these rows the four numbers of ``Calibration`` are fitted by Platt's method
(logistic regression on smoothed targets; Platt, "Probabilistic outputs for support vector machines", 1999) and the
threshold is chosen. Figures are of held-out folds.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from hemeroteca.answering.compose import features, rank_groups, wording
from hemeroteca.answering.confidence import confidence
from hemeroteca.answering.grouping import key_of
from hemeroteca.answering.questions import is_broad, kind_of
from hemeroteca.errors import QuestionError
from hemeroteca.reader import squad
from hemeroteca.reader.protocol import Reader
from hemeroteca.types import Article, Calibration, Hit, Span

Array = NDArray[np.float64]

FOLDS = 5
#: Keeps the fit finite where right and wrong part cleanly; on standardised inputs.
RIDGE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question with its accepted answers; none where the articles do not answer it."""

    question: str
    answers: tuple[str, ...]
    near_miss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What retrieval and reader gave for a question."""

    labelled: Labelled
    hits: list[Hit]
    spans: list[Span]
    articles: Mapping[str, Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The best answer found: its evidence, and whether it is right. ``margin`` is None where nothing was found."""

    labelled: Labelled
    text: str
    margin: float | None
    similarity: float
    articles: int
    right: bool


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


def judge(asked: Asked, calibration: Calibration) -> Row:
    """The best answer of what was asked, under this calibration, and whether an accepted one agrees with it."""
    question = asked.labelled.question
    groups = rank_groups(question, asked.hits, asked.spans, asked.articles, calibration)
    if not groups:
        return Row(labelled=asked.labelled, text="", margin=None, similarity=0.0, articles=0, right=False)
    best = groups[0]
    text = best.best.quote if is_broad(question) else wording(best, kind_of(question))
    margin, similarity, articles = features(best)
    right = any(_agree(answer, text) for answer in asked.labelled.answers)
    return Row(labelled=asked.labelled, text=text, margin=margin, similarity=similarity, articles=articles, right=right)


def _agree(accepted: str, given: str) -> bool:
    one, other = f" {key_of(accepted)} ", f" {key_of(given)} "
    return one in other or other in one


def fit(asked: Sequence[Asked], start: Calibration, *, name: str) -> Calibration:
    """The calibration of these questions. Fitted twice: which answer is best depends on it a little itself."""
    calibration = start
    for _ in range(2):
        rows = [row for row in (judge(a, calibration) for a in asked) if row.margin is not None]
        inputs = np.array([[row.margin, row.similarity, math.log(row.articles)] for row in rows], dtype=np.float64)
        right = np.array([row.right for row in rows], dtype=np.float64)
        margin, similarity, agreement, bias = fit_not_negative(inputs, right).tolist()
        calibration = Calibration(
            margin=round(margin, 3),
            similarity=round(similarity, 3),
            agreement=round(agreement, 3),
            bias=round(bias, 3),
            threshold=0.5,
            fitted_on=name,
        )
    rows = [judge(a, calibration) for a in asked]
    return replace(
        calibration, threshold=round(best_threshold([_sure(r, calibration) for r in rows], [r.right for r in rows]), 3)
    )


def _sure(row: Row, calibration: Calibration) -> float:
    if row.margin is None:
        return 0.0
    return confidence(calibration, margin=row.margin, similarity=row.similarity, articles=row.articles)


def auroc(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """How often a right answer is surer than a wrong one, ties half; None where there are not both."""
    pairs = list(zip(confidences, right, strict=True))
    return squad.auroc([c for c, r in pairs if r], [c for c, r in pairs if not r])


def load_set(path: Path) -> tuple[list[dict[str, Any]], list[Labelled]]:
    """The articles as records for an index, and the questions. Raises QuestionError naming what is wrong."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        articles = [{**a, "date": str(a["date"])} for a in loaded["articles"]]
        questions = [
            Labelled(
                question=q["question"], answers=tuple(q.get("answers", ())), near_miss=bool(q.get("near_miss", False))
            )
            for q in loaded["questions"]
        ]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise QuestionError(
            f"the question set {path} cannot be used ({type(error).__name__}: {str(error).splitlines()[0]})",
            hint="see evals/development.yaml for the form",
        ) from error
    return articles, questions


def ask_all(
    articles: Sequence[Mapping[str, Any]], questions: Sequence[Labelled], *, top: int
) -> tuple[list[Asked], Reader]:
    """Index the articles in a temporary folder, retrieve and read for every question with the archive's own reader."""
    from hemeroteca.archive import Archive

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "articles.jsonl")
        corpus.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
        with Archive.build(corpus, into=Path(folder, "index")) as archive:
            known = {article.id: article for article in archive.articles()}
            found = []
            for labelled in questions:
                hits = archive.search(labelled.question, top=top)
                spans = archive.reader.read(labelled.question, [hit.passage for hit in hits])
                found.append(Asked(labelled=labelled, hits=hits, spans=spans, articles=known))
            return found, archive.reader


def held_out(asked: Sequence[Asked], start: Calibration, *, folds: int = FOLDS) -> list[tuple[Row, float, bool]]:
    """Each question's row, confidence and whether it is answered, by the calibration of the other folds."""
    result = []
    for fold in range(folds):
        others = [a for i, a in enumerate(asked) if i % folds != fold]
        calibration = fit(others, start, name="folds")
        for item in (a for i, a in enumerate(asked) if i % folds == fold):
            row = judge(item, calibration)
            sure = _sure(row, calibration)
            result.append((row, sure, sure >= calibration.threshold))
    return result


def report(outcomes: Sequence[tuple[Row, float, bool]]) -> str:
    """The held-out figures in a few lines."""
    answerable = [o for o in outcomes if o[0].labelled.answers]
    given = [o for o in outcomes if o[2]]
    right = sum(row.right for row, _, _ in given)
    wrongly = sum(1 for row, _, answered in outcomes if answered and not row.labelled.answers)
    ranking = auroc([sure for _, sure, _ in outcomes], [row.right for row, _, _ in outcomes])
    brier = sum((sure - row.right) ** 2 for row, sure, _ in outcomes) / len(outcomes)
    found = sum(row.right for row, _, _ in answerable)
    return (
        f"{len(outcomes)} questions, {len(answerable)} with an answer; held-out folds: "
        f"the best answer is right for {found}; {len(given)} given, {right} right; "
        f"{wrongly} of {len(outcomes) - len(answerable)} without an answer were answered; "
        f"AUROC {ranking if ranking is None else round(ranking, 3)}, Brier {brier:.3f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Fit confidence and threshold of the archive's reader on labelled questions."
    )
    parser.add_argument("set", type=Path, help="questions and articles, as in evals/development.yaml")
    parser.add_argument("--top", type=int, default=8, help="passages read for a question")
    parser.add_argument("--verbose", action="store_true", help="every question on a line of its own")
    options = parser.parse_args(arguments)
    articles, questions = load_set(options.set)
    asked, reader = ask_all(articles, questions, top=options.top)
    start = replace(reader.calibration, margin=1.0, similarity=0.0, agreement=0.5, bias=0.0)
    calibration = fit(asked, start, name=f"{options.set.name} ({len(questions)} questions)")
    outcomes = held_out(asked, start)
    if options.verbose:
        for row, sure, answered in outcomes:
            mark = "right" if row.right else "wrong" if row.labelled.answers else "none"
            given = "given" if answered else ""
            sys.stdout.write(f"{mark:5} {sure:.2f} {given:5} {row.labelled.question} -> {row.text!r}\n")
    sys.stdout.write(f"{calibration}\n{report(outcomes)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
