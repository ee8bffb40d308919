"""From hits and spans to the answer: candidates, groups, confidence, abstention, citations. Pure."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from hemeroteca.answering.citations import cite, sentence_around, trim, value_of
from hemeroteca.answering.confidence import confidence, weigh
from hemeroteca.answering.grouping import Candidate, Group, group_candidates, key_of
from hemeroteca.answering.questions import is_broad, kind_of
from hemeroteca.types import Alternative, Answer, Article, Calibration, Citation, Evidence, Kind, Reason

#: Sentences that answer a broad question, at most.
SENTENCES = 3
#: Other answers shown, at most.
ALTERNATIVES = 3


def compose(evidence: Evidence, calibration: Calibration) -> Answer:
    """The answer, or the reason why there is none. ``calibration`` is that of the reader of the evidence's spans."""
    began = time.perf_counter()
    question, articles = evidence.question, evidence.articles
    kind = kind_of(question)
    broad = is_broad(question)
    groups = rank_groups(evidence, calibration)
    best = groups[0] if groups else None
    certain = confidence_of(best, calibration) if best else 0.0
    given = best is not None and certain >= calibration.threshold
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    text = ""
    if best is not None and given:
        told = _told(groups, calibration) if broad else [best]
        citations = tuple(_cite(member, articles) for group in told for member in group.per_article())
        text = answer_text(best, question)
        rest = [g for g in groups if not any(g is t for t in told)]
        alternatives = _alternatives(rest, kind, calibration, articles)
    return Answer(
        question=question,
        text=text,
        value=best.value if best is not None and given else None,
        kind=kind,
        confidence=certain,
        abstained=None if given else Reason.LOW_CONFIDENCE if evidence.hits else evidence.no_hits,
        citations=citations,
        alternatives=alternatives,
        passages=evidence.hits,
        timings={**evidence.timings, "compose": time.perf_counter() - began},
    )


def rank_groups(evidence: Evidence, calibration: Calibration) -> list[Group]:
    """The answers that were found, the one with most behind it first; ties by passage id and place."""
    groups = group_candidates(_apart(_candidates(evidence)), kind_of(evidence.question))
    return sorted(groups, key=lambda g: (-_weight(g, calibration), g.best.span.passage_id, g.best.start))


def features(group: Group) -> tuple[float, float, float]:
    """What confidence is made of: the best margin, its passage's similarity, and the support of other articles."""
    return group.best.margin, group.best.similarity, group.support


def confidence_of(group: Group, calibration: Calibration) -> float:
    margin, similarity, support = features(group)
    return confidence(calibration, margin=margin, similarity=similarity, support=support)


def _weight(group: Group, calibration: Calibration) -> float:
    margin, similarity, support = features(group)
    return weigh(calibration, margin=margin, similarity=similarity, support=support)


def _candidates(evidence: Evidence) -> list[Candidate]:
    kind, broad = kind_of(evidence.question), is_broad(evidence.question)
    by_passage = {hit.passage.id: hit for hit in evidence.hits}
    found = []
    for span in evidence.spans:
        hit = by_passage.get(span.passage_id)
        article = evidence.articles.get(hit.passage.article_id) if hit else None
        if hit is None or article is None:
            continue
        if broad:
            start, end = sentence_around(article.text, span.start, span.end)
        else:
            start, end = trim(article.text, span.start, span.end)
        if start >= end:
            continue
        value, (said_from, said_to) = value_of(kind, article, start, end)
        if value is not None and not broad:
            start, end = min(start, said_from), max(end, said_to)  # a reader may see «este» alone in «este martes»
        said = article.text[said_from:said_to] if value is not None else article.text[start:end]
        found.append(
            Candidate(
                span=span,
                article_id=article.id,
                start=start,
                end=end,
                quote=article.text[start:end],
                form=_clean_date(said) if kind is Kind.WHEN else said,
                value=value,
                margin=span.score - span.no_answer,
                similarity=hit.similarity,
            )
        )
    return found


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that overlap a better one of the same article: passages share their ends."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (*c.order, c.end)):
        if all(
            candidate.article_id != k.article_id or candidate.end <= k.start or candidate.start >= k.end for k in kept
        ):
            kept.append(candidate)
    return kept


# «el próximo 23 de enero» says «23 de enero»; without a number the words are all there is.
_BEFORE_NUMBER = re.compile(
    r"(?:(?:el|la|al|del|de|en|para|este|esta|pr[oó]xim[oa]|pasad[oa]|d[ií]a|on|the|next|last)\s+)+(?=\d)",
    re.IGNORECASE,
)


def _clean_date(text: str) -> str:
    match = _BEFORE_NUMBER.match(text)
    return text[match.end() :] if match else text


def answer_text(group: Group, question: str) -> str:
    """What is given where this group is the answer: a whole sentence to a broad question, else its wording."""
    return group.best.quote if is_broad(question) else wording(group, kind_of(question))


def wording(group: Group, kind: Kind) -> str:
    """The words of the answer, each a stretch of one of the group's quotes.

    A date that names its day or month goes before «este jueves»; then the shortest. Otherwise the wording of most
    articles, for a name the fuller one.
    """
    forms = [m.form for m in group.members]
    if kind is Kind.WHEN:
        return min(forms, key=lambda f: (not any(c.isdigit() for c in f), len(f), f))
    if kind is Kind.STATEMENT:
        return group.best.form
    count = Counter(key_of(m.form) for m in group.per_article())
    longer = kind is Kind.WHO
    return min(forms, key=lambda f: (-count[key_of(f)], -len(key_of(f)) if longer else 0, forms.index(f)))


def _told(groups: Sequence[Group], calibration: Calibration) -> list[Group]:
    """The sentences that answer a broad question: the best, and others that are sure enough themselves."""
    return [
        g for i, g in enumerate(groups[:SENTENCES]) if not i or confidence_of(g, calibration) >= calibration.threshold
    ]


def _alternatives(
    groups: Sequence[Group], kind: Kind, calibration: Calibration, articles: Mapping[str, Article]
) -> tuple[Alternative, ...]:
    """The other answers that would have been given themselves."""
    sure = [g for g in groups if confidence_of(g, calibration) >= calibration.threshold]
    return tuple(
        Alternative(
            text=wording(group, kind),
            value=group.value,
            confidence=confidence_of(group, calibration),
            citations=tuple(_cite(member, articles) for member in group.per_article()),
        )
        for group in sure[:ALTERNATIVES]
    )


def _cite(member: Candidate, articles: Mapping[str, Article]) -> Citation:
    return cite(articles[member.article_id], member.start, member.end)
