"""The record: articles, passages and vectors in one SQLite file. What FAISS and FTS5 know can be rebuilt from it.

Passage ids are ``day * 2**32 + n``: ``day`` is the article's publication date as a proleptic ordinal (0 where there
is none) and ``n`` counts up for the archive's life and is never used again. So a date filter is a range of ids, in
FTS5 as in FAISS, an id never comes to mean another passage, and it stays below 2**53, exact in JSON.

Passages that are copies of one another have the same ``cluster``, the id that the first of them had; ``mentions`` are
the days that a passage speaks of, as ordinals.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hemeroteca.errors import IndexDamaged, IndexNotFound, IndexWriteError
from hemeroteca.index.terms import index_terms
from hemeroteca.types import Article, Coverage, Passage

FORMAT = 2
FILE = "archive.sqlite"
_DAY = 1 << 32
_BUSY_MS = 10_000

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT,
    source TEXT, url TEXT, language TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
    root TEXT NOT NULL, cut TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL,
    cluster INTEGER NOT NULL
);
CREATE TABLE bands (
    key BLOB NOT NULL, passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE, PRIMARY KEY (key, passage)
) WITHOUT ROWID;
CREATE TABLE mentions (
    passage INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE, first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE INDEX bands_by_passage ON bands (passage);
CREATE INDEX mentions_by_passage ON mentions (passage);
CREATE INDEX mentions_by_day ON mentions (first, last);
CREATE INDEX passages_by_cluster ON passages (cluster);
CREATE INDEX passages_by_article ON passages (article);
CREATE INDEX passages_by_digest ON passages (digest);
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_by_language ON articles (language);
CREATE VIRTUAL TABLE terms USING fts5 (body, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE term_frequencies USING fts5vocab (terms, row);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassage:
    """A passage to be written: offsets in its article, SHA-256 of its text, vector (dimension,) float32.

    ``bands`` are the keys that it may share with its copies, ``mentions`` the days (first, last) that it speaks of.
    """

    start: int
    end: int
    digest: bytes
    vector: NDArray[np.float32]
    bands: tuple[bytes, ...] = ()
    mentions: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article to be written: the corpus path it came from, how it was cut, and its passages."""

    article: Article
    root: str
    cut: str
    passages: tuple[NewPassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the record holds of an article, as far as deciding whether it changed needs it."""

    sha256: str
    cut: str
    root: str
    path: str


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open the record of ``folder``; with ``write``, make one where there is none.

    Raises IndexNotFound, IndexDamaged or IndexWriteError.
    """
    path = folder / FILE
    if not write and not path.is_file():
        raise IndexNotFound(
            f"there is no archive in {folder}", hint=f"make one with: hemeroteca index CORPUS --into {folder}"
        )
    connection = None
    try:
        if write:
            folder.mkdir(parents=True, exist_ok=True)
            connection = _open(f"{path.resolve().as_uri()}?mode=rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with transaction(connection):
                if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    _create(connection)
        else:
            connection = _open_to_read(path)
        _check_format(connection, path)
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise translate(error, folder) from error
    except OSError as error:
        raise IndexWriteError(
            f"the archive's folder cannot be written ({folder}: {error.strerror})", hint="check its permissions"
        ) from error
    return connection


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=_BUSY_MS / 1000)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    """A reader takes part in the write-ahead log, which needs its side files; on a read-only disk there are none."""
    uri = path.resolve().as_uri()
    for mode in ("mode=rw", "mode=ro", "immutable=1"):
        connection = None
        try:
            connection = _open(f"{uri}?{mode}")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return connection
        except sqlite3.OperationalError:
            if connection is not None:
                connection.close()
            if mode == "immutable=1":
                raise
    raise AssertionError


def _create(connection: sqlite3.Connection) -> None:
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORMAT:
        raise IndexDamaged(
            f"the archive has format {version}, this version reads {FORMAT} ({path})",
            hint="index its corpus into a new folder",
        )


def translate(error: sqlite3.DatabaseError, folder: Path) -> Exception:
    """SQLite's error as one a user can mend."""
    message = str(error)
    if isinstance(error, sqlite3.OperationalError) and any(
        words in message for words in ("full", "readonly", "disk I/O", "unable to open", "locked")
    ):
        return IndexWriteError(
            f"the archive cannot be written ({folder}: {message})",
            hint="check free space and permissions; what it held is still there",
        )
    return IndexDamaged(
        f"the archive's record is damaged ({folder / FILE}: {message})", hint="index its corpus into a new folder"
    )


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All or nothing; with ``kind="DEFERRED"``, one unchanging view for several reads."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite has rolled back by itself where the disk is full
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def get_meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM meta").fetchall())


def set_meta(connection: sqlite3.Connection, **values: str) -> None:
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def generation(connection: sqlite3.Connection) -> int:
    """A number that grows with each change of passages: what a projection was made from."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    return int(row[0]) if row else 0


def known_articles(connection: sqlite3.Connection) -> dict[str, Known]:
    rows = connection.execute("SELECT id, sha256, cut, root, path FROM articles")
    return {row[0]: Known(sha256=row[1], cut=row[2], root=row[3], path=row[4]) for row in rows}


def known_vectors(connection: sqlite3.Connection, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
    """The vectors of passages with the same text, by digest: such a passage need not be encoded again."""
    found = {}
    for digest in set(digests):
        row = connection.execute("SELECT vector FROM passages WHERE digest = ? LIMIT 1", (digest,)).fetchone()
        if row:
            found[digest] = np.frombuffer(row[0], dtype="<f4")
    return found


def put_articles(
    connection: sqlite3.Connection, batch: Sequence[NewArticle], are_copies: Callable[[str, str], bool]
) -> None:
    """Write articles in place of what had the same ids. Call it inside a transaction.

    ``are_copies`` says of two passages' texts, which share a band, whether they are.
    """
    meta = get_meta(connection)
    counter = int(meta.get("last_passage", "0"))
    for new in batch:
        article = new.article
        _delete(connection, [article.id])
        published = article.published.isoformat() if article.published else None
        number = connection.execute(
            "INSERT INTO articles (id, title, text, published, source, url, language, path, sha256, root, cut)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, article.title, article.text, published, article.source, article.url, article.language,
             article.path, article.sha256, new.root, new.cut),
        ).lastrowid  # fmt: skip
        day = article.published.toordinal() if article.published else 0
        for passage in new.passages:
            counter += 1
            passage_id = day * _DAY + counter
            text = article.text[passage.start : passage.end]
            cluster = _cluster(connection, passage_id, text, passage.bands, are_copies)
            vector = passage.vector.astype("<f4").tobytes()
            connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                (passage_id, number, passage.start, passage.end, passage.digest, vector, cluster),
            )
            connection.executemany("INSERT INTO bands VALUES (?, ?)", [(key, passage_id) for key in passage.bands])
            connection.executemany(
                "INSERT INTO mentions VALUES (?, ?, ?)",
                [(passage_id, first.toordinal(), last.toordinal()) for first, last in passage.mentions],
            )
            body = " ".join(index_terms(f"{article.title}\n{text}", article.language))
            connection.execute("INSERT INTO terms (rowid, body) VALUES (?, ?)", (passage_id, body))
    _touch(connection, counter)


def _cluster(
    connection: sqlite3.Connection,
    passage_id: int,
    text: str,
    bands: Sequence[bytes],
    are_copies: Callable[[str, str], bool],
) -> int:
    """The cluster of a new passage: that of its copies, theirs made one where there are several; else its own."""
    # One passage stands for its cluster, so that the thousandth copy of a notice costs no more than the second.
    rows = connection.execute(
        "SELECT p.cluster, min(p.id) FROM bands b JOIN passages p ON p.id = b.passage"
        f" WHERE b.key IN ({', '.join('?' * len(bands))}) GROUP BY p.cluster ORDER BY p.cluster",
        bands,
    ).fetchall()
    passages = load_passages(connection, [row[1] for row in rows])
    found = [row[0] for row, passage in zip(rows, passages, strict=True) if are_copies(text, passage.text)]
    for other in found[1:]:
        connection.execute("UPDATE passages SET cluster = ? WHERE cluster = ?", (found[0], other))
    return int(found[0]) if found else passage_id


def remove_articles(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Remove articles with their passages and terms. Call it inside a transaction."""
    _delete(connection, ids)
    _touch(connection, int(get_meta(connection).get("last_passage", "0")))


def _delete(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    for article_id in ids:
        connection.execute(
            "DELETE FROM terms WHERE rowid IN"
            " (SELECT p.id FROM passages p JOIN articles a ON p.article = a.number WHERE a.id = ?)",
            (article_id,),
        )
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def _touch(connection: sqlite3.Connection, counter: int) -> None:
    set_meta(connection, generation=str(generation(connection) + 1), last_passage=str(counter))


def move_article(connection: sqlite3.Connection, article_id: str, *, root: str, path: str) -> None:
    """Note that an unchanged article was found elsewhere."""
    connection.execute("UPDATE articles SET root = ?, path = ? WHERE id = ?", (root, path, article_id))


def passage_ids(connection: sqlite3.Connection) -> NDArray[np.int64]:
    """(passages,) int64, ascending."""
    rows = connection.execute("SELECT id FROM passages ORDER BY id").fetchall()
    return np.array([row[0] for row in rows], dtype=np.int64)


def vectors(connection: sqlite3.Connection, ids: Sequence[int], dimension: int) -> NDArray[np.float32]:
    """(len(ids), dimension) float32, unit rows, in the order of ``ids``."""
    result = np.empty((len(ids), dimension), dtype=np.float32)
    for i, passage_id in enumerate(ids):
        (blob,) = connection.execute("SELECT vector FROM passages WHERE id = ?", (int(passage_id),)).fetchone()
        result[i] = np.frombuffer(blob, dtype="<f4")
    return result


def load_passages(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Passage]:
    """The passages with these ids, in this order, their text cut from the article."""
    result = []
    for passage_id in ids:
        row = connection.execute(
            'SELECT a.id, p.start, p."end", substr(a.text, p.start + 1, p."end" - p.start)'
            " FROM passages p JOIN articles a ON p.article = a.number WHERE p.id = ?",
            (int(passage_id),),
        ).fetchone()
        result.append(Passage(id=int(passage_id), article_id=row[0], start=row[1], end=row[2], text=row[3]))
    return result


def clusters(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    """The cluster of each of these passages."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT id, cluster FROM passages WHERE id IN ({marks})", [int(i) for i in ids])
    return dict(rows.fetchall())


def copies_of(connection: sqlite3.Connection, passage_id: int, condition: Filter) -> list[int]:
    """The other passages of its cluster that meet the condition, ascending."""
    where, parameters = condition.sql
    rows = connection.execute(
        "SELECT id FROM passages WHERE cluster = (SELECT cluster FROM passages WHERE id = ?) AND id <> ?"
        f" AND {where.replace('rowid', 'id')} ORDER BY id",
        (passage_id, passage_id, *parameters),
    )
    return [row[0] for row in rows]


def article_passages(connection: sqlite3.Connection, article_id: str) -> list[int]:
    """The ids of an article's passages, from its beginning to its end."""
    rows = connection.execute(
        "SELECT p.id FROM passages p JOIN articles a ON p.article = a.number WHERE a.id = ? ORDER BY p.start",
        (article_id,),
    )
    return [row[0] for row in rows]


def load_articles(connection: sqlite3.Connection, ids: Sequence[str] | None = None) -> Iterator[Article]:
    """The articles with these ids in this order, those there are; with None, all by date and id."""
    columns = "id, title, text, published, source, url, language, path, sha256"
    if ids is None:
        with closing(connection.execute(f"SELECT {columns} FROM articles ORDER BY published, id")) as rows:
            yield from map(_article, rows)
        return
    for article_id in ids:
        row = connection.execute(f"SELECT {columns} FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row:
            yield _article(row)


def _article(row: Sequence[str]) -> Article:
    return Article(
        id=row[0], title=row[1], text=row[2], published=date.fromisoformat(row[3]) if row[3] else None,
        source=row[4], url=row[5], language=row[6], path=row[7], sha256=row[8],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is in the record, counted."""

    articles: int
    passages: int
    undated: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]
    languages: tuple[str, ...]


def counts(connection: sqlite3.Connection) -> Counts:
    total, dated, first, last = connection.execute(
        "SELECT count(*), count(published), min(published), max(published) FROM articles"
    ).fetchone()
    sources = connection.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY source")
    return Counts(
        articles=total,
        passages=connection.execute("SELECT count(*) FROM passages").fetchone()[0],
        undated=total - dated,
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
        sources=tuple(row[0] for row in sources),
        languages=languages(connection),
    )


def coverage(connection: sqlite3.Connection) -> Coverage:
    counted = counts(connection)
    return Coverage(articles=counted.articles, first=counted.first, last=counted.last, sources=counted.sources)


def languages(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Those of the articles, sorted."""
    rows = connection.execute("SELECT DISTINCT language FROM articles ORDER BY language")
    return tuple(row[0] for row in rows)


def dimension(connection: sqlite3.Connection) -> int | None:
    """Of the vectors; None where there are no passages."""
    row = connection.execute("SELECT length(vector) FROM passages LIMIT 1").fetchone()
    return row[0] // 4 if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A condition on passages: a range of ids for the dates (``high`` exclusive), and perhaps a source and a period.

    Of a ``period`` (first, last) are the articles printed in it, those that anywhere speak of a day in it, and those
    without a date, which may be.
    """

    low: int
    high: int
    source: str | None
    period: Days | None = None

    @property
    def is_range(self) -> bool:
        """Whether the range of ids says it all."""
        return self.source is None and self.period is None

    @property
    def sql(self) -> tuple[str, list[object]]:
        """A condition on ``rowid`` and its parameters."""
        where, parameters = "rowid >= ? AND rowid < ?", list[object]((self.low, self.high))
        if self.source is not None:
            where += (
                " AND rowid IN (SELECT p.id FROM passages p JOIN articles a ON p.article = a.number WHERE a.source = ?)"
            )
            parameters.append(self.source)
        if self.period is not None:
            within = _id_range(*self.period)
            said, days = _speaks_of(self.period)
            where += (
                f" AND (rowid < {_DAY} OR (rowid >= ? AND rowid < ?) OR rowid IN (SELECT id FROM passages WHERE"
                f" article IN (SELECT p.article FROM mentions m JOIN passages p ON p.id = m.passage WHERE {said})))"
            )
            parameters += [*within, *days]
        return where, parameters


#: First and last day, both included; None leaves that end open.
Days = tuple[date | None, date | None]

#: A mention is of a period where it overlaps it and is not much longer: «en 2026» tells nothing of 15 January.
_LONGEST_MENTION = 31


def _speaks_of(period: Days) -> tuple[str, list[object]]:
    """A condition on a row ``m`` of mentions, and its parameters."""
    first, last = (day.toordinal() if day else None for day in period)
    low, high = first or 0, last or date.max.toordinal()
    longest = max(high - low, _LONGEST_MENTION) if first and last else _LONGEST_MENTION
    return "m.first <= ? AND m.last >= ? AND m.last - m.first <= ?", [high, low, longest]


def _id_range(since: date | None, until: date | None) -> tuple[int, int]:
    low = since.toordinal() * _DAY if since else _DAY if until else 0
    return low, (until.toordinal() + 1) * _DAY if until else 1 << 62


def date_filter(since: date | None, until: date | None, source: str | None, period: Days | None = None) -> Filter:
    """Both dates included. With either, passages without a date are out."""
    low, high = _id_range(since, until)
    return Filter(low=low, high=high, source=source, period=period)


def mentioning(connection: sqlite3.Connection, period: Days, condition: Filter) -> NDArray[np.int64]:
    """The ids of the passages that meet the condition and themselves speak of the period, (n,) int64 ascending."""
    said, days = _speaks_of(period)
    where, parameters = condition.sql
    rows = connection.execute(
        f"SELECT id FROM passages WHERE {where.replace('rowid', 'id')}"
        f" AND id IN (SELECT m.passage FROM mentions m WHERE {said}) ORDER BY id",
        [*parameters, *days],
    )
    return np.array([row[0] for row in rows], dtype=np.int64)


def tells_of(connection: sqlite3.Connection, period: Days) -> bool:
    """Whether any dated article was printed in the period or any passage speaks of it."""
    said, days = _speaks_of(period)
    low, high = _id_range(*period)
    (found,) = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM passages WHERE id >= ? AND id < ?)"
        f" OR EXISTS (SELECT 1 FROM mentions m WHERE {said})",
        [max(low, _DAY), high, *days],
    ).fetchone()
    return bool(found)


def filtered_ids(connection: sqlite3.Connection, condition: Filter) -> NDArray[np.int64]:
    """The ids of the passages that meet it, (n,) int64 ascending."""
    where, parameters = condition.sql
    rows = connection.execute(f"SELECT id FROM passages WHERE {where.replace('rowid', 'id')} ORDER BY id", parameters)
    return np.array([row[0] for row in rows], dtype=np.int64)
