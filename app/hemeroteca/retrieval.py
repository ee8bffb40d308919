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
    settings: Settings,
) -> list[Hit]:
    """The ``top`` passages for a question, best first: ``(-fused, passage id)``.

    Args:
        vector: the question's, (dimension,) float32, unit norm.
        languages: those of the archive's articles.
        since, until: publication dates, both included; with either, undated articles are left out.
    """
    condition = record.date_filter(since, until, source)
    depth = max(settings.depth, top)
    ids = record.filtered_ids(connection, condition) if source is not None else None
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
    similarity, weight = dict(by_vector), dict(by_term)
    vector_rank = {passage: rank for rank, (passage, _) in enumerate(by_vector, start=1)}
    term_rank = {passage: rank for rank, (passage, _) in enumerate(by_term, start=1)}
    best = fuse([list(vector_rank), list(term_rank)], k=settings.rrf_k)[:top]

    unseen = [passage for passage, _ in best if passage not in similarity]
    similarity |= zip(unseen, (record.vectors(connection, unseen, len(vector)) @ vector).tolist(), strict=True)
    passages = record.load_passages(connection, [passage for passage, _ in best])
    return [
        Hit(
            passage=passage,
            similarity=similarity[passage.id],
            term_score=weight.get(passage.id, 0.0),
            fused=fused,
            vector_rank=vector_rank.get(passage.id),
            term_rank=term_rank.get(passage.id),
        )
        for passage, (_, fused) in zip(passages, best, strict=True)
    ]
