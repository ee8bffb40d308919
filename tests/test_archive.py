"""The archive as a whole: the contracts of the design hold here, each with a test that can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemeroteca import Archive
from hemeroteca.errors import ArticleNotFound, HemerotecaError, ModelMismatch, QuestionError
from hemeroteca.index import vectors
from hemeroteca.types import Answer, Kind, Period, Reason
from tests.fakes import PhraseReader, WordLengthEncoder

WriteCorpus = Callable[..., Path]

READER = PhraseReader(el_lunes=2.0, Valdeluz=1.0, nieve=-3.0)
PLACES = PhraseReader(Valdeluz=1.0)


@pytest.fixture
def corpus(write_corpus: WriteCorpus) -> Path:
    write_corpus(puerto="El puerto de Valdeluz reabrió el lunes.", day="2026-03-10")
    write_corpus(nieve="Hubo nieve en la sierra.", day="2026-03-08", source="La Vela")
    return write_corpus(obras="Las obras del puerto de Valdeluz duraron dos años.", day="2026-03-09")


@pytest.fixture
def archive(tmp_path: Path, corpus: Path, encoder: WordLengthEncoder) -> Iterator[Archive]:
    with Archive.build(corpus, into=tmp_path / "index", encoder=encoder, reader=READER) as built:
        yield built


def assert_exact(archive: Archive, answer: Answer) -> None:
    """Contract 1: each citation is what stands in its article, and the answer's text stands in one of them."""
    for citation in [*answer.citations, *(c for a in answer.alternatives for c in a.citations)]:
        text = archive.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote != ""
        assert citation.context_start <= citation.start < citation.end <= citation.context_end <= len(text)
    if answer.text:
        assert any(answer.text in c.quote for c in answer.citations)


def test_an_answer_is_quoted_cited_and_typed(archive: Archive) -> None:
    answer = archive.ask("¿Cuándo reabrió el puerto?")
    assert_exact(archive, answer)
    assert (answer.kind, answer.abstained) == (Kind.WHEN, None)
    assert "lunes" in answer.text
    assert answer.value == date(2026, 3, 9)
    assert [c.article_id for c in answer.citations] == ["puerto"]
    assert (answer.citations[0].title, answer.citations[0].published) == ("Puerto", date(2026, 3, 10))


def test_the_same_answer_in_several_articles_is_one_with_all_cited(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "index", encoder=WordLengthEncoder(), reader=PLACES) as opened:
        answer = opened.ask("¿Dónde está el puerto?")
        alone = opened.ask("¿Dónde está el puerto?", since=date(2026, 3, 10))
    assert_exact(archive, answer)
    assert answer.confidence > alone.confidence, "two articles are more evidence than one"
    assert answer.text == "Valdeluz"
    assert sorted(c.article_id for c in answer.citations) == ["obras", "puerto"]


def test_below_the_threshold_it_abstains_says_why_and_shows_the_nearest(archive: Archive) -> None:
    answer = archive.ask("¿Qué hubo en la sierra?", source="La Vela")
    assert (answer.text, answer.value, answer.citations) == ("", None, ())
    assert answer.abstained is Reason.NOT_THIS_FACT
    assert answer.confidence < READER.calibration.threshold
    assert [hit.passage.article_id for hit in answer.passages] == ["nieve"]


def test_nothing_within_the_filters_is_a_reason_of_its_own(archive: Archive) -> None:
    for answer, reason in (
        (archive.ask("¿Qué hubo?", since=date(2030, 1, 1)), Reason.OUTSIDE_DATES),
        (archive.ask("¿Qué hubo?", source="El Eco"), Reason.OUTSIDE_FILTERS),
        (archive.ask("¿Qué hubo en 2019?"), Reason.OUTSIDE_DATES),
    ):
        assert answer.abstained is reason
        assert {hit.passage.article_id for hit in answer.passages} == {"puerto", "obras", "nieve"}, "the nearest"
        assert answer.coverage is not None
        assert (answer.coverage.articles, answer.coverage.first) == (3, date(2026, 3, 8))


def test_days_that_the_question_names_are_a_filter_that_can_be_taken_off(archive: Archive) -> None:
    def read(question: str, *, period: bool = True) -> tuple[set[str], Period | None]:
        answer = archive.ask(question, as_of=date(2026, 3, 12), period=period)
        return {hit.passage.article_id for hit in answer.passages}, answer.period

    printed, period = read("¿Qué pasó el 8 de marzo?")
    assert printed == {"nieve"}
    assert period == Period(text="8 de marzo", start=13, end=23, first=date(2026, 3, 8), last=date(2026, 3, 8))
    told, _ = read("¿Qué pasó el lunes pasado?")
    assert told == {"puerto", "obras"}, "one tells of Monday 9 March, the other was printed on it"
    assert read("¿Qué pasó el 8 de marzo?", period=False) == ({"puerto", "obras", "nieve"}, None)
    since, period = read("¿Qué pasó desde que reabrió el puerto?")
    assert since == {"puerto", "obras"}
    assert period is not None
    assert (period.text, period.first, period.last) == ("desde que reabrió el puerto", date(2026, 3, 9), None)


