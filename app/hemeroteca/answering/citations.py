"""Exact quotes: the sentence around a span, the span without what hangs at its ends, the typed value it has. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hemeroteca.answering.amounts import find_amounts
from hemeroteca.answering.dates import find_dates
from hemeroteca.sentences import split_sentences
from hemeroteca.types import Amount, Article, Citation, Kind, Value

#: How far around a span its paragraph is looked at, in characters: a text may be one line without end.
_REACH = 1500
_PAIRS = {"«": "»", "“": "”", "‘": "’", "(": ")", "[": "]", "¿": "?", "¡": "!"}


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without white space, loose punctuation and unpaired quotes at the ends; «D.C.» keeps its stop."""
    while start < end:
        inner = text[start:end]
        first, last = inner[0], inner[-1]
        if first.isspace() or first in ",;:.)]»”’—–-" or (first in _PAIRS and _PAIRS[first] not in inner[1:]):
            start += 1
        elif last.isspace() or last in ",;:([«“‘¿¡—–-" or _unpaired(inner) or (last == "." and _loose_stop(inner)):
            end -= 1
        elif _PAIRS.get(first) == last and first not in "¿¡" and inner.count(last) == 1:
            start, end = start + 1, end - 1
        elif first == '"' and inner.count('"') % 2:
            start += 1
        elif last == '"' and inner.count('"') % 2:
            end -= 1
        else:
            break
    return start, end


def _unpaired(inner: str) -> bool:
    opening = {v: k for k, v in _PAIRS.items() if v not in "?!"}.get(inner[-1])
    return opening is not None and inner.count(opening) < inner.count(inner[-1])


def _loose_stop(inner: str) -> bool:
    """Whether the final full stop ends a phrase: not in D.C., and not where the span is whole sentences."""
    if re.search(r"(?:^|[\s.])[^\W\d_]{1,2}\.\Z", inner):
        return False
    return len(inner) < 60 or not re.match(r"\W*[A-ZÁÉÍÓÚÑ]", inner)


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between empty lines around ``text[start:end]``, at most ``_REACH`` characters to each side."""
    left = text.rfind("\n\n", max(0, start - _REACH), start)
    right = text.find("\n\n", end, end + _REACH)
    return (left + 2 if left >= 0 else max(0, start - _REACH)), (right if right >= 0 else min(len(text), end + _REACH))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or sentences, that ``text[start:end]`` stands in."""
    left, right = paragraph_around(text, start, end)
    sentences = [(s + left, e + left) for s, e in split_sentences(text[left:right])]
    touched = [(s, e) for s, e in sentences if s < end and e > start]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def value_of(kind: Kind, article: Article, start: int, end: int) -> tuple[Value | None, tuple[int, int]]:
    """The typed value of ``article.text[start:end]`` and where it is said; (None, the whole) where it holds none.

    The words of a value belong together: they are given whole also where the stretch holds a part of them only.

    A date is read from the article's own date and from what its paragraph says before.
    """
    if kind is Kind.WHEN:
        left, _ = paragraph_around(article.text, start, end)
        dates = [
            (m.value, m.start + left, m.end + left)
            for m in find_dates(article.text[left : sentence_around(article.text, start, end)[1]], article.published)
        ]
        return _best_overlap(dates, start, end)
    if kind is Kind.HOW_MANY:
        left, right = sentence_around(article.text, start, end)
        amounts = [
            (Amount(value=m.value, unit=m.unit, exact=m.exact), m.start + left, m.end + left)
            for m in find_amounts(article.text[left:right])
        ]
        return _best_overlap(amounts, start, end)
    return None, (start, end)


def _best_overlap(
    found: Sequence[tuple[Value | None, int, int]], start: int, end: int
) -> tuple[Value | None, tuple[int, int]]:
    """The one that shares most with the span; of equals the resolved, then the earlier."""
    touching = [(min(e, end) - max(s, start), v is not None, -s, v, s, e) for v, s, e in found if s < end and e > start]
    if not touching:
        return None, (start, end)
    _, _, _, value, s, e = max(touching, key=lambda t: t[:3])
    return value, (s, e)


def cite(article: Article, start: int, end: int) -> Citation:
    """The citation of ``article.text[start:end]``, with the sentence around it as context."""
    context_start, context_end = sentence_around(article.text, start, end)
    return Citation(
        article_id=article.id,
        title=article.title,
        published=article.published,
        source=article.source,
        quote=article.text[start:end],
        start=start,
        end=end,
        context_start=context_start,
        context_end=context_end,
    )
