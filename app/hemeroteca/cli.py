"""The command line: parses and prints; the work is done by functions of the same names.

stdout carries data, stderr progress and errors. Exit codes: 0 done (also when abstaining), 1 an error the user can
mend, 2 wrong usage.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from hemeroteca.chat.commands import app as user_app
from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.commands import app as eval_app
from hemeroteca.types import Relation, Voice, jsonable

if TYPE_CHECKING:
    from hemeroteca.index.writer import IndexReport, Progress
    from hemeroteca.types import Alternative, Answer, Citation, Hit, Period, Value

app = typer.Typer(
    help="Ask an archive of news articles; get a quoted, cited answer.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(eval_app, name="eval")
app.add_typer(user_app, name="user")

IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the archive.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
QuestionArgument = Annotated[
    str, typer.Argument(help="The question, in any language the model knows.", show_default=False)
]
TopOption = Annotated[int, typer.Option(min=1, max=100, help="How many passages to read.")]
SinceOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only articles published on this day or later.")
]
UntilOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only articles published on this day or earlier.")
]
SourceOption = Annotated[str | None, typer.Option(help="Only articles of this source.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day that «esta semana» is counted from. Default: today."),
]
PeriodOption = Annotated[
    bool, typer.Option(help="Read only what was printed, or tells of, the days that the question names.")
]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def index(
    corpus: Annotated[list[Path], typer.Argument(help="Files and folders: .md .txt .html .jsonl", show_default=False)],
    into: Annotated[Path, typer.Option(help="Folder of the archive; made where there is none.")] = Path("index"),
    recipe: Annotated[
        Path | None, typer.Option(help="How to cut and search. Default: recipe.toml in the archive's folder.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="A sentence-transformers model: a folder or a name.")] = None,
) -> None:
    """Add, update and remove articles, so that the archive holds what the corpus holds.

    Only what changed is encoded. Exit code 1 where a file was left out; the others are indexed all the same.

    Example: hemeroteca index corpus --into index
    """
    from hemeroteca.archive import update
    from hemeroteca.models.encoder import DEFAULT_MODEL, LazyEncoder

    own = into / "recipe.toml"
    with _progress_bar() as on_progress:
        report = update(
            into,
            corpus,
            encoder=LazyEncoder(model or DEFAULT_MODEL),
            recipe=recipe or (own if own.is_file() else None),
            on_progress=on_progress,
        )
    _print_report(report, into)
    if report.bad:
        raise typer.Exit(1)


@app.command()
def ask(
    question: QuestionArgument,
    index: IndexOption = Path("index"),
    as_json: JsonOption = False,
    top: TopOption = 8,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    period: PeriodOption = True,
) -> None:
    """Answer a question with quotes from the articles, or say that they do not.

    Example: hemeroteca ask "¿Cuándo se reúne el Grupo de Implementación de Seguridad?"
    """
    from hemeroteca.archive import Archive

    with Archive.open(index) as archive:
        answer = archive.ask(
            question, top=top, since=_day(since), until=_day(until), source=source, as_of=_day(as_of), period=period
        )
        if as_json:
            _print_json(answer)
        else:
            _print_answer(answer, lambda article_id: archive.article(article_id).text)


@app.command()
def search(
    question: QuestionArgument,
    index: IndexOption = Path("index"),
    as_json: JsonOption = False,
    top: TopOption = 8,
    since: SinceOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    as_of: AsOfOption = None,
    period: PeriodOption = True,
) -> None:
    """Show the passages nearest to a question, with their ranks by vector and by terms.

    Example: hemeroteca search "reunión ministerial" --top 3
    """
    from hemeroteca.archive import Archive

    with Archive.open(index) as archive:
        hits = archive.search(
            question, top=top, since=_day(since), until=_day(until), source=source, as_of=_day(as_of), period=period
        )
        if as_json:
            _print_json({"question": question, "passages": hits})
            return
        for number, hit in enumerate(hits, start=1):
            article = archive.article(hit.passage.article_id)
            _print_hit(number, hit, " · ".join(_heading(article.title, article.published, article.source)))


@app.command()
def chat(
    index: IndexOption = Path("index"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 7860,
    public: Annotated[bool, typer.Option("--public", help="Let everybody in, without accounts.")] = False,
    users: Annotated[bool, typer.Option("--users", help="Ask for an account, also on this computer.")] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the Model Context Protocol at /mcp.")] = False,
) -> None:
    """Open the web chat and print its address.

    On another address than this computer's own it asks for accounts (hemeroteca user add), unless it is --public.

    Example: hemeroteca chat --port 7861
    """
    from hemeroteca.archive import Archive
    from hemeroteca.chat.serve import serve
    from hemeroteca.chat.services import Access

    if public and users:
        raise typer.BadParameter("--public lets in everybody, --users only who has an account: give one of them")
    access = Access.PUBLIC if public else Access.ACCOUNTS if users else None
    with Archive.open(index) as archive:
        serve(archive, index, host=host, port=port, access=access, with_mcp=mcp)


@app.command()
def info(index: IndexOption = Path("index"), as_json: JsonOption = False) -> None:
    """Say what is in the archive, its model, its recipe and its health.

    Example: hemeroteca info --json
    """
    from hemeroteca.archive import Archive

    with Archive.open(index) as archive:
        values = archive.info().to_dict()
    if as_json:
        _print_json(values)
        return
    for key, value in values.items():
        shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        shown = ", ".join(map(str, shown)) if isinstance(shown, list) else shown
        out.print(f"{key.replace('_', ' '):18} {escape(str(shown))}")


@app.command()
def export_reader(
    folder: Annotated[Path, typer.Argument(help="Folder to write; it must not be there yet, or be empty.")],
) -> None:
    """Write the trained reader as a standard transformers folder, about 490 MB.

    Example: hemeroteca export-reader /tmp/reader
    """
    from hemeroteca.models.encoder import load_encoder
    from hemeroteca.reader.export import export_reader as export

    export(load_encoder(), folder)
    out.print(f"{folder}: load it with AutoModelForQuestionAnswering.from_pretrained({str(folder)!r})")


def main() -> None:
    """Run the command line; every error becomes one line."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    try:
        app()
    except HemerotecaError as error:
        err.print(f"error: {escape(str(error))}", style="red")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (`hemeroteca search … | head`): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar with the rate and the time left on stderr, if that is a terminal; nothing where nothing changed."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("indexing"), BarColumn(), MofNCompleteColumn(),
        TextColumn("articles, {task.fields[rate]} passages/s,"), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None, rate="-", visible=False)
        began = time.perf_counter()

        def show(progress: Progress) -> None:
            rate = f"{progress.encoded / (time.perf_counter() - began):.0f}"
            bar.update(task, total=progress.of, completed=progress.articles, rate=rate, visible=True)

        yield show


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _print_json(value: object) -> None:
    # Not through rich: it may wrap and colour what other programs read.
    sys.stdout.write(json.dumps(jsonable(value), ensure_ascii=False, indent=2) + "\n")


