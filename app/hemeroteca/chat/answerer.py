"""The seam between the chat and what answers: anything with these methods can stand behind the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from hemeroteca.types import Answer, Article, Calibration, Exchange, Hit, Stage


class Holdings(Protocol):
    """What the page says about an archive."""

    @property
    def articles(self) -> int: ...

    @property
    def first(self) -> date | None: ...

    @property
    def last(self) -> date | None: ...

    @property
    def sources(self) -> tuple[str, ...]: ...

    @property
    def undated(self) -> int: ...

    @property
    def indexed(self) -> datetime | None: ...

    @property
    def calibration(self) -> Calibration | None: ...


class Talk(Protocol):
    """Questions that may lean on those before them."""

    def ask(
        self,
        asked: str,
        *,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        period: bool = True,
        resolve: bool = True,
        on_stage: Callable[[Stage], None] = lambda _: None,
    ) -> Exchange:
        """Raises QuestionError. ``on_stage`` is called as each stage begins."""
        ...


class Answerer(Protocol):
    """Answers questions and hands out the articles it cites. Called from several threads at once."""

    def ask(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> Answer:
        """Raises QuestionError."""
        ...

    def search(
        self,
        question: str,
        *,
        top: int = 8,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        as_of: date | None = None,
        period: bool = True,
    ) -> list[Hit]:
        """The passages that ``ask`` would read, best first. Raises QuestionError."""
        ...

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        ...

    def articles(self) -> Iterator[Article]: ...

    def info(self) -> Holdings: ...

    def conversation(self, history: Sequence[Exchange] = ()) -> Talk: ...
