from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hemeroteca.chat import store as module
from hemeroteca.chat.database import DatabaseError
from hemeroteca.chat.store import ConversationNotFound, Store, StoreLimitError, Verdict
from tests.chat.fakes import HARBOUR, HOSTILE, FakeArchive, harbour_archive

ARCHIVE = harbour_archive()
QUESTION = "¿Cuándo se reúne la Junta?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path, article_of=ARCHIVE.article) as store:
        yield store


def asked(store: Store, owner: str = "ana", question: str = QUESTION) -> Any:
    conversation = store.create(owner, title="La Junta")
    return store.add_turn(owner, conversation.id, asked="¿y cuándo?", answer=ARCHIVE.ask(question))


def test_a_conversation_survives_a_restart(store: Store, tmp_path: Path) -> None:
    turn = asked(store)
    store.set_feedback("ana", turn.id, verdict=Verdict.RIGHT, comment="sí")
    store.close()
    with Store(tmp_path, article_of=ARCHIVE.article) as again:
        (row,) = again.conversations("ana")
        assert (row.title, row.owner) == ("La Junta", "ana")
        (kept,) = again.turns("ana", row.id)
        assert (kept.asked, kept.question, kept.number) == ("¿y cuándo?", QUESTION, 1)
        assert kept.answer == ARCHIVE.ask(QUESTION)
        assert (kept.verdict, kept.comment) == (Verdict.RIGHT, "sí")
        assert again.turn("ana", turn.id) == kept


def test_what_is_another_s_is_not_found_like_what_is_not_there(store: Store) -> None:
    turn = asked(store)
    theirs = turn.conversation_id
    answer = ARCHIVE.ask(QUESTION)
    for name in (theirs, "none"):
        for call in (
            lambda name: store.conversation("bea", name),
            lambda name: store.turns("bea", name),
            lambda name: store.rename("bea", name, title="x"),
            lambda name: store.delete("bea", name),
            lambda name: store.add_turn("bea", name, asked="¿?", answer=answer),
            lambda name: store.export("bea", name),
        ):
            with pytest.raises(ConversationNotFound, match="there is no conversation"):
                call(name)
    for name in (turn.id, "none"):
        with pytest.raises(ConversationNotFound):
            store.turn("bea", name)
        with pytest.raises(ConversationNotFound):
            store.set_feedback("bea", name, verdict=Verdict.WRONG)
    assert store.conversations("bea") == []
    assert store.conversation("ana", theirs).title == "La Junta"
    assert store.feedback() == []


def test_the_one_last_used_stands_first(store: Store) -> None:
    first, second = store.create("ana", title="1"), store.create("ana", title="2")
    assert [row.id for row in store.conversations("ana")] == [second.id, first.id]
    store.add_turn("ana", first.id, asked=QUESTION, answer=ARCHIVE.ask(QUESTION))
    assert [row.id for row in store.conversations("ana")] == [first.id, second.id]
    assert store.rename("ana", second.id, title="3").title == "3"
    assert [row.title for row in store.conversations("ana")] == ["3", "1"]


