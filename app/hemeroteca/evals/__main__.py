"""Fit the confidence that the trained reader ships with: ``python -m hemeroteca.evals --data ../shared/qa``.

On news: the invented articles of ``evals/development.yaml``, retrieved and read. On near misses of every kind: the
first four of the eight articles of squad-es-v2-dev, the passage given; the other four are for the figures it prints.
Each of the two has the same say in the fit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

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
    from hemeroteca.evals.calibrate import fit, held_out, judged, report
    from hemeroteca.evals.questions import load_questions
    from hemeroteca.evals.run import archive_for, read_all
    from hemeroteca.models.encoder import load_encoder
    from hemeroteca.reader.trained import TrainedReader
    from hemeroteca.reader.weights import recalibrate

    encoder = load_encoder()
    reader = SentenceReader(encoder) if first_form else TrainedReader(encoder, weights)
    news = load_questions(development)
    with archive_for(news, Path(), reader=reader) as archive:
        on_news = read_all(archive, news.questions)
    if first_form:
        out.print(fit(on_news, name=f"{development.name} ({len(on_news)} questions)"))
        out.print(f"{development.name}, held-out folds: {report(held_out(on_news))}")
        return
    squad = load_questions(data / SQUAD)
    with archive_for(squad, Path(), reader=reader) as archive:
        on_squad = read_all(archive, squad.questions, passage_given=True)
    fitting = [(q, evidence) for q, evidence in on_squad if q.articles[0] < "004"]
    others = [(q, evidence) for q, evidence in on_squad if q.articles[0] >= "004"]
    name = f"{development.name} ({len(on_news)} questions), {SQUAD.partition('.')[0]} ({len(fitting)} questions)"
    shares = [1 / len(on_news)] * len(on_news) + [1 / len(fitting)] * len(fitting)
    calibration = fit([*on_news, *fitting], name=name, weights=shares)
    recalibrate(weights, calibration)
    out.print(f"{weights}: {calibration}")
    out.print(f"{development.name}, held-out folds: {report(held_out(on_news))}")
    out.print(f"{development.name}, this calibration (it was fitted on them): {report(judged(on_news, calibration))}")
    out.print(f"{SQUAD}, the four articles held out: {report(judged(others, calibration))}")


if __name__ == "__main__":
    typer.run(main)
