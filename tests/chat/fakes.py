"""An archive one can answer from in one's head: it looks up which fact a question mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hemeroteca.errors import ArticleNotFound, QuestionError
from hemeroteca.types import Alternative, Answer, Article, Citation, Hit, Kind, Passage, Reason, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeHoldings:
    articles: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Where the question has this word (caseless), the answer is ``quote``, cited from every article that has it."""

    word: str
    quote: str
    value: Value | None = None
    kind: Kind = Kind.STATEMENT
    other: str | None = None


class FakeArchive:
    """Fits the ``Answerer`` protocol. A sentence ends with a full stop; each article is one passage."""

    def __init__(self, articles: Sequence[Article], facts: Sequence[Fact] = ()) -> None:
        self._articles = {article.id: article for article in articles}
        self._facts = facts
        self.asked: list[tuple[str, int, date | None, date | None, str | None]] = []

    def ask(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> Answer:
        self.asked.append((question, top, since, until, source))
        if not any(character.isalnum() for character in question):
            raise QuestionError(f"the question has no words ({question!r})", hint="ask something")
        if len(question) > 1000:
            raise QuestionError(f"the question has {len(question)} characters", hint="ask one thing at a time")
        fact = next((fact for fact in self._facts if fact.word.casefold() in question.casefold()), None)
        citations = self._citations(fact.quote) if fact else ()
        others = self._citations(fact.other) if fact and fact.other else ()
        return Answer(
            question=question,
            text=fact.quote if fact and citations else "",
            value=fact.value if fact else None,
            kind=fact.kind if fact else Kind.STATEMENT,
            confidence=0.91 if citations else 0.12,
            abstained=None if citations else Reason.NOT_THIS_FACT,
            citations=citations,
            alternatives=(
                (Alternative(text=fact.other, value=None, confidence=0.3, citations=others),)
                if fact and fact.other
                else ()
            ),
            passages=tuple(_hit(number, article) for number, article in enumerate(self._articles.values(), start=1)),
        )

    def article(self, article_id: str) -> Article:
        if article_id not in self._articles:
            raise ArticleNotFound(f"no article {article_id!r}")
        return self._articles[article_id]

    def articles(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def info(self) -> FakeHoldings:
        days = sorted(article.published for article in self._articles.values() if article.published)
        return FakeHoldings(
            articles=len(self._articles),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            sources=tuple(sorted({article.source for article in self._articles.values() if article.source})),
        )

    def _citations(self, quote: str) -> tuple[Citation, ...]:
        return tuple(cite(article, quote) for article in self._articles.values() if quote in article.text)


def cite(article: Article, quote: str) -> Citation:
    """The first place of ``quote``, within its sentence."""
    start = article.text.index(quote)
    end = start + len(quote)
    before = article.text.rfind(". ", 0, start)
    after = article.text.find(".", end)
    return Citation(
        article_id=article.id,
        title=article.title,
        published=article.published,
        source=article.source,
        quote=quote,
        start=start,
        end=end,
        context_start=before + 2 if before >= 0 else 0,
        context_end=after + 1 if after >= 0 else len(article.text),
    )


def _hit(number: int, article: Article) -> Hit:
    passage = Passage(id=number, article_id=article.id, start=0, end=len(article.text), text=article.text)
    return Hit(passage=passage, similarity=0.9, term_score=1.0, fused=1 / (60 + number))


HARBOUR = Article(
    id="puerto",
    title="El puerto reabre tras la tormenta",
    text=(
        "El puerto de Alborán reabrió el lunes. Según la alcaldesa Marta Ruiz, la Junta de Obras del Puerto se reúne "
        "el 14 de marzo en la lonja. Ayer la alcaldesa Marta Ruiz dijo que habrá 32 amarres nuevos."
    ),
    published=date(2026, 3, 9),
    source="El Faro",
    url="https://elfaro.example/puerto",
)
LEDGER = Article(
    id="cuentas",
    title="Las cuentas de la lonja",
    text=(
        "La lonja cerró el año con pérdidas. Para remediarlo, la Junta de Obras del Puerto se reúne el 14 de marzo con "
        "los armadores."
    ),
    published=date(2026, 3, 10),
    source="Diario de la Costa",
)
HOSTILE = Article(
    id="hostil",
    title='<img src=x onerror="window.pwned=1">',
    text=(
        'El faro <b>de Punta</b> & "cabo" mide \u202e24 metros\u202c según <script>window.pwned=1</script> el parte. '
        "${1+1} {{value}} 👩‍🚒."
    ),
    published=None,
    source=None,
    url="javascript:alert(1)",
)


def harbour_archive() -> FakeArchive:
    """Two articles that agree on a date and one that is out for trouble."""
    return FakeArchive(
        [HARBOUR, LEDGER, HOSTILE],
        [
            Fact(word="reúne", quote="14 de marzo", value=date(2026, 3, 14), kind=Kind.WHEN, other="lunes"),
            Fact(word="meet", quote="14 de marzo", value=date(2026, 3, 14), kind=Kind.WHEN),
            Fact(word="dijo", quote="habrá 32 amarres nuevos"),
            Fact(word="mide", quote="\u202e24 metros\u202c", kind=Kind.HOW_MANY),
        ],
    )
