from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.chat.store import TurnRow
from hemeroteca.chat.turns import NEAREST, Turn, make_turn, sentences
from hemeroteca.errors import ArticleNotFound
from hemeroteca.types import Alternative, Answer, Article, Citation, Hit, Kind, Passage, Reason, Relation, Value
from tests.chat.fakes import HARBOUR, LEDGER, MINUTES, STORM, cite, harbour_archive

ARCHIVE = harbour_archive()


def row(answer: Answer, asked: str = "¿…?") -> TurnRow:
    return TurnRow(
        id="t1", conversation_id="c1", number=1, asked=asked, question=answer.question, answer=answer,
        created=datetime(2026, 3, 11, tzinfo=UTC),
    )  # fmt: skip


def turn(question: str) -> Turn:
    return make_turn(row(ARCHIVE.ask(question)), ARCHIVE.article)


def test_numbers_run_through_the_answer_and_then_the_others() -> None:
    shown = turn("¿Cuándo se reúne la Junta?")
    assert shown.given
    assert [quote.number for quote in shown.given.quotes] == [1, 2, 3]
    assert [[quote.number for quote in other.quotes] for other in shown.others] == [[4]]
    assert [quote.text[slice(*quote.mark)] for quote in shown.quotes] == ["14 de marzo"] * 3 + ["lunes"]
    assert shown.quotes[0].text.startswith("Según la alcaldesa") and shown.quotes[0].text.endswith("en la lonja.")


def test_quotes_are_grouped_by_witness_and_articles_counted_once() -> None:
    shown = turn("¿Cuándo se reúne la Junta?")
    assert shown.given and shown.given.articles == 3
    origins = [[quote.citation.title for quote in origin] for origin in shown.given.origins()]
    assert origins == [[HARBOUR.title, MINUTES.title], [LEDGER.title]]


def test_the_same_sentence_in_two_articles_is_written_once() -> None:
    copy = replace(HARBOUR, id="copia", title="Copia")
    answer = replace(
        _answer(HARBOUR, "14 de marzo"), citations=(cite(HARBOUR, "14 de marzo"), cite(copy, "14 de marzo"))
    )
    shown = make_turn(row(answer), {HARBOUR.id: HARBOUR, copy.id: copy}.__getitem__)
    assert shown.given
    assert [(quote.number, numbers) for quote, numbers in sentences(shown.given)] == [(1, (1, 2))]


def test_what_disagrees_stands_in_order_of_its_printing() -> None:
    answer = replace(
        _answer(STORM, "3 heridos"),
        alternatives=(_other("2 heridos", None, Relation.DISAGREES, MINUTES), _other("x", None, Relation.OTHER)),
    )
    assert [statement.text for statement in make_turn(row(answer), ARCHIVE.article).rivals()] == [
        "2 heridos",
        "3 heridos",
    ]


def test_days_stand_in_their_own_order_and_one_alone_is_no_timeline() -> None:
    answer = replace(_answer(HARBOUR, "14 de marzo"), value=date(2026, 3, 14))
    assert make_turn(row(answer), ARCHIVE.article).rivals() == []
    # Printed a day later, but of an earlier day.
    earlier = _other("reunió", date(2026, 2, 14), Relation.OTHER_EVENT, STORM, "puerto")
    shown = make_turn(row(replace(answer, alternatives=(earlier,))), ARCHIVE.article)
    assert [statement.value for statement in shown.rivals()] == [date(2026, 2, 14), date(2026, 3, 14)]


def test_an_article_that_is_gone_or_says_something_else_now_is_shown_by_its_quote() -> None:
    def gone(article_id: str) -> Article:
        raise ArticleNotFound(article_id)

    def changed(article_id: str) -> Article:
        return replace(HARBOUR, text="Otro texto.")

    for article_of in (gone, changed):
        (quote,) = make_turn(row(_answer(HARBOUR, "14 de marzo")), article_of).quotes
        assert (quote.text, quote.mark, quote.here) == ("14 de marzo", (0, 11), False)


def test_an_abstention_shows_the_nearest_passages_and_numbers_nothing() -> None:
    answer = ARCHIVE.ask("¿Quién ganó el Mundial de 2022?")
    shown = make_turn(row(replace(answer, passages=answer.passages * 4)), ARCHIVE.article)
    assert answer.abstained is Reason.NOT_THIS_FACT
    assert (shown.given, shown.quotes, len(shown.nearby)) == (None, [], NEAREST)
    first = shown.nearby[0]
    assert HARBOUR.text[first.start : first.end] == first.text and first.here


@given(
    before=st.text(max_size=20),
    quote=st.text(min_size=1, max_size=20),
    after=st.text(max_size=20),
    shift=st.integers(0, 5),
)
def test_what_is_marked_is_the_quote_whatever_the_text(before: str, quote: str, after: str, shift: int) -> None:
    text = before + quote + after
    start, end = len(before), len(before) + len(quote)
    citation = Citation(
        article_id="a", title="t", published=None, source=None, quote=quote, start=start, end=end,
        context_start=max(0, start - shift), context_end=min(len(text), end + shift),
    )  # fmt: skip
    answer = replace(_answer(HARBOUR, "lunes"), citations=(citation,))
    (shown,) = make_turn(row(answer), lambda _: Article(id="a", title="t", text=text)).quotes
    assert shown.text[slice(*shown.mark)] == quote


def _answer(article: Article, quote: str) -> Answer:
    passage = Passage(id=1, article_id=article.id, start=0, end=len(article.text), text=article.text)
    return Answer(
        question="¿…?", text=quote, value=None, kind=Kind.STATEMENT, confidence=0.9, abstained=None,
        citations=(cite(article, quote),), alternatives=(), witnesses=1,
        passages=(Hit(passage=passage, similarity=0.9, term_score=1.0, fused=0.1),),
    )  # fmt: skip


def _other(
    text: str, value: Value | None, relation: Relation, article: Article | None = None, quote: str | None = None
) -> Alternative:
    citations = (cite(article, quote or text),) if article else ()
    return Alternative(text=text, value=value, confidence=0.2, citations=citations, relation=relation)
