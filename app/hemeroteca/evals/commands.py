"""``hemeroteca eval``: parses and prints; the work is done by functions of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

if TYPE_CHECKING:
    from hemeroteca.evals.gates import Missed
    from hemeroteca.evals.judge import Outcome
    from hemeroteca.reader.protocol import Reader

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class _RunByDefault(TyperGroup):
    """``eval SET`` is ``eval run SET``: what is not the name of a command is a question set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RunByDefault,
    help="Ask an archive the questions of a set and report what came of it: eval [SET] [OPTIONS].",
    rich_markup_mode=None,
)

SetArgument = Annotated[Path, typer.Argument(help="A question set: .yaml, SQuAD .json or .json.gz, a BEIR folder.")]
IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the archive, where the set brings no articles.")]
TopOption = Annotated[int, typer.Option(min=1, max=100, help="How many passages to read.")]


@app.command()
def run(
    questions: SetArgument = Path("evals/corpus.yaml"),
    index: IndexOption = Path("index"),
    report: Annotated[Path | None, typer.Option(help="Folder for report.json and report.html.")] = None,
    gate: Annotated[Path | None, typer.Option(help="File of limits; exit code 1 where one is not met.")] = None,
    top: TopOption = 8,
    passage_given: Annotated[
        bool, typer.Option("--passage-given", help="Read the passage that a SQuAD set gives; retrieve nothing.")
    ] = False,
    also: Annotated[
        Path | None, typer.Option("--also", help="A second set whose articles are in the archive too, as distractors.")
    ] = None,
    first_form: Annotated[
        bool, typer.Option("--first-form", help="Read with the untrained first-form reader, for comparison.")
    ] = False,
) -> None:
    """Ask every question; print the figures, write the reports, check the limits. The default command.

    With --report an interrupted run goes on where it was, and an archive made for a set is kept.

    Example: hemeroteca eval evals/corpus.yaml --report evals/report --gate evals/gates.toml
    """
    from hemeroteca.evals.gates import load_gates, missed
    from hemeroteca.evals.questions import load_questions, with_articles_of
    from hemeroteca.evals.report import make_report, to_table, write_reports
    from hemeroteca.evals.run import archive_for
    from hemeroteca.evals.run import run as ask_all

    loaded = load_questions(questions)
    if also is not None:
        loaded = with_articles_of(loaded, load_questions(also))
    limits = load_gates(gate, loaded.name) if gate else {}
    keep = report / "archive" if report else None
    reader = _first_form() if first_form else None
    with archive_for(loaded, index, keep=keep, reader=reader) as archive, _progress_bar() as on_progress:
        asked = ask_all(
            archive,
            loaded,
            questions,
            top=top,
            passage_given=passage_given,
            journal=report / "outcomes.jsonl" if report else None,
            on_progress=on_progress,
        )
    made = make_report(asked)
    out.print(to_table(made))
    if report:
        write_reports(made, report)
        err.print(f"{report / 'report.html'}, {report / 'report.json'}", style="dim")
    _check(missed(made.all.values, limits))


@app.command()
def dates(
    labels: Annotated[Path, typer.Argument(help="A labelled set of date expressions.")] = Path("evals/dates.yaml"),
    half: Annotated[str, typer.Option(help="Which half: report, or develop.")] = "report",
    gate: Annotated[Path | None, typer.Option(help="File of limits; exit code 1 where one is not met.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Every expression that was missed or misread.")] = False,
) -> None:
    """Measure how date expressions are found and understood, beside a plain dateparser.

    Example: hemeroteca eval dates --gate evals/gates.toml
    """
    from hemeroteca.evals import dates as labelled
    from hemeroteca.evals.gates import load_gates, missed

    _check_half(half)
    items = [item for item in labelled.load_dates(labels) if item.half == half]
    limits = load_gates(gate, "dates") if gate else {}
    ours = labelled.score(items, labelled.own)
    out.print(labelled.to_table({"find_dates": ours, "dateparser": labelled.score(items, labelled.dateparser_alone)}))
    if verbose:
        for item, wanted, given in labelled.failures(items, labelled.own):
            out.print(f"{item.id} {escape(item.text)}")
            out.print(f"  labelled {labelled.shown(item, wanted)}, found {labelled.shown(item, given)}", style="dim")
    _check(missed(ours.values, limits))


@app.command()
def attribution(
    labels: Annotated[Path, typer.Argument(help="A labelled set of who says so.")] = Path("evals/attribution.yaml"),
    half: Annotated[str, typer.Option(help="Which half: report, or develop.")] = "report",
    gate: Annotated[Path | None, typer.Option(help="File of limits; exit code 1 where one is not met.")] = None,
) -> None:
    """Measure how narrated, quoted and hedged statements are told apart.

    Example: hemeroteca eval attribution --gate evals/gates.toml
    """
    from hemeroteca.evals import attribution as labelled
    from hemeroteca.evals.gates import load_gates, missed

    _check_half(half)
    items = [item for item in labelled.load_attribution(labels) if item.half == half]
    limits = load_gates(gate, "attribution") if gate else {}
    out.print(labelled.to_table(items))
    _check(missed(labelled.values(items), limits))


