from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from hemeroteca.errors import (
    ArticleNotFound,
    CorpusNotFound,
    IndexDamaged,
    IndexLocked,
    IndexNotFound,
    IndexWriteError,
    ModelMismatch,
)
from hemeroteca.index import record, writer
from hemeroteca.index.recipe import Recipe
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.index.writer import IndexReport, Progress
from tests.fakes import SENSE, WordLengthEncoder

WriteCorpus = Callable[..., Path]

PORT = "El puerto de Valdeluz reabrió el lunes.\n\nLas obras duraron dos años."
RAIN = "Llovió toda la semana en la sierra."


def update(folder: Path, corpus: Path, encoder: WordLengthEncoder, recipe: Recipe | None = None) -> IndexReport:
    return writer.update(folder, [corpus], encoder=encoder, sense=SENSE, recipe=recipe)


def contents(folder: Path) -> dict[str, list[str]]:
    """Passage texts by article id, after checking that record, terms and projection hold the same passages."""
    with closing(record.connect(folder, write=False)) as connection:
        ids = record.passage_ids(connection).tolist()
        assert [row[0] for row in connection.execute("SELECT rowid FROM terms ORDER BY rowid")] == ids
        if ids:
            index = VectorIndex(8, flat_up_to=Recipe().flat_up_to)
            assert index.load(folder, connection) is None
            assert len(index) == len(ids)
        found: dict[str, list[str]] = {article.id: [] for article in record.load_articles(connection)}
        for passage in record.load_passages(connection, ids):
            found[passage.article_id].append(passage.text)
            (article,) = record.load_articles(connection, [passage.article_id])
            assert article.text[passage.start : passage.end] == passage.text
        return found


