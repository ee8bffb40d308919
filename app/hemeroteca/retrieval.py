"""Hybrid search: the nearest vectors and the best terms, fused by reciprocal rank."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hemeroteca.index import record
from hemeroteca.index.terms import query_terms, search_terms
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.settings import Settings
from hemeroteca.types import Article, Hit, Period, Reason

Vector = NDArray[np.float32]

#: Copies of a passage that are brought along with it, at most.
COPIES = 20


def fuse(lists: Sequence[Sequence[int]], *, k: int) -> list[tuple[int, float]]:
    """Reciprocal-rank fusion: ``sum(1 / (k + rank))`` over the lists, ranks from 1; best first, ties by id.

    Source: Cormack, Clarke & Buettcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
    methods", SIGIR 2009.
    """
    fused: dict[int, float] = {}
    for ranked in lists:
        for rank, item in enumerate(ranked, start=1):
            fused[item] = fused.get(item, 0.0) + 1.0 / (k + rank)
    return sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles may be read: by day of publication, both ends included, by outlet, by the days they tell of."""

    since: date | None = None
    until: date | None = None
    source: str | None = None
    period: Period | None = None

    @property
    def reason(self) -> Reason:
        """Why there is nothing to read where nothing passes them."""
        return Reason.OUTSIDE_FILTERS if self.source is not None else Reason.OUTSIDE_DATES

    @property
    def condition(self) -> record.Filter:
        days = (self.period.first, self.period.last) if self.period else None
        return record.date_filter(self.since, self.until, self.source, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits, and the articles of them and of their copies by id; ``unread`` as in ``Evidence``."""

    hits: tuple[Hit, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    unread: Reason | None = None


def find(
    connection: sqlite3.Connection,
    index: VectorIndex,
    question: str,
    vector: Vector,
    *,
    languages: Sequence[str],
    term_budget: int,
    top: int,
    filters: Filters,
    settings: Settings,
) -> Found:
    """The hits within the filters; where there are none, the nearest without them and the reason. See ``search``."""
    look = partial(
        search,
        connection,
        index,
        question,
        vector,
        languages=languages,
        term_budget=term_budget,
        top=top,
        settings=settings,
    )
    hits, unread = look(filters=filters), None
    if not hits:
        hits = look(filters=Filters())
        unread = filters.reason if hits else Reason.EMPTY_ARCHIVE
    passages = [passage for hit in hits for passage in (hit.passage, *hit.copies)]
    ids = list(dict.fromkeys(passage.article_id for passage in passages))
    articles = {article.id: article for article in record.load_articles(connection, ids)}
    return Found(hits=tuple(hits), articles=articles, unread=unread)


def search(
    connection: sqlite3.Connection,
    index: VectorIndex,
    question: str,
    vector: Vector,
    *,
    languages: Sequence[str],
    term_budget: int,
    top: int,
    filters: Filters,
    settings: Settings,
) -> list[Hit]:
    """The ``top`` passages for a question, best first: ``(-fused, passage id)``. Copies come with the best of them.

    Passages that themselves speak of the period that the filters name are a third list beside vectors and terms.

    Args:
        vector: the question's, (dimension,) float32, unit norm.
        languages: those of the archive's articles.
    """
    condition = filters.condition
    depth = max(settings.depth, top)
    ids = None if condition.is_range else record.filtered_ids(connection, condition)
    by_vector = index.search(vector, depth, condition, ids)
    where, parameters = condition.sql
    by_term = search_terms(
        connection,
        query_terms(question, languages),
        budget=term_budget,
        limit=depth,
        where=where,
        parameters=parameters,
    )
    lists = [by_vector, by_term]
    if condition.period is not None:
        speaking = record.mentioning(connection, condition.period, condition)
        lists.append(index.search(vector, depth, condition, speaking))
    similarity, weight = dict(by_vector), dict(by_term)
    vector_rank, term_rank = _ranks(by_vector), _ranks(by_term)
    fused = fuse([[passage for passage, _ in ranked] for ranked in lists], k=settings.rrf_k)
    best = _without_copies(connection, fused)[:top]

    unseen = [passage for passage, _ in best if passage not in similarity]
    similarity |= zip(unseen, (record.vectors(connection, unseen, len(vector)) @ vector).tolist(), strict=True)
    passages = record.load_passages(connection, [passage for passage, _ in best])
    return [
        Hit(
            passage=passage,
            similarity=similarity[passage.id],
            term_score=weight.get(passage.id, 0.0),
            fused=score,
            vector_rank=vector_rank.get(passage.id),
            term_rank=term_rank.get(passage.id),
            copies=tuple(
                record.load_passages(connection, record.copies_of(connection, passage.id, condition)[:COPIES])
            ),
        )
        for passage, (_, score) in zip(passages, best, strict=True)
    ]


def _ranks(ranked: Sequence[tuple[int, float]]) -> dict[int, int]:
    return {passage: rank for rank, (passage, _) in enumerate(ranked, start=1)}


def _without_copies(connection: sqlite3.Connection, fused: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The best passage of each cluster of copies."""
    clusters = record.clusters(connection, [passage for passage, _ in fused])
    first: dict[int, tuple[int, float]] = {}
    for item in fused:
        first.setdefault(clusters[item[0]], item)
    return list(first.values())
