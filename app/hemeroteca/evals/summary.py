"""From outcomes to figures: every metric with its n and interval, for the whole set and for its parts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hemeroteca.evals import metrics
from hemeroteca.evals.judge import Outcome
from hemeroteca.reader.squad import auroc

Better = Literal["higher", "lower"]
Outcomes = Sequence[Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric's value on n questions, with the 95 % bootstrap interval."""

    name: str
    value: float
    low: float
    high: float
    n: int
    better: Better


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A group of questions and its figures."""

    name: str
    n: int
    figures: tuple[Figure, ...]

    @property
    def values(self) -> dict[str, float]:
        return {figure.name: figure.value for figure in self.figures}

    def figure(self, name: str) -> Figure | None:
        return next((f for f in self.figures if f.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A metric that is the mean of a value per question, over the questions that have one."""

    name: str
    of: Callable[[Outcome], float | None]
    better: Better = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A metric of all questions together; None where they do not allow one."""

    name: str
    of: Callable[[Outcomes], float | None]
    better: Better = "higher"


def correct(o: Outcome) -> float | None:
    """An answer given and right, or none given where there is none: what a user gets from a question."""
    if o.retrieval_only:
        return None
    return float(o.right and o.given) if o.answers else float(not o.given)


def _if(condition: bool, value: float) -> float | None:
    return float(value) if condition else None


def _recall(k: int) -> Callable[[Outcome], float | None]:
    return lambda o: metrics.recall_at(o.ranking, set(o.relevant), k) if o.relevant else None


def _cited_articles(o: Outcome) -> set[str]:
    return {c.article_id for c in o.citations}


def _is_cited(o: Outcome) -> bool:
    return bool(o.answers and o.given and o.citations)


#: In the order of the report. Retrieval is judged by passages, citations by articles.
METRICS: tuple[Mean | Joint, ...] = (
    Mean(name="correct", of=correct),
    Mean(name="answered_right", of=lambda o: _if(bool(o.answers), o.right and o.given)),
    Mean(name="given_right", of=lambda o: _if(o.given and not o.retrieval_only, o.right)),
    Mean(name="best_right", of=lambda o: _if(bool(o.answers), o.right)),
    Mean(name="em", of=lambda o: _if(bool(o.answers), o.em)),
    Mean(name="f1", of=lambda o: _if(bool(o.answers), o.f1)),
    Mean(name="value_accuracy", of=lambda o: _if(o.value_right is not None and o.given, bool(o.value_right))),
    Mean(name="recall_at_1", of=_recall(1)),
    Mean(name="recall_at_3", of=_recall(3)),
    Mean(name="recall_at_8", of=_recall(8)),
    Mean(name="mrr_at_8", of=lambda o: metrics.reciprocal_rank(o.ranking, set(o.relevant), 8) if o.relevant else None),
    Mean(name="ndcg_at_8", of=lambda o: metrics.ndcg_at(o.ranking, set(o.relevant), 8) if o.relevant else None),
    Mean(
        name="citation_exactness",
        of=lambda o: sum(c.exact for c in o.citations) / len(o.citations) if o.citations else 0.0 if o.given else None,
    ),
    Mean(
        name="citation_precision",
        of=lambda o: len(_cited_articles(o) & set(o.articles)) / len(_cited_articles(o)) if _is_cited(o) else None,
    ),
    Mean(
        name="citation_recall",
        of=lambda o: len(_cited_articles(o) & set(o.articles)) / len(o.articles) if _is_cited(o) else None,
    ),
    Mean(name="abstention_precision", of=lambda o: _if(not o.given and not o.retrieval_only, o.unanswerable)),
    Mean(name="unsure_right", of=lambda o: _if(o.unsure and not o.retrieval_only, o.right)),
    Mean(name="abstention_recall", of=lambda o: _if(o.unanswerable, not o.given)),
    Joint(name="auroc_right", of=lambda s: _auroc(s, lambda o: o.right)),
    Joint(name="auroc_answerable", of=lambda s: _auroc(s, lambda o: bool(o.answers))),
    Joint(name="aurc", of=lambda s: _of_sure(s, metrics.area_under_risk_coverage), better="lower"),
    Joint(name="ece", of=lambda s: _of_sure(s, metrics.expected_calibration_error), better="lower"),
)


def _judged(outcomes: Outcomes) -> list[Outcome]:
    return [o for o in outcomes if not o.retrieval_only]


def _of_sure(outcomes: Outcomes, metric: Callable[[list[float], list[bool]], float]) -> float | None:
    judged = _judged(outcomes)
    return metric([o.confidence for o in judged], [o.right for o in judged]) if judged else None


def _auroc(outcomes: Outcomes, is_positive: Callable[[Outcome], bool]) -> float | None:
    judged = _judged(outcomes)
    return auroc([o.confidence for o in judged if is_positive(o)], [o.confidence for o in judged if not is_positive(o)])


def figures(outcomes: Outcomes) -> tuple[Figure, ...]:
    """Every metric that these questions allow."""
    found = []
    for metric in METRICS:
        if isinstance(metric, Mean):
            values = [value for value in map(metric.of, outcomes) if value is not None]
            if not values:
                continue
            value, n, (low, high) = sum(values) / len(values), len(values), metrics.mean_interval(values)
        else:
            joint = metric.of(outcomes)
            if joint is None:
                continue
            value, n = joint, len(_judged(outcomes))
            low, high = metrics.bootstrap(
                len(outcomes),
                lambda places, of=metric.of: of([outcomes[i] for i in places]),  # type: ignore[misc]
            )
        found.append(Figure(name=metric.name, value=value, low=low, high=high, n=n, better=metric.better))
    return tuple(found)


def parts(outcomes: Outcomes) -> tuple[Part, ...]:
    """The whole set first, then by language, by kind and by what makes a question hard."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    for o in outcomes:
        named = [
            f"language: {o.language}",
            f"kind: {o.kind}" if o.kind else "",
            "near miss" if o.near_miss else "",
            "paraphrase" if o.paraphrase else "",
            "follow-up" if o.follow_up else "",
            "" if not o.answers else "one article" if len(o.articles) == 1 else "several articles",
        ]
        for name in filter(None, named):
            groups.setdefault(name, []).append(o)
    whole = len(outcomes)
    return tuple(
        Part(name=name, n=len(group), figures=figures(group))
        for name, group in sorted(groups.items(), key=lambda item: (item[0] != "all", item[0]))
        if name == "all" or len(group) < whole
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Seconds that a stage of asking took: half of the questions took less than ``p50``, 19 of 20 less than ``p95``."""

    stage: str
    p50: float
    p95: float


def latencies(outcomes: Outcomes) -> tuple[Latency, ...]:
    """By stage in the order they happen, and "all" of them."""
    stages = dict.fromkeys(stage for o in outcomes for stage in o.timings)
    rows = {stage: [o.timings[stage] for o in outcomes if stage in o.timings] for stage in stages}
    rows["all"] = [sum(o.timings.values()) for o in outcomes]
    return tuple(
        Latency(stage=stage, p50=metrics.percentile(seconds, 50), p95=metrics.percentile(seconds, 95))
        for stage, seconds in rows.items()
    )
