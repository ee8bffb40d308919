"""Bring an archive up to date with a corpus: add, update, remove; encode only what changed; survive being killed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from hemeroteca import passages
from hemeroteca.corpus import BadFile, read_corpus
from hemeroteca.errors import ArticleNotFound, IndexLocked, IndexWriteError, ModelMismatch
from hemeroteca.index import record
from hemeroteca.index.copies import are_copies, bands
from hemeroteca.index.recipe import Recipe, recipe_from_json
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.models.encoder import Encoder
from hemeroteca.types import Article

#: Passages that are encoded and written together: what an interrupted build loses at most.
BATCH = 256

LOCK = "write.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is: articles of those that changed, and passages encoded so far (those reused not counted)."""

    articles: int
    of: int
    encoded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What the rooms after this one see in a text, handed in.

    ``days`` are the days that it speaks of, read from the date it was published: (offset, first, last). ``facts`` are
    the words in which a correction differs from what it corrects: numbers, months, weekdays.
    """

    days: Callable[[str, date | None], Sequence[tuple[int, date, date]]]
    facts: Callable[[str], Sequence[str]]


@dataclass(slots=True, kw_only=True)
class IndexReport:
    """What a run did: ids of articles added, updated and removed, how many stayed, passages encoded, files left out."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    encoded: int = 0
    bad: list[BadFile] = field(default_factory=list)


