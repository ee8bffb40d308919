"""The days that a question names: «esta semana», «después del 15 de enero», «desde que se reunieron». Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hemeroteca.answering.dates import DateMention, find_dates
from hemeroteca.answering.dates_es_words import MONTH
from hemeroteca.answering.words import fold
from hemeroteca.types import Period

# What stands before the date and opens one of its ends. «Tras la llamada del 12 de enero» says nothing of the date
# alone: the day after it is asked about, which is told in the same articles.
_LEADS = (
    ("after", r"(?:despues\s+del?|posterior(?:es|mente)?\s+al?|tras|luego\s+del?|after|following)"),
    ("before", r"(?:antes\s+del?|previ[oa]s?\s+al?|anterior(?:es|mente)?\s+al?|before|prior\s+to)"),
    ("since", r"(?:desde|a\s+partir\s+del?|since|starting|from)"),
    ("until", r"(?:hasta|until|till|up\s+to)"),
    ("in", r"(?:durante|en|del?|para|por|a|in|on|during|of)"),
)
_ARTICLE = r"(?:\s+(?:el|la|los|las|l|the))?(?:\s+(?:dia|fecha|mes|pasad[oa]|proxim[oa]))?"
_LEAD = re.compile(rf"\b(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _LEADS)}){_ARTICLE}\s*\Z")
_MONTH = re.compile(
    rf"\b{MONTH}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_YEAR = re.compile(r"\b\d{4}\b")
# «desde que se reunieron», «después de que habló»: from the day of an event that the archive may know.
_EVENT = re.compile(
    r"\b(?:(?P<since>desde\s+que|since)|(?P<after>(?:despues|luego)\s+de\s+que)|(?P<before>antes\s+de\s+que))\s+"
    r"(?P<event>[^?!.;]{8,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPeriod:
    """A period that is counted from an event: ``question`` asks for its day."""

    question: str
    text: str
    start: int
    end: int
    lead: str

    def counted_from(self, first: date, last: date) -> Period:
        """The period where the event was within ``first`` and ``last``. What came of it is told on its day already."""
        since = self.lead != "before"
        return Period(
            text=self.text,
            start=self.start,
            end=self.end,
            first=first if since else None,
            last=None if since else last,
        )


def find_periods(question: str, today: date, newest: date | None) -> list[Period]:
    """How the days that a question names may be read, the likeliest first; empty where it names none.

    «Esta semana» is read from ``today``. A day or month without its year may be of the year next to ``today`` or, in an
    archive that ends earlier, next to its ``newest`` article: the archive knows which of them it tells of.
    """
    mention = next((m for m in find_dates(question, today) if m.first), None)
    if mention is None:
        return []
    readings = [mention]
    yearless = _MONTH.search(fold(mention.text)) and not _YEAR.search(mention.text)
    if yearless and newest is not None:
        # From the end of the archive both the last such day and the next may be meant.
        for base in (newest, _moved(newest, 183), _moved(newest, -183)):
            readings += [m for m in find_dates(question, base) if (m.start, m.end) == (mention.start, mention.end)]
    periods = [_period(question, m) for m in readings if m.first]
    return list(dict.fromkeys(periods))


def _period(question: str, mention: DateMention) -> Period:
    lead = _LEAD.search(fold(question), 0, mention.start)
    kind = lead.lastgroup if lead else None
    start = lead.start() if lead else mention.start
    own = re.match(r"(?:desde|hasta)\b", fold(mention.text))
    if own and mention.first != mention.last:
        kind = "in"
    return Period(
        text=question[start : mention.end],
        start=start,
        end=mention.end,
        first=_moved(mention.last, 1) if kind == "after" else None if kind in ("before", "until") else mention.first,
        last=_moved(mention.first, -1) if kind == "before" else None if kind in ("after", "since") else mention.last,
    )


def _moved(day: date | None, by: int) -> date | None:
    try:
        return day + timedelta(days=by) if day else None
    except OverflowError:
        return day


def find_event(question: str) -> EventPeriod | None:
    """The event that the question counts from; None where it counts from none, or from a date."""
    match = _EVENT.search(fold(question))
    if match is None or find_dates(match["event"], date(2000, 1, 1)):
        return None
    start, end = match.start("event"), match.end()
    return EventPeriod(
        question=f"¿Cuándo {question[start:end].strip()}?",
        text=question[match.start() : end].rstrip(),
        start=match.start(),
        end=match.start() + len(question[match.start() : end].rstrip()),
        lead=next(lead for lead in ("since", "after", "before") if match[lead]),
    )
