"""One question, what was found for it, and what is right or wrong about that. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hemeroteca.answering.compose import answer_text, rank_answers
from hemeroteca.answering.confidence import Features
from hemeroteca.answering.grouping import key_of
from hemeroteca.answering.standing import is_sure
from hemeroteca.evals.questions import EvalQuestion, agree
from hemeroteca.reader.squad import exact_match, f1
from hemeroteca.types import Amount, Answer, Calibration, Citation, Evidence, Passage, Relation, Value, jsonable


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The best answer found, given or not: its evidence, its confidence, and whether it is right.

    ``sure`` is whether it would be given. ``features`` is None where nothing was found; then nothing else means
    anything and ``right`` is False. ``span`` is what the reader saw, before it was made an answer: EM and F1 are of it.
    """

    text: str = ""
    span: str = ""
    value: Value | None = None
    features: Features | None = None
    confidence: float = 0.0
    sure: bool = False
    right: bool = False


def judge(question: EvalQuestion, evidence: Evidence, calibration: Calibration) -> Judged:
    """What the answer would be were none held back."""
    standings = rank_answers(evidence, calibration)
    if not standings:
        return Judged()
    best = standings[0].group
    text = answer_text(best, evidence.question)
    return Judged(
        text=text,
        span=best.best.span.text,
        value=best.value,
        features=standings[0].features,
        confidence=standings[0].confidence,
        sure=is_sure(standings[0], calibration),
        right=agree(question.answers, text),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation as the report keeps it. ``exact``: the article has these words at this place."""

    article_id: str
    start: int
    end: int
    quote: str
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Where the right passage stood, from 1, by stage; None where it was not there.

    ``vector`` and ``terms`` are the two lists of retrieval, ``fused`` the one that is read from, ``read`` its best
    span among all spans by margin. ``margin`` is that span's, ``passage`` its text.
    """

    vector: int | None = None
    terms: int | None = None
    fused: int | None = None
    read: int | None = None
    margin: float | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A question of the set and all that came of it. ``relevant`` and ``ranking`` are passage ids.

    ``unsure`` is whether the best answer is held back, but shown as unsure.
    """

    id: str
    question: str
    asked: str
    kind: str | None
    language: str
    answers: tuple[str, ...]
    expected_value: str | float | None
    articles: tuple[str, ...]
    unanswerable: bool
    near_miss: bool
    paraphrase: bool
    follow_up: bool
    given: bool
    text: str
    value: object
    confidence: float
    reason: str | None
    right: bool
    value_right: bool | None
    em: float
    f1: float
    citations: tuple[Cited, ...]
    ranking: tuple[int, ...]
    relevant: tuple[int, ...]
    ranks: Ranks
    timings: Mapping[str, float] = field(default_factory=dict)
    unsure: bool = False

    @property
    def retrieval_only(self) -> bool:
        """Whether it says which article is right but not what the answer is, as BEIR's sets do."""
        return not self.answers and not self.unanswerable


def outcome(
    question: EvalQuestion,
    evidence: Evidence,
    answer: Answer,
    judged: Judged,
    relevant: Sequence[Passage],
    ranks: Ranks,
    texts: Mapping[str, str],
) -> Outcome:
    """Everything about a question in one record. ``texts`` are those of the articles cited, by id."""
    answerable = bool(question.answers)
    return Outcome(
        id=question.id,
        question=question.question,
        asked=evidence.question,
        kind=question.kind,
        language=question.language,
        answers=question.answers,
        expected_value=question.value,
        articles=question.articles,
        unanswerable=question.unanswerable,
        near_miss=question.near_miss,
        paraphrase=question.paraphrase,
        follow_up=question.full is not None,
        given=answer.abstained is None,
        text=judged.text,
        value=jsonable(judged.value),
        confidence=judged.confidence,
        reason=answer.abstained,
        right=judged.right,
        value_right=None if question.value is None else same_value(question.value, judged.value),
        em=exact_match(judged.span, question.answers, question.language) if answerable else 0.0,
        f1=f1(judged.span, question.answers, question.language) if answerable else 0.0,
        citations=tuple(_cited(c, texts) for c in answer.citations),
        ranking=tuple(hit.passage.id for hit in evidence.hits),
        relevant=tuple(passage.id for passage in relevant),
        ranks=ranks,
        timings=dict(answer.timings),
        unsure=any(other.relation is Relation.UNSURE for other in answer.alternatives),
    )


def _cited(citation: Citation, texts: Mapping[str, str]) -> Cited:
    return Cited(
        article_id=citation.article_id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        exact=bool(citation.quote) and texts[citation.article_id][citation.start : citation.end] == citation.quote,
    )


def same_value(expected: str | float, given: Value | None) -> bool:
    """A number equals an amount's, or the year it names; anything else is compared as ISO 8601."""
    if given is None:
        return False
    if isinstance(given, Amount):
        return given.value == expected
    return given.isoformat() == (f"{expected:04.0f}" if isinstance(expected, float) else expected)


def relevant_passages(question: EvalQuestion, passages: Sequence[Passage]) -> list[Passage]:
    """Of the passages of the articles named, those that hold an accepted answer; all of them where none is given.

    An answer that crosses the border of two passages stands whole in neither: then all of its article's are taken.
    """
    if not question.answers:
        return list(passages) if question.articles and not question.unanswerable else []
    keys = [f" {key_of(answer)} " for answer in question.answers]
    holding = [p for p in passages if any(key in f" {key_of(p.text)} " for key in keys)]
    return holding or list(passages)


def ranks_of(question: EvalQuestion, evidence: Evidence, relevant: Sequence[Passage]) -> Ranks:
    """Where the first relevant passage stood among the hits, and its best right span among the spans."""
    wanted = {passage.id for passage in relevant}
    place, hit = next(((i, h) for i, h in enumerate(evidence.hits, start=1) if h.passage.id in wanted), (None, None))
    if hit is None:
        return Ranks(passage=relevant[0].text if relevant else "")
    spans = sorted(evidence.spans, key=lambda s: (s.no_answer - s.score, s.passage_id, s.start))
    read, span = next(
        (
            (i, s)
            for i, s in enumerate(spans, start=1)
            if s.passage_id in wanted and (not question.answers or agree(question.answers, s.text))
        ),
        (None, None),
    )
    return Ranks(
        vector=hit.vector_rank,
        terms=hit.term_rank,
        fused=place,
        read=read,
        margin=span.score - span.no_answer if span else None,
        passage=hit.passage.text,
    )
