"""Floors under the figures: a TOML file with a table per set, and whether figures meet theirs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.summary import METRICS, Better
from hemeroteca.types import Voice

#: Which side of its limit a figure must be on: those of a run, and those of the labelled sets.
BETTER: dict[str, Better] = {
    **{metric.name: metric.better for metric in METRICS},
    **dict.fromkeys(("precision", "recall", "value_precision", "value_recall"), "higher"),
    **dict.fromkeys(
        (
            "resolved_recall_at_8",
            "resolved_best_right",
            "recall_gained",
            "right_gained",
            "new_left_alone",
            "complete_left_alone",
        ),
        "higher",
    ),
    **{
        f"{voice.value}{shown}_{name}": "higher"
        for voice in Voice
        for shown in ("", "_shown")
        for name in ("precision", "recall")
    },
}


class GateError(HemerotecaError, ValueError):
    """A gates file that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A figure on the wrong side of its limit; ``value`` is None where the report does not have it."""

    metric: str
    value: float | None
    limit: float

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.metric} is not in the report, its limit is {self.limit:g}"
        side = "at least" if BETTER[self.metric] == "higher" else "at most"
        return f"{self.metric} is {self.value:.3f}, {side} {self.limit:g} is asked"


def load_gates(path: Path, name: str) -> dict[str, float]:
    """The limits by metric for the set of this name. Raises GateError where there are none, or not for a metric."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        limits = {str(metric): float(limit) for metric, limit in tables[name].items()}
    except KeyError as error:
        raise GateError(f"{path} has no limits for the set {name!r}", hint=f"add a table [{name}]") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise GateError(f"not a gates file ({path}: {error})", hint="see evals/gates.toml") from error
    unknown = limits.keys() - BETTER.keys()
    if unknown:
        raise GateError(f"{path} names a metric that is none: {min(unknown)!r}", hint=f"one of {', '.join(BETTER)}")
    return limits


def missed(values: Mapping[str, float], limits: Mapping[str, float]) -> list[Missed]:
    """The limits that the figures do not meet: floors, or ceilings where lower is better."""
    found = []
    for metric, limit in limits.items():
        value = values.get(metric)
        if value is None or (value < limit if BETTER[metric] == "higher" else value > limit):
            found.append(Missed(metric=metric, value=value, limit=limit))
    return found
