"""Who may come in: names and passwords, their sessions in the browser, and tokens for programs; ``users.sqlite``.

Passwords are hashed with argon2id. Of sessions and tokens only a hash is kept: who reads the file cannot come in.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hemeroteca.chat.database import Database
from hemeroteca.chat.identity import Visitor, is_account_name
from hemeroteca.errors import HemerotecaError

FILE = "users.sqlite"
_VERSION = 1
_MOST_BYTES = 64 << 20

#: In characters. The longest is far beyond any that is typed, and bounds the work of hashing.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1_000

SESSION = timedelta(days=7)

_SCHEMA = """
CREATE TABLE users (
    name TEXT PRIMARY KEY, password TEXT NOT NULL, is_admin INTEGER NOT NULL, created TEXT NOT NULL, token TEXT UNIQUE
);
CREATE TABLE sessions (
    digest TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES users ON DELETE CASCADE, expires TEXT NOT NULL
);
"""


class AccountError(HemerotecaError, ValueError):
    """An account cannot be made so, or is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account. ``has_token`` is whether a program may come in with its name."""

    name: str
    is_admin: bool
    created: datetime
    has_token: bool


class Accounts:
    """The accounts of the archive in ``folder``. Other processes may change them meanwhile. Raises DatabaseError."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE, schema=_SCHEMA, version=_VERSION, most_bytes=_MOST_BYTES)
        self._hasher = PasswordHasher()
        # Checked where there is no such account, so that the time taken does not tell whether there is.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def add(self, name: str, password: str, *, is_admin: bool) -> None:
        """A new account. Raises AccountError."""
        if not is_account_name(name):
            raise AccountError(
                f"{name!r:.80} cannot be the name of an account",
                hint="use 1 to 32 of a-z, 0-9 and . _ -",
            )
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise AccountError(
                f"the password has {len(password)} characters",
                hint=f"use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}; a few words are a good one",
            )
        hashed = self._hasher.hash(_bytes(password))
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
                raise AccountError(f"there is an account {name!r} already", hint="remove it, or take another name")
            connection.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?, NULL)", (name, hashed, is_admin, datetime.now(UTC).isoformat())
            )

    def list(self) -> list[Account]:
        """All accounts, by name."""
        with self._database.transaction("DEFERRED") as connection:
            rows = connection.execute("SELECT name, is_admin, created, token FROM users ORDER BY name").fetchall()
        return [
            Account(
                name=name, is_admin=bool(is_admin), created=datetime.fromisoformat(created), has_token=token is not None
            )
            for name, is_admin, created, token in rows
        ]

    def remove(self, name: str) -> None:
        """Remove an account; its sessions and its token end at once. Raises AccountError."""
        with self._database.transaction() as connection:
            if not connection.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount:
                raise _no_account(name)

    def token(self, name: str) -> str:
        """A new token for programs in the name of an account, in place of the one before. Raises AccountError."""
        token = secrets.token_urlsafe(32)
        with self._database.transaction() as connection:
            if not connection.execute("UPDATE users SET token = ? WHERE name = ?", (_digest(token), name)).rowcount:
                raise _no_account(name)
        return token

    def log_in(self, name: str, password: str) -> str | None:
        """A new session's secret, or None where name or password is wrong: the two take the same time."""
        with self._database.transaction("DEFERRED") as connection:
            row = connection.execute("SELECT password FROM users WHERE name = ?", (name,)).fetchone()
        try:
            self._hasher.verify(row[0] if row else self._nobody, _bytes(password[:LONGEST_PASSWORD]))
        except (Argon2Error, InvalidHashError):
            return None
        session, now = secrets.token_urlsafe(32), datetime.now(UTC)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE expires < ?", (now.isoformat(),))
            # Nothing is written where the account was removed in between.
            written = connection.execute(
                "INSERT INTO sessions SELECT ?, name, ? FROM users WHERE name = ? AND password = ?",
                (_digest(session), (now + SESSION).isoformat(), name, row[0] if row else ""),
            ).rowcount
        return session if written else None

    def log_out(self, session: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(session),))

    def by_session(self, session: str) -> Visitor | None:
        """Whose session it is, None where it is none or has ended."""
        return self._visitor(
            "SELECT name, is_admin FROM users JOIN sessions USING (name) WHERE digest = ? AND expires > ?",
            (_digest(session), datetime.now(UTC).isoformat()),
        )

    def by_token(self, token: str) -> Visitor | None:
        """In whose name a program comes, None where nobody's."""
        return self._visitor("SELECT name, is_admin FROM users WHERE token = ?", (_digest(token),))

    def _visitor(self, query: str, values: tuple[str, ...]) -> Visitor | None:
        with self._database.transaction("DEFERRED") as connection:
            row = connection.execute(query, values).fetchone()
        return Visitor(owner=row[0], name=row[0], is_admin=bool(row[1])) if row else None

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _no_account(name: str) -> AccountError:
    return AccountError(f"there is no account {name!r:.80}", hint="see: hemeroteca user list")


def _bytes(password: str) -> bytes:
    """The same for one password however a keyboard composes its letters."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _digest(secret: str) -> str:
    # A plain hash is enough: these secrets are 256 random bits, not words that can be guessed.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
