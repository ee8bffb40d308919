"""The seam between the chat and what answers: anything with these four methods can stand behind the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from hemeroteca.types import Answer, Article


class Holdings(Protocol):
    """What the page's head says about an archive."""

    @property
    def articles(self) -> int: ...

    @property
    def first(self) -> date | None: ...

    @property
    def last(self) -> date | None: ...

    @property
    def sources(self) -> tuple[str, ...]: ...


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

    def article(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        ...

    def articles(self) -> Iterator[Article]: ...

    def info(self) -> Holdings: ...
