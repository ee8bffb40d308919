"""From hits and spans to the answer: groups, confidence, disagreement, abstention, citations. Pure."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hemeroteca.answering.agreement import Account, witnesses
from hemeroteca.answering.attribution import attribute
from hemeroteca.answering.candidates import find_candidates
from hemeroteca.answering.citations import cite, value_of
from hemeroteca.answering.complements import is_reversed
from hemeroteca.answering.dates_es_words import MONTH, WEEKDAY
from hemeroteca.answering.grouping import Candidate, Group, Place, group_candidates, key_of
from hemeroteca.answering.questions import is_broad, kind_of
from hemeroteca.answering.standing import Standing, is_sure, may_be_right, rank
from hemeroteca.answering.subject import on_subject
from hemeroteca.answering.words import fold
from hemeroteca.types import Alternative, Answer, Article, Calibration, Citation, Evidence, Kind, Reason, Relation

#: Sentences that answer a broad question, at most.
SENTENCES = 3
#: Other answers shown, at most.
ALTERNATIVES = 3
#: What is held back is shown as unsure from this part of the threshold on, with all that has this part of its
#: confidence; beside an answer that is given, another event from this part of the answer's on.
NEAR = 0.5


def compose(evidence: Evidence, calibration: Calibration) -> Answer:
    """The answer, or the reason why there is none. ``calibration`` is that of the reader of the evidence's spans."""
    began = time.perf_counter()
    question, articles, kind = evidence.question, evidence.articles, kind_of(evidence.question)
    standings = rank_answers(evidence, calibration)
    best = standings[0] if standings else None
    given = best if best and is_sure(best, calibration) else None
    reason = None if given else _reason(evidence, best, calibration)
    told = _told(standings, calibration) if given and is_broad(question) else [given] if given else []
    citations = _citations([s.group for s in told], kind, articles)
    others = _others(standings, told, reason, calibration)
    return Answer(
        question=question,
        text=answer_text(given.group, question) if given else "",
        value=given.group.value if given else None,
        kind=kind,
        confidence=best.confidence if best else 0.0,
        abstained=reason,
        citations=citations,
        alternatives=tuple(_alternative(standing, kind, articles) for standing in others[:ALTERNATIVES]),
        passages=evidence.hits,
        witnesses=_count(citations),
        latest=given.latest if given else True,
        period=evidence.period,
        coverage=evidence.coverage,
        timings={**evidence.timings, "compose": time.perf_counter() - began},
    )


def rank_answers(evidence: Evidence, calibration: Calibration) -> list[Standing]:
    """The answers that were found, the one to give first; without those that answer the question turned round."""
    groups = group_candidates(find_candidates(evidence), kind_of(evidence.question))
    kept = [g for g in groups if not is_reversed(evidence.question, [m.account.sentence for m in g.members])]
    return rank(kept, evidence.articles, calibration)


def _reason(evidence: Evidence, best: Standing | None, calibration: Calibration) -> Reason:
    if evidence.unread is not None:
        return evidence.unread
    if best and best.rivals and best.alone >= calibration.threshold:
        return Reason.SOURCES_DISAGREE
    texts = [hit.passage.text for hit in evidence.hits]
    return Reason.NOT_THIS_FACT if on_subject(evidence.question, texts) else Reason.NOT_ON_SUBJECT


def answer_text(group: Group, question: str) -> str:
    """What is given where this group is the answer: a whole sentence to a broad question, else its wording."""
    return group.best.quote if is_broad(question) else wording(group, kind_of(question))


_NAMED_DAY = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b")


def wording(group: Group, kind: Kind) -> str:
    """The words of the answer, each a stretch of one of the group's quotes.

    A date with its number goes before «este jueves» or «febrero», and those before «hoy» or «ese mes», which mean
    nothing out of their place; then the shortest. Otherwise the wording of most articles, for a name the fuller one.
    """
    forms = [m.form for m in group.members]
    if kind is Kind.WHEN:
        return min(
            forms, key=lambda f: (not any(c.isdigit() for c in f), _NAMED_DAY.search(fold(f)) is None, len(f), f)
        )
    if kind is Kind.STATEMENT:
        return group.best.form
    count = Counter(key_of(m.form) for m in group.per_article())
    longer = kind is Kind.WHO
    return min(forms, key=lambda f: (-count[key_of(f)], -len(key_of(f)) if longer else 0, forms.index(f)))


