"""A set asked of a small archive, with what is broken on purpose seen in its own metric and stopped by the gate."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from hemeroteca import Archive
from hemeroteca.evals.gates import GateError, load_gates, missed
from hemeroteca.evals.questions import EvalQuestion, QuestionSet, QuestionSetError, load_questions
from hemeroteca.evals.report import Report, make_report
from hemeroteca.evals.run import archive_for, run
from hemeroteca.types import Citation, Passage, Span
from tests.fakes import PhraseReader, WordLengthEncoder

ARTICLES = {
    "faro": "El faro de Isla Tamarú abrirá el 12 de abril. Lo anunció la alcaldesa Ofelia Quintanar.",
    "puente": "El puente colgante costó 48 millones de pesos. Las obras empezaron en Valdeluz.",
    "copia": "La alcaldesa confirmó que el faro abrirá el 12 de abril.",
    "huelga": "Los estibadores irán a la huelga, dijo Remedios Falcó.",
    "final": "La copa se jugará en el estadio de Robledal.",
    "otra": "Nevó en la sierra y los trenes no salieron.",
}

SET = QuestionSet(
    name="sample",
    questions=(
        EvalQuestion(
            id="cuando",
            question="¿Cuándo abrirá el faro?",
            kind="when",
            answers=("12 de abril",),
            value="2026-04-12",
            articles=("faro", "copia"),
        ),
        EvalQuestion(
            id="cuanto",
            question="¿Cuánto costó el puente colgante?",
            kind="how_many",
            answers=("48 millones",),
            value=48_000_000.0,
            articles=("puente",),
        ),
        EvalQuestion(
            id="quien",
            question="¿Quién habló de la huelga?",
            kind="who",
            answers=("Remedios Falcó",),
            articles=("huelga",),
        ),
        EvalQuestion(
            id="donde", question="¿Dónde se jugará la copa?", kind="where", answers=("Robledal",), articles=("final",)
        ),
        EvalQuestion(id="nadie", question="¿Quién pintó el faro?", kind="who", unanswerable=True, near_miss=True),
        EvalQuestion(id="nada", question="When did it rain?", kind="when", language="en", unanswerable=True),
    ),
)


class Typed(PhraseReader):
    """Finds one phrase for each kind of question, and is unsure of what the articles do not say."""

    PHRASES: ClassVar = {
        "¿Cuándo abr": "12 de abril",
        "¿Cuánto": "48 millones",
        "¿Quién habló": "Remedios Falcó",
        "¿Dónde": "Robledal",
    }

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        phrase = next((p for begin, p in self.PHRASES.items() if question.startswith(begin)), None)
        self.margins = {phrase: 3.0} if phrase else {"el": -3.0}
        return super().read(question, passages)


Ask = Callable[..., Report]


@pytest.fixture
def archive(write_corpus: Callable[..., Path], encoder: WordLengthEncoder, tmp_path: Path) -> Iterator[Archive]:
    with Archive.build(write_corpus(**ARTICLES), into=tmp_path / "index", encoder=encoder, reader=Typed()) as archive:
        yield archive


def ask(archive: Archive, **options: object) -> Report:
    return make_report(run(archive, SET, Path("set.yaml"), **{"top": 3, **options}))  # type: ignore[arg-type]


LIMITS = {
    "correct": 1.0,
    "f1": 0.5,
    "recall_at_3": 1.0,
    "citation_exactness": 1.0,
    "citation_recall": 0.9,
    "abstention_recall": 1.0,
    "abstention_precision": 1.0,
    "ece": 0.3,
}


def test_a_sound_archive_meets_its_limits(archive: Archive) -> None:
    report = ask(archive)
    assert missed(report.all.values, LIMITS) == []
    figure = report.all.figure("correct")
    assert figure is not None
    assert (figure.value, figure.n) == (1.0, 6)
    assert {part.name for part in report.parts} >= {"all", "kind: who", "language: en", "near miss", "several articles"}
    first = report.outcomes[0]
    assert (first.text, first.value, first.value_right) == ("12 de abril", "2026-04-12", True)
    assert {c.article_id for c in first.citations} == {"faro", "copia"}
    assert first.ranks.fused is not None
    assert set(first.timings) == {"encode", "retrieve", "read", "compose"}
    assert [latency.stage for latency in report.latencies] == ["encode", "retrieve", "read", "compose", "all"]


def test_what_is_held_back_but_shown_is_judged(archive: Archive) -> None:
    archive.calibrate(replace(archive.calibration, threshold=1.0))
    report = ask(archive)
    figure = report.all.figure("unsure_right")
    assert figure is not None
    shown = [o for o in report.outcomes if o.unsure]
    assert shown
    assert all(o.confidence >= 0.5 and not o.given for o in shown)
    assert (figure.value, figure.n) == (sum(o.right for o in shown) / len(shown), len(shown))


def broken(report: Report) -> set[str]:
    return {miss.metric for miss in missed(report.all.values, LIMITS)}


def test_broken_retrieval_is_seen_in_recall(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from hemeroteca import retrieval

    right = retrieval.search

    def upside_down(*arguments: object, top: int, **options: object) -> object:
        return right(*arguments, top=len(ARTICLES), **options)[::-1][:top]  # type: ignore[arg-type]

    monkeypatch.setattr(retrieval, "search", upside_down)
    report = ask(archive)
    assert "recall_at_3" in broken(report)
    lost = next(o for o in report.outcomes if not o.right and o.answers)
    assert lost.ranks.fused is None or lost.ranks.fused > 3


def test_a_broken_reader_is_seen_in_f1(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Typed, "PHRASES", {"¿C": "alcaldesa", "¿Quién h": "estibadores", "¿Dónde": "copa"})
    found = broken(ask(archive))
    assert {"f1", "correct"} <= found
    assert not {"recall_at_3", "citation_exactness"} & found


def test_broken_citations_are_seen_in_their_exactness(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from hemeroteca.answering import citations

    right = citations.cite

    def shifted(*arguments: object) -> Citation:
        citation = right(*arguments)  # type: ignore[arg-type]
        return replace(citation, start=citation.start + 1, end=citation.end + 1)

    monkeypatch.setattr("hemeroteca.answering.compose.cite", shifted)
    assert broken(ask(archive)) == {"citation_exactness"}


def test_a_broken_threshold_is_seen_in_abstention(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Typed, "calibration", replace(Typed.calibration, threshold=0.0))
    assert broken(ask(archive)) == {"correct", "abstention_recall", "abstention_precision"}
    monkeypatch.setattr(Typed, "calibration", replace(Typed.calibration, threshold=1.0))
    assert {"correct", "abstention_precision"} <= broken(ask(archive))


def test_overconfidence_is_seen_in_the_calibration_error(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Typed, "calibration", replace(Typed.calibration, bias=9.0))
    assert "ece" in broken(ask(archive))


def test_an_interrupted_run_goes_on_where_it_was(archive: Archive, tmp_path: Path) -> None:
    journal = tmp_path / "report" / "outcomes.jsonl"

    def stop(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(archive, SET, Path("set.yaml"), top=3, journal=journal, on_progress=stop)
    kept = journal.read_text("utf-8")
    assert len(kept.splitlines()) == 1 + 4
    journal.write_text(kept[:-40], "utf-8")  # the last line cut short, as by a crash

    asked: list[str] = []
    reader, read = archive.reader, archive.reader.read
    reader.read = lambda question, passages: asked.append(question) or read(question, passages)  # type: ignore
    resumed = run(archive, SET, Path("set.yaml"), top=3, journal=journal)
    assert asked == [q.question for q in SET.questions[3:]]
    assert not journal.exists()
    asked.clear()
    whole = run(archive, SET, Path("set.yaml"), top=3)
    assert len(asked) == len(SET.questions)
    assert [replace(o, timings={}) for o in resumed.outcomes] == [replace(o, timings={}) for o in whole.outcomes]


def test_a_journal_of_another_run_is_not_gone_on_with(archive: Archive, tmp_path: Path) -> None:
    journal = tmp_path / "outcomes.jsonl"
    journal.write_text(json.dumps({"set": "other"}) + "\n{}\n", "utf-8")
    assert len(run(archive, SET, Path("set.yaml"), top=3, journal=journal).outcomes) == 6


def test_a_set_for_another_archive(archive: Archive) -> None:
    other = replace(SET, questions=(replace(SET.questions[0], articles=("presa",)),))
    with pytest.raises(QuestionSetError, match="This one has no 'presa'"):
        run(archive, other, Path("set.yaml"))


def test_a_set_may_bring_its_articles_and_give_the_passage(e5: object, tmp_path: Path) -> None:
    context = "El faro abrió en 1932. Lo proyectó Inés Carrasquilla."
    answers = [{"text": "Inés Carrasquilla", "answer_start": context.index("Inés")}]
    qas = [{"id": "1", "question": "¿Quién proyectó el faro?", "answers": answers}]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": [{"context": context, "qas": qas}]}]}), "utf-8")
    loaded = load_questions(path)
    reader = PhraseReader(**{"Inés_Carrasquilla": 2.0})
    with archive_for(loaded, tmp_path / "none", reader=reader) as archive:
        given = run(archive, loaded, path, passage_given=True).outcomes[0]
        found = run(archive, loaded, path).outcomes[0]
    assert (given.em, found.em) == (1.0, 1.0)
    assert given.relevant == ()
    assert found.ranks.fused == 1
    assert 0.5 < given.confidence < 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[other]\nf1 = 0.5", "has no limits for the set 'sample'"),
        ("[sample]\nf2 = 0.5", "names a metric that is none: 'f2'"),
        ("[sample]\nf1 = 'x'", "not a gates file"),
        ("[sample", "not a gates file"),
    ],
)
def test_gates_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GateError, match=message.replace("(", "\\(")):
        load_gates(path, "sample")


def test_a_limit_says_on_which_side_it_was_missed(archive: Archive) -> None:
    report = ask(archive)
    assert [str(m) for m in missed(report.all.values, {"f1": 1.01, "ece": 0.0, "correct": 1.0})] == [
        f"f1 is {report.all.figure('f1').value:.3f}, at least 1.01 is asked",  # type: ignore[union-attr]
        f"ece is {report.all.figure('ece').value:.3f}, at most 0 is asked",  # type: ignore[union-attr]
    ]
