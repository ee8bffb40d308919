"""Two runs of one set, question by question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from hemeroteca.evals import metrics
from hemeroteca.evals.judge import Outcome
from hemeroteca.evals.report import Report, ReportError
from hemeroteca.evals.summary import correct

#: A question counts as won or lost where these differ.
SCORES: dict[str, Callable[[Outcome], float | None]] = {
    "correct": correct,
    "best_right": lambda o: float(o.right) if o.answers else None,
    "f1": lambda o: o.f1 if o.answers else None,
    "em": lambda o: o.em if o.answers else None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How B scored against A on the same questions: ``mean`` is B - A, with its 95 % interval (paired bootstrap)."""

    score: str
    n: int
    wins: int
    losses: int
    ties: int
    a: float
    b: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``changed`` are the pairs whose ``correct`` differs, in the order of the set."""

    set: str
    differences: tuple[Difference, ...]
    changed: tuple[tuple[Outcome, Outcome], ...]
    unpaired: int


def compare(a: Report, b: Report) -> Comparison:
    """Pair the questions by id. Raises ReportError where the two are not of one set."""
    if a.set != b.set:
        raise ReportError(f"the runs are of two sets, {a.set!r} and {b.set!r}", hint="compare runs of the same set")
    others = {o.id: o for o in b.outcomes}
    pairs = [(o, others[o.id]) for o in a.outcomes if o.id in others and o.answers == others[o.id].answers]
    if not pairs:
        raise ReportError(f"the runs of {a.set!r} have no question in common", hint="compare runs of the same file")
    differences = [d for name in SCORES if (d := _difference(name, pairs)) is not None]
    return Comparison(
        set=a.set,
        differences=tuple(differences),
        changed=tuple(pair for pair in pairs if correct(pair[0]) != correct(pair[1])),
        unpaired=len(a.outcomes) + len(b.outcomes) - 2 * len(pairs),
    )


def _difference(name: str, pairs: list[tuple[Outcome, Outcome]]) -> Difference | None:
    score = SCORES[name]
    scored = [(x, y) for a, b in pairs if (x := score(a)) is not None and (y := score(b)) is not None]
    if not scored:
        return None
    gains = [y - x for x, y in scored]
    low, high = metrics.mean_interval(gains)
    n = len(scored)
    return Difference(
        score=name,
        n=n,
        wins=sum(gain > 0 for gain in gains),
        losses=sum(gain < 0 for gain in gains),
        ties=sum(gain == 0 for gain in gains),
        a=sum(x for x, _ in scored) / n,
        b=sum(y for _, y in scored) / n,
        mean=sum(gains) / n,
        low=low,
        high=high,
    )


def to_table(comparison: Comparison, a: Path, b: Path) -> Table:
    """The differences; wins are questions on which B is better."""
    table = Table(title=f"{comparison.set}: A = {a}, B = {b}", title_justify="left")
    for heading in ("", "A", "B", "B - A", "95 % interval", "wins", "losses", "ties", "n"):
        table.add_column(heading, justify="right" if heading else "left")
    for d in comparison.differences:
        interval = f"{d.low:+.3f} … {d.high:+.3f}"
        counts = (f"{d.wins}", f"{d.losses}", f"{d.ties}", f"{d.n}")
        table.add_row(d.score, f"{d.a:.3f}", f"{d.b:.3f}", f"{d.mean:+.3f}", interval, *counts)
    return table