def _heading(title: str, published: date | None, source: str | None) -> list[str]:
    return [escape(title), published.isoformat() if published else "no date", *([escape(source)] if source else [])]


def _print_answer(answer: Answer, text_of: Callable[[str], str]) -> None:
    if answer.period:
        out.print(
            f"(read: {_days(answer.period)}, by «{escape(answer.period.text)}»; --no-period reads all)", style="dim"
        )
    if answer.abstained:
        out.print(f"[bold]The articles do not say.[/] ({answer.abstained.value}, confidence {answer.confidence:.2f})")
        numbers = itertools.count(1)
        for other in answer.alternatives:
            _print_alternative(other)
            for citation in other.citations:
                _print_citation(next(numbers), citation, text_of(citation.article_id))
        if answer.coverage and answer.coverage.first and answer.coverage.last:
            held = answer.coverage
            out.print(f"\n  the archive: {held.articles} articles, {held.first} to {held.last}", style="dim")
        for hit in answer.passages[:3]:
            out.print(f"\n  nearest: {escape(hit.passage.article_id)}", style="dim")
            out.print(f"  {escape(' '.join(hit.passage.text.split()))}", style="dim")
        return
    newest = (
        ", the latest" if answer.latest and any(a.relation is Relation.DISAGREES for a in answer.alternatives) else ""
    )
    out.print(
        f"[bold]{escape(answer.text)}[/]{_value(answer.value)}  (confidence {answer.confidence:.2f}{newest};"
        f" {_sources(answer.witnesses, answer.citations)})"
    )
    for number, citation in enumerate(answer.citations, start=1):
        _print_citation(number, citation, text_of(citation.article_id))
    for other in answer.alternatives:
        _print_alternative(other)


