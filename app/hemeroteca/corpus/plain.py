"""``.txt``: the text, and before it perhaps its date."""

from __future__ import annotations

import re

from hemeroteca.corpus.articles import Raw

# Only where something shaped like a date follows: an article may begin with the word.
_DATE = re.compile(r"[\s\ufeff]*(?:date|fecha):?[ \t]+([0-9]+-[0-9]+-[0-9]+\S*)(?:\s+|$)", re.IGNORECASE)


def read_text(text: str) -> Raw:
    """A leading ``date 2026-01-15``, the text on the same line or the next, is the date and not part of the text."""
    found = _DATE.match(text)
    if found is None:
        return Raw(fields={}, text=text)
    return Raw(fields={"date": found[1]}, text=text[found.end() :])
