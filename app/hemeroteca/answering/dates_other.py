"""Written-out dates with a year in languages that have no rules here: «3 de março de 2025», «3. Januar 2025»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from hemeroteca.answering.date_rules import Found, Reading, day
from hemeroteca.answering.dates_es_words import MONTH
from hemeroteca.answering.words import fold

_WRITTEN = re.compile(
    r"(?<!\w)\d{1,2}\.?[ \u00a0](?:de[ \u00a0]|d['’])?[^\W\d_]{3,12}\.?,?[ \u00a0](?:de[ \u00a0])?"
    r"(?:1[5-9]|2[01])\d\d(?!\w)"
)
_LANGUAGES = ["pt", "fr", "de", "it", "ca", "gl", "nl", "ro"]
_KNOWN = re.compile(rf"\b{MONTH}\b")


def other_languages(text: str) -> Iterator[Found]:
    """What dateparser reads of them."""
    for match in _WRITTEN.finditer(text):
        found = None if _KNOWN.search(fold(match[0])) else _parse(match[0])
        if found is not None:
            yield Found(start=match.start(), end=match.end(), reading=found)


@lru_cache(maxsize=1024)
def _parse(text: str) -> Reading | None:
    import dateparser

    parsed = dateparser.parse(
        text, languages=_LANGUAGES, settings={"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    )
    return day(parsed.date()) if parsed else None
