from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.chat.turns import NEAREST, make_turn
from hemeroteca.errors import ArticleNotFound
from hemeroteca.types import Answer, Article, Citation, Hit, Kind, Passage, Reason
from tests.chat.fakes import HARBOUR, LEDGER, cite, harbour_archive

ARCHIVE = harbour_archive()


def test_a_turn_shows_each_sentence_once_with_the_span_and_its_numbers() -> None:
    turn = make_turn(1, ARCHIVE.ask("¿Cuándo se reúne la Junta?"), ARCHIVE.article)
    first, second = turn.sentences
    assert first.text.startswith("Según la alcaldesa") and first.text.endswith("en la lonja.")
    assert [first.text[start:end] for start, end in first.marks] == ["14 de marzo"]
    assert (first.numbers, second.numbers) == ((1,), (2,))
    assert [card.title for card in turn.cards] == [HARBOUR.title, LEDGER.title]
    assert [card.text[slice(*card.marks[0])] for card in turn.cards] == ["14 de marzo", "14 de marzo"]
    assert [card.text[slice(*card.marks[0])] for card in turn.alternatives] == ["lunes"]


def test_the_same_sentence_in_two_articles_is_written_once() -> None:
    copy = replace(HARBOUR, id="copia", title="Copia")
    answer = replace(
        _answer(HARBOUR, "14 de marzo"), citations=(cite(HARBOUR, "14 de marzo"), cite(copy, "14 de marzo"))
    )
    turn = make_turn(1, answer, {HARBOUR.id: HARBOUR, copy.id: copy}.__getitem__)
    assert [sentence.numbers for sentence in turn.sentences] == [(1, 2)]
    assert [card.numbers for card in turn.cards] == [(1,), (2,)]


def test_two_quotes_of_one_passage_share_a_card() -> None:
    answer = replace(
        _answer(HARBOUR, "14 de marzo"), citations=(cite(HARBOUR, "14 de marzo"), cite(HARBOUR, "32 amarres"))
    )
    (card,) = make_turn(1, answer, lambda _: HARBOUR).cards
    assert card.numbers == (1, 2)
    assert [card.text[start:end] for start, end in card.marks] == ["14 de marzo", "32 amarres"]


def test_a_quote_outside_the_passages_is_shown_in_its_sentence() -> None:
    answer = replace(_answer(HARBOUR, "14 de marzo"), passages=())
    (card,) = make_turn(1, answer, lambda _: HARBOUR).cards
    assert card.text.startswith("Según la alcaldesa")
    assert card.text[slice(*card.marks[0])] == "14 de marzo"


def test_an_article_that_is_gone_is_shown_by_its_quote() -> None:
    def gone(article_id: str) -> Article:
        raise ArticleNotFound(article_id)

    turn = make_turn(1, replace(_answer(HARBOUR, "14 de marzo"), passages=()), gone)
    assert turn.sentences[0].text == "14 de marzo"
    assert (turn.cards[0].text, turn.cards[0].title, turn.cards[0].url) == ("14 de marzo", HARBOUR.title, None)


def test_an_abstention_shows_the_nearest_passages_and_numbers_nothing() -> None:
    answer = ARCHIVE.ask("¿Quién ganó el Mundial de 2022?")
    turn = make_turn(1, replace(answer, passages=answer.passages * 4), ARCHIVE.article)
    assert answer.abstained is Reason.NOT_THIS_FACT
    assert turn.sentences == ()
    assert len(turn.cards) == NEAREST
    assert all(card.numbers == () and card.marks == () for card in turn.cards)


@given(
    before=st.text(max_size=20),
    quote=st.text(min_size=1, max_size=20),
    after=st.text(max_size=20),
    shift=st.integers(0, 5),
)
def test_what_is_marked_is_the_quote_whatever_the_text(before: str, quote: str, after: str, shift: int) -> None:
    text = before + quote + after
    start, end = len(before), len(before) + len(quote)
    article = Article(id="a", title="t", text=text)
    citation = Citation(
        article_id="a", title="t", published=None, source=None, quote=quote, start=start, end=end,
        context_start=max(0, start - shift), context_end=min(len(text), end + shift),
    )  # fmt: skip
    passage = Passage(
        id=1, article_id="a", start=max(0, start - shift), end=len(text), text=text[max(0, start - shift) :]
    )
    answer = replace(
        _answer(HARBOUR, "lunes"),
        citations=(citation,),
        passages=(Hit(passage=passage, similarity=1.0, term_score=0.0, fused=0.0),),
    )
    turn = make_turn(1, answer, lambda _: article)
    (sentence,), (card,) = turn.sentences, turn.cards
    assert [sentence.text[first:last] for first, last in sentence.marks] == [quote]
    assert [card.text[first:last] for first, last in card.marks] == [quote]


def _answer(article: Article, quote: str) -> Answer:
    passage = Passage(id=1, article_id=article.id, start=0, end=len(article.text), text=article.text)
    return Answer(
        question="¿…?", text=quote, value=None, kind=Kind.STATEMENT, confidence=0.9, abstained=None,
        citations=(cite(article, quote),), alternatives=(),
        passages=(Hit(passage=passage, similarity=0.9, term_score=1.0, fused=0.1),),
    )  # fmt: skip
