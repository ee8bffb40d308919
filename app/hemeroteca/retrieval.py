"""Hybrid search: the nearest vectors and the best terms, fused by reciprocal rank."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hemeroteca.index import record
from hemeroteca.index.terms import query_terms, search_terms
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.settings import Settings
from hemeroteca.types import Hit

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


def search(
    connection: sqlite3.Connection,
    index: VectorIndex,
    question: str,
    vector: Vector,
    *,
    languages: Sequence[str],
    term_budget: int,
    top: int,
    since: date | None,
    until: date | None,
    source: str | None,
    period: record.Days | None,
    settings: Settings,
) -> list[Hit]:
    """The ``top`` passages for a question, best first: ``(-fused, passage id)``. Copies come with the best of them.

    Args:
        vector: the question's, (dimension,) float32, unit norm.
        languages: those of the archive's articles.
        since, until: publication dates, both included; with either, undated articles are left out.
        period: days that the question names: what the passages tell of, or when they were printed. Those that
            themselves speak of it are a third list.
    """
    condition = record.date_filter(since, until, source, period)
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
    if period is not None:
        lists.append(index.search(vector, depth, condition, record.mentioning(connection, period, condition)))
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
