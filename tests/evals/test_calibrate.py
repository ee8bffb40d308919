"""Confidence fitted on rows made by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hemeroteca import Archive
from hemeroteca.answering.confidence import Features, confidence
from hemeroteca.evals.calibrate import (
    START,
    CalibrationError,
    Read,
    best_threshold,
    calibrate,
    fit,
    fit_platt,
    fit_signed,
    held_out,
    with_threshold,
)
from hemeroteca.evals.judge import judge
from hemeroteca.evals.questions import EvalQuestion
from hemeroteca.types import Article, Evidence, Hit, Passage, Span
from tests.fakes import PhraseReader, WordLengthEncoder


def asked(question: str, answer: str | None, *, margin: float, right: bool = True) -> Read:
    """A question whose reader found «Ana Paz» (or «Eva Sol» where it is to be wrong) with this margin."""
    text = f"Firmó {'Ana Paz' if right else 'Eva Sol'}."
    passage = Passage(id=1, article_id="a", start=0, end=len(text), text=text)
    evidence = Evidence(
        question=question,
        hits=(Hit(passage=passage, similarity=0.8 + margin / 100, term_score=0, fused=0.1),),
        spans=(Span(passage_id=1, start=6, end=13, text=text[6:13], score=margin, no_answer=0),),
        similarities=(0.8 + margin / 100,),
        articles={"a": Article(id="a", title="", text=text)},
    )
    labelled = EvalQuestion(
        id=f"{margin}", question=question, answers=(answer,) if answer else (), unanswerable=not answer
    )
    return labelled, evidence


def test_platt_finds_the_log_odds() -> None:
    """One input of 0 and 1: right in 1 of 4 and in 3 of 4. With smoothed targets the fit is between, and symmetric."""
    inputs = np.array([[0.0]] * 4 + [[1.0]] * 4)
    right = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=np.float64)
    slope, bias = fit_platt(inputs, right, ridge=0.0)
    high, low = (4 + 1) / (4 + 2), 1 / (4 + 2)
    expected = (3 * high + low) / 4
    assert bias + slope == pytest.approx(math.log(expected / (1 - expected)))
    assert bias == pytest.approx(-(bias + slope))


def test_platt_stays_finite_where_right_and_wrong_part() -> None:
    weights = fit_platt(np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 0, 1, 1]))
    assert np.isfinite(weights).all()
    assert weights[0] > 0


@pytest.mark.parametrize(("sign", "kept"), [(1, False), (-1, True), (0, True)])
def test_an_input_that_speaks_the_wrong_way_is_left_out(sign: int, kept: bool) -> None:
    inputs = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]])
    right = np.array([0.0, 0, 1, 1])
    weights = fit_signed(inputs, right, signs=(1, sign))
    if kept:
        assert weights[1] < 0
        assert weights == pytest.approx(fit_platt(inputs, right))
    else:
        assert weights[1] == 0
        assert weights[[0, 2]] == pytest.approx(fit_platt(inputs[:, :1], right))


@pytest.mark.parametrize(
    ("confidences", "right", "expected"),
    [
        ([0.9, 0.8, 0.4, 0.3], [True, True, False, False], (0.8 + 0.4) / 2),
        ([0.9, 0.8, 0.7, 0.3], [True, False, True, True], 0.3 / 2),
        ([0.9, 0.8, 0.7], [True, False, True], (0.9 + 0.8) / 2),
        ([0.9, 0.8], [False, False], 1.0),
    ],
)
def test_threshold(confidences: list[float], right: list[bool], expected: float) -> None:
    assert best_threshold(confidences, right) == pytest.approx(expected)


def test_judging() -> None:
    assert judge(*asked("¿Quién firmó?", "Ana Paz", margin=1), START).right
    assert judge(*asked("¿Quién firmó?", "Paz", margin=1), START).right
    assert not judge(*asked("¿Quién firmó?", "Ana Paz", margin=1, right=False), START).right
    assert not judge(*asked("¿Quién firmó?", None, margin=1), START).right


GOOD = [asked("¿Quién firmó?", "Ana Paz", margin=m) for m in (3.0, 4.0, 5.0, 2.5)]
BAD = [asked("¿Quién firmó?", None, margin=m) for m in (-1.0, 0.0, 1.0, 0.5)]


def test_fitting_parts_right_from_wrong() -> None:
    calibration = fit([*GOOD, *BAD], name="hand")
    assert calibration.margin > 0
    assert calibration.fitted_on == "hand"
    unranked = Features(margin=0, similarity=0, support=1, retrieval=0, broad=False, untyped=False)
    sure = [confidence(calibration, replace(unranked, margin=m, similarity=0.8 + m / 100)) for m in (2.5, 1.0)]
    assert sure[0] > calibration.threshold > sure[1]


def test_the_threshold_may_be_of_other_questions_than_the_fit() -> None:
    calibration = fit([*GOOD, *BAD], name="hand")
    other = with_threshold(calibration, [asked("¿Quién firmó?", "Ana Paz", margin=m) for m in (-3.0, -2.0)])
    assert other.threshold < calibration.threshold
    assert replace(other, threshold=calibration.threshold) == calibration


def test_each_fold_is_judged_by_the_others() -> None:
    read = [item for pair in zip(GOOD * 3, BAD * 3, strict=True) for item in pair]
    outcomes = held_out(read, folds=3)
    assert sorted(q.id for q, _, _ in outcomes) == sorted(q.id for q, _ in read)
    assert all(given == row.right for _, row, given in outcomes)


@pytest.mark.parametrize("read", [GOOD, BAD])
def test_nothing_can_be_learnt_from_one_kind_alone(read: list[Read]) -> None:
    with pytest.raises(CalibrationError, match="of 4 answers are right: give questions"):
        fit(read, name="one kind")


ASKED = {
    "¿Quién firmó en {}?": "answers: [Ana Paz], articles: [uno]",
    "¿Quién cantó en {}?": "answers: [Eva Sol], articles: [dos]",
    "¿Quién voló en {}?": "unanswerable: true",
    "¿Quién llovió en {}?": "unanswerable: true",
}
SET = "questions:\n" + "".join(
    f'  - {{question: "{question.format(place)}", {answer}}}\n'
    for place in ("Valdeluz", "Robledal", "Cárdeno")
    for question, answer in ASKED.items()
)


def test_a_calibration_is_kept_with_its_archive(
    write_corpus: Callable[..., Path], encoder: WordLengthEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(SET, "utf-8")
    corpus = write_corpus(uno="Firmó Ana Paz.", dos="Cantó Eva Sol.")

    class Reader(PhraseReader):
        def read(self, question: str, passages: object) -> list[Span]:
            phrase = {"f": "Ana Paz", "c": "Eva Sol"}.get(question[7], "Firmó")
            self.margins = {phrase: 2.0 if phrase != "Firmó" else -2.0}
            return super().read(question, passages)  # type: ignore[arg-type]

    with Archive.build(corpus, into=tmp_path / "index", encoder=encoder, reader=Reader()) as archive:
        own = archive.calibration
        fitted = calibrate(archive, path, top=2)
        archive.calibrate(fitted.calibration)
        assert archive.info().calibration == fitted.calibration == archive.calibration != own
        assert fitted.calibration.fitted_on == "set.yaml (12 questions)"
        assert archive.ask("¿Quién nevó?", top=2).abstained
    with Archive.open(tmp_path / "index", encoder=encoder, reader=Reader()) as archive:
        assert archive.calibration == fitted.calibration
        archive.add(corpus)
        assert archive.calibration == fitted.calibration, "indexing again keeps it"
    other = Reader()
    other.fingerprint = "q" * 64
    with Archive.open(tmp_path / "index", encoder=encoder, reader=other) as archive:
        assert archive.calibration == own, "it is another reader's"
        archive.calibrate(None)
    with Archive.open(tmp_path / "index", encoder=encoder, reader=Reader()) as archive:
        assert archive.calibration == own
