"""The values that travel between the rooms. Frozen, slotted, built by keyword; no dicts in between.

Offsets are Python code points in an article's normalised text (NFC, ``\\n`` line ends), end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why no answer is given."""

    EMPTY_ARCHIVE = "empty_archive"
    OUTSIDE_FILTERS = "outside_filters"
    """Nothing archived is of this source, or of this source and these dates."""
    OUTSIDE_DATES = "outside_dates"
    """Nothing archived was printed in these dates or tells of them."""
    NOT_ON_SUBJECT = "not_on_subject"
    """No passage speaks of what is asked about."""
    NOT_THIS_FACT = "not_this_fact"
    """Passages speak of it, and none says this with enough certainty; ``alternatives`` holds what comes nearest."""
    SOURCES_DISAGREE = "sources_disagree"
    """Independent sources give different answers, none of them likely enough; ``alternatives`` holds them."""


class Kind(StrEnum):
    """What a question asks for, and so what its answer is."""

    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    HOW_MANY = "how_many"
    STATEMENT = "statement"


class Stage(StrEnum):
    """What is being done while a question is answered."""

    SEARCH = "search"
    READ = "read"
    CHECK = "check"


class Voice(StrEnum):
    """Who answers for a statement: the article, somebody it quotes, or nobody in particular."""

    NARRATED = "narrated"
    QUOTED = "quoted"
    HEDGED = "hedged"


