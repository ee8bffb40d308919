"""From spans to candidates: trimmed, made whole, typed, each with its copies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hemeroteca.answering.agreement import Account, days_of
from hemeroteca.answering.citations import sentence_around, trim, value_of
from hemeroteca.answering.grouping import Candidate, Place
from hemeroteca.answering.names import end_of_name
from hemeroteca.answering.questions import asks_for_hour, asks_of_past, asks_why, is_broad, kind_of
from hemeroteca.answering.titles import Title, holds, is_named, title_asked
from hemeroteca.answering.words import content_terms, fold
from hemeroteca.types import Article, DateRange, Evidence, Hit, Kind, Value


def find_candidates(evidence: Evidence) -> list[Candidate]:
    """What the spans of the evidence may answer, the best first; none overlaps a better one of the same article."""
    kind, broad = kind_of(evidence.question), is_broad(evidence.question)
    title = title_asked(evidence.question)
    if title is not None and not any(is_named(title, hit.passage.text) for hit in evidence.hits):
        title = None  # called something else here, or in another language
    by_passage = {hit.passage.id: hit for hit in evidence.hits}
    found = []
    for span, similarity in zip(evidence.spans, evidence.similarities, strict=True):
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
        first, last = sentence_around(article.text, start, end)
        if value is None and not broad:
            end = first + end_of_name(article.text[first:last], start - first, end - first)
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
                similarity=similarity,
                retrieval=hit.reciprocal_ranks,
                broad=broad,
                titled=_titled(title, hit.passage.text, article.text[first:last], start - first, end - first),
                untyped=not _looks_right(evidence.question, kind, value, article, start, end),
                # The hits are of different clusters: retrieval brings copies with the best of them.
                account=Account(cluster=hit.passage.id, source=article.source, sentence=article.text[first:last]),
                copies=tuple(_in_copies(hit, article.text[first:last], start - first, end - first, evidence.articles)),
            )
        )
    return _apart(found)


def _titled(title: Title | None, passage: str, sentence: str, start: int, end: int) -> float:
    """``confidence.Features.titled`` of the words at ``start`` to ``end`` of the sentence."""
    if title is None:
        return 0.0
    said = holds(title, sentence, start, end)
    if said is not None:
        return 1.0 if said else -1.0
    # «La alcaldesa, Ana Sanz» of a passage on Brenta is its mayor.
    return 0.5 * len(title.of & set(content_terms(passage))) / len(title.of)


def _looks_right(question: str, kind: Kind, value: Value | None, article: Article, start: int, end: int) -> bool:
    """Whether the quote may be of the kind asked for: a date of its time, an hour, an amount, a name, a reason."""
    quote = article.text[start:end]
    if asks_for_hour(question):
        return any(c.isdigit() for c in quote)
    if kind is Kind.WHEN:
        return not _is_of_other_time(question, value, article.published) if value else bool(_YEAR.search(quote))
    if kind is Kind.HOW_MANY:
        return value is not None or _ONE.search(fold(quote)) is not None
    if kind is Kind.WHO:
        return any(c.isupper() for c in quote)
    return not asks_why(question) or gives_reason(quote)


# «1066»: alone too little for ``find_dates``, which reads news, but enough where a date is asked for.
_YEAR = re.compile(r"(?<![\d.,])\d{3,4}(?![\d.,]*\d)")


# «Un año»: hardly ever a number, and so no amount to ``find_amounts``; but one where a number is asked for.
_ONE = re.compile(r"\b(?:un|una|uno|ningun[ao]?|one|an?|single|none|um|uma|nenhuma?)\b")


def _is_of_other_time(question: str, value: Value, published: date | None) -> bool:
    """Whether it was still to come when it was written of, and the question asks for what has been; or the reverse."""
    past = asks_of_past(question)
    if past is None or published is None or not isinstance(value, date | DateRange):
        return False
    first, last = days_of(value)
    return first > published if past else last < published


_REASON = re.compile(
    r"\b(?:porque|ya\s+que|debido\s+a|pues(?:to\s+que)?|dado\s+que|a\s+(?:causa|raiz|consecuencia)|(?:por\s+)?culp\w+|tras"
    r"|(?:luego|despues)\s+de\s+que|causa\w*|motiv\w+|razon\w*|atribu\w+|achac\w+|se\s+deb\w+|argument\w+|aleg\w+|explic\w+"
    r"|origen|provoc\w+|gracias\s+a|por\s+(?:el|la|los|las|su|sus|falta|\w+[aei]r(?:l[aeo]s?|se)?\b)|al\s+\w+[aei]r|para\s+\w+r"
    r"|because|due\s+to|since|after|fear\w*|reason\w*|blam\w+|caus\w+|so\s+that|owing)\b"
)


def gives_reason(text: str) -> bool:
    """Whether a text has words that reasons are given with, Spanish or English."""
    return _REASON.search(fold(text)) is not None


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
