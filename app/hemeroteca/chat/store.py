"""The conversations: kept in ``chat.sqlite`` beside the archive, each belonging to its owner and to nobody else."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from hemeroteca import serial
from hemeroteca.chat.database import Database
from hemeroteca.chat.export import Export, ExportedTurn, Quoted, quotes_of
from hemeroteca.errors import ArticleNotFound, HemerotecaError
from hemeroteca.types import Answer, Article

FILE = "chat.sqlite"
_VERSION = 1

#: What one owner may keep, and how long (in characters) what they write may be.
CONVERSATIONS = 200
TURNS = 200
TITLE, ASKED, COMMENT = 200, 2_000, 2_000

_MOST_BYTES = 2 << 30

_SCHEMA = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
);
CREATE TABLE turns (
    id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL, asked TEXT NOT NULL, answer TEXT NOT NULL, quotes TEXT NOT NULL, created TEXT NOT NULL,
    UNIQUE (conversation, number)
);
CREATE TABLE feedback (
    turn TEXT PRIMARY KEY REFERENCES turns ON DELETE CASCADE, verdict TEXT NOT NULL, comment TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX conversations_by_owner ON conversations (owner, updated);
"""


class ConversationNotFound(HemerotecaError, KeyError):
    """There is no such conversation or turn, or it is somebody else's: the two are not told apart."""

    __str__ = HemerotecaError.__str__


class StoreLimitError(HemerotecaError, ValueError):
    """More, or longer, than is kept."""


