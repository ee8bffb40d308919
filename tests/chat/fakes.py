"""An archive one can answer from in one's head: it looks up which fact a question mentions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hemeroteca.errors import ArticleNotFound, QuestionError
from hemeroteca.types import (
    Alternative,
    Answer,
    Article,
    Calibration,
    Citation,
    Coverage,
    Exchange,
    Hit,
    Kind,
    Passage,
    Period,
    Reason,
    Relation,
    Stage,
    Value,
    Voice,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeHoldings:
    articles: int
    first: date | None
    last: date | None
    sources: tuple[str, ...]
    undated: int = 0
    indexed: datetime | None = None
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Where the question has this word (caseless), the answer is ``quote``, cited from every article that has it.

    ``other`` is another answer, which stands to it in ``relation``; ``speaker`` is who is quoted.
    """

    word: str
    quote: str
    value: Value | None = None
    kind: Kind = Kind.STATEMENT
    other: str | None = None
    other_value: Value | None = None
    relation: Relation = Relation.OTHER
    speaker: str | None = None


class FakeArchive:
    """Fits the ``Answerer`` protocol. A sentence ends with a full stop; each article is one passage.

    «marzo» in a question is a period. A question with «despacio» takes a second, with «muy despacio» three; one with
    «rompe» fails.
    """

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
        if "despacio" in question:
            time.sleep(3 if "muy despacio" in question else 1)
        if "rompe" in question:
            raise RuntimeError("broken")
        found = [a for a in self._articles.values() if _within(a, since, until, source)]
        fact = next((fact for fact in self._facts if fact.word.casefold() in question.casefold()), None)
        citations = _citations(fact.quote, found, fact) if fact else ()
        others = _citations(fact.other, found, fact) if fact and fact.other else ()
        reason = Reason.NOT_THIS_FACT if found else Reason.OUTSIDE_FILTERS
        info = self.info()
        return Answer(
            question=question,
            text=fact.quote if fact and citations else "",
            value=fact.value if fact else None,
            kind=fact.kind if fact else Kind.STATEMENT,
            confidence=0.91 if citations else 0.12,
            abstained=None if citations else reason,
            citations=citations,
            alternatives=(
                (
                    Alternative(
                        text=fact.other, value=fact.other_value, confidence=0.3, citations=others,
                        relation=fact.relation, witnesses=len({c.witness for c in others}),
                        latest=fact.relation is Relation.DISAGREES,
                    ),
                )
                if fact and fact.other and others
                else ()
            ),
            passages=tuple(_hit(number, article) for number, article in enumerate(found, start=1)),
            witnesses=len({citation.witness for citation in citations}),
            latest=not (fact and fact.other and fact.relation is Relation.DISAGREES),
            period=_march(question) if period else None,
            coverage=Coverage(articles=info.articles, first=info.first, last=info.last, sources=info.sources),
            timings={"encode": 0.01, "retrieve": 0.02, "read": 0.5},
        )  # fmt: skip

    def conversation(self, history: Sequence[Exchange] = ()) -> FakeTalk:
        return FakeTalk(self, history)

    def search(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> list[Hit]:
        return list(self.ask(question, top=top, since=since, until=until, source=source).passages)

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
            undated=sum(article.published is None for article in self._articles.values()),
            indexed=datetime(2026, 3, 11, 9, 30),
            calibration=Calibration(
                margin=1.0,
                similarity=0.0,
                agreement=0.0,
                retrieval=0.0,
                broad=0.0,
                untyped=0.0,
                titled=0.0,
                bias=0.0,
                threshold=0.5,
                fitted_on="harbour",
            ),
        )


class FakeTalk:
    """A question that begins with «¿Y» or "And" goes on from the one before: that one and its own words."""

    def __init__(self, archive: FakeArchive, history: Sequence[Exchange]) -> None:
        self._archive = archive
        self._history = history

    def ask(
        self,
        asked: str,
        *,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        period: bool = True,
        resolve: bool = True,
        on_stage: Callable[[Stage], None] = lambda _: None,
    ) -> Exchange:
        on_stage(Stage.SEARCH)
        on_stage(Stage.READ)
        question = " ".join(asked.split())
        if resolve and self._history and question.startswith(("¿Y ", "And ")):
            question = f"{self._history[-1].question} {question}"
        answer = self._archive.ask(question, since=since, until=until, source=source, period=period)
        on_stage(Stage.CHECK)
        return Exchange(asked=asked, question=question, answer=answer)


def _within(article: Article, since: date | None, until: date | None, source: str | None) -> bool:
    if source and article.source != source:
        return False
    day = article.published
    if not (since or until):
        return True
    return bool(day and (not since or day >= since) and (not until or day <= until))


def _march(question: str) -> Period | None:
    start = question.find("marzo")
    if start < 0:
        return None
    return Period(text="marzo", start=start, end=start + len("marzo"), first=date(2026, 3, 1), last=date(2026, 3, 31))


def _citations(quote: str, articles: Sequence[Article], fact: Fact) -> tuple[Citation, ...]:
    """One witness for each outlet; articles without one are witnesses of their own."""
    outlets: dict[str, int] = {}
    found = []
    for article in articles:
        if quote in article.text:
            witness = outlets.setdefault(article.source or article.id, len(outlets) + 1)
            voice = Voice.QUOTED if fact.speaker else Voice.NARRATED
            found.append(
                replace(cite(article, quote), witness=witness, value=fact.value, voice=voice, speaker=fact.speaker)
            )
    return tuple(found)


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
MINUTES = Article(
    id="acta",
    title="Lo que trae el acta de la Junta",
    text=(
        "El acta confirma que la Junta de Obras del Puerto se reúne el 14 de marzo por la mañana.\n\n"
        "En la tormenta hubo 2 heridos, según el acta."
    ),
    published=date(2026, 3, 9),
    source="El Faro",
)
STORM = Article(
    id="tormenta",
    title="Sube el número de heridos por la tormenta",
    text="La tormenta del sábado dejó 3 heridos en el puerto. La Junta de Obras del Puerto lo confirmó anoche.",
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
    """Articles that agree on a date and disagree on a number, and one that is out for trouble."""
    return FakeArchive(
        [HARBOUR, LEDGER, HOSTILE, MINUTES, STORM],
        [
            Fact(word="reúne", quote="14 de marzo", value=date(2026, 3, 14), kind=Kind.WHEN, other="lunes"),
            Fact(word="meet", quote="14 de marzo", value=date(2026, 3, 14), kind=Kind.WHEN),
            Fact(word="dijo", quote="habrá 32 amarres nuevos", speaker="la alcaldesa Marta Ruiz"),
            Fact(word="say", quote="habrá 32 amarres nuevos", speaker="la alcaldesa Marta Ruiz"),
            Fact(word="herid", quote="2 heridos", kind=Kind.HOW_MANY, other="3 heridos", relation=Relation.DISAGREES),
            Fact(word="mide", quote="\u202e24 metros\u202c", kind=Kind.HOW_MANY),
        ],
    )
