"""From evidence to confidence: the one place where ``Calibration`` is applied."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from hemeroteca.errors import ModelMismatch
from hemeroteca.types import Calibration

#: The weights of a ``Calibration`` in the order of ``Features.inputs``.
WEIGHTS = ("margin", "similarity", "agreement", "retrieval", "broad", "untyped", "titled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What confidence in an answer is made of.

    Attributes:
        margin: the best span's ``score - no_answer``.
        similarity: the cosine of its sentence to the question.
        support: ``Group.support``, how many accounts say the same; 1 or more.
        retrieval: ``Hit.reciprocal_ranks`` of its passage, in [0, 2].
        broad: the question asks for sentences (``is_broad``).
        untyped: the question asks for a date, an amount, a person or a reason, and the answer looks like none.
        titled: 1 where a sentence says that the answer holds the title asked for, -1 where none does. Where it is said
            in part («la presidenta», not of what), half the share of the rest that its passage has; 0 where no
            passage has the title, or where none is asked for.
    """

    margin: float
    similarity: float
    support: float
    retrieval: float
    broad: bool
    untyped: bool
    titled: float = 0.0

    @property
    def inputs(self) -> tuple[float, ...]:
        """One number a weight, in the order of ``WEIGHTS``."""
        return (
            self.margin,
            self.similarity,
            math.log(self.support),
            self.retrieval,
            self.broad,
            self.untyped,
            self.titled,
        )


def weigh(calibration: Calibration, features: Features) -> float:
    """The linear sum of ``Calibration``'s formula; the larger, the likelier."""
    weights = (getattr(calibration, name) for name in WEIGHTS)
    return calibration.bias + math.fsum(w * x for w, x in zip(weights, features.inputs, strict=True))


def confidence(calibration: Calibration, features: Features) -> float:
    """In [0, 1]: how often an answer with such evidence was right on the questions of ``calibration.fitted_on``."""
    # Beyond 700 exp() overflows; the answer is the same long before.
    return 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, weigh(calibration, features)))))


def calibration_from_json(raw: Mapping[str, Any]) -> Calibration:
    """The inverse of ``jsonable``. Raises ModelMismatch where other inputs were weighed than are now."""
    names = {field.name for field in fields(Calibration)}
    if raw.keys() != names:
        other = ", ".join(sorted(raw.keys() ^ names))
        raise ModelMismatch(
            f"the confidence was fitted by another version of hemeroteca (it differs in {other})",
            hint="fit it again with: hemeroteca eval calibrate SET, or leave it out with --reset",
        )
    return Calibration(**raw)