@app.command()
def conversations(
    talks: Annotated[Path, typer.Argument(help="A set of conversations, or a question set that has some.")] = Path(
        "evals/conversations.yaml"
    ),
    index: IndexOption = Path("index"),
    half: Annotated[str, typer.Option(help="Which half: report, or develop. Question sets have none.")] = "report",
    gate: Annotated[Path | None, typer.Option(help="File of limits; exit code 1 where one is not met.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Every turn, and how it was understood.")] = False,
) -> None:
    """Measure how follow-up questions are understood, beside asking them as they are, all so far, and a person.

    Example: hemeroteca eval conversations evals/conversations.yaml --gate evals/gates.toml
    """
    from hemeroteca.evals import conversations as labelled
    from hemeroteca.evals.gates import load_gates, missed
    from hemeroteca.evals.run import archive_for

    _check_half(half)
    limits = load_gates(gate, "conversations") if gate else {}
    loaded, articles = labelled.load_talks(talks)
    chosen = [talk for talk in loaded if talk.half in (half, None)]
    with archive_for(articles, index) as archive, _progress_bar() as on_progress:
        asked = labelled.measure(archive, chosen, on_progress=on_progress)
    out.print(labelled.to_table(asked))
    if verbose:
        for turn in asked["resolved"]:
            mark = "—" if turn.right is None else "right" if turn.right else "wrong"
            out.print(f"{escape(turn.turn.asked)}  →  {escape(turn.question)}")
            out.print(f"  {turn.turn.follow or 'opens'}, recall {turn.recall}, {mark}", style="dim")
    _check(missed(labelled.values(asked), limits))


def _check_half(half: str) -> None:
    from hemeroteca.evals.labels import HALVES

    if half not in HALVES:
        raise typer.BadParameter(f"half is one of {', '.join(HALVES)}, not {half!r}")


def _check(short: Sequence[Missed]) -> None:
    for miss in short:
        err.print(f"gate: {miss}", style="red")
    if short:
        raise typer.Exit(1)


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="report.json of the one run.", show_default=False)],
    b: Annotated[Path, typer.Argument(help="report.json of the other run.", show_default=False)],
    changes: Annotated[bool, typer.Option(help="List the questions that changed.")] = True,
) -> None:
    """Compare two runs of one set, question by question. Wins are questions on which the second is better.

    Example: hemeroteca eval compare before/report.json after/report.json
    """
    from hemeroteca.evals.compare import compare as pair
    from hemeroteca.evals.compare import to_table
    from hemeroteca.evals.report import load_report
    from hemeroteca.evals.summary import correct

    comparison = pair(load_report(a), load_report(b))
    out.print(to_table(comparison, a, b))
    if comparison.unpaired:
        out.print(f"{comparison.unpaired} questions stand in one of the runs only", style="dim")
    if not changes:
        return
    for one, other in comparison.changed:
        mark = "won " if (correct(other) or 0) > (correct(one) or 0) else "lost"
        out.print(f"{mark}  {escape(one.question)}")
        out.print(f"      A: {escape(_said(one))}   B: {escape(_said(other))}", style="dim")


@app.command()
def calibrate(
    questions: Annotated[Path | None, typer.Argument(help="A question set on the archive's articles.")] = None,
    index: IndexOption = Path("index"),
    top: TopOption = 8,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the reader's own confidence.")] = False,
) -> None:
    """Fit confidence and threshold on questions about an archive, and keep them with it.

    Use questions of your own about your own articles, some of which they do not answer; 100 are a beginning. Figures
    measured on the same questions afterwards are too good: keep others for measuring.

    Example: hemeroteca eval calibrate my-questions.yaml --index index
    """
    from hemeroteca.archive import Archive
    from hemeroteca.evals.calibrate import calibrate as fit

    with Archive.open(index) as archive:
        if reset:
            archive.calibrate(None)
            out.print(f"{index}: confidence as the reader brings it, fitted on {archive.calibration.fitted_on}")
            return
        if questions is None:
            raise typer.BadParameter("give a question set, or --reset")
        fitted = fit(archive, questions, top=top)
        archive.calibrate(fitted.calibration)
    out.print(f"{index}: {fitted.calibration}")
    out.print(fitted.summary)


def _first_form() -> Reader:
    from hemeroteca.answering.baseline import SentenceReader
    from hemeroteca.models.encoder import load_encoder

    return SentenceReader(load_encoder())


def _said(outcome: Outcome) -> str:
    return f"«{outcome.text}» {outcome.confidence:.2f}" if outcome.given else f"nothing ({outcome.confidence:.2f})"


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