def test_what_is_deleted_is_gone_with_all_that_hung_on_it(store: Store, tmp_path: Path) -> None:
    turn = asked(store)
    store.set_feedback("ana", turn.id, verdict=Verdict.WRONG, comment="no")
    store.delete("ana", turn.conversation_id)
    assert store.conversations("ana") == []
    with closing(sqlite3.connect(tmp_path / module.FILE)) as connection:
        for table in ("conversations", "turns", "feedback"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    asked(store)
    asked(store, "bea")
    store.delete_owner("ana")
    assert (store.conversations("ana"), len(store.conversations("bea"))) == ([], 1)


def test_feedback_replaces_what_was_said_before(store: Store) -> None:
    turn = asked(store)
    store.set_feedback("ana", turn.id, verdict=Verdict.RIGHT)
    store.set_feedback("ana", turn.id, verdict=Verdict.WRONG_QUOTE, comment="es otra frase")
    (row,) = store.feedback()
    assert (row.owner, row.verdict, row.comment) == ("ana", Verdict.WRONG_QUOTE, "es otra frase")
    assert row.answer == ARCHIVE.ask(QUESTION)
    store.set_feedback("ana", turn.id, verdict=None)
    assert store.feedback() == []


def test_limits_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONVERSATIONS", 2)
    monkeypatch.setattr(module, "TURNS", 1)
    turn = asked(store)
    with pytest.raises(StoreLimitError, match="1 questions"):
        store.add_turn("ana", turn.conversation_id, asked="¿?", answer=turn.answer)
    with pytest.raises(StoreLimitError, match="201 characters"):
        store.create("ana", title="x" * 201)
    with pytest.raises(StoreLimitError, match="comment"):
        store.set_feedback("ana", turn.id, verdict=Verdict.WRONG, comment="x" * 2001)
    store.create("ana", title="")
    with pytest.raises(StoreLimitError, match="2 conversations"):
        store.create("ana", title="")
    store.create("bea", title="")


def test_the_file_is_of_this_user_alone_and_of_this_version(store: Store, tmp_path: Path) -> None:
    path = tmp_path / module.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseError, match="has format 99"):
        Store(tmp_path, article_of=ARCHIVE.article)
    path.write_bytes(b"not a database, but long enough to be taken for one" * 20)
    with pytest.raises(DatabaseError, match="cannot be used"):
        Store(tmp_path, article_of=ARCHIVE.article)


def test_many_threads_add_turns_and_each_has_its_number(store: Store) -> None:
    row = store.create("ana", title="")
    answer = ARCHIVE.ask(QUESTION)

    def add() -> None:
        for _ in range(10):
            store.add_turn("ana", row.id, asked="¿?", answer=answer)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [turn.number for turn in store.turns("ana", row.id)] == list(range(1, 41))


def test_the_export_has_each_quote_in_its_context_and_the_article_s_hash(tmp_path: Path) -> None:
    archive = FakeArchive([HARBOUR], harbour_archive()._facts)
    with Store(tmp_path, article_of=archive.article) as store:
        row = store.create("ana", title="# La *Junta*")
        store.add_turn("ana", row.id, asked="¿y cuándo?", answer=archive.ask(QUESTION))
        # What was quoted stays as it stood, whatever becomes of the article.
        archive._articles.clear()
        export = store.export("ana", row.id)
    document = json.loads(export.to_json())
    (turn,) = document["turns"]
    (citation,) = turn["answer"]["citations"]
    first, last = citation["context_start"], citation["context_end"]
    assert citation["context"] == HARBOUR.text[first:last]
    assert citation["quote"] == HARBOUR.text[citation["start"] : citation["end"]] == "14 de marzo"
    assert (citation["published"], citation["source"]) == ("2026-03-09", "El Faro")
    assert (citation["url"], citation["article_sha256"]) == (HARBOUR.url, HARBOUR.sha256)
    assert turn["answer"]["alternatives"][0]["citations"][0]["context"]
    markdown = export.to_markdown()
    assert markdown.startswith("# \\# La \\*Junta\\*\n")
    assert "se reúne el **14 de marzo** en la lonja" in markdown
    assert f"`puerto` {citation['start']}-{citation['end']}" in markdown


def test_hostile_text_stays_text_in_markdown(store: Store) -> None:
    row = store.create("ana", title="x\n# otra")
    store.add_turn("ana", row.id, asked="¿Cuánto mide? ![](http://evil.example/x)", answer=ARCHIVE.ask("mide"))
    markdown = store.export("ana", row.id).to_markdown()
    assert "<script" not in markdown.replace("\\<", "")
    assert "![](" not in markdown
    assert "\n# otra" not in markdown
    assert HOSTILE.title not in markdown