def test_an_empty_archive_is_a_reason_of_its_own(archive: Archive) -> None:
    for article in archive.articles():
        archive.remove(article.id)
    assert archive.ask("¿Qué hubo?").abstained is Reason.EMPTY_ARCHIVE
    assert archive.info().articles == 0


def test_filters_choose_what_is_read(archive: Archive) -> None:
    assert archive.ask("¿Dónde está el puerto?", until=date(2026, 3, 9)).citations[0].article_id == "obras"


def test_the_same_question_has_the_same_answer(archive: Archive, tmp_path: Path) -> None:
    first = [archive.ask(q).to_dict() | {"timings": None} for q in ("¿Dónde está el puerto?", "puerto", "nieve")]
    with Archive.open(tmp_path / "index", encoder=WordLengthEncoder(), reader=READER) as again:
        second = [again.ask(q).to_dict() | {"timings": None} for q in ("¿Dónde está el puerto?", "puerto", "nieve")]
    assert first == second


def test_json_has_the_fields_of_the_answer(archive: Archive) -> None:
    answer = json.loads(archive.ask("¿Cuándo reabrió el puerto?").to_json())
    assert list(answer) == [
        "question", "text", "value", "kind", "confidence", "abstained", "citations", "alternatives", "passages",
        "witnesses", "latest", "period", "coverage", "timings", "reader",
    ]  # fmt: skip
    assert answer["value"] == "2026-03-09"
    assert {"article_id", "title", "published", "source", "quote", "start", "end"} <= answer["citations"][0].keys()
    assert answer["citations"][0]["published"] == "2026-03-10"


def test_timings_name_every_stage(archive: Archive) -> None:
    assert list(archive.ask("¿Cuándo?").timings) == ["encode", "retrieve", "read", "compose"]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "no words"),
        (" \n\t", "no words"),
        ("😀🎉", "no words"),
        ("¿?", "no words"),
        ("a" * 10_000, "10000 characters, at most 1000"),
    ],
)
def test_a_question_that_cannot_be_used_is_one_line(archive: Archive, question: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message) as raised:
        archive.ask(question)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "question",
    ['"', "NEAR(a b)", "a' OR 1=1 --", "x\x00y", "\ud800 puerto", "\u202epuerto", "title:puerto", "<s> </s> puerto"],
)
def test_hostile_questions_are_only_questions(archive: Archive, question: str) -> None:
    try:
        answer = archive.ask(question)
    except QuestionError:
        assert question == '"'
    else:
        assert_exact(archive, answer)
        answer.to_json().encode("utf-8")


def test_filters_that_cannot_be_met_are_errors(archive: Archive) -> None:
    with pytest.raises(QuestionError, match="after until"):
        archive.ask("¿Qué?", since=date(2026, 2, 1), until=date(2026, 1, 1))
    with pytest.raises(QuestionError, match="top is 0"):
        archive.ask("¿Qué?", top=0)


def test_an_article_that_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(ArticleNotFound, match="no article 'luna'"):
        archive.article("luna")


def test_articles_come_by_date(archive: Archive) -> None:
    assert [a.id for a in archive.articles()] == ["nieve", "obras", "puerto"]


def test_info_says_what_is_there(archive: Archive) -> None:
    info = archive.info()
    assert (info.articles, info.passages, info.undated) == (3, 3, 0)
    assert (info.first, info.last, info.sources) == (date(2026, 3, 8), date(2026, 3, 10), ("El Faro", "La Vela"))
    assert (info.model, info.reader, info.projection) == ("word-length", "phrases", "agrees")


def test_a_damaged_projection_is_made_anew_and_said_once(
    archive: Archive, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = archive.ask("¿Dónde está el puerto?").to_dict() | {"timings": None}
    path = tmp_path / "index" / vectors.FILE
    path.write_bytes(path.read_bytes()[:-4] + b"xxxx")
    with Archive.open(tmp_path / "index", encoder=WordLengthEncoder(), reader=READER) as opened:
        assert opened.ask("¿Dónde está el puerto?").to_dict() | {"timings": None} == expected
        opened.ask("¿Dónde está el puerto?")
        assert opened.info().projection == "made anew from the record: the file is damaged"
    assert [r.getMessage() for r in caplog.records] == [
        f"the vectors' file of {tmp_path / 'index'} is damaged: made anew from the record"
    ]


def test_another_model_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="built with word-length"):
        Archive.open(tmp_path / "index", encoder=WordLengthEncoder(name="b", fingerprint="b" * 64), reader=READER)


