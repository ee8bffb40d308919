"""Quotations in news: which are speech, and whose. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hemeroteca.answering.attribution_speakers import OPENING, TO_THEM, carried_person, named, subject, tidy
from hemeroteca.answering.attribution_words import BORDER, NO_WHO, SAYING, WHEN, WHERE, WHO


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Characters [start, end) that somebody says; ``verb`` is where the verb of saying begins, -1 for none."""

    start: int
    end: int
    speaker: str | None
    verb: int = -1
    anonymous: bool = False
    loose: bool = False
    """Whether the frame may be no speech at all: «ordenó un aumento» tells what was done, «…» may be a title."""


# A paragraph within a quotation may begin with a mark of its own: «…¶»…».
_PAIRS = re.compile(r"«(?:[^«»\n]|\n»?)*»|“(?:[^“”\n]|\n“?)*”|\"[^\"\n]*\"")

QUOTE_MARK = re.compile(r"[«»“”\"]")

# «Habló de «…»», «la calificó de «…»».
_WORDED = re.compile(
    r"\b(?P<verb>(?:habló|hablaron|habla)\s+de|(?:calific|tild|tach|acus)(?:ó|aron)\s+(?:[^.;«»“”\"]{0,40}\s)?(?:de|como)"
    r"|(?:la|lo|los|las)\s+llam(?:ó|aron)|(?:se\s+)?(?:refirió|definió|describió)\s+[^.;«»“”\"]{0,40}\bcomo)\s*\Z"
)


def find_pairs(text: str) -> list[re.Match[str]]:
    return list(_PAIRS.finditer(text))


def find_quotations(text: str, first: int, last: int, quotations: Sequence[re.Match[str]]) -> Iterator[Said]:
    """Quotations that reach into the sentence and are speech: long, or beside a verb of saying."""
    for match in quotations:
        if match.end() <= first or match.start() >= last:
            continue
        before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() : match.end() + 90]
        begin = match.start() - len(before)
        # «…», dijo; but «Los días de barro» cuenta la historia.
        parted = match[0][-2] in ",.!?…" or _PARTED.match(after) is not None
        speaker = (
            (_speaker_after(after) if parted else None) or _speaker_before(text, begin, before) or _introduced(before)
        )
        worded = _WORDED.search(before)
        if worded:
            speaker = speaker or subject(text, begin, _last_sentence(before[: worded.start()]))
        spoken = bool(speaker or worded or _SAYING_BEFORE.search(before) or (parted and _SAYING_AFTER.match(after)))
        words = len(match[0].split())
        if words >= 7 or (spoken and words >= 2):
            speaker = speaker or (carried_person(text, match.start()) if spoken else None)
            yield Said(start=match.start(), end=match.end(), speaker=speaker, loose=not spoken)


_PARTED = re.compile(r"\s*[.,—–]")
_SAYING_BEFORE = re.compile(rf"{SAYING}[^.;«»]{{0,40}}\Z")
_SAYING_AFTER = re.compile(rf"[.,]?\s*[—–-]?\s*{TO_THEM}{SAYING}")
_SPEAKER_AFTER = re.compile(rf"{_SAYING_AFTER.pattern}{WHEN}{WHERE}\s+(?!{NO_WHO}){WHO}{BORDER}")
_SPEAKER_BEFORE = re.compile(rf"{SAYING}{WHEN}(?:\s+{WHO})?\s*(?:,[^,]*,)?\s*:?\s*(?:que\s+)?\Z")


def _speaker_after(after: str) -> str | None:
    match = _SPEAKER_AFTER.match(after)
    return named(after, match) if match else None


def _speaker_before(text: str, begin: int, before: str) -> str | None:
    match = _SPEAKER_BEFORE.search(before)
    if match is None:
        return None
    if match["who"] and not re.match(NO_WHO, match["who"]):
        return tidy(match["who"])
    return subject(text, begin, _last_sentence(before[: match.start()]))


def _last_sentence(before: str) -> str:
    return re.split(r"[.!?]\s+", before)[-1]


def _introduced(before: str) -> str | None:
    """«El arquero fue tajante: «…»: who a sentence that leads to a quotation begins with."""
    opening = OPENING.match(_last_sentence(before)) if before.rstrip().endswith(":") else None
    return opening["who"] if opening else None
