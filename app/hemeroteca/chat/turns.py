"""One question of a conversation with all that the page shows for it: put together from its row and the articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from hemeroteca.chat.store import TurnRow, Verdict
from hemeroteca.errors import ArticleNotFound
from hemeroteca.types import Answer, Article, Citation, DateRange, Hit, Relation, Value

#: How many passages are shown where no answer is given.
NEAREST = 5

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A citation under its number in the turn: ``text`` is its sentence, ``mark`` where in it the quote stands.

    ``here`` is whether the article is still archived and says it at this place.
    """

    number: int
    citation: Citation
    text: str
    mark: Mark
    url: str | None
    language: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An answer with those who give it; ``relation`` is how it stands to the one given, None for that one itself."""

    text: str
    value: Value | None
    witnesses: int
    latest: bool
    relation: Relation | None
    quotes: tuple[Quote, ...]

    @property
    def articles(self) -> int:
        return len({quote.citation.article_id for quote in self.quotes})

    @property
    def day(self) -> date | None:
        """The day that it names, the first of several."""
        if isinstance(self.value, DateRange):
            return self.value.first
        return self.value if isinstance(self.value, date) else None

    @property
    def published(self) -> date | None:
        """When it was last printed."""
        return max((q.citation.published for q in self.quotes if q.citation.published), default=None)

    def origins(self) -> list[list[Quote]]:
        """The quotes by independent witness, in the order of the answer."""
        found: dict[int, list[Quote]] = {}
        for quote in self.quotes:
            found.setdefault(quote.citation.witness, []).append(quote)
        return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A passage that was read and does not answer; ``here`` as in Quote."""

    article_id: str
    start: int
    end: int
    title: str
    published: date | None
    source: str | None
    language: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """``given`` is the answer given, None where none is; ``others`` what else was found. Numbers run through both."""

    id: str
    number: int
    asked: str
    answer: Answer
    given: Statement | None
    others: tuple[Statement, ...]
    nearby: tuple[Nearby, ...]
    verdict: Verdict | None = None

    @property
    def quotes(self) -> list[Quote]:
        statements = [self.given, *self.others] if self.given else self.others
        return [quote for statement in statements for quote in statement.quotes]

    def rivals(self) -> list[Statement]:
        """The answer given and those that contradict it or name another day, in order of time; none where one is alone.

        In the order of the days that they name where all name one, else of their printing.
        """
        telling = {Relation.DISAGREES, Relation.OTHER_EVENT}
        found = [*([self.given] if self.given else []), *(s for s in self.others if s.relation in telling)]
        if len(found) < 2:
            return []
        dated = all(statement.day for statement in found)
        return sorted(found, key=lambda s: (s.day if dated else s.published) or date.min)


def make_turn(row: TurnRow, article_of: Callable[[str], Article]) -> Turn:
    """What the page shows for this row. An article removed meanwhile is shown by its quote alone."""
    answer, library = row.answer, _Library(article_of)
    given = None
    number = 1
    if not answer.abstained:
        quotes = _quotes(answer.citations, number, library)
        given = Statement(
            text=answer.text, value=answer.value, witnesses=answer.witnesses, latest=answer.latest, relation=None,
            quotes=quotes,
        )  # fmt: skip
        number += len(quotes)
    others: list[Statement] = []
    for other in answer.alternatives:
        quotes = _quotes(other.citations, number, library)
        number += len(quotes)
        found = Statement(
            text=other.text, value=other.value, witnesses=other.witnesses, latest=other.latest,
            relation=other.relation, quotes=quotes,
        )  # fmt: skip
        others.append(found)
    nearby = tuple(_nearby(hit, library) for hit in answer.passages[:NEAREST]) if answer.abstained else ()
    return Turn(
        id=row.id, number=row.number, asked=row.asked, answer=answer, given=given, others=tuple(others),
        nearby=nearby, verdict=row.verdict,
    )  # fmt: skip


def sentences(statement: Statement) -> list[tuple[Quote, tuple[int, ...]]]:
    """The sentences around the quotes, each once, with the numbers of all that have it, the first to cite it first."""
    merged: dict[tuple[str, Mark], tuple[Quote, tuple[int, ...]]] = {}
    for quote in statement.quotes:
        key = (" ".join(quote.text.split()), quote.mark)
        first, numbers = merged.get(key, (quote, ()))
        merged[key] = (first, (*numbers, quote.number))
    return list(merged.values())


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


def _quotes(citations: tuple[Citation, ...], first: int, library: _Library) -> tuple[Quote, ...]:
    found = []
    for number, citation in enumerate(citations, start=first):
        article = library.get(citation.article_id)
        here = article is not None and article.text[citation.start : citation.end] == citation.quote
        text, mark = _around(citation, article) if article and here else (citation.quote, (0, len(citation.quote)))
        quote = Quote(
            number=number, citation=citation, text=text, mark=mark, here=here,
            url=article.url if article else None, language=article.language if article else "",
        )  # fmt: skip
        found.append(quote)
    return tuple(found)


def _around(citation: Citation, article: Article) -> tuple[str, Mark]:
    """The quote in its sentence, and where in it."""
    first = min(citation.context_start, citation.start)
    last = max(citation.context_end, citation.end)
    return article.text[first:last], (citation.start - first, citation.end - first)


def _nearby(hit: Hit, library: _Library) -> Nearby:
    passage = hit.passage
    article = library.get(passage.article_id)
    blank = Nearby(
        article_id=passage.article_id, start=passage.start, end=passage.end, title=passage.article_id,
        published=None, source=None, language="", text=passage.text, here=False,
    )  # fmt: skip
    if article is None:
        return blank
    here = article.text[passage.start : passage.end] == passage.text
    return replace(
        blank, title=article.title, published=article.published, source=article.source, language=article.language,
        here=here,
    )  # fmt: skip
