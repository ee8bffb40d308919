from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hemeroteca.chat.asking import Answered, Asking, Job, View, data_of, explain, read_filters, strings_of
from hemeroteca.chat.examples import Examples
from hemeroteca.chat.identity import Visitor, set_visitor
from hemeroteca.chat.services import Services
from hemeroteca.chat.store import ConversationNotFound, Store
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.errors import QuestionError
from tests.chat.fakes import FakeArchive, harbour_archive


class Desk:
    """The handlers over the hand-made archive, asked as Gradio asks them."""

    def __init__(self, folder: Path) -> None:
        self.archive: FakeArchive = harbour_archive()
        self.store = Store(folder, article_of=self.archive.article)
        examples = Examples(self.archive)
        self.asking = Asking(Services(archive=self.archive, store=self.store, examples=examples))

    def ask(self, job: Job, view: View | None = None, *, owner: str = "ana") -> list[Answered]:
        return list(self.asking.answer((job,), view or View(), request(owner=owner)))


def request(*, owner: str = "ana", language: str = "es", cookie: str | None = None) -> Any:
    scope: dict[str, Any] = {"type": "http"}
    set_visitor(scope, Visitor(owner=owner, name=None, is_admin=False))
    cookies = {"hemeroteca_language": cookie} if cookie else {}
    inner = SimpleNamespace(scope=scope)
    return SimpleNamespace(request=inner, headers={"accept-language": language}, cookies=cookies)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def test_an_answer_is_kept_in_a_conversation_named_after_its_first_question(desk: Desk) -> None:
    last = desk.ask(Job(text="¿Cuándo  se reúne la Junta?"))[-1]
    (row,) = desk.store.conversations("ana")
    assert row.title == "¿Cuándo se reúne la Junta?"
    (turn,) = desk.store.turns("ana", row.id)
    assert last.view == View(conversation=row.id, turn=turn.id)
    assert turn.answer.text == "14 de marzo"


def test_each_stage_is_shown_before_the_answer(desk: Desk) -> None:
    shown = [each.pending for each in desk.ask(Job(text="¿Cuándo se reúne la Junta?"))]
    now = [text.split('hm-now">')[1].split("…")[0] for text in shown if isinstance(text, str) and "hm-now" in text]
    assert now == ["Buscando", "Leyendo", "Comprobando"]
    assert [text.count("hm-done") for text in shown if isinstance(text, str) and "hm-now" in text] == [0, 1, 2]
    assert shown[-1] == ""


def test_a_follow_up_leans_on_the_conversation_also_where_the_page_s_state_is_lost(desk: Desk) -> None:
    first = desk.ask(Job(text="¿Cuándo se reúne la Junta?"))[-1].view
    desk.ask(Job(text="¿Y en la lonja?"), first)
    desk.ask(Job(text="¿Y en el puerto?", turn=first.turn))
    (row,) = desk.store.conversations("ana")
    assert [turn.question for turn in desk.store.turns("ana", row.id)] == [
        "¿Cuándo se reúne la Junta?",
        "¿Cuándo se reúne la Junta? ¿Y en la lonja?",
        "¿Cuándo se reúne la Junta? ¿Y en la lonja? ¿Y en el puerto?",
    ]


def test_nobody_continues_somebody_else_s_conversation(desk: Desk) -> None:
    view = desk.ask(Job(text="¿Cuándo se reúne la Junta?"))[-1].view
    for last in (
        desk.ask(Job(text="x"), view, owner="eva")[-1],
        desk.ask(Job(text="x", turn=view.turn), owner="eva")[-1],
    ):
        assert ES.not_yours in last.error
    assert desk.store.conversations("eva") == []
    assert len(desk.store.turns("ana", view.conversation)) == 1


def test_a_question_that_cannot_be_answered_is_given_back_and_nothing_is_kept(desk: Desk) -> None:
    for text, line in (("🙂", ES.no_words), ("a" * 10_000, "10.000 caracteres"), ("se rompe", ES.broken)):
        last = desk.ask(Job(text=text))[-1]
        assert line in last.error
        assert (last.question, last.pending) == (text, "")
    assert desk.store.conversations("ana") == []


def test_questions_are_taken_in_order_with_their_filters(desk: Desk) -> None:
    sent = json.dumps({"since": "2026-03-10", "until": "", "source": "El Faro", "turn": None})
    first = desk.asking.take("¿Uno?", sent, (), request())
    second = desk.asking.take("¿Dos?", "", first.jobs, request())
    assert second.jobs == (Job(text="¿Uno?", since=date(2026, 3, 10), source="El Faro"), Job(text="¿Dos?"))
    assert next(iter(desk.asking.answer(second.jobs, View(), request()))).jobs == second.jobs[1:]
    assert list(desk.asking.answer((), View(), request())) == [Answered()]


def test_days_that_cross_are_refused_before_the_question_is_taken(desk: Desk) -> None:
    taken = desk.asking.take("¿Uno?", '{"since": "2026-03-10", "until": "2026-03-09"}', (), request(language="en"))
    assert EN.dates_crossed in taken.error
    assert not isinstance(taken.jobs, tuple)


def test_a_question_asked_again_without_its_days_is_the_one_that_was_understood(desk: Desk) -> None:
    view = desk.ask(Job(text="¿Cuándo se reúne la Junta en marzo?"))[-1].view
    event = SimpleNamespace(_data={"do": "noperiod", "turn": view.turn})
    taken = desk.asking.take_event("", (), view, request(), event)  # type: ignore[arg-type]
    assert taken.jobs == (Job(text="¿Cuándo se reúne la Junta en marzo?", resolve=False, period=False),)
    foreign = desk.asking.take_event("", (), view, request(owner="eva"), event)  # type: ignore[arg-type]
    assert ES.not_yours in foreign.error


@pytest.mark.parametrize(
    "text", ["[", "[]", '"x"', '{"since": 3}', '{"since": "ayer"}', '{"turn": ["x"]}', "[" * 100_000]
)
def test_filters_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="filters"):
        read_filters(text)


def test_only_texts_are_taken_from_an_event() -> None:
    sent = {"do": "cite", "n": 3, "turn": ["x"], "text": "a\ud800b"}
    assert data_of(SimpleNamespace(_data=sent)) == {"do": "cite", "text": "a\ufffdb"}  # type: ignore[arg-type]
    assert data_of(SimpleNamespace(_data="x")) == {"do": ""}  # type: ignore[arg-type]


def test_the_language_is_the_one_switched_to_else_the_browser_s() -> None:
    assert strings_of(request(language="en")) is EN
    assert strings_of(request(language="en", cookie="es")) is ES


def test_what_went_wrong_is_said_in_the_reader_s_language_where_it_is_known() -> None:
    assert explain(ConversationNotFound("x"), "", ES) == ES.not_yours
    assert explain(QuestionError("x", hint="y"), "", EN) == EN.no_words
