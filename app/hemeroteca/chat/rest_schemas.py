"""What the REST endpoints take and give, as their OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hemeroteca.chat.store import COMMENT, TITLE, ConversationRow, TurnRow, Verdict
from hemeroteca.chat.uploads import Job
from hemeroteca.types import Answer, Article, Hit, jsonable

_QUESTION = "¿Cuándo se reúne el Grupo de Implementación de Seguridad?"


class Question(BaseModel):
    """A question with its filters."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{"question": _QUESTION}]})

    question: str = Field(description="One question, in any language; at most 1,000 characters.")
    top: int | None = Field(None, ge=1, le=100, description="How many passages to read; 8 if not given.")
    since: str | None = Field(
        None, description="Only articles published on this day or later.", json_schema_extra={"format": "date"}
    )
    until: str | None = Field(
        None, description="Only articles published on this day or earlier.", json_schema_extra={"format": "date"}
    )
    source: str | None = Field(None, description="Only articles of exactly this source.")
    as_of: str | None = Field(
        None, description="The day that “this week” is counted from; today if not given.",
        json_schema_extra={"format": "date"},
    )  # fmt: skip
    period: bool | None = Field(
        None, description="Whether days that the question names are a filter on what is read; true if not given."
    )


class Title(BaseModel):
    """A conversation's new name."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = Field(max_length=TITLE)


class Feedback(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    comment: str = Field("", max_length=COMMENT)


class ErrorBody(BaseModel):
    """What went wrong, and what to do next."""

    error: str
    hint: str


class ArticleSummary(BaseModel):
    """An article without its text. ``sha256`` is the hash of all it says."""

    id: str
    title: str
    published: str | None = Field(description="YYYY-MM-DD")
    source: str | None
    url: str | None
    language: str
    sha256: str


class FullArticle(ArticleSummary):
    """An article. Offsets of citations count characters (Unicode code points) of ``text``."""

    text: str


class ArticleList(BaseModel):
    """A page of the archive's articles, by date and id, those without a date first."""

    total: int
    articles: list[ArticleSummary]


class Conversation(BaseModel):
    """A conversation of the caller's; times are UTC."""

    id: str
    title: str
    created: datetime
    updated: datetime


def answer_schema() -> dict[str, Any]:
    """JSON Schema of an answer, from its dataclass."""
    return _schema(Answer)


def hits_schema() -> dict[str, Any]:
    return {"type": "object", "properties": {"question": {"type": "string"}, "passages": _schema(list[Hit])}}


def _schema(kind: Any) -> dict[str, Any]:
    """With the definitions written out in place: a response's schema has nowhere else to put them."""
    schema = TypeAdapter(kind).json_schema(mode="serialization")
    definitions = schema.pop("$defs", {})
    definitions["DateRange"] = {
        "type": "string", "description": "Days in ISO 8601 at their precision: 2026, 2026-02 or 2026-01-12/2026-01-18.",
    }  # fmt: skip

    def written_out(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return written_out(definitions[node["$ref"].rpartition("/")[2]])
            return {key: written_out(value) for key, value in node.items()}
        return [written_out(item) for item in node] if isinstance(node, list) else node

    result: dict[str, Any] = written_out(schema)
    return result


def summary(article: Article) -> dict[str, Any]:
    """An article for a list. Where its file lies is nobody's business."""
    return {
        "id": article.id, "title": article.title, "published": jsonable(article.published), "source": article.source,
        "url": article.url, "language": article.language, "sha256": article.sha256,
    }  # fmt: skip


def conversation(row: ConversationRow) -> dict[str, Any]:
    return {
        "id": row.id, "title": row.title, "created": row.created.isoformat(), "updated": row.updated.isoformat(),
    }  # fmt: skip


def turn(row: TurnRow) -> dict[str, Any]:
    return {
        "id": row.id, "number": row.number, "asked": row.asked, "question": row.question,
        "answer": row.answer.to_dict(), "created": row.created.isoformat(), "verdict": row.verdict,
        "comment": row.comment,
    }  # fmt: skip


def job(row: Job) -> dict[str, Any]:
    result: dict[str, Any] = jsonable(row)
    del result["owner"]
    return result
