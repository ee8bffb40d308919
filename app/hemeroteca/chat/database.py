"""SQLite files of the chat: made private to this user, opened with care, one connection behind a lock."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hemeroteca.errors import HemerotecaError

_BUSY_SECONDS = 10.0
_PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "foreign_keys = ON", "secure_delete = ON")


class DatabaseError(HemerotecaError, OSError):
    """A file of the chat cannot be read or written, or another version wrote it."""

    __str__ = HemerotecaError.__str__


class Database:
    """One SQLite file in ``folder``, made with ``schema`` where it is not there. Used from many threads.

    Args:
        version: of the schema; a file of another version is refused.
        most_bytes: how large the file may grow; what no longer fits is a DatabaseError.

    Raises DatabaseError.
    """

    def __init__(self, path: Path, *, schema: str, version: int, most_bytes: int) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            # Made here, so that nobody else can read it for a moment: SQLite would follow the umask.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(
                path, check_same_thread=False, isolation_level=None, timeout=_BUSY_SECONDS
            )
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error
        try:
            self._prepare(schema, version, most_bytes)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, schema: str, version: int, most_bytes: int) -> None:
        try:
            for pragma in _PRAGMAS:
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("PRAGMA journal_mode = WAL")
            (page,) = self._connection.execute("PRAGMA page_size").fetchone()
            self._connection.execute(f"PRAGMA max_page_count = {most_bytes // page}")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        with self.transaction() as connection:
            if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                for statement in filter(str.strip, schema.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version}")
            (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found != version:
            raise DatabaseError(
                f"{self.path} has format {found}, this version reads {version}", hint="move it away to begin a new one"
            )

    @contextmanager
    def transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """The connection, for all or nothing; with "DEFERRED", for reading. Raises DatabaseError."""
        with self._lock:
            try:
                self._connection.execute(f"BEGIN {kind}")
                try:
                    yield self._connection
                except BaseException:
                    if self._connection.in_transaction:  # SQLite has rolled back by itself where the disk is full
                        self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                raise
            except sqlite3.Error as error:
                raise self._failed(error) from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _failed(self, error: Exception) -> DatabaseError:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return DatabaseError(f"{self.path} cannot be used ({reason})", hint="check its permissions and the free space")
