"""What the index notes of a passage for news: the days it speaks of and the words in which corrections differ. Pure."""

from __future__ import annotations

import re
from datetime import date

from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.dates_es_words import MONTH, WEEKDAY
from hemeroteca.answering.numbers import ARTICLES, DIGITS, WORDS
from hemeroteca.answering.words import fold

_FACT = re.compile(rf"(?<!\w)(?:{DIGITS}|{WORDS}|{MONTH}|{WEEKDAY})(?!\w)")


def days_of(text: str, published: date | None) -> list[tuple[int, date, date]]:
    """(offset, first, last) of each date expression that can be resolved from the day of publication."""
    return [(m.start, m.first, m.last) for m in find_dates(text, published) if m.first and m.last]


def facts_of(text: str) -> list[str]:
    """The numbers, months and weekdays of a text as folded words, in order; lone articles are no numbers."""
    return [found for match in _FACT.finditer(fold(text)) if (found := match[0]) not in ARTICLES]
