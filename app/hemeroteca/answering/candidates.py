"""From spans to candidates: trimmed, made whole, typed, each with its copies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hemeroteca.answering.agreement import Account
from hemeroteca.answering.citations import sentence_around, trim, value_of
from hemeroteca.answering.grouping import Candidate, Place
from hemeroteca.answering.questions import is_broad, kind_of
from hemeroteca.types import Article, Evidence, Hit, Kind


def find_candidates(evidence: Evidence) -> list[Candidate]:
    """What the spans of the evidence may answer, the best first; none overlaps a better one of the same article."""
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
        first, last = sentence_around(article.text, start, end)
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
                # The hits are of different clusters: retrieval brings copies with the best of them.
                account=Account(cluster=hit.passage.id, source=article.source, sentence=article.text[first:last]),
                copies=tuple(_in_copies(hit, article.text[first:last], start - first, end - first, evidence.articles)),
            )
        )
    return _apart(found)


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that overlap a better one of the same article: passages share their ends."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (*c.order, c.end)):
        if all(
            candidate.article_id != k.article_id or candidate.end <= k.start or candidate.start >= k.end for k in kept
        ):
            kept.append(candidate)
    return kept


def _in_copies(hit: Hit, sentence: str, start: int, end: int, articles: Mapping[str, Article]) -> Iterator[Place]:
    """Where copies of the passage have the same words, one place an article: by the sentence, else by the quote."""
    seen = {hit.passage.article_id}
    for copy in hit.copies:
        article = articles.get(copy.article_id)
        if article is None or article.id in seen:
            continue
        whole = article.text.find(sentence, copy.start, copy.end)
        place = whole + start if whole >= 0 else article.text.find(sentence[start:end], copy.start, copy.end)
        if place >= 0:
            seen.add(article.id)
            yield Place(article_id=article.id, start=place, end=place + end - start)


# «el próximo 23 de enero» says «23 de enero»; without a number the words are all there is.
_BEFORE_NUMBER = re.compile(
    r"(?:(?:el|la|al|del|de|en|para|este|esta|pr[oó]xim[oa]|pasad[oa]|d[ií]a|on|the|next|last)\s+)+(?=\d)",
    re.IGNORECASE,
)


def _clean_date(text: str) -> str:
    match = _BEFORE_NUMBER.match(text)
    return text[match.end() :] if match else text
