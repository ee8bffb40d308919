"""What a run says: ``report.json`` for programs, a table for the terminal, ``report.html`` for an editor."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.table import Table

from hemeroteca.errors import HemerotecaError
from hemeroteca.evals import metrics
from hemeroteca.evals.judge import Outcome
from hemeroteca.evals.run import Run, outcome_from_json
from hemeroteca.evals.summary import Figure, Latency, Part, correct, latencies, parts
from hemeroteca.types import jsonable

FORMAT = 1


class ReportError(HemerotecaError, ValueError):
    """A file that is not a report of an eval run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run with its figures. Its JSON form is described in evals/README.md."""

    set: str
    settings: dict[str, Any]
    version: str
    asked: str
    seconds: float
    parts: tuple[Part, ...]
    latencies: tuple[Latency, ...]
    outcomes: tuple[Outcome, ...]
    format: int = FORMAT

    @property
    def all(self) -> Part:
        return self.parts[0]


def make_report(run: Run) -> Report:
    """Summarise a run. Takes a few seconds: the intervals are bootstrapped."""
    return Report(
        set=run.name,
        settings=run.settings,
        version=version("hemeroteca"),
        asked=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(run.seconds, 3),
        parts=parts(run.outcomes),
        latencies=latencies(run.outcomes),
        outcomes=run.outcomes,
    )


def load_report(path: Path) -> Report:
    """Read a ``report.json``. Raises ReportError where it is absent or not one."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] != FORMAT:
            raise ReportError(f"{path} is a report of format {raw['format']}, not {FORMAT}", hint="run the eval again")
        return Report(
            **{
                **raw,
                "parts": tuple(
                    Part(**{**part, "figures": tuple(Figure(**figure) for figure in part["figures"])})
                    for part in raw["parts"]
                ),
                "latencies": tuple(Latency(**row) for row in raw["latencies"]),
                "outcomes": tuple(outcome_from_json(o) for o in raw["outcomes"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError(f"not a report ({path}: {error})", hint="give the report.json of a run") from error


def write_reports(report: Report, folder: Path) -> None:
    """Write ``report.json`` and ``report.html`` into the folder, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "report.json", json.dumps(jsonable(report), ensure_ascii=False, indent=1) + "\n")
    _write(folder / "report.html", to_html(report))


def _write(path: Path, text: str) -> None:
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


#: What the metrics are called for a reader, and what they say.
NAMES = {
    "correct": ("correct", "answered right, or rightly not answered"),
    "answered_right": ("answered right", "of the questions that have an answer"),
    "given_right": ("right when given", "of the answers that were given"),
    "best_right": ("best answer right", "of the questions that have an answer, were none held back"),
    "em": ("exact match", "the reader's span equals an accepted answer"),
    "f1": ("F1", "word overlap of the reader's span and the accepted answer"),
    "value_accuracy": ("typed values right", "dates and amounts, of the answers given"),
    "recall_at_1": ("recall@1", "of the right passages, those ranked first"),
    "recall_at_3": ("recall@3", "of the right passages, those among the first 3"),
    "recall_at_8": ("recall@8", "of the right passages, those among the first 8"),
    "mrr_at_8": ("MRR@8", "1 / rank of the first right passage"),
    "ndcg_at_8": ("nDCG@8", "right passages ranked high"),
    "citation_exactness": ("citations exact", "the quoted words stand at the place named"),
    "citation_precision": ("citation precision", "of the articles cited, those that hold the answer"),
    "citation_recall": ("citation recall", "of the articles that hold the answer, those cited"),
    "abstention_precision": ("abstention precision", "of the questions not answered, those without an answer"),
    "unsure_right": ("right when shown as unsure", "of the answers held back but shown"),
    "abstention_recall": ("abstention recall", "of the questions without an answer, those not answered"),
    "auroc_right": ("AUROC, right", "chance that a right answer is surer than any other"),
    "auroc_answerable": ("AUROC, answerable", "chance that a question with an answer is surer than one without"),
    "aurc": ("AURC", "mean share of wrong answers over all coverages; lower is better"),
    "ece": ("ECE", "confidence minus share right, in ten bins; lower is better"),
}


def to_table(report: Report) -> Table:
    """The figures of the whole set, and the parts by their most telling one."""
    table = Table(title=f"{report.set}: {report.all.n} questions", title_justify="left")
    for heading in ("", "value", "95 % interval", "n"):
        table.add_column(heading, justify="left" if not heading else "right")
    for figure in report.all.figures:
        table.add_row(NAMES[figure.name][0], *_cells(figure))
    table.add_section()
    for part in report.parts[1:]:
        shown = part.figure("correct") or part.figure("recall_at_8")
        if shown:
            table.add_row(f"{NAMES[shown.name][0]}, {part.name}", *_cells(shown))
    table.add_section()
    for row in report.latencies:
        half, most = (f"{1000 * seconds:.0f} ms" for seconds in (row.p50, row.p95))
        table.add_row(f"{row.stage}, p50 / p95", half, most, f"{report.all.n}")
    return table


def _cells(figure: Figure) -> tuple[str, str, str]:
    return f"{figure.value:.3f}", f"{figure.low:.3f} – {figure.high:.3f}", f"{figure.n}"


def diagnosis(o: Outcome) -> str:
    """In which room a question went wrong, in one line."""
    if o.unanswerable:
        return "answered, though the articles do not say"
    if o.ranks.fused is None:
        return "the right passage was not found"
    if o.ranking and o.ranks.fused > len(o.ranking):
        return f"the right passage was found {_nth(o.ranks.fused)}, {len(o.ranking)} are read"
    found = f"the right passage was read {_nth(o.ranks.fused)}"
    if o.ranks.read is None:
        return f"{found}; no right span seen in it"
    if o.right and not o.given:
        return f"{found}; right, but held back at {o.confidence:.2f}"
    margin = o.ranks.margin if o.ranks.margin is not None else 0.0
    return f"{found}; its span came {_nth(o.ranks.read)}{', read as no answer' if margin < 0 else ''}"


def _nth(n: int) -> str:
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def failures(report: Report) -> list[Outcome]:
    """What a user would call wrong, the surest first."""
    wrong = [o for o in report.outcomes if correct(o) == 0.0]
    return sorted(wrong, key=lambda o: (not o.given, -o.confidence, o.id))


def to_html(report: Report) -> str:
    """One page that needs nothing else: style and plots are inside it."""
    from jinja2 import Environment, StrictUndefined

    template = files("hemeroteca.evals").joinpath("report.html.jinja").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked"] = marked
    judged = [o for o in report.outcomes if not o.retrieval_only]
    sure, right = [o.confidence for o in judged], [o.right for o in judged]
    threshold = report.settings["calibration"]["threshold"]
    return environment.from_string(template).render(
        report=report,
        names=NAMES,
        failures=[(o, diagnosis(o)) for o in failures(report)],
        others=[o for o in report.outcomes if correct(o) != 0.0],
        plots=[plot_risk_coverage(sure, right, threshold), plot_reliability(sure, right)] if judged else [],
        latency=plot_latency(report.latencies),
    )


def marked(passage: str, quotes: Sequence[str]) -> list[tuple[str, bool]]:
    """The passage in pieces, with those that are one of the quotes marked: for the template, which escapes them."""
    place, quote = min(((passage.find(q), q) for q in quotes if q and q in passage), default=(-1, ""))
    if place < 0:
        return [(passage, False)]
    return [(passage[:place], False), (quote, True), (passage[place + len(quote) :], False)]


def plot_risk_coverage(confidences: Sequence[float], right: Sequence[bool], threshold: float) -> str:
    """An SVG: share of wrong answers over the share of questions answered, and where the threshold stands."""
    figure, axes = _axes("answered, share of all questions", "wrong, share of those answered")
    coverage, risk = metrics.risk_coverage(confidences, right)
    axes.plot(coverage, risk, color="black", linewidth=1.6)
    given = [ok for sure, ok in zip(confidences, right, strict=True) if sure >= threshold]
    if given:
        point = len(given) / len(right), 1 - sum(given) / len(given)
        axes.plot(*point, "o", color="white", markeredgecolor="black", markersize=8, label=f"threshold {threshold:.2f}")
        axes.legend(frameon=False, loc="upper left")
    axes.set_ylim(0, max(0.05, float(risk.max()) * 1.1))
    return _svg(figure)


def plot_reliability(confidences: Sequence[float], right: Sequence[bool]) -> str:
    """An SVG: share right over confidence in ten bins; the dashed line is perfect, a point's size its questions."""
    figure, axes = _axes("confidence", "right, share of the questions")
    bins = metrics.reliability(confidences, right)
    axes.plot([0, 1], [0, 1], linestyle="--", color="0.5", linewidth=1)
    x, y, sizes = [b.confidence for b in bins], [b.right for b in bins], [15 + 150 * b.n / len(right) for b in bins]
    axes.plot(x, y, color="black", linewidth=1)
    axes.scatter(x, y, s=sizes, color="white", edgecolors="black", zorder=3)
    for b in bins:
        axes.annotate(f"{b.n}", (b.confidence, b.right), (0, 8), textcoords="offset points", ha="center", fontsize=8)
    axes.set_ylim(-0.05, 1.12)
    return _svg(figure)


def plot_latency(rows: Sequence[Latency]) -> str:
    """An SVG: milliseconds by stage, the bar to the median, the line to the 95th percentile."""
    figure, axes = _axes("milliseconds", "", height=2.2)
    stages = [row.stage for row in rows][::-1]
    median = [1000 * row.p50 for row in rows][::-1]
    late = [1000 * row.p95 for row in rows][::-1]
    axes.barh(stages, median, color="0.75", edgecolor="black", height=0.5)
    axes.hlines(range(len(stages)), median, late, color="black", linewidth=1)
    axes.plot(late, range(len(stages)), "|", color="black", markersize=9)
    axes.set_xlim(0, None)
    return _svg(figure)


def _axes(x: str, y: str, *, height: float = 3.2) -> tuple[Any, Any]:
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(4.6, height), layout="constrained")
    axes = drawing.subplots()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    if height > 3:
        axes.set_xlim(0, 1)
    return drawing, axes


def _svg(drawing: Any) -> str:
    from matplotlib import rc_context

    out = io.StringIO()
    # Text as text, and no date or random ids: the same run gives the same page.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "hemeroteca"}):
        drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    svg = out.getvalue()
    return svg[svg.index("<svg") :]
