"""Uploads into a real archive, encoded by word lengths."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hemeroteca.archive import Archive
from hemeroteca.chat.uploads import FOLDER, Job, JobNotFound, Outcome, State, UploadError, Uploads, safe_name
from hemeroteca.errors import ArticleNotFound
from tests.fakes import WordLengthEncoder

PAGE = b"---\ntitle: Faro\ndate: 2026-03-09\n---\nEl faro luce de noche."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "puerto.md").write_text("El puerto abre el lunes.", encoding="utf-8")
    with Archive.build(corpus, into=tmp_path / "index", encoder=WordLengthEncoder()) as archive:
        yield archive


@pytest.fixture
def uploads(archive: Archive) -> Iterator[Uploads]:
    uploads = Uploads(archive, archive.path)
    yield uploads
    uploads.close()


def finished(uploads: Uploads, *files: tuple[str, bytes]) -> Job:
    job = uploads.submit("root", files)
    deadline = time.monotonic() + 30
    while job.state in {State.QUEUED, State.RUNNING} and time.monotonic() < deadline:
        time.sleep(0.02)
        job = uploads.job("root", job.id)
    return job


def test_files_become_articles_and_what_is_left_out_says_why(archive: Archive, uploads: Uploads) -> None:
    job = finished(
        uploads,
        ("faro.md", PAGE),
        ("lineas.jsonl", b'{"text": "La lonja cierra."}\n{"text": 5}\n{"id": "tres", "text": "Hay niebla."}\n'),
        ("roto.md", b"\xff\xfe\x00"),
        ("programa.exe", b"x"),
        ("faro.md", PAGE),
    )
    assert (job.state, job.done, job.of) == (State.DONE, 3, 3)
    told = {(file.name, file.outcome, file.articles) for file in job.files}
    assert told == {
        ("faro.md", Outcome.INDEXED, ("faro",)),
        ("lineas.jsonl", Outcome.INDEXED, ("lineas#1", "tres")),
        ("roto.md", Outcome.LEFT_OUT, ()),
        ("programa.exe", Outcome.LEFT_OUT, ()),
        ("faro.md", Outcome.LEFT_OUT, ()),
    }
    reasons = {file.name: file.reason for file in job.files if file.outcome is Outcome.LEFT_OUT or file.reason}
    assert "line 2: text must be text" in reasons["lineas.jsonl"]
    assert "UTF-16" in reasons["roto.md"]
    assert ".jsonl" in reasons["programa.exe"]
    assert {article.id for article in archive.articles()} == {"puerto", "faro", "lineas#1", "tres"}
    assert archive.article("faro").title == "Faro"
    # What was left out lies nowhere, and is not left out again with the next.
    assert {path.name for path in (archive.path / FOLDER).iterdir()} == {"faro.md", "lineas.jsonl"}
    assert [file.outcome for file in finished(uploads, ("faro.md", PAGE)).files] == [Outcome.UNCHANGED]


def test_what_is_removed_does_not_come_back_with_the_next_upload(archive: Archive, uploads: Uploads) -> None:
    lines = b'{"text": "La lonja cierra."}\n{"id": "dos", "text": "Hay niebla."}\n{"text": "Llueve en el cabo."}\n'
    finished(uploads, ("faro.md", PAGE), ("lineas.jsonl", lines))
    for gone in ("faro", "dos", "lineas#1", "puerto"):
        uploads.remove(gone)
        with pytest.raises(ArticleNotFound):
            archive.article(gone)
    finished(uploads, ("otro.txt", b"El viento cede."))
    assert {article.id for article in archive.articles()} == {"lineas#3", "otro"}
    with pytest.raises(ArticleNotFound):
        uploads.remove("faro")


def test_a_job_is_its_owner_s(uploads: Uploads) -> None:
    job = finished(uploads, ("faro.md", PAGE))
    for owner, name in (("ana", job.id), ("root", "none")):
        with pytest.raises(JobNotFound):
            uploads.job(owner, name)


def test_a_failure_is_told(archive: Archive, uploads: Uploads) -> None:
    (archive.path / FOLDER).write_text("in the way")
    job = finished(uploads, ("faro.md", PAGE))
    assert job.state is State.FAILED
    assert job.error == "the files could not be indexed: see the server's messages"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("faro.md", "faro.md"),
        ("../../etc/faro.MD", "faro.md"),
        ("C:\\x\\faro.txt", "faro.txt"),
        ("el faro (2).html", "el faro (2).html"),
        (".oculto.md", "oculto.md"),
        ("a\0b\u202e.md", "a_b_.md"),
        ("nin\u0303o.md", "niño.md"),
        ("\ud800.md", "_.md"),
        ("ñ" * 200 + ".jsonl", "ñ" * 50 + ".jsonl"),
    ],
)
def test_names_are_made_safe(given: str, expected: str) -> None:
    assert safe_name(given) == expected


@pytest.mark.parametrize(
    "given", ["", "x", ".md", "..md", "/", "x.exe", "README.md", "readme.TXT", "x.md/", "x.md\0.exe"]
)
def test_names_that_are_refused(given: str) -> None:
    with pytest.raises(UploadError):
        safe_name(given)
