"""One question of a visit with all that the page shows for it, put together from the answer and its articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from hemeroteca.errors import ArticleNotFound
from hemeroteca.types import Answer, Article, Citation, Hit

#: How many passages are shown where no answer is given.
NEAREST = 5

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words of an article with what answers marked in them; ``numbers`` are those of the citations."""

    text: str
    marks: tuple[Mark, ...]
    numbers: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A passage beside the answer; ``marks`` are the quotes in it, ``numbers`` those of the citations, if any."""

    numbers: tuple[int, ...]
    title: str
    published: date | None
    source: str | None
    url: str | None
    language: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question of this visit. ``number`` counts from 1; ``alternatives`` are other answers in their sentences."""

    number: int
    answer: Answer
    sentences: tuple[Sentence, ...]
    alternatives: tuple[Card, ...]
    cards: tuple[Card, ...]


def make_turn(number: int, answer: Answer, article_of: Callable[[str], Article]) -> Turn:
    """What the page shows for ``answer``. An article removed meanwhile is shown by its quote alone."""
    library = _Library(article_of)
    if answer.abstained:
        # Nothing is claimed, so nothing is numbered: the reader gets the passages to judge.
        cards = tuple(_nearest(hit, library) for hit in answer.passages[:NEAREST])
        return Turn(number=number, answer=answer, sentences=(), alternatives=(), cards=cards)
    return Turn(
        number=number,
        answer=answer,
        sentences=_sentences(answer.citations, library),
        alternatives=tuple(_aside(other.citations[0], library) for other in answer.alternatives if other.citations),
        cards=_cards(answer.citations, answer.passages, library),
    )


class _Library:
    """Articles by id, each fetched once; None for one that is gone."""

    def __init__(self, article_of: Callable[[str], Article]) -> None:
        self._article_of = article_of
        self._articles: dict[str, Article | None] = {}

    def get(self, article_id: str) -> Article | None:
        if article_id not in self._articles:
            try:
                self._articles[article_id] = self._article_of(article_id)
            except ArticleNotFound:
                self._articles[article_id] = None
        return self._articles[article_id]


def _sentences(citations: tuple[Citation, ...], library: _Library) -> tuple[Sentence, ...]:
    """The sentences around the quotes, each once, in the order of their first citation."""
    merged: dict[tuple[str, tuple[Mark, ...]], Sentence] = {}
    for number, citation in enumerate(citations, start=1):
        article = library.get(citation.article_id)
        text, mark = _around(citation, article)
        sentence = Sentence(text=text, marks=(mark,), numbers=(number,), language=article.language if article else "")
        key = (" ".join(text.split()), sentence.marks)
        known = merged.get(key)
        merged[key] = replace(known, numbers=(*known.numbers, number)) if known else sentence
    return tuple(merged.values())


def _around(citation: Citation, article: Article | None) -> tuple[str, Mark]:
    """The quote in its sentence, and where in it."""
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return citation.quote, (0, len(citation.quote))
    first = min(citation.context_start, citation.start)
    last = max(citation.context_end, citation.end)
    return article.text[first:last], (citation.start - first, citation.end - first)


def _cards(citations: tuple[Citation, ...], hits: tuple[Hit, ...], library: _Library) -> tuple[Card, ...]:
    """One card for each cited passage, in the order of the citations; two quotes of one passage share a card."""
    cards: dict[tuple[str, str, int], Card] = {}
    for number, citation in enumerate(citations, start=1):
        article = library.get(citation.article_id)
        hit = next((hit for hit in hits if _holds(hit, citation)), None)
        if hit:
            text, mark = hit.passage.text, (citation.start - hit.passage.start, citation.end - hit.passage.start)
            key = (citation.article_id, "passage", hit.passage.start)
        else:
            text, mark = _around(citation, article)
            key = (citation.article_id, "quote", citation.start)
        blank = _cited(citation, article, text)
        known = cards.get(key, blank)
        cards[key] = replace(known, numbers=(*known.numbers, number), marks=(*known.marks, mark))
    return tuple(cards.values())


def _holds(hit: Hit, citation: Citation) -> bool:
    """Whether the quote stands in this passage, letter by letter."""
    passage = hit.passage
    if passage.article_id != citation.article_id or not passage.start <= citation.start <= citation.end <= passage.end:
        return False
    return passage.text[citation.start - passage.start : citation.end - passage.start] == citation.quote


def _aside(citation: Citation, library: _Library) -> Card:
    article = library.get(citation.article_id)
    text, mark = _around(citation, article)
    return replace(_cited(citation, article, text), marks=(mark,))


def _cited(citation: Citation, article: Article | None, text: str) -> Card:
    card = _card(article, citation.article_id, text)
    return replace(card, title=citation.title, published=citation.published, source=citation.source)


def _nearest(hit: Hit, library: _Library) -> Card:
    return _card(library.get(hit.passage.article_id), hit.passage.article_id, hit.passage.text)


def _card(article: Article | None, article_id: str, text: str) -> Card:
    """A card with nothing marked; an article that is gone is named by its id."""
    return Card(
        numbers=(),
        title=article.title if article else article_id,
        published=article.published if article else None,
        source=article.source if article else None,
        url=article.url if article else None,
        language=article.language if article else "",
        text=text,
        marks=(),
    )