class Verdict(StrEnum):
    """What a reader says of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    WRONG_QUOTE = "wrong_quote"
    SHOULD_NOT_HAVE_ANSWERED = "should_not_have_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """A conversation. Times are UTC; ``updated`` is when its last turn was added or it was renamed."""

    id: str
    owner: str
    title: str
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """A question as it was asked, and what came of it; ``question`` is the one that was answered.

    ``number`` counts from 1 within the conversation. ``verdict`` and ``comment`` are what its reader said of it.
    """

    id: str
    conversation_id: str
    number: int
    asked: str
    question: str
    answer: Answer
    created: datetime
    verdict: Verdict | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """What a reader said of an answer, with the turn that it is about."""

    turn_id: str
    conversation_id: str
    owner: str
    verdict: Verdict
    comment: str
    created: datetime
    asked: str
    answer: Answer


def no_article(article_id: str) -> NoReturn:
    """For a store that is read and not added to."""
    raise ArticleNotFound(f"no article {article_id!r:.80}")


class Store:
    """The conversations in the folder of an archive, open. Used from many threads; other processes may read.

    Args:
        folder: of the archive.
        article_of: gives the articles that answers cite, so that their contexts are kept as they were; raises
            ArticleNotFound.

    Methods that take an ``owner`` raise ConversationNotFound for what is not theirs. All raise DatabaseError.
    """

    def __init__(self, folder: Path, *, article_of: Callable[[str], Article]) -> None:
        self._article_of = article_of
        self._database = Database(folder / FILE, schema=_SCHEMA, version=_VERSION, most_bytes=_MOST_BYTES)

    def conversations(self, owner: str) -> list[ConversationRow]:
        """The owner's, the one last used first."""
        with self._database.transaction("DEFERRED") as connection:
            rows = connection.execute(
                f"SELECT {_CONVERSATION} FROM conversations WHERE owner = ? ORDER BY updated DESC, id", (owner,)
            ).fetchall()
        return [_conversation(row) for row in rows]

    def conversation(self, owner: str, conversation_id: str) -> ConversationRow:
        with self._database.transaction("DEFERRED") as connection:
            return _own(connection, owner, conversation_id)

    def create(self, owner: str, *, title: str) -> ConversationRow:
        """A new conversation. Raises StoreLimitError."""
        _check_length("title", title, TITLE)
        now = datetime.now(UTC)
        row = ConversationRow(id=secrets.token_urlsafe(16), owner=owner, title=title, created=now, updated=now)
        with self._database.transaction() as connection:
            (held,) = connection.execute("SELECT count(*) FROM conversations WHERE owner = ?", (owner,)).fetchone()
            if held >= CONVERSATIONS:
                raise StoreLimitError(
                    f"{held} conversations are kept, which is the most", hint="delete one that is not needed any more"
                )
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
                (row.id, owner, title, now.isoformat(), now.isoformat()),
            )
        return row

    def rename(self, owner: str, conversation_id: str, *, title: str) -> ConversationRow:
        """Raises StoreLimitError."""
        _check_length("title", title, TITLE)
        with self._database.transaction() as connection:
            _own(connection, owner, conversation_id)
            connection.execute(
                "UPDATE conversations SET title = ?, updated = ? WHERE id = ?",
                (title, datetime.now(UTC).isoformat(), conversation_id),
            )
            return _own(connection, owner, conversation_id)

    def delete(self, owner: str, conversation_id: str) -> None:
        """Delete a conversation with its turns and what was said of them."""
        with self._database.transaction() as connection:
            _own(connection, owner, conversation_id)
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def delete_owner(self, owner: str) -> None:
        """Delete all that an owner has: a name may be given to another person later."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE owner = ?", (owner,))

    def turns(self, owner: str, conversation_id: str) -> list[TurnRow]:
        """The turns of a conversation, in order."""
        with self._database.transaction("DEFERRED") as connection:
            _own(connection, owner, conversation_id)
            rows = connection.execute(
                f"SELECT {_TURN} {_TURNS} WHERE t.conversation = ? ORDER BY t.number", (conversation_id,)
            )
            return [_turn(row) for row in rows]

    def turn(self, owner: str, turn_id: str) -> TurnRow:
        with self._database.transaction("DEFERRED") as connection:
            row = connection.execute(
                f"SELECT {_TURN} {_TURNS} WHERE t.id = ? AND c.owner = ?", (turn_id, owner)
            ).fetchone()
        if row is None:
            raise ConversationNotFound(f"there is no answer {turn_id!r:.80}")
        return _turn(row)

    def add_turn(self, owner: str, conversation_id: str, *, asked: str, answer: Answer) -> TurnRow:
        """Keep an answer at the end of a conversation. Raises StoreLimitError."""
        _check_length("question", asked, ASKED)
        quotes = quotes_of(answer, self._article_of)
        now = datetime.now(UTC)
        turn_id = secrets.token_urlsafe(16)
        with self._database.transaction() as connection:
            _own(connection, owner, conversation_id)
            (held,) = connection.execute(
                "SELECT coalesce(max(number), 0) FROM turns WHERE conversation = ?", (conversation_id,)
            ).fetchone()
            if held >= TURNS:
                raise StoreLimitError(f"the conversation has {held} questions, which is the most", hint="begin another")
            connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    turn_id, conversation_id, held + 1, asked, serial.dumps(answer),
                    serial.dumps(quotes, tuple[Quoted, ...]), now.isoformat(),
                ),
            )  # fmt: skip
            connection.execute("UPDATE conversations SET updated = ? WHERE id = ?", (now.isoformat(), conversation_id))
        return TurnRow(
            id=turn_id, conversation_id=conversation_id, number=held + 1, asked=asked, question=answer.question,
            answer=answer, created=now,
        )  # fmt: skip

    def set_feedback(self, owner: str, turn_id: str, *, verdict: Verdict | None, comment: str = "") -> None:
        """Say what an answer was like, in place of what was said before; None takes it back. Raises StoreLimitError."""
        _check_length("comment", comment, COMMENT)
        self.turn(owner, turn_id)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE turn = ?", (turn_id,))
            if verdict is not None:
                connection.execute(
                    "INSERT INTO feedback SELECT id, ?, ?, ? FROM turns WHERE id = ?",
                    (verdict.value, comment, datetime.now(UTC).isoformat(), turn_id),
                )

    def feedback(self) -> list[FeedbackRow]:
        """What all readers said, the oldest first: for administrators only."""
        with self._database.transaction("DEFERRED") as connection:
            rows = connection.execute(
                "SELECT t.id, c.id, c.owner, f.verdict, f.comment, f.created, t.asked, t.answer FROM feedback f"
                " JOIN turns t ON t.id = f.turn JOIN conversations c ON c.id = t.conversation ORDER BY f.created, t.id"
            ).fetchall()
        return [
            FeedbackRow(
                turn_id=row[0], conversation_id=row[1], owner=row[2], verdict=Verdict(row[3]), comment=row[4],
                created=datetime.fromisoformat(row[5]), asked=row[6], answer=serial.loads(row[7], Answer),
            )
            for row in rows
        ]  # fmt: skip

    def export(self, owner: str, conversation_id: str) -> Export:
        """A conversation to take away: answers with their quotes in context as they stood when it was answered."""
        with self._database.transaction("DEFERRED") as connection:
            row = _own(connection, owner, conversation_id)
            turns = connection.execute(
                f"SELECT {_TURN}, t.quotes {_TURNS} WHERE t.conversation = ? ORDER BY t.number", (conversation_id,)
            ).fetchall()
        return Export(title=row.title, created=row.created, turns=tuple(_exported(turn) for turn in turns))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_CONVERSATION = "id, owner, title, created, updated"
_TURN = "t.id, t.conversation, t.number, t.asked, t.answer, t.created, f.verdict, f.comment"
_TURNS = "FROM turns t JOIN conversations c ON c.id = t.conversation LEFT JOIN feedback f ON f.turn = t.id"


def _own(connection: sqlite3.Connection, owner: str, conversation_id: str) -> ConversationRow:
    row = connection.execute(
        f"SELECT {_CONVERSATION} FROM conversations WHERE id = ? AND owner = ?", (conversation_id, owner)
    ).fetchone()
    if row is None:
        raise ConversationNotFound(f"there is no conversation {conversation_id!r:.80}")
    return _conversation(row)


def _conversation(row: tuple[Any, ...]) -> ConversationRow:
    return ConversationRow(
        id=row[0], owner=row[1], title=row[2],
        created=datetime.fromisoformat(row[3]), updated=datetime.fromisoformat(row[4]),
    )  # fmt: skip


def _turn(row: tuple[Any, ...]) -> TurnRow:
    answer = serial.loads(row[4], Answer)
    return TurnRow(
        id=row[0], conversation_id=row[1], number=row[2], asked=row[3], question=answer.question, answer=answer,
        created=datetime.fromisoformat(row[5]), verdict=Verdict(row[6]) if row[6] else None, comment=row[7] or "",
    )  # fmt: skip


def _exported(row: tuple[Any, ...]) -> ExportedTurn:
    turn = _turn(row)
    return ExportedTurn(
        number=turn.number, asked=turn.asked, answer=turn.answer, created=turn.created,
        quotes=serial.loads(row[8], tuple[Quoted, ...]), verdict=turn.verdict.value if turn.verdict else None,
        comment=turn.comment,
    )  # fmt: skip


def _check_length(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise StoreLimitError(f"the {name} has {len(text)} characters, at most {most} are kept", hint="shorten it")
