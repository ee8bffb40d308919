"""From what a file says to an ``Article``: every field checked, in one place for all formats."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from hemeroteca.corpus.language import detect_language
from hemeroteca.corpus.text import normalize_text, one_line
from hemeroteca.corpus.titles import derive_title
from hemeroteca.types import Article

#: In characters: longer than any title, name or address that is one.
LONGEST_FIELD = 2_000

# The day as it is written, whatever time and zone follow it.
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:?[0-9]{2}\S*(?: ?\S+)?)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]+)?")


class ReadError(Exception):
    """Why a file, or one line of it, is left out. The message is the reason alone."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What stands in a file: the text, and of the fields id, title, date, source, url and lang those that it gives."""

    fields: Mapping[str, object]
    text: str
    line: int | None = None


def build_article(raw: Raw, *, fallback_id: str, path: str) -> Article:
    """The article. Raises ReadError where a field is not what it should be or there are no words."""
    text = normalize_text(raw.text)
    if not text:
        raise ReadError("empty: there is no text")
    if not any(character.isalnum() for character in text):
        raise ReadError("there are no words in the text")
    title = _field(raw.fields, "title") or derive_title(text)
    published = parse_date(_field(raw.fields, "date"))
    source, url = _field(raw.fields, "source"), _field(raw.fields, "url")
    language = parse_language(_field(raw.fields, "lang")) or detect_language(text)
    return Article(
        id=_id(raw.fields) or one_line(fallback_id),
        title=title,
        text=text,
        published=published,
        source=source,
        url=url,
        language=language,
        path=path,
        sha256=content_hash(title=title, text=text, published=published, source=source, url=url, language=language),
    )


def content_hash(
    *, title: str, text: str, published: date | None, source: str | None, url: str | None, language: str
) -> str:
    """SHA-256 in hexadecimal over all that an article says; not over where it lies or how it is named."""
    day = published.isoformat() if published else None
    return hashlib.sha256(json.dumps([title, text, day, source, url, language]).encode()).hexdigest()


def parse_date(value: str | None) -> date | None:
    """The day an ISO 8601 date or time names, as written. Raises ReadError where it names none."""
    if value is None:
        return None
    found = _DAY.fullmatch(value)
    try:
        return date.fromisoformat(found[1]) if found else _refuse_date(value)
    except ValueError:
        return _refuse_date(value)


def _refuse_date(value: str) -> NoReturn:
    raise ReadError(f"{shown(value)} is not a date: write it as 2026-01-31")


def parse_language(value: str | None) -> str | None:
    """The language part of a tag such as ``es-MX``, in lower case. Raises ReadError where it is no tag."""
    if value is None:
        return None
    found = _LANGUAGE.fullmatch(value)
    if found is None:
        raise ReadError(f"lang {shown(value)} is not a language code: write it as es or es-MX")
    return found[1].lower()


def shown(value: object) -> str:
    """A value as it may stand in a message: quoted, on one line, not long."""
    text = one_line(str(value))
    return f"«{text[:40]}…»" if len(text) > 40 else f"«{text}»"


def _id(fields: Mapping[str, object]) -> str | None:
    # Numbers are common as identifiers in JSON; a boolean is an int to Python but names nothing.
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _field(fields, "id")


def _field(fields: Mapping[str, object], name: str) -> str | None:
    """The field on one line, None where it is missing or empty."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f"{name} must be text, not {_kind(value)}")
    if len(value) > LONGEST_FIELD:
        raise ReadError(f"{name} is longer than {LONGEST_FIELD} characters")
    return one_line(value) or None


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a group of keys"}
    return kinds.get(type(value), type(value).__name__)
