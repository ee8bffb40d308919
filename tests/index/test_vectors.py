from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hemeroteca.index import record, vectors, writer
from hemeroteca.index.record import NewArticle, NewPassage, date_filter
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.types import Article
from tests.fakes import SENSE, WordLengthEncoder

DIMENSION = 16
EVERYTHING = date_filter(None, None, None)


def unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def put(connection: sqlite3.Connection, name: str, rows: NDArray[np.float32]) -> None:
    text = "x" * len(rows)
    passages = tuple(NewPassage(start=i, end=i + 1, digest=b"%d" % i, vector=row) for i, row in enumerate(rows))
    article = NewArticle(article=Article(id=name, title=name, text=text), root="", cut="", passages=passages)
    with record.transaction(connection):
        record.put_articles(connection, [article], lambda one, other: False)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(record.connect(tmp_path, write=True)) as opened:
        yield opened


def by_numpy(connection: sqlite3.Connection, query: NDArray[np.float32], limit: int) -> list[int]:
    ids = record.passage_ids(connection)
    products = record.vectors(connection, ids.tolist(), DIMENSION) @ query
    return [int(i) for i in ids[np.lexsort((ids, -products))][:limit]]


def found(index: VectorIndex, query: NDArray[np.float32], limit: int) -> list[int]:
    return [i for i, _ in index.search(query, limit, EVERYTHING, None)]


def test_flat_search_agrees_with_numpy(connection: sqlite3.Connection) -> None:
    put(connection, "a", unit_rows(300, 1))
    index = VectorIndex(DIMENSION, flat_up_to=1000)
    index.sync(connection)
    for query in unit_rows(20, 2):
        assert found(index, query, 10) == by_numpy(connection, query, 10)


def test_similarities_are_cosines_and_fall(connection: sqlite3.Connection) -> None:
    rows = unit_rows(50, 1)
    put(connection, "a", rows)
    index = VectorIndex(DIMENSION, flat_up_to=1000)
    index.sync(connection)
    similarities = [s for _, s in index.search(rows[7], 50, EVERYTHING, None)]
    assert similarities[0] == pytest.approx(1.0, abs=1e-5)
    assert similarities == sorted(similarities, reverse=True)


def test_ties_go_to_the_lower_id(connection: sqlite3.Connection) -> None:
    put(connection, "a", np.repeat(unit_rows(1, 1), 5, axis=0))
    index = VectorIndex(DIMENSION, flat_up_to=1000)
    index.sync(connection)
    assert found(index, unit_rows(1, 1)[0], 5) == record.passage_ids(connection).tolist()


def test_inverted_lists_take_over_and_give_way_again(connection: sqlite3.Connection) -> None:
    put(connection, "a", unit_rows(1000, 1))
    index = VectorIndex(DIMENSION, flat_up_to=1100)
    index.sync(connection)
    put(connection, "b", unit_rows(1000, 2))
    index.sync(connection)
    queries = unit_rows(20, 3)
    agreed = [len(set(found(index, q, 10)) & set(by_numpy(connection, q, 10))) for q in queries]
    assert 8 <= np.mean(agreed) <= 10, "eight-bit codes in inverted lists find most, not all"
    with record.transaction(connection):
        record.remove_articles(connection, ["a"])
    index.sync(connection)
    for query in queries:
        assert found(index, query, 10) == by_numpy(connection, query, 10)


def test_inverted_lists_add_and_remove(connection: sqlite3.Connection) -> None:
    put(connection, "a", unit_rows(1500, 1))
    put(connection, "b", unit_rows(100, 2))
    index = VectorIndex(DIMENSION, flat_up_to=1000)
    index.sync(connection)
    with record.transaction(connection):
        record.remove_articles(connection, ["b"])
    new = unit_rows(1, 3)
    put(connection, "c", new)
    index.sync(connection)
    assert len(index) == 1501
    assert found(index, new[0], 1) == [record.passage_ids(connection).max()]


def test_a_source_without_passages_finds_nothing(connection: sqlite3.Connection) -> None:
    put(connection, "a", unit_rows(10, 1))
    index = VectorIndex(DIMENSION, flat_up_to=1000)
    index.sync(connection)
    assert index.search(unit_rows(1, 1)[0], 5, EVERYTHING, np.empty(0, np.int64)) == []


@pytest.fixture
def folder(tmp_path: Path, write_corpus: Callable[..., Path], encoder: WordLengthEncoder) -> Path:
    corpus = write_corpus(a="Llovió en la sierra.", b="Reabrió el puerto de Valdeluz.")
    writer.update(tmp_path / "index", [corpus], encoder=encoder, sense=SENSE, recipe=None)
    return tmp_path / "index"


def load(folder: Path) -> str | None:
    with closing(record.connect(folder, write=False)) as connection:
        return VectorIndex(8, flat_up_to=50_000).load(folder, connection)


def test_a_sound_projection_is_loaded(folder: Path) -> None:
    assert load(folder) is None


def test_a_damaged_projection_is_noticed(folder: Path) -> None:
    path = folder / vectors.FILE
    data = bytearray(path.read_bytes())
    for position in range(0, len(data), 7):
        data[position] ^= 0x10
        path.write_bytes(data)
        assert load(folder) == "damaged"
        data[position] ^= 0x10


@pytest.mark.parametrize("name", [vectors.FILE, vectors.MANIFEST])
def test_a_missing_projection_is_noticed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert load(folder) == "missing"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b"\xff"])
def test_a_manifest_that_is_none_is_noticed(folder: Path, content: bytes) -> None:
    (folder / vectors.MANIFEST).write_bytes(content)
    assert "unreadable" in str(load(folder))


def test_a_stale_projection_is_noticed(folder: Path) -> None:
    with closing(record.connect(folder, write=True)) as connection, record.transaction(connection):
        record.remove_articles(connection, ["a"])
    assert load(folder) == "older than the record"


def test_a_manifest_that_lies_about_another_index_is_noticed(folder: Path, tmp_path: Path) -> None:
    with closing(record.connect(tmp_path / "other", write=True)) as connection:
        put(connection, "a", unit_rows(3, 1))
        other = VectorIndex(DIMENSION, flat_up_to=50_000)
        other.sync(connection)
        other.save(tmp_path / "other")
    manifest = json.loads((folder / vectors.MANIFEST).read_text())
    alien = json.loads((tmp_path / "other" / vectors.MANIFEST).read_text())
    (folder / vectors.MANIFEST).write_text(json.dumps({**manifest, "sha256": alien["sha256"]}))
    (folder / vectors.FILE).write_bytes((tmp_path / "other" / vectors.FILE).read_bytes())
    assert load(folder) == "not of this archive"