def update(
    folder: Path,
    corpus: Sequence[Path],
    *,
    encoder: Encoder,
    sense: Sense,
    recipe: Recipe | None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> IndexReport:
    """Make the archive in ``folder`` hold what the corpus holds.

    Args:
        encoder: asked for vectors of changed passages only, so never where nothing changed.
        recipe: None takes the archive's own, or the default for a new one. Another one than the archive's cuts every
            article of the corpus anew.

    An article is replaced where its content hash differs, removed where it came from one of these corpora before and
    its file or line is gone; where a file has become unreadable, its articles stay. Each batch is one transaction: a
    run that is killed leaves an archive that opens, and the next run does the rest.

    Raises CorpusNotFound, IndexLocked, IndexWriteError, ModelMismatch.
    """
    report = IndexReport()
    with _writing(folder) as connection:
        recipe = _agree(connection, folder, (encoder.name, encoder.fingerprint), recipe)
        changed = _compare(connection, corpus, recipe, report)
        for batch in _batches(changed, recipe, encoder):
            rows, encoded = _encode(connection, batch, recipe, encoder, sense)
            with record.transaction(connection):
                record.put_articles(connection, rows, partial(are_copies, facts=sense.facts))
            report.encoded += encoded
            for item in batch:
                (report.added if item.changed.is_new else report.updated).append(item.changed.article.id)
            on_progress(
                Progress(articles=len(report.added) + len(report.updated), of=len(changed), encoded=report.encoded)
            )
        if report.removed:
            with record.transaction(connection):
                record.remove_articles(connection, report.removed)
        project(folder, connection)
    return report


def remove(folder: Path, article_id: str) -> None:
    """Remove one article. Raises ArticleNotFound, IndexLocked, IndexWriteError."""
    with _writing(folder) as connection:
        if article_id not in record.known_articles(connection):
            raise ArticleNotFound(
                f"the archive holds no article {article_id!r}", hint="see Archive.articles() for the ids"
            )
        with record.transaction(connection):
            record.remove_articles(connection, [article_id])
        project(folder, connection)


def set_calibration(folder: Path, calibration: str | None) -> None:
    """Keep a calibration with the archive, or none any more. Raises IndexLocked, IndexWriteError."""
    with _writing(folder) as connection, record.transaction(connection):
        record.set_meta(connection, calibration=calibration or "")


@contextmanager
def _writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """The one writer's connection, errors of the disk put in words."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0), closing(record.connect(folder, write=True)) as connection:
            yield connection
    except Timeout as error:
        raise IndexLocked(
            f"another process is writing to {folder}", hint="wait until it is done, then run this again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise record.translate(error, folder) from error
    except PermissionError as error:
        raise IndexWriteError(
            f"the archive's folder cannot be written ({folder}: {error.strerror})", hint="check its permissions"
        ) from error


def _agree(connection: sqlite3.Connection, folder: Path, model: tuple[str, str], recipe: Recipe | None) -> Recipe:
    """Note model and recipe in a new archive, hold them against those of an old one."""
    meta = record.get_meta(connection)
    if not meta:
        recipe = recipe or Recipe()
        with record.transaction(connection):
            record.set_meta(connection, model=model[0], fingerprint=model[1], recipe=recipe.to_json())
        return recipe
    check_model(folder, (meta["model"], meta["fingerprint"]), model)
    if recipe is None or recipe.to_json() == meta["recipe"]:
        return recipe_from_json(meta["recipe"])
    with record.transaction(connection):
        record.set_meta(connection, recipe=recipe.to_json())
    return recipe


def check_model(folder: Path, stored: tuple[str, str], given: tuple[str, str]) -> None:
    """Raise ModelMismatch, naming both, where an archive's model (name, fingerprint) is not the given one."""
    if stored[1] != given[1]:
        raise ModelMismatch(
            f"{folder} was built with {stored[0]} ({stored[1][:12]}), not with {given[0]} ({given[1][:12]})",
            hint="open it with that model, or index its corpus into a new folder",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    article: Article
    root: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    changed: _Changed
    offsets: Sequence[tuple[int, int]]


def _compare(
    connection: sqlite3.Connection, corpus: Sequence[Path], recipe: Recipe, report: IndexReport
) -> list[_Changed]:
    """Read the corpus; sort its articles into changed and unchanged, the archive's others into gone and kept."""
    known = record.known_articles(connection)
    cut = str(recipe.passage_tokens)
    changed: list[_Changed] = []
    moved: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    roots = [str(path.resolve()) for path in corpus]
    for item in read_corpus(corpus):
        if isinstance(item, BadFile):
            report.bad.append(item)
            continue
        root = _root_of(item, roots)
        before = known.get(item.id)
        seen.add(item.id)
        if before is None or (before.sha256, before.cut) != (item.sha256, cut):
            changed.append(_Changed(article=item, root=root, is_new=before is None))
        else:
            report.unchanged += 1
            if (before.root, before.path) != (root, item.path):
                moved.append((item.id, root, item.path))
    with record.transaction(connection):
        for article_id, root, path in moved:
            record.move_article(connection, article_id, root=root, path=path)
    gone = [i for i, k in known.items() if i not in seen and k.root in roots]
    report.removed = [i for i in gone if not any(_lies_in(known[i].path, bad.path) for bad in report.bad)]
    return changed


def _root_of(article: Article, roots: Sequence[str]) -> str:
    path = str(Path(article.path).resolve())
    return max((root for root in roots if _lies_in(path, root)), key=len, default=roots[0])


def _lies_in(path: str, place: str) -> bool:
    return Path(path).is_relative_to(place)


def _batches(changed: Sequence[_Changed], recipe: Recipe, encoder: Encoder) -> Iterator[list[_Cut]]:
    """Whole articles, together about ``BATCH`` passages."""
    batch: list[_Cut] = []
    count = 0
    for item in changed:
        offsets = passages.cut(item.article.text, tokens=recipe.passage_tokens, count_tokens=encoder.count_tokens)
        batch.append(_Cut(changed=item, offsets=offsets))
        count += len(offsets)
        if count >= BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _encode(
    connection: sqlite3.Connection, batch: Sequence[_Cut], recipe: Recipe, encoder: Encoder, sense: Sense
) -> tuple[list[record.NewArticle], int]:
    """The rows of a batch and how many passages had to be encoded: a text that the record knows has its vector."""
    texts = [[item.changed.article.text[start:end] for start, end in item.offsets] for item in batch]
    digests = {_digest(text): text for row in texts for text in row}
    vectors = record.known_vectors(connection, digests)
    new = [digest for digest in digests if digest not in vectors]
    vectors |= zip(new, encoder.encode_passages([digests[digest] for digest in new]), strict=True)
    rows = []
    for item, row in zip(batch, texts, strict=True):
        article = item.changed.article
        days = sense.days(article.text, article.published)
        cut = tuple(
            record.NewPassage(
                start=start,
                end=end,
                digest=_digest(text),
                vector=vectors[_digest(text)],
                bands=tuple(bands(text)),
                mentions=tuple((first, last) for place, first, last in days if start <= place < end),
            )
            for (start, end), text in zip(item.offsets, row, strict=True)
        )
        rows.append(
            record.NewArticle(article=article, root=item.changed.root, cut=str(recipe.passage_tokens), passages=cut)
        )
    return rows, len(new)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()


def project(folder: Path, connection: sqlite3.Connection) -> None:
    """Bring the FAISS file up to date with the record, by what changed."""
    meta = record.get_meta(connection)
    dimension = record.dimension(connection)
    if dimension is None:
        return
    index = VectorIndex(dimension, flat_up_to=recipe_from_json(meta["recipe"]).flat_up_to)
    index.load(folder, connection)
    if index.sync(connection) or not (folder / "vectors.json").exists():
        try:
            index.save(folder)
        except OSError as error:
            raise IndexWriteError(
                f"the vectors' file cannot be written ({folder}: {error.strerror})",
                hint="free some space; until then it is rebuilt when the archive is opened",
            ) from error
