from __future__ import annotations

import math
from dataclasses import replace

import pytest

from hemeroteca.answering.confidence import Features, calibration_from_json, confidence
from hemeroteca.errors import ModelMismatch
from hemeroteca.types import Calibration, jsonable

CALIBRATION = Calibration(
    margin=0.5,
    similarity=2.0,
    agreement=1.0,
    retrieval=0.8,
    broad=0.25,
    untyped=-0.75,
    titled=1.5,
    bias=-3.0,
    threshold=0.5,
    fitted_on="hand",
)
FEATURES = Features(margin=4, similarity=0.9, support=3, retrieval=1.5, broad=False, untyped=False)


def test_the_formula() -> None:
    total = -3.0 + 0.5 * 4 + 2.0 * 0.9 + 1.0 * math.log(3) + 0.8 * 1.5
    assert confidence(CALIBRATION, FEATURES) == pytest.approx(1 / (1 + math.exp(-total)))
    both = replace(FEATURES, broad=True, untyped=True)
    assert confidence(CALIBRATION, both) == pytest.approx(1 / (1 + math.exp(-(total + 0.25 - 0.75))))
    other = replace(FEATURES, titled=-1)
    assert confidence(CALIBRATION, other) == pytest.approx(1 / (1 + math.exp(-(total - 1.5))))


@pytest.mark.parametrize(("margin", "expected"), [(1e6, 1.0), (-1e6, 0.0)])
def test_extremes_do_not_overflow(margin: float, expected: float) -> None:
    assert confidence(CALIBRATION, replace(FEATURES, margin=margin)) == pytest.approx(expected)


def test_a_stored_calibration_comes_back() -> None:
    assert calibration_from_json(jsonable(CALIBRATION)) == CALIBRATION


def test_one_of_other_inputs_is_refused_by_name() -> None:
    stored = jsonable(CALIBRATION)
    del stored["untyped"]
    with pytest.raises(ModelMismatch, match=r"differs in untyped.*hemeroteca eval calibrate SET"):
        calibration_from_json(stored)
