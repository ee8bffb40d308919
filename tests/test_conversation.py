"""Conversations over an archive: what is understood is asked, filters said in words hold, and turns stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from hemeroteca import Archive
from hemeroteca.answering.outlets import outlet_named
from hemeroteca.errors import QuestionError
from hemeroteca.types import Kind
from tests.fakes import PhraseReader, WordLengthEncoder

READER = PhraseReader(el_lunes=2.0, Valdeluz=1.0, el_martes=3.0)
OPENS = "¿Cuándo reabre el puerto de Valdeluz?"


@pytest.fixture
def archive(tmp_path: Path, write_corpus: Callable[..., Path], encoder: WordLengthEncoder) -> Iterator[Archive]:
    write_corpus(puerto="El puerto de Valdeluz reabrió el lunes.", day="2026-03-10", source="El Faro de Luz")
    corpus = write_corpus(vela="El puerto de Valdeluz reabre el martes.", day="2026-02-09", source="La Vela")
    with Archive.build(corpus, into=tmp_path / "index", encoder=encoder, reader=READER) as built:
        yield built


def test_a_follow_up_is_asked_in_full_and_kept(archive: Archive) -> None:
    conversation = archive.conversation()
    first = conversation.ask(OPENS)
    second = conversation.ask("¿Dónde?")
    assert (first.asked, first.question) == (OPENS, OPENS)
    assert (second.asked, second.question) == ("¿Dónde?", "¿Dónde reabre el puerto de Valdeluz?")
    assert second.answer.question == second.question
    assert second.answer.kind is Kind.WHERE
    assert conversation.exchanges == (first, second)


def test_it_goes_on_from_a_history(archive: Archive) -> None:
    history = [archive.conversation().ask(OPENS)]
    conversation = archive.conversation(history)
    assert conversation.ask("¿Dónde?").question == "¿Dónde reabre el puerto de Valdeluz?"
    assert len(history) == 1
    assert len(conversation.exchanges) == 2


def test_words_may_be_taken_as_they_are(archive: Archive) -> None:
    conversation = archive.conversation([archive.conversation().ask(OPENS)])
    assert conversation.ask("¿Dónde?", resolve=False).question == "¿Dónde?"


def test_the_outlet_that_is_named_is_the_filter_and_goes_on_with_the_question(archive: Archive) -> None:
    conversation = archive.conversation([archive.conversation().ask(OPENS)])
    by_outlet = conversation.ask("¿Y según La Vela?")
    assert {hit.passage.article_id for hit in by_outlet.answer.passages} == {"vela"}
    again = conversation.ask("¿Dónde?")
    assert again.question == "¿Dónde reabre el puerto de Valdeluz según La Vela?"
    assert {hit.passage.article_id for hit in again.answer.passages} == {"vela"}
    other = conversation.ask("¿Y según El Faro?")
    assert {hit.passage.article_id for hit in other.answer.passages} == {"puerto"}


def test_a_filter_that_is_given_goes_before_words(archive: Archive) -> None:
    asked = archive.conversation().ask("¿Cuándo reabre el puerto según La Vela?", source="El Faro de Luz")
    assert {hit.passage.article_id for hit in asked.answer.passages} == {"puerto"}


def test_days_are_changed_by_a_follow_up_unless_days_are_no_filter(archive: Archive) -> None:
    conversation = archive.conversation()
    march = conversation.ask(f"{OPENS[:-1]} en marzo de 2026?")
    february = conversation.ask("¿Y en febrero de 2026?")
    assert february.question == "¿Cuándo reabre el puerto de Valdeluz en febrero de 2026?"
    assert [{h.passage.article_id for h in e.answer.passages} for e in (march, february)] == [{"puerto"}, {"vela"}]
    freely = archive.conversation([march]).ask("¿Y en febrero de 2026?", period=False)
    assert {hit.passage.article_id for hit in freely.answer.passages} == {"puerto", "vela"}


def test_as_of_says_which_month_is_meant(archive: Archive) -> None:
    asked = archive.conversation().ask("¿Cuándo reabre el puerto este mes?", as_of=date(2026, 2, 20))
    assert {hit.passage.article_id for hit in asked.answer.passages} == {"vela"}


def test_a_question_that_cannot_be_asked_leaves_the_conversation_as_it_was(archive: Archive) -> None:
    conversation = archive.conversation([archive.conversation().ask(OPENS)])
    for asked in ("", "¿?", "a" * 5000):
        with pytest.raises(QuestionError):
            conversation.ask(asked)
    assert len(conversation.exchanges) == 1


def test_conversations_of_one_archive_do_not_mix(archive: Archive) -> None:
    things = [f"el puerto de Villa{letter}" for letter in "abcdefgh"]

    def talk(thing: str) -> str:
        conversation = archive.conversation()
        conversation.ask(f"¿Cuándo reabre {thing}?")
        return conversation.ask("¿Dónde?").question

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(talk, things)) == [f"¿Dónde reabre {thing}?" for thing in things]


@pytest.mark.parametrize(
    ("question", "outlet"),
    [
        ("¿Cuándo abre según El Faro?", "El Faro de Luz"),
        ("¿Cuándo abre según el Faro de Luz?", "El Faro de Luz"),
        ("When does it open according to La Vela?", "La Vela"),
        ("¿Cuándo abre según La Luz?", None),
        ("¿Cuándo abre según Quintanar?", None),
        ("¿Quién compró El Faro?", None),
        ("¿Cuándo abre según los bomberos?", None),
    ],
)
def test_outlets_are_known_by_the_words_of_their_names(question: str, outlet: str | None) -> None:
    assert outlet_named(question, ["El Faro de Luz", "La Vela", "La Luz de Mar", "La Luz de Sal"]) == outlet
