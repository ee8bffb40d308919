"""A conversation to take away, as JSON and as Markdown: answers, quotes in context, dates, sources, offsets, hashes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hemeroteca.errors import ArticleNotFound
from hemeroteca.types import Answer, Article, Citation, jsonable


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote as it stood in its article: ``context[start - context_start:end - context_start]`` is the quote.

    ``sha256`` is the article's content hash; it is empty, and ``context`` the quote alone, where the article is gone.
    """

    article_id: str
    start: int
    end: int
    context: str
    context_start: int
    url: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTurn:
    """A turn; ``quotes`` belong to the citations of the answer and then of its alternatives, in order."""

    number: int
    asked: str
    answer: Answer
    created: datetime
    quotes: tuple[Quoted, ...]
    verdict: str | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A whole conversation."""

    title: str
    created: datetime
    turns: tuple[ExportedTurn, ...]

    def to_json(self) -> str:
        """One JSON object; an answer is what ``Answer.to_dict()`` gives, with the context in each of its citations."""
        document = {
            "title": self.title,
            "created": self.created.isoformat(),
            "turns": [_turn_dict(turn) for turn in self.turns],
        }
        return json.dumps(document, ensure_ascii=False, indent=2)

    def to_markdown(self) -> str:
        """A document to read. What articles and readers wrote stands in it escaped."""
        lines = [f"# {_plain(self.title)}", "", f"{self.created:%Y-%m-%d %H:%M} UTC", ""]
        for turn in self.turns:
            lines += _turn_lines(turn)
        return "\n".join(lines)


def quotes_of(answer: Answer, article_of: Callable[[str], Article]) -> tuple[Quoted, ...]:
    """The quotes of an answer and its alternatives in their contexts."""
    return tuple(_quoted(citation, article_of) for citation in _citations(answer))


def _citations(answer: Answer) -> list[Citation]:
    return [*answer.citations, *(citation for other in answer.alternatives for citation in other.citations)]


def _quoted(citation: Citation, article_of: Callable[[str], Article]) -> Quoted:
    where: dict[str, Any] = {"article_id": citation.article_id, "start": citation.start, "end": citation.end}
    try:
        article = article_of(citation.article_id)
    except ArticleNotFound:
        article = None
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return Quoted(**where, context=citation.quote, context_start=citation.start, url=None, sha256="")
    first, last = min(citation.context_start, citation.start), max(citation.context_end, citation.end)
    context = article.text[first:last]
    return Quoted(**where, context=context, context_start=first, url=article.url, sha256=article.sha256)


def _turn_dict(turn: ExportedTurn) -> dict[str, Any]:
    answer = turn.answer.to_dict()
    cited = [*answer["citations"], *(c for other in answer["alternatives"] for c in other["citations"])]
    for citation, quoted in zip(cited, turn.quotes, strict=True):
        citation.update(context=quoted.context, url=quoted.url, article_sha256=quoted.sha256)
    return {
        "number": turn.number, "asked": turn.asked, "created": turn.created.isoformat(), "answer": answer,
        "feedback": {"verdict": turn.verdict, "comment": turn.comment} if turn.verdict else None,
    }  # fmt: skip


def _turn_lines(turn: ExportedTurn) -> list[str]:
    answer = turn.answer
    lines = [f"## {turn.number}. {_plain(turn.asked)}", ""]
    if answer.question != turn.asked:
        lines += [f"*{_plain(answer.question)}*", ""]
    if answer.abstained:
        lines += [f"— ({answer.abstained.value}, {answer.confidence:.2f})", ""]
    else:
        value = jsonable(answer.value)
        shown = f" = {' '.join(map(str, filter(None, value.values()))) if isinstance(value, dict) else value}"
        lines += [f"**{_plain(answer.text)}**{_plain(shown) if value else ''} ({answer.confidence:.2f})", ""]
    numbered = list(zip(_citations(answer), turn.quotes, strict=True))
    for number, (citation, quoted) in enumerate(numbered[: len(answer.citations)], start=1):
        lines += _quote_lines(f"{number}. ", citation, quoted)
    for other in answer.alternatives:
        lines += [f"- {_plain(other.text)} ({other.relation.value}, {other.confidence:.2f})", ""]
    for citation, quoted in numbered[len(answer.citations) :]:
        lines += _quote_lines("- ", citation, quoted)
    if turn.verdict:
        lines += [f"{turn.verdict}: {_plain(turn.comment)}" if turn.comment else turn.verdict, ""]
    return lines


def _quote_lines(mark: str, citation: Citation, quoted: Quoted) -> list[str]:
    begin, end = citation.start - quoted.context_start, citation.end - quoted.context_start
    before, after = quoted.context[:begin], quoted.context[end:]
    published = citation.published.isoformat() if citation.published else "—"
    where = [_plain(citation.title), published, *([_plain(citation.source)] if citation.source else [])]
    place = f"`{_code(citation.article_id)}` {citation.start}-{citation.end}"
    return [
        f"{mark}«{_plain(before)}**{_plain(citation.quote)}**{_plain(after)}»",
        "",
        f"   {' · '.join([*where, place])}{f' · sha256 `{quoted.sha256}`' if quoted.sha256 else ''}",
        "",
    ]


_SYNTAX = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$:@=])")


def _plain(text: str) -> str:
    """``text`` on one line, with what Markdown or HTML would read as more than text escaped."""
    return _SYNTAX.sub(r"\\\1", re.sub(r"\s", " ", text))


def _code(text: str) -> str:
    return re.sub(r"[`\s]", " ", text)
