"""Where the machine doors ask the archive: no more questions at once than the reader bears, and no endless queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.endpoint import Call
from hemeroteca.errors import HemerotecaError
from hemeroteca.types import Answer, Article, Hit

#: Questions read at once, and waiting before a caller is told to come back.
AT_ONCE = 2
WAITING = 64

T = TypeVar("T")


class BusyError(HemerotecaError, RuntimeError):
    """So many questions are waiting that this one is not taken."""


class Desk:
    """Asks an archive from within the server's event loop."""

    def __init__(self, archive: Answerer, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._archive = archive
        self._limiter = anyio.CapacityLimiter(at_once)
        self._waiting = waiting

    async def ask(self, call: Call) -> Answer:
        """Raises BusyError, QuestionError."""
        return await self._in_turn(lambda: self._archive.ask(call.question, **call.arguments()))

    async def search(self, call: Call) -> list[Hit]:
        """Raises BusyError, QuestionError."""
        return await self._in_turn(lambda: self._archive.search(call.question, **call.arguments()))

    async def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound, BusyError."""
        return await self._in_turn(lambda: self._archive.article(article_id))

    async def articles(self) -> list[Article]:
        """All articles, in the archive's order."""
        return await self._in_turn(lambda: list(self._archive.articles()))

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._limiter.statistics().tasks_waiting >= self._waiting:
            raise BusyError(f"{self._waiting} questions are waiting already", hint="ask again in a minute")
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
