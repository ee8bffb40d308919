"""From evidence to confidence: the one place where ``Calibration`` is applied."""

from __future__ import annotations

import math

from hemeroteca.types import Calibration


def weigh(calibration: Calibration, *, margin: float, similarity: float, support: float) -> float:
    """The linear sum of ``Calibration``'s formula; the larger, the likelier. ``support`` is ``Group.support``."""
    return (
        calibration.bias
        + calibration.margin * margin
        + calibration.similarity * similarity
        + calibration.agreement * math.log(support)
    )


def confidence(calibration: Calibration, *, margin: float, similarity: float, support: float) -> float:
    """In [0, 1]: how often an answer with such evidence was right on the questions of ``calibration.fitted_on``."""
    total = weigh(calibration, margin=margin, similarity=similarity, support=support)
    # Beyond 700 exp() overflows; the answer is the same long before.
    return 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, total))))
