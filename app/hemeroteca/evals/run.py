"""Ask an archive the questions of a set. What is finished is kept, so that an interrupted run goes on from there."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.compose import compose
from hemeroteca.archive import Archive
from hemeroteca.evals.judge import Cited, Outcome, Ranks, judge, outcome, ranks_of, relevant_passages
from hemeroteca.evals.questions import EvalQuestion, QuestionSet, check_against
from hemeroteca.reader.protocol import Reader
from hemeroteca.types import Evidence, Hit, Passage, jsonable

#: How far down a missed passage is looked for, to say where it stood.
DEEP = 100

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A set asked to its end. ``settings`` say what was asked how; ``seconds`` is what asking took in all."""

    name: str
    settings: dict[str, Any]
    outcomes: tuple[Outcome, ...]
    seconds: float


@contextmanager
def archive_for(
    questions: QuestionSet, index: Path, *, keep: Path | None = None, reader: Reader | None = None
) -> Iterator[Archive]:
    """The archive in ``index``, or one of the set's own articles where it brings them: in ``keep``, or temporary."""
    if not questions.articles:
        with Archive.open(index, reader=reader) as archive:
            yield archive
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "articles.jsonl")
        lines = (json.dumps(dict(article), ensure_ascii=False) + "\n" for article in questions.articles)
        corpus.write_text("".join(lines), encoding="utf-8")
        with Archive.build(corpus, into=keep or Path(folder, "archive"), reader=reader) as archive:
            yield archive


def run(
    archive: Archive,
    questions: QuestionSet,
    path: Path,
    *,
    top: int = 8,
    passage_given: bool = False,
    journal: Path | None = None,
    on_progress: Progress = lambda done, of: None,
) -> Run:
    """Ask every question.

    Args:
        path: of the set, for messages.
        top: passages read for a question.
        passage_given: read the passage that the set gives instead of retrieving (SQuAD's own task).
        journal: file in which finished questions are kept; one of the same run is gone on with.
        on_progress: called with how many are done, and of how many.

    Raises QuestionSetError where the set is not of this archive.
    """
    check_is_for(archive, questions, path)
    settings = _settings(archive, questions, top, passage_given)
    finished = _finished(journal, settings) if journal else {}
    began = time.perf_counter()
    outcomes: list[Outcome] = []
    with _writing(journal, settings, finished) as write:
        for question in questions.questions:
            found = finished.get(question.id) or _ask(archive, question, top, passage_given)
            if question.id not in finished:
                write(found)
            outcomes.append(found)
            on_progress(len(outcomes), len(questions.questions))
    return Run(name=questions.name, settings=settings, outcomes=tuple(outcomes), seconds=time.perf_counter() - began)


def check_is_for(archive: Archive, questions: QuestionSet, path: Path) -> None:
    """Raise QuestionSetError where the set is not of this archive."""
    check_against(questions, {a.id: f"{a.title}\n{a.text}" for a in archive.articles()}, path)


def read_all(
    archive: Archive, questions: Sequence[EvalQuestion], *, top: int = 8, passage_given: bool = False
) -> list[tuple[EvalQuestion, Evidence]]:
    """Each question with what retrieval and reader find for it: what a calibration is fitted on."""
    return [(question, evidence_of(archive, question, top, passage_given)) for question in questions]


def evidence_of(archive: Archive, question: EvalQuestion, top: int, passage_given: bool) -> Evidence:
    """What is found for a question, asked in full; or what the reader sees in the passage that the set gives."""
    if passage_given:
        return _given(archive, question)
    # «Esta semana» is that of the archive's end, so that a set means the same next year.
    return archive.evidence(question.full or question.question, top=top, as_of=archive.coverage().last)


def _ask(archive: Archive, question: EvalQuestion, top: int, passage_given: bool) -> Outcome:
    evidence = evidence_of(archive, question, top, passage_given)
    calibration = archive.calibration
    answer, judged = compose(evidence, calibration), judge(question, evidence, calibration)
    relevant = [] if passage_given else _relevant(archive, question)
    ranks = ranks_of(question, evidence, relevant)
    if relevant and ranks.fused is None:
        ranks = _deep(archive, evidence.question, relevant, ranks)
    # The record itself is asked for the words, not the copy that the answer was composed from.
    texts = {c.article_id: archive.article(c.article_id).text for c in answer.citations}
    return outcome(question, evidence, answer, judged, relevant, ranks, texts)