_RELATIONS = {
    Relation.OTHER: "or",
    Relation.DISAGREES: "but also said",
    Relation.OTHER_EVENT: "another time",
    Relation.PRECISION: "also said as",
    Relation.UNSURE: "nearest, unsure",
}


def _print_alternative(other: Alternative) -> None:
    days = sorted({c.published for c in other.citations if c.published})
    when = f", {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "") if days else ""
    newest = ", the latest" if other.latest and other.relation is Relation.DISAGREES else ""
    said = f"{_RELATIONS[other.relation]}: {escape(other.text)}{_value(other.value)}"
    behind = f"confidence {other.confidence:.2f}; {_sources(other.witnesses, other.citations)}{when}{newest}"
    out.print(f"\n  {said}  ({behind})", style="dim")


def _value(value: Value | None) -> str:
    shown = jsonable(value)
    if isinstance(shown, dict):
        return f" = {shown['value']:g} {escape(shown['unit'] or '')}".rstrip()
    return f" = {shown}" if shown else ""


def _sources(witnesses: int, citations: Sequence[Citation]) -> str:
    articles = len({c.article_id for c in citations})
    sources = "1 source" if witnesses == 1 else f"{witnesses} independent sources"
    return sources if articles == witnesses else f"{sources} in {articles} articles"


def _days(period: Period) -> str:
    return f"{period.first or '…'} to {period.last or '…'}" if period.first != period.last else str(period.first)


def _print_citation(number: int, citation: Citation, text: str) -> None:
    before, after = text[citation.context_start : citation.start], text[citation.end : citation.context_end]
    out.print(f"\n\\[{number}] {escape(before)}[bold underline]{escape(citation.quote)}[/]{escape(after)}")
    where = _heading(citation.title, citation.published, citation.source)
    says = {
        Voice.QUOTED: f"according to: {citation.speaker}" if citation.speaker else "in somebody's words",
        Voice.HEDGED: "hedged",
    }
    said = [escape(says[citation.voice])] if citation.voice in says else []
    out.print(
        "    " + " · ".join([*where, f"{escape(citation.article_id)} {citation.start}-{citation.end}", *said]),
        style="dim",
    )


def _print_hit(number: int, hit: Hit, heading: str) -> None:
    by_vector = f"{hit.vector_rank}" if hit.vector_rank else "-"
    by_terms = f"{hit.term_rank} (bm25 {hit.term_score:.2f})" if hit.term_rank else "-"
    out.print(f"\n{number}. {heading}")
    out.print(f"   by vector {by_vector} (cosine {hit.similarity:.3f}), by terms {by_terms}", style="dim")
    out.print(f"   {escape(' '.join(hit.passage.text.split()))}")


def _print_report(report: IndexReport, folder: Path) -> None:
    out.print(
        f"{folder}: {len(report.added)} added, {len(report.updated)} updated, {len(report.removed)} removed,"
        f" {report.unchanged} unchanged; {report.encoded} passages encoded"
    )
    if report.bad:
        err.print(f"left out: {len(report.bad)}", style="red")
        for bad in report.bad:
            err.print(f"  {escape(str(bad))}")