def _told(standings: Sequence[Standing], calibration: Calibration) -> list[Standing]:
    """The sentences that answer a broad question: the best, and others that are sure enough themselves."""
    return [s for i, s in enumerate(standings[:SENTENCES]) if not i or s.alone >= calibration.threshold]


def _others(
    standings: Sequence[Standing], told: Sequence[Standing], reason: Reason | None, calibration: Calibration
) -> list[Standing]:
    """What is shown beside the answer: what would have been given itself, other events, before them what disagrees.

    In its place, where there is none, the sources that disagree, or what comes nearest.
    """
    if reason is None:
        rest = [s for s in standings if not any(s is t for t in told)]
    elif reason is Reason.SOURCES_DISAGREE:
        # None of them is the answer: the first disagrees with the others as they do with it.
        disagreeing = [s for s in standings[1:] if s.relation is Relation.DISAGREES]
        rest = [replace(standings[0], relation=Relation.DISAGREES), *disagreeing]
    else:
        return _nearest(standings, calibration) if reason is Reason.NOT_THIS_FACT else []
    shown = [
        s
        for s in rest
        if s.alone >= calibration.threshold
        or (s.relation is Relation.DISAGREES and may_be_right(s.alone, calibration))
        or (s.relation is Relation.OTHER_EVENT and _is_near(s, standings[0]))
    ]
    return sorted(shown, key=lambda s: s.relation is not Relation.DISAGREES)


def _nearest(standings: Sequence[Standing], calibration: Calibration) -> list[Standing]:
    """What was held back and what else is not much less likely, of the kind that was asked for."""
    if not standings or standings[0].confidence < NEAR * calibration.threshold:
        return []
    best, *others = standings
    if best.features.untyped:
        return []
    return [replace(best, relation=Relation.UNSURE), *(s for s in others if _is_near(s, best))]


def _is_near(other: Standing, best: Standing) -> bool:
    return other.alone >= NEAR * best.confidence and not other.features.untyped


def _alternative(standing: Standing, kind: Kind, articles: Mapping[str, Article]) -> Alternative:
    citations = _citations([standing.group], kind, articles)
    return Alternative(
        text=wording(standing.group, kind),
        value=standing.group.value,
        confidence=standing.confidence,
        citations=citations,
        relation=standing.relation,
        witnesses=_count(citations),
        latest=standing.latest,
    )


def _citations(groups: Sequence[Group], kind: Kind, articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    """Every article that says it, each witness's best first and its copies and quotations right behind it."""
    members = [member for group in groups for member in group.per_article()]
    cited: list[tuple[Place | Candidate, Account]] = []
    seen = {(member.article_id, member.start) for member in members}
    for member in members:
        cited.append((member, member.account))
        for copy in member.copies:
            if (copy.article_id, copy.start) not in seen:
                seen.add((copy.article_id, copy.start))
                # A copy is of its original's cluster, and of its own outlet.
                cited.append((copy, replace(member.account, source=articles[copy.article_id].source)))
    numbers = witnesses([account for _, account in cited])
    # The sentences of a broad answer keep their order.
    order = sorted(range(len(cited)), key=lambda i: (numbers[i] if len(groups) == 1 else 0, i))
    return tuple(_cite(cited[i][0], numbers[i], kind, articles) for i in order)


def _cite(place: Place | Candidate, witness: int, kind: Kind, articles: Mapping[str, Article]) -> Citation:
    article = articles[place.article_id]
    said = attribute(article.text, place.start, place.end)
    return replace(
        cite(article, place.start, place.end),
        value=place.value if isinstance(place, Candidate) else value_of(kind, article, place.start, place.end)[0],
        voice=said.voice if said.certain else None,
        speaker=said.speaker if said.certain else None,
        witness=witness,
    )


def _count(citations: Sequence[Citation]) -> int:
    return len({citation.witness for citation in citations})