def _given(archive: Archive, question: EvalQuestion) -> Evidence:
    """As if retrieval had brought the whole article that holds the answer, and nothing else."""
    article = archive.article(question.articles[0])
    passage = Passage(id=1, article_id=article.id, start=0, end=len(article.text), text=article.text)
    query = archive.encoder.encode_queries([question.question])[0]
    similarity = float(query @ _passage_vector(archive, passage.text))
    began = time.perf_counter()
    spans = archive.reader.read(question.question, [passage])
    return Evidence(
        question=question.question,
        hits=(Hit(passage=passage, similarity=similarity, term_score=0.0, fused=1.0),),
        spans=tuple(spans),
        articles={article.id: article},
        timings={"read": time.perf_counter() - began},
    )


@lru_cache(maxsize=1)
def _passage_vector(archive: Archive, text: str) -> NDArray[np.float32]:
    """Questions on one passage stand together in a set."""
    return np.asarray(archive.encoder.encode_passages([text])[0])


def _relevant(archive: Archive, question: EvalQuestion) -> list[Passage]:
    return relevant_passages(question, [p for name in question.articles for p in archive.passages(name)])


def _deep(archive: Archive, asked: str, relevant: Sequence[Passage], ranks: Ranks) -> Ranks:
    wanted = {passage.id for passage in relevant}
    for place, hit in enumerate(archive.search(asked, top=DEEP), start=1):
        if hit.passage.id in wanted:
            return replace(ranks, vector=hit.vector_rank, terms=hit.term_rank, fused=place, passage=hit.passage.text)
    return ranks


def _settings(archive: Archive, questions: QuestionSet, top: int, passage_given: bool) -> dict[str, Any]:
    info = archive.info()
    return {
        "set": questions.name,
        "set_sha256": questions.digest,
        "top": top,
        "passage_given": passage_given,
        "archive": {"articles": info.articles, "passages": info.passages},
        "recipe": info.recipe,
        "model": info.model,
        "model_fingerprint": info.fingerprint,
        "reader": info.reader,
        "reader_fingerprint": info.reader_fingerprint,
        "calibration": jsonable(info.calibration),
    }


def _finished(journal: Path, settings: dict[str, Any]) -> dict[str, Outcome]:
    """What the journal holds of this very run; nothing where it is of another. A line cut short ends it."""
    try:
        head, *lines = journal.read_text("utf-8").split("\n")
        if json.loads(head) != settings:
            return {}
        whole = [outcome_from_json(json.loads(line)) for line in lines[:-1]]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return {}
    return {outcome.id: outcome for outcome in whole}


@contextmanager
def _writing(
    journal: Path | None, settings: dict[str, Any], finished: dict[str, Outcome]
) -> Iterator[Callable[[Outcome], None]]:
    """Write outcomes to the journal as they come, after those that are in it; it goes when all are done."""
    if journal is None:
        yield lambda outcome: None
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    partial = journal.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for line in [settings, *finished.values()]:
            file.write(json.dumps(jsonable(line), ensure_ascii=False) + "\n")
        file.flush()
        partial.replace(journal)

        def write(outcome: Outcome) -> None:
            file.write(json.dumps(jsonable(outcome), ensure_ascii=False) + "\n")
            file.flush()

        yield write
    journal.unlink()


def outcome_from_json(raw: dict[str, Any]) -> Outcome:
    """The inverse of ``jsonable`` for an outcome. Raises TypeError or KeyError where it is not one."""
    return Outcome(
        **{
            **raw,
            "answers": tuple(raw["answers"]),
            "articles": tuple(raw["articles"]),
            "ranking": tuple(raw["ranking"]),
            "relevant": tuple(raw["relevant"]),
            "citations": tuple(Cited(**c) for c in raw["citations"]),
            "ranks": Ranks(**raw["ranks"]),
        }
    )
