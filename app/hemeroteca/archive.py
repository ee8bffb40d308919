"""The archive: build it, open it, ask it. The one object that the command line, the chat and programs use.

It stands after the rooms it joins (index, retrieval, reader, answering) and is the only one that knows them all.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from hemeroteca import retrieval
from hemeroteca.answering.compose import compose
from hemeroteca.answering.period import find_event, find_periods
from hemeroteca.answering.sense import days_of, facts_of
from hemeroteca.conversation import Conversation
from hemeroteca.corpus.text import normalize_text
from hemeroteca.errors import ArticleNotFound, QuestionError
from hemeroteca.index import record, writer
from hemeroteca.index.recipe import Recipe, load_recipe, recipe_from_json
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.index.writer import IndexReport, Progress
from hemeroteca.models.encoder import DEFAULT_MODEL, Encoder, LazyEncoder, SentenceTransformerEncoder
from hemeroteca.reader.protocol import Reader
from hemeroteca.settings import Settings
from hemeroteca.types import (
    Answer,
    Article,
    Calibration,
    Coverage,
    DateRange,
    Evidence,
    Exchange,
    Hit,
    Info,
    Passage,
    Period,
    Reason,
    jsonable,
)

logger = logging.getLogger(__name__)


class Archive:
    """An archive that is open. Ask it from as many threads as you like; other processes may write to it meanwhile.

    Make one with ``Archive.build`` or ``Archive.open``; close it, or use it as a context manager.
    """

    def __init__(self, folder: Path, *, encoder: Encoder | None, reader: Reader | None, settings: Settings) -> None:
        self.path = folder
        self.report: IndexReport | None = None
        self._settings = settings
        self._lock = threading.RLock()
        self._connection = record.connect(folder, write=False)
        try:
            meta = record.get_meta(self._connection)
            self._encoder: Encoder = encoder or LazyEncoder(meta["model"])
            writer.check_model(
                folder, (meta["model"], meta["fingerprint"]), (self._encoder.name, self._encoder.fingerprint)
            )
            self._reader = reader
            self._index: VectorIndex | None = None
            self._coverage: tuple[int, Coverage] | None = None
            self._projection = self._project()
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def build(
        cls,
        corpus: str | Path | Sequence[str | Path],
        *,
        into: str | Path,
        recipe: Recipe | str | Path | None = None,
        model: str = DEFAULT_MODEL,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
        settings: Settings | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> Self:
        """Bring the archive in ``into`` up to date with the corpus, make it where there is none, and open it.

        Args:
            corpus: files and folders of articles.
            recipe: how to cut and search, as a value or a TOML file; None takes the archive's own.
            model: a sentence-transformers model, where ``encoder`` is not given.
            on_progress: called after each batch.

        ``report`` of the archive returned says what was done and which files were left out. Raises CorpusNotFound,
        IndexLocked, IndexWriteError, ModelMismatch, RecipeError.
        """
        folder = Path(into)
        used = encoder or LazyEncoder(model)
        report = update(folder, corpus, encoder=used, recipe=recipe, on_progress=on_progress)
        archive = cls(folder, encoder=used, reader=reader, settings=settings or Settings())
        archive.report = report
        return archive

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
        settings: Settings | None = None,
    ) -> Self:
        """Open the archive in the folder ``path``. Raises IndexNotFound, IndexDamaged, ModelMismatch."""
        return cls(Path(path), encoder=encoder, reader=reader, settings=settings or Settings())

    def add(self, corpus: str | Path | Sequence[str | Path]) -> IndexReport:
        """Bring the archive up to date with a corpus, as ``build`` does, and say what was done."""
        return update(self.path, corpus, encoder=self._encoder)

    def remove(self, article_id: str) -> None:
        """Remove an article. Raises ArticleNotFound, IndexLocked, IndexWriteError."""
        writer.remove(self.path, article_id)

    def ask(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> Answer:
        """Answer from the ``top`` passages nearest to the question, or abstain and say why.

        Args:
            since, until: publication dates of the articles, both included.
            source: only articles with exactly this source.
            as_of: the day from which «esta semana» in the question is counted; today where it is None.
            period: whether days that the question names are a filter: on articles printed then, or that tell of then.
                ``Answer.period`` says which.

        Raises QuestionError where question or filters cannot be used.
        """
        evidence = self.evidence(question, top=top, since=since, until=until, source=source, as_of=as_of, period=period)
        return replace(compose(evidence, self.calibration), reader=self.reader.fingerprint)

    def evidence(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> Evidence:
        """What ``ask`` composes its answer from: the passages found and what the reader sees in them.

        Raises QuestionError where question or filters cannot be used.
        """
        filters = retrieval.Filters(since=since, until=until, source=source)
        question = self._check(question, top, filters)
        began = time.perf_counter()
        if period:
            filters = replace(filters, period=self._period(question, filters, as_of))
        vector = self._encoder.encode_queries([question])[0]
        encoded = time.perf_counter()
        found = self._retrieve(question, vector, top, filters)
        retrieved = time.perf_counter()
        spans = self.reader.read(question, [hit.passage for hit in found.hits]) if found.unread is None else []
        read = time.perf_counter()
        return Evidence(
            question=question,
            hits=found.hits,
            spans=tuple(spans),
            articles=found.articles,
            unread=found.unread,
            period=filters.period,
            coverage=self.coverage(),
            timings={"encode": encoded - began, "retrieve": retrieved - encoded, "read": read - retrieved},
        )

    def search(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> list[Hit]:
        """The passages that ``ask`` would read, best first; none where nothing is within the filters."""
        filters = retrieval.Filters(since=since, until=until, source=source)
        question = self._check(question, top, filters)
        if period:
            filters = replace(filters, period=self._period(question, filters, as_of))
        vector = self._encoder.encode_queries([question])[0]
        found = self._retrieve(question, vector, top, filters)
        return list(found.hits) if found.unread is None else []

    def article(self, article_id: str) -> Article:
        """One article. Raises ArticleNotFound."""
        with self._lock:
            for article in record.load_articles(self._connection, [article_id]):
                return article
        raise ArticleNotFound(f"the archive holds no article {article_id!r}", hint="see Archive.articles() for the ids")

    def passages(self, article_id: str) -> list[Passage]:
        """The passages that an article was cut into, in order; none where the archive does not hold it."""
        with self._lock, record.transaction(self._connection, "DEFERRED"):
            return record.load_passages(self._connection, record.article_passages(self._connection, article_id))

    def articles(self) -> Iterator[Article]:
        """All articles, by date and id, those without a date first."""
        with self._lock:
            articles = list(record.load_articles(self._connection))
        return iter(articles)

    def coverage(self) -> Coverage:
        """What the archive holds: how many articles, from when to when, from which outlets."""
        with self._lock:
            generation = record.generation(self._connection)
            if self._coverage is None or self._coverage[0] != generation:
                self._coverage = generation, record.coverage(self._connection)
            return self._coverage[1]

    def info(self) -> Info:
        """What is in the archive, its model, recipe and reader, and whether record and projection agree."""
        with self._lock, record.transaction(self._connection, "DEFERRED"):
            self._sync()
            meta = record.get_meta(self._connection)
            counts = record.counts(self._connection)
        return Info(
            path=str(self.path),
            format=record.FORMAT,
            articles=counts.articles,
            passages=counts.passages,
            undated=counts.undated,
            first=counts.first,
            last=counts.last,
            sources=counts.sources,
            languages=counts.languages,
            model=meta["model"],
            fingerprint=meta["fingerprint"],
            dimension=self._index.dimension if self._index else None,
            recipe=json.loads(meta["recipe"]),
            projection=self._projection,
            reader=self.reader.name,
            reader_fingerprint=self.reader.fingerprint,
            calibration=self.calibration,
        )

    @property
    def reader(self) -> Reader:
        """What reads the passages: the one given, or the trained reader where it fits this archive's encoder.

        Over any other encoder it is the first-form reader, which needs no training.
        """
        with self._lock:
            if self._reader is None:
                self._reader = _default_reader(self._encoder)
            return self._reader

    @property
    def encoder(self) -> Encoder:
        """What the passages were encoded with, and questions are."""
        return self._encoder

    @property
    def calibration(self) -> Calibration:
        """What turns the reader's margins into confidence, and the threshold below which no answer is given.

        The one fitted for this archive, where there is one and it is of this reader; else the reader's own.
        """
        with self._lock:
            stored = record.get_meta(self._connection).get("calibration")
        if stored:
            fitted = json.loads(stored)
            if fitted["reader"] == self.reader.fingerprint:
                return Calibration(**fitted["calibration"])
        return self.reader.calibration

    def calibrate(self, calibration: Calibration | None) -> None:
        """Keep a calibration of this reader with the archive, or go back to the reader's own with None.

        Raises IndexLocked, IndexWriteError.
        """
        fitted = {"reader": self.reader.fingerprint, "calibration": jsonable(calibration)}
        writer.set_calibration(self.path, json.dumps(fitted, ensure_ascii=False) if calibration else None)

    def conversation(self, history: Sequence[Exchange] = ()) -> Conversation:
        """Questions that may lean on those before them, going on from ``history``."""
        return Conversation(self, history)

    def close(self) -> None:
        """Let go of the files. The archive cannot be asked any more."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, question: str, top: int, filters: retrieval.Filters) -> str:
        text = " ".join(normalize_text(question).split())
        if len(text) > self._settings.max_question:
            raise QuestionError(
                f"the question has {len(text)} characters, at most {self._settings.max_question} are read",
                hint="ask one thing at a time",
            )
        if not any(unicodedata.category(c)[0] in "LN" for c in text):
            raise QuestionError(f"the question has no words ({text!r})", hint="ask something like: ¿Cuándo se reúne …?")
        if top < 1:
            raise QuestionError(f"top is {top}", hint="give how many passages to read, 1 or more")
        if filters.since and filters.until and filters.since > filters.until:
            raise QuestionError(f"since ({filters.since}) is after until ({filters.until})", hint="swap them")
        return text

    def _period(self, question: str, filters: retrieval.Filters, as_of: date | None) -> Period | None:
        """The days that the question names, read so that the archive tells of them where it can be."""
        periods = find_periods(question, as_of or date.today(), self.coverage().last)
        if periods:
            with self._lock:
                told = (p for p in periods if record.tells_of(self._connection, (p.first, p.last)))
                return next(told, periods[0])
        event = find_event(question)
        if event is None:
            return None
        day = self.ask(
            event.question, since=filters.since, until=filters.until, source=filters.source, period=False
        ).value
        if isinstance(day, DateRange):
            return event.counted_from(day.first, day.last)
        return event.counted_from(day, day) if isinstance(day, date) else None

    def _retrieve(
        self, question: str, vector: retrieval.Vector, top: int, filters: retrieval.Filters
    ) -> retrieval.Found:
        """From one view of the record."""
        with self._lock, record.transaction(self._connection, "DEFERRED"):
            self._sync()
            if self._index is None:
                return retrieval.Found(unread=Reason.EMPTY_ARCHIVE)
            recipe = recipe_from_json(record.get_meta(self._connection)["recipe"])
            return retrieval.find(
                self._connection,
                self._index,
                question,
                vector,
                languages=record.languages(self._connection),
                term_budget=recipe.term_budget,
                top=top,
                filters=filters,
                settings=self._settings,
            )

    def _project(self) -> str:
        """Load the projection, or make it from the record and say why. Other than the writer, it writes nothing."""
        with self._lock, record.transaction(self._connection, "DEFERRED"):
            index = self._new_index()
            if index is None:
                return "agrees"
            problem = index.load(self.path, self._connection)
            if problem:
                logger.warning("the vectors' file of %s is %s: made anew from the record", self.path, problem)
            index.sync(self._connection)
            self._index = index
            return f"made anew from the record: the file is {problem}" if problem else "agrees"

    def _new_index(self) -> VectorIndex | None:
        """An empty one of the record's dimension; None where the record has no passages yet."""
        dimension = record.dimension(self._connection)
        if dimension is None:
            return None
        recipe = recipe_from_json(record.get_meta(self._connection)["recipe"])
        return VectorIndex(dimension, flat_up_to=recipe.flat_up_to)

    def _sync(self) -> None:
        """Follow what another process wrote since. Call it inside a transaction."""
        if self._index is None:
            self._index = self._new_index()
        if self._index is not None:
            self._index.sync(self._connection)


def _default_reader(encoder: Encoder) -> Reader:
    from hemeroteca.answering.baseline import SentenceReader
    from hemeroteca.reader.trained import TrainedReader, default_weights
    from hemeroteca.reader.weights import read_card

    if isinstance(encoder, (SentenceTransformerEncoder, LazyEncoder)):
        weights = default_weights()
        if read_card(weights).base == encoder.fingerprint:
            return TrainedReader(encoder, weights)
    return SentenceReader(encoder)


def update(
    into: Path,
    corpus: str | Path | Sequence[str | Path],
    *,
    encoder: Encoder,
    recipe: Recipe | str | Path | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> IndexReport:
    """What ``Archive.build`` and ``Archive.add`` do, without opening the archive."""
    paths = [Path(corpus)] if isinstance(corpus, (str, Path)) else [Path(path) for path in corpus]
    return writer.update(
        into,
        paths,
        encoder=encoder,
        sense=writer.Sense(days=days_of, facts=facts_of),
        recipe=load_recipe(Path(recipe)) if isinstance(recipe, (str, Path)) else recipe,
        on_progress=on_progress,
    )
