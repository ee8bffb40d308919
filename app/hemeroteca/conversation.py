"""A conversation with an archive: questions that lean on those before them, understood in full, then asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from hemeroteca.answering.follow_ups import resolve as understand
from hemeroteca.answering.outlets import outlet_named
from hemeroteca.types import Exchange

if TYPE_CHECKING:
    from hemeroteca.archive import Archive


class Conversation:
    """Questions to one archive, in order. For one thread; many conversations may share their archive."""

    def __init__(self, archive: Archive, history: Sequence[Exchange] = ()) -> None:
        self._archive = archive
        self._exchanges = list(history)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All turns so far, the oldest first."""
        return tuple(self._exchanges)

    def ask(
        self,
        asked: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
        resolve: bool = True,
    ) -> Exchange:
        """Understand the question from those before it, ask the archive, and keep the turn.

        Args:
            top, since, until, source, as_of, period: as of ``Archive.ask``, for this question only. Without a source
                the outlet that the question names («según El Faro») is it. What words set, words carry on.
            resolve: False takes the words as they are, as where somebody corrected what was understood.

        Raises QuestionError where question or filters cannot be used; the conversation is then as it was.
        """
        question = understand(asked, self._exchanges).question if resolve else asked
        answer = self._archive.ask(
            question,
            top=top,
            since=since,
            until=until,
            source=source or outlet_named(question, self._archive.coverage().sources),
            as_of=as_of,
            period=period,
        )
        exchange = Exchange(asked=asked, question=question, answer=answer)
        self._exchanges.append(exchange)
        return exchange