def test_a_corpus_is_indexed(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    report = update(tmp_path / "index", write_corpus(puerto=PORT, lluvia=RAIN), encoder)
    assert (report.added, report.encoded) == (["lluvia", "puerto"], 2)
    assert contents(tmp_path / "index") == {"lluvia": [RAIN], "puerto": [PORT]}


def test_nothing_changed_nothing_encoded(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    corpus = write_corpus(puerto=PORT, lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    encoder.encoded.clear()
    report = update(tmp_path / "index", corpus, encoder)
    assert (report.added, report.updated, report.removed, report.unchanged) == ([], [], [], 2)
    assert encoder.encoded == []


def test_only_the_changed_file_is_encoded(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(puerto=PORT, lluvia=RAIN), encoder)
    encoder.encoded.clear()
    report = update(tmp_path / "index", write_corpus(lluvia="Nevó en la sierra."), encoder)
    assert report.updated == ["lluvia"]
    assert encoder.encoded == ["Nevó en la sierra."]
    assert contents(tmp_path / "index") == {"lluvia": ["Nevó en la sierra."], "puerto": [PORT]}


def test_a_new_date_replaces_the_article_without_encoding(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(lluvia=RAIN), encoder)
    encoder.encoded.clear()
    report = update(tmp_path / "index", write_corpus(lluvia=RAIN, day="2026-03-09"), encoder)
    assert (report.updated, encoder.encoded) == (["lluvia"], [])
    with closing(record.connect(tmp_path / "index", write=False)) as connection:
        (article,) = record.load_articles(connection)
        assert article.published is not None
        assert article.published.isoformat() == "2026-03-09"


def test_a_file_that_is_gone_is_removed(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    corpus = write_corpus(puerto=PORT, lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    (corpus / "lluvia.md").unlink()
    assert update(tmp_path / "index", corpus, encoder).removed == ["lluvia"]
    assert contents(tmp_path / "index") == {"puerto": [PORT]}


def test_another_corpus_adds_and_removes_nothing_of_the_first(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(puerto=PORT), encoder)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "lluvia.txt").write_text(RAIN, "utf-8")
    assert update(tmp_path / "index", tmp_path / "more", encoder).removed == []
    assert sorted(contents(tmp_path / "index")) == ["lluvia", "puerto"]


def test_a_corpus_that_moved_is_not_encoded_anew(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    corpus = write_corpus(puerto=PORT, lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    encoder.encoded.clear()
    moved = corpus.rename(tmp_path / "moved")
    update(tmp_path / "index", moved, encoder)
    (moved / "lluvia.md").unlink()
    assert update(tmp_path / "index", moved, encoder).removed == ["lluvia"]
    assert encoder.encoded == []


def test_a_file_that_became_unreadable_keeps_its_article(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    corpus = write_corpus(puerto=PORT, lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    (corpus / "lluvia.md").write_bytes(b"\xff\xfe\x00 no es UTF-8")
    report = update(tmp_path / "index", corpus, encoder)
    assert [Path(bad.path).name for bad in report.bad] == ["lluvia.md"]
    assert contents(tmp_path / "index")["lluvia"] == [RAIN]


def test_the_same_text_is_encoded_once(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    assert update(tmp_path / "index", write_corpus(a=RAIN, b=RAIN), encoder).encoded == 1


def test_another_recipe_cuts_anew(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    corpus = write_corpus(puerto="Uno dos tres. " * 20)
    update(tmp_path / "index", corpus, encoder)
    report = update(tmp_path / "index", corpus, encoder, Recipe(passage_tokens=32))
    assert report.updated == ["puerto"]
    assert len(contents(tmp_path / "index")["puerto"]) == 2


def test_passage_ids_are_never_used_again(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    ids: list[int] = []
    for text in (RAIN, PORT, RAIN):
        update(tmp_path / "index", write_corpus(lluvia=text), encoder)
        with closing(record.connect(tmp_path / "index", write=False)) as connection:
            ids += record.passage_ids(connection).tolist()
    assert len(set(ids)) == 3
    assert max(ids) < 2**53


def test_another_model_is_refused_and_both_are_named(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    corpus = write_corpus(lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    with pytest.raises(ModelMismatch, match=r"word-length \(wwwwwwwwwwww\), not with other \(oooooooooooo\)"):
        update(tmp_path / "index", corpus, WordLengthEncoder(name="other", fingerprint="o" * 64))


def test_a_second_writer_is_told(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    corpus = write_corpus(lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    with FileLock(tmp_path / "index" / writer.LOCK), pytest.raises(IndexLocked, match="another process is writing"):
        update(tmp_path / "index", corpus, encoder)


def test_progress_counts_articles_and_passages(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    seen: list[Progress] = []
    corpus = write_corpus(a=RAIN, b=PORT)
    writer.update(tmp_path / "index", [corpus], encoder=encoder, sense=SENSE, recipe=None, on_progress=seen.append)
    assert seen == [Progress(articles=2, of=2, encoded=2)]


def test_remove_takes_one_article_out(tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder) -> None:
    update(tmp_path / "index", write_corpus(puerto=PORT, lluvia=RAIN), encoder)
    writer.remove(tmp_path / "index", "lluvia")
    assert contents(tmp_path / "index") == {"puerto": [PORT]}
    with pytest.raises(ArticleNotFound, match="holds no article 'lluvia'"):
        writer.remove(tmp_path / "index", "lluvia")


def test_an_absent_corpus_leaves_the_archive_alone(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(lluvia=RAIN), encoder)
    with pytest.raises(CorpusNotFound):
        update(tmp_path / "index", tmp_path / "none", encoder)
    assert contents(tmp_path / "index") == {"lluvia": [RAIN]}


def test_opening_nothing_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="hemeroteca index CORPUS --into"):
        record.connect(tmp_path, write=False)


def test_a_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    (tmp_path / record.FILE).write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(IndexDamaged, match="damaged"):
        record.connect(tmp_path, write=False)


def test_a_record_of_another_format_is_named(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(lluvia=RAIN), encoder)
    with closing(sqlite3.connect(tmp_path / "index" / record.FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexDamaged, match="format 99, this version reads 2"):
        record.connect(tmp_path / "index", write=False)


def test_a_failed_batch_leaves_the_old_archive(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    class Failing(WordLengthEncoder):
        def encode_passages(self, texts: object) -> object:  # type: ignore[override]
            raise RuntimeError("the encoder failed")

    update(tmp_path / "index", write_corpus(lluvia=RAIN), encoder)
    with pytest.raises(RuntimeError, match="the encoder failed"):
        update(tmp_path / "index", write_corpus(lluvia=PORT), Failing())
    assert contents(tmp_path / "index") == {"lluvia": [RAIN]}


# A build in a process of its own, with limits that hold for root as well.
BUILD = """
import os, resource, sys
from pathlib import Path
from hemeroteca.errors import HemerotecaError
from hemeroteca.index import writer
from tests.fakes import SENSE, WordLengthEncoder

folder, corpus, limit = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if limit.startswith("bytes="):
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[6:]), int(limit[6:])))
elif limit.startswith("line="):
    left = int(limit[5:])
    def local(frame, event, argument):
        global left
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)
        return local
    def trace(frame, event, argument):
        return local if "hemeroteca/index/" in frame.f_code.co_filename else None
    sys.settrace(trace)
elif limit == "nobody":
    if os.getuid() == 0:
        os.setuid(65534)
try:
    writer.update(folder, [corpus], encoder=WordLengthEncoder(), sense=SENSE, recipe=None)
except HemerotecaError as error:
    sys.exit(f"{type(error).__name__}: {error}")
if limit.startswith("line="):
    print("lines left:", left)
"""


def build(folder: Path, corpus: Path, limit: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", BUILD, str(folder), str(corpus), limit],
        capture_output=True, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False,
    )  # fmt: skip


def test_a_full_disk_leaves_the_old_archive(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    update(tmp_path / "index", write_corpus(lluvia=RAIN), encoder)
    corpus = write_corpus(puerto="\n\n".join(f"Párrafo número {n} de un texto largo." for n in range(3000)))
    result = build(tmp_path / "index", corpus, f"bytes={resource.getpagesize() * 24}")
    assert result.stderr.startswith(IndexWriteError.__name__), result.stderr
    assert result.stderr.count("\n") == 1
    assert contents(tmp_path / "index") == {"lluvia": [RAIN]}
    assert update(tmp_path / "index", corpus, encoder).added == ["puerto"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    corpus = write_corpus(lluvia=RAIN)
    update(tmp_path / "index", corpus, encoder)
    write_corpus(puerto=PORT)
    for path in [tmp_path / "index", *(tmp_path / "index").iterdir()]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    result = build(tmp_path / "index", corpus, "nobody")
    (tmp_path / "index").chmod(0o755)
    assert result.stderr.startswith(IndexWriteError.__name__), result.stderr
    assert result.stderr.count("\n") == 1
    assert contents(tmp_path / "index") == {"lluvia": [RAIN]}


def test_a_build_that_is_killed_anywhere_is_completed_by_the_next(
    tmp_path: Path, write_corpus: WriteCorpus, encoder: WordLengthEncoder
) -> None:
    """Killed with SIGKILL at lines spread over the whole run of the index's own code, which writes two batches."""
    corpus = write_corpus(lluvia=RAIN, sierra="Nevó en la sierra el martes.")
    writer.update(tmp_path / "old", [corpus], encoder=encoder, sense=SENSE, recipe=Recipe(passage_tokens=32))
    (corpus / "sierra.md").unlink()
    long = {name: "\n\n".join(f"{name} " * 30 + str(n) for n in range(150)) for name in ("mar", "puerto", "valle")}
    write_corpus(lluvia="Dejó de llover en la sierra.", **long)

    shutil.copytree(tmp_path / "old", tmp_path / "whole")
    total = 1_000_000
    lines = total - int(build(tmp_path / "whole", corpus, f"line={total}").stdout.split(":")[1])
    expected = contents(tmp_path / "whole")
    assert list(expected) == ["lluvia", "mar", "puerto", "valle"]

    encoded = set()
    for line in range(1, lines, lines // 24):
        folder = tmp_path / "killed"
        shutil.copytree(tmp_path / "old", folder)
        assert build(folder, corpus, f"line={line}").returncode == -9
        with closing(record.connect(folder, write=False)) as connection:
            index = VectorIndex(8, flat_up_to=Recipe().flat_up_to)
            index.load(folder, connection)
            index.sync(connection)
            assert len(index) == len(record.passage_ids(connection)) > 0
        encoded.add(update(folder, corpus, encoder).encoded)
        assert contents(folder) == expected, f"killed at line {line}"
        shutil.rmtree(folder)
    assert {451, 0} < encoded, "the kills fell before, between and after the batches"