def test_what_another_process_writes_is_seen_by_an_open_archive(
    archive: Archive, tmp_path: Path, write_corpus: WriteCorpus
) -> None:
    write_corpus(faro="El faro de Valdeluz se apagó.", day="2026-03-11")
    script = (
        "import sys; from hemeroteca import Archive; from tests.fakes import WordLengthEncoder\n"
        "Archive.build(sys.argv[1], into=sys.argv[2], encoder=WordLengthEncoder()).close()"
    )
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", script, str(tmp_path / "corpus"), str(tmp_path / "index")]
    subprocess.run(command, check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    assert "faro" in {hit.passage.article_id for hit in archive.search("¿Qué se apagó?")}
    assert "faro" in {c.article_id for c in archive.ask("¿Dónde está?").citations}


def test_many_threads_ask_while_one_writes(
    archive: Archive, tmp_path: Path, corpus: Path, write_corpus: WriteCorpus
) -> None:
    asked = Archive.open(tmp_path / "index", encoder=WordLengthEncoder(), reader=PLACES)
    errors: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                answer = asked.ask("¿Dónde está el puerto?")
                read = {hit.passage.article_id: hit.passage for hit in answer.passages}
                assert answer.text == "Valdeluz"
                for citation in answer.citations:  # of one view of the archive, whatever is written meanwhile
                    passage = read[citation.article_id]
                    start, end = citation.start - passage.start, citation.end - passage.start
                    assert passage.text[start:end] == citation.quote
        except BaseException as error:  # whatever it is, the test must see it
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(8):
        write_corpus(faro=f"El faro de Valdeluz se apagó {number} veces.")
        archive.add(corpus)
    archive.remove("faro")
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert asked.info().articles == archive.info().articles == 3
    asked.close()


def test_a_closed_archive_lets_go_of_its_files(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    (tmp_path / "index").rename(tmp_path / "elsewhere")


def test_build_reports_what_was_left_out(tmp_path: Path, corpus: Path, encoder: WordLengthEncoder) -> None:
    (corpus / "bad.md").write_bytes(b"\xff\xfe")
    with Archive.build(corpus, into=tmp_path / "other", encoder=encoder, reader=READER) as built:
        assert built.report is not None
        assert [Path(bad.path).name for bad in built.report.bad] == ["bad.md"]
        assert built.info().articles == 3


def test_a_read_only_archive_still_answers(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    folder = shutil.copytree(tmp_path / "index", tmp_path / "read-only")
    for path in [*folder.iterdir(), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in [tmp_path, *tmp_path.parents[:2]]:
        parent.chmod(0o755)
    # Root may write anywhere, so it asks as nobody; and asks once before, while it may still read the libraries.
    script = (
        "import os, sys; from hemeroteca import Archive; from tests.fakes import PhraseReader, WordLengthEncoder\n"
        "def ask(folder):\n"
        "    opened = Archive.open(folder, encoder=WordLengthEncoder(), reader=PhraseReader(Valdeluz=1.0))\n"
        "    return opened.ask('¿Dónde?')\n"
        "ask(sys.argv[1])\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "print(ask(sys.argv[2]).text)"
    )
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", script, str(tmp_path / "index"), str(folder)]
    env = {**os.environ, "PYTHONPATH": str(root)}
    result = subprocess.run(command, capture_output=True, text=True, cwd=root, env=env, check=False)
    folder.chmod(0o755)
    assert result.stdout == "Valdeluz\n", result.stderr


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet=st.sampled_from("aé ñ\u0301\u202e😀\r\n.«»–字½ "), min_size=1, max_size=120),
    place=st.integers(0, 120),
)
def test_citations_are_exact_in_any_text(tmp_path_factory: pytest.TempPathFactory, text: str, place: int) -> None:
    folder = tmp_path_factory.mktemp("any")
    body = f"{text[:place]} Valdeluz {text[place:]}"
    (folder / "a.jsonl").write_bytes(json.dumps({"id": "a", "title": "A", "text": body}).encode())
    with Archive.build(
        folder / "a.jsonl", into=folder / "index", encoder=WordLengthEncoder(), reader=READER
    ) as archive:
        answer = archive.ask("¿Dónde?")
        assert answer.text == "Valdeluz"
        assert_exact(archive, answer)
        for hit in answer.passages:
            assert archive.article("a").text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_every_error_a_user_meets_has_one_base() -> None:
    assert issubclass(QuestionError, HemerotecaError)
    assert issubclass(ArticleNotFound, KeyError)