class Relation(StrEnum):
    """How another answer stands to the one given."""

    OTHER = "other"
    """Another thing that answers the question: a second reason, a further person."""
    DISAGREES = "disagrees"
    """Of the same type, and both cannot be so."""
    OTHER_EVENT = "other_event"
    """A date of something else: the same articles give both, or it came after the first was reported or long before."""
    PRECISION = "precision"
    """The same date, range or amount, said more or less exactly."""
    UNSURE = "unsure"
    """What comes nearest to an answer where none is given: likely enough to be looked at, not to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. ``text`` is normalised and everything cited is cited from it."""

    id: str
    title: str
    text: str
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str = "es"
    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an article: ``article.text[start:end] == text``. ``id`` is positive and stable."""

    id: int
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A retrieved passage. ``copies`` are near-duplicates of it in the archive, which are not listed by themselves.

    ``similarity`` is the cosine to the question in [-1, 1], ``term_score`` the BM25 weight (>= 0, 0 where no
    term matched), ``fused`` the reciprocal-rank sum; of all three the larger is nearer. Ranks count from 1;
    None means the passage was not in that list.
    """

    passage: Passage
    similarity: float
    term_score: float
    fused: float
    vector_rank: int | None = None
    term_rank: int | None = None
    copies: tuple[Passage, ...] = ()

    @property
    def reciprocal_ranks(self) -> float:
        """``1 / vector_rank + 1 / term_rank``, in [0, 2]: how far up retrieval has it; 0 where it has not ranked it."""
        return sum(1 / rank for rank in (self.vector_rank, self.term_rank) if rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days that a question names: ``text`` is ``question[start:end]``, ends included, None where open.

    Only articles printed within it, or that tell of a day within it, are read.
    """

    text: str
    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an archive holds: how many articles, printed from when to when (None: no article has a date), by whom."""

    articles: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a passage that may answer, as the reader sees it.

    ``start`` and ``end`` are offsets in the article. ``score`` and ``no_answer`` are on one scale and comparable
    across passages: the reader believes the span where ``score - no_answer`` is large.
    """

    passage_id: int
    start: int
    end: int
    text: str
    score: float
    no_answer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What retrieval and reader found for a question, before anything is made of it.

    ``hits`` are the passages that were read, best first, ``spans`` what the reader found in them, ``articles`` those
    of the hits and of their copies by id. ``similarities`` are, span by span, the cosine to the question of the
    sentence that the span stands in. ``unread`` is why none of the hits was read, where they only are the nearest that
    the archive has: nothing is archived, or nothing within the filters. ``period`` is the filter that the question
    itself sets. ``timings`` are seconds by stage.
    """

    question: str
    hits: tuple[Hit, ...]
    spans: tuple[Span, ...]
    similarities: tuple[float, ...]
    articles: Mapping[str, Article]
    unread: Reason | None = None
    period: Period | None = None
    coverage: Coverage | None = None
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """From evidence to confidence: ``1 / (1 + exp(-z))``, where
    ``z = bias + margin * m + similarity * s + agreement * a + retrieval * r + broad * b + untyped * u + titled * t``.

    ``m`` is the best span's ``score - no_answer``, ``s`` its sentence's cosine to the question, ``a`` the natural
    logarithm of how many accounts say the same, each counted by exp of its margin less the best one, ``r`` the sum of
    its passage's reciprocal ranks by vector and by terms. ``b`` and ``u`` are 1 or 0: where the question asks for
    sentences (the reader is less sure of those), and where the answer does not look like what is asked for. ``t`` is 1
    where the answer is said to hold the title that is asked for, -1 where it is not, 0 where none is asked for (Platt,
    "Probabilistic outputs for support vector machines", 1999, with seven inputs).
    An answer below ``threshold`` is not given. ``fitted_on`` names the questions.
    """

    margin: float
    similarity: float
    agreement: float
    retrieval: float
    broad: float
    untyped: float
    titled: float
    bias: float
    threshold: float
    fitted_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A stretch of days, both ends included, named at the precision of the words that gave it."""

    first: date
    last: date
    precision: str = "day"

    def isoformat(self) -> str:
        """ISO 8601 at this precision: ``2026``, ``2026-02`` or ``2026-01-12/2026-01-18``."""
        if self.precision == "year":
            return f"{self.first.year:04d}"
        if self.precision == "month":
            return f"{self.first.year:04d}-{self.first.month:02d}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with what it counts or measures; ``unit`` is None for a bare number.

    ``exact`` is whether the words give the number itself: «más de 300» and «unos 40» do not.
    """

    value: float
    unit: str | None = None
    exact: bool = True


Value = date | DateRange | Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where an answer stands: ``archive.article(article_id).text[start:end] == quote``.

    ``context_start`` and ``context_end`` bound the sentence (or passage) around the quote. ``value`` is what the quote
    says read from this article's own date. ``voice`` is who answers for it and ``speaker`` the words that name whom it
    quotes, both None where that is not certain. Citations with the same ``witness``, which counts from 1 within an
    answer, are not independent: copies, the same words quoted, or the same outlet.
    """

    article_id: str
    title: str
    published: date | None
    source: str | None
    quote: str
    start: int
    end: int
    context_start: int
    context_end: int
    value: Value | None = None
    voice: Voice | None = None
    speaker: str | None = None
    witness: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another answer that was found. ``witnesses`` is how many independent sources have it.

    ``latest`` is whether no answer that disagrees with it was printed later.
    """

    text: str
    value: Value | None
    confidence: float
    citations: tuple[Citation, ...]
    relation: Relation = Relation.OTHER
    witnesses: int = 1
    latest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a question.

    ``text`` is empty and ``abstained`` names the reason where no answer is given; ``passages`` are the hits that
    were read, best first, or the nearest where nothing within the filters could be. ``confidence`` is in [0, 1].
    ``witnesses`` is how many independent sources say it, 0 where no answer is given; ``latest`` whether nothing that
    disagrees was printed later. ``period`` is the filter on days that the question's own words set; ``coverage`` what
    the archive holds. ``timings`` are seconds by stage; ``reader`` is the fingerprint of the reader that found it.
    """

    question: str
    text: str
    value: Value | None
    kind: Kind
    confidence: float
    abstained: Reason | None
    citations: tuple[Citation, ...]
    alternatives: tuple[Alternative, ...]
    passages: tuple[Hit, ...]
    witnesses: int = 0
    latest: bool = True
    period: Period | None = None
    coverage: Coverage | None = None
    timings: dict[str, float] = field(default_factory=dict)
    reader: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values; dates as ISO 8601, an amount as ``{"value", "unit", "exact"}``."""
        result: dict[str, Any] = jsonable(self)
        return result

    def to_json(self, *, indent: int | None = None) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A turn of a conversation: what was ``asked``, the full ``question`` it was understood as, and what came of it."""

    asked: str
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What an archive holds and how it is. ``projection`` is "agrees" or says why the vectors' file was rebuilt.

    ``indexed`` is when articles were last added, changed or removed (UTC), None where that is not on record.
    """

    path: str
    format: int
    articles: int
    passages: int
    undated: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    model: str
    fingerprint: str
    dimension: int | None
    recipe: dict[str, int]
    projection: str
    reader: str
    reader_fingerprint: str
    calibration: Calibration
    indexed: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        result: dict[str, Any] = jsonable(self)
        return result


def jsonable(value: Any) -> Any:
    """``value`` with dataclasses, dates, enums and tuples turned into what ``json`` writes."""
    if isinstance(value, (date, DateRange)):
        return value.isoformat()
    if is_dataclass(value):
        return {f.name: jsonable(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    return value
