from __future__ import annotations

import math

import pytest

from hemeroteca.answering.confidence import confidence
from hemeroteca.types import Calibration

CALIBRATION = Calibration(margin=0.5, similarity=2.0, agreement=1.0, bias=-3.0, threshold=0.5, fitted_on="hand")


def test_the_formula() -> None:
    total = -3.0 + 0.5 * 4 + 2.0 * 0.9 + 1.0 * math.log(3)
    assert confidence(CALIBRATION, margin=4, similarity=0.9, support=3) == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize(("margin", "expected"), [(1e6, 1.0), (-1e6, 0.0)])
def test_extremes_do_not_overflow(margin: float, expected: float) -> None:
    assert confidence(CALIBRATION, margin=margin, similarity=0, support=1) == pytest.approx(expected)
