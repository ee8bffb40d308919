from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from hemeroteca.answering.fit import (
    Asked,
    Labelled,
    auroc,
    best_threshold,
    fit,
    fit_not_negative,
    fit_platt,
    judge,
    load_set,
)
from hemeroteca.errors import QuestionError
from hemeroteca.types import Article, Calibration, Hit, Passage, Span
from tests.conftest import REPOSITORY

START = Calibration(margin=1.0, similarity=0.0, agreement=0.5, bias=0.0, threshold=0.5, fitted_on="")


def asked(question: str, answer: str | None, *, margin: float, right: bool = True) -> Asked:
    """A question whose reader found «Ana Paz» (or «Eva Sol» where it is to be wrong) with this margin."""
    text = f"Firmó {'Ana Paz' if right else 'Eva Sol'}."
    passage = Passage(id=1, article_id="a", start=0, end=len(text), text=text)
    return Asked(
        labelled=Labelled(question=question, answers=(answer,) if answer else ()),
        hits=[Hit(passage=passage, similarity=0.8 + margin / 100, term_score=0, fused=0.1)],
        spans=[Span(passage_id=1, start=6, end=13, text=text[6:13], score=margin, no_answer=0)],
        articles={"a": Article(id="a", title="", text=text)},
    )


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


def test_an_input_that_speaks_against_is_left_out() -> None:
    inputs = np.array([[0.0, 3.0], [1.0, 2.0], [2.0, 1.0], [3.0, 0.0]])
    right = np.array([0.0, 0, 1, 1])
    weights = fit_not_negative(inputs, right)
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


def test_auroc_by_hand() -> None:
    assert auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.9], [True]) is None


def test_judging() -> None:
    assert judge(asked("¿Quién firmó?", "Ana Paz", margin=1), START).right
    assert judge(asked("¿Quién firmó?", "Paz", margin=1), START).right
    assert not judge(asked("¿Quién firmó?", "Ana Paz", margin=1, right=False), START).right
    assert not judge(asked("¿Quién firmó?", None, margin=1), START).right


def test_fitting_parts_right_from_wrong() -> None:
    good = [asked("¿Quién firmó?", "Ana Paz", margin=m) for m in (3.0, 4.0, 5.0, 2.5)]
    bad = [asked("¿Quién firmó?", None, margin=m) for m in (-1.0, 0.0, 1.0, 0.5)]
    calibration = fit([*good, *bad], START, name="hand")
    assert calibration.margin > 0
    assert calibration.fitted_on == "hand"
    from hemeroteca.answering.confidence import confidence

    sure = [confidence(calibration, margin=m, similarity=0.8 + m / 100, articles=1) for m in (2.5, 1.0)]
    assert sure[0] > calibration.threshold > sure[1]


def test_the_development_set() -> None:
    articles, questions = load_set(REPOSITORY / "evals" / "development.yaml")
    texts = {a["id"]: a["text"] for a in articles}
    assert len(texts) == len(articles)
    assert len(questions) >= 60
    assert 0.3 < sum(not q.answers for q in questions) / len(questions) < 0.5
    assert len({q.question for q in questions}) == len(questions)
    for question in questions:
        assert all(any(answer in text for text in texts.values()) for answer in question.answers), question


@pytest.mark.parametrize("content", ["", "articles: 3", "articles: []", "a: [", "articles: [{id: 1}]\nquestions: [{}]"])
def test_a_set_that_cannot_be_used(content: str, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionError, match=r"set\.yaml"):
        load_set(path)
