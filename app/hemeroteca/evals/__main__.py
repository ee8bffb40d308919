"""Fit the confidence that the trained reader ships with: ``python -m hemeroteca.evals --data ../shared/qa``.

On news: the invented articles of ``evals/development.yaml``, retrieved and read. On near misses of every kind: the
first four of the eight articles of squad-es-v2-dev, the passage given; the other four are for the figures it prints.
Each of the two has the same say in the fit; the threshold is the best on the news alone, which is what it is used on.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from hemeroteca.evals.calibrate import Read
    from hemeroteca.types import Calibration

DEVELOPMENT = Path("evals/development.yaml")
WEIGHTS = Path("app/hemeroteca/reader/weights/reader.safetensors")
SQUAD = "squad-es-v2-dev.json.gz"

out = Console(highlight=False, soft_wrap=True)


def main(
    data: Annotated[Path, typer.Option(help=f"Folder with {SQUAD}.")] = Path("../shared/qa"),
    development: Annotated[Path, typer.Option(help="The questions on news.")] = DEVELOPMENT,
    weights: Annotated[Path, typer.Option(help="The weights file to write the calibration into.")] = WEIGHTS,
    first_form: Annotated[
        bool, typer.Option("--first-form", help="Print a calibration of the first-form reader instead, of the news.")
    ] = False,
) -> None:
    """Fit confidence and threshold, write them into the weights file, print the figures on questions held out."""
    from hemeroteca.answering.baseline import SentenceReader
    from hemeroteca.evals.calibrate import START, fit, held_out, judged, report, with_threshold
    from hemeroteca.evals.questions import load_questions
    from hemeroteca.evals.run import archive_for, read_all
    from hemeroteca.models.encoder import load_encoder
    from hemeroteca.reader.trained import TrainedReader
    from hemeroteca.reader.weights import recalibrate

    encoder, news, squad = load_encoder(), load_questions(development), load_questions(data / SQUAD)
    with TemporaryDirectory() as folder:
        # A copy: what the file has now may have been fitted by a version that weighed other inputs.
        copy = Path(shutil.copy(weights, folder))
        recalibrate(copy, START)
        reader = SentenceReader(encoder) if first_form else TrainedReader(encoder, copy)
        with archive_for(news, Path(), reader=reader) as archive:
            on_news = read_all(archive, news.questions)
        with archive_for(squad, Path(), reader=reader) as archive:
            on_squad = [] if first_form else read_all(archive, squad.questions, passage_given=True)
    if first_form:
        out.print(fit(on_news, name=f"{development.name} ({len(on_news)} questions)"))
        out.print(f"{development.name}, held-out folds: {report(held_out(on_news))}")
        return
    fitting = [(q, evidence) for q, evidence in on_squad if q.articles[0] < "004"]
    others = [(q, evidence) for q, evidence in on_squad if q.articles[0] >= "004"]
    name = f"{development.name} ({len(on_news)} questions), {SQUAD.partition('.')[0]} ({len(fitting)} questions)"

    def fit_both(on_news: Sequence[Read]) -> Calibration:
        shares = [1 / len(on_news)] * len(on_news) + [1 / len(fitting)] * len(fitting)
        return with_threshold(fit([*on_news, *fitting], name=name, weights=shares), on_news)

    calibration = fit_both(on_news)
    recalibrate(weights, calibration)
    out.print(f"{weights}: {calibration}")
    out.print(f"{development.name}, held-out folds: {report(held_out(on_news, fitting=fit_both))}")
    out.print(f"{development.name}, this calibration (it was fitted on them): {report(judged(on_news, calibration))}")
    out.print(f"{SQUAD}, the four articles held out: {report(judged(others, calibration))}")


if __name__ == "__main__":
    typer.run(main)
