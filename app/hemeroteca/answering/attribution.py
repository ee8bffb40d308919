"""Who says so: whether a stretch of an article is its own account, somebody's words, or hearsay. Pure.

Rules for Spanish: verbs of saying, «según…», quotation marks; presunto and supuesto, the conditional of rumour. What no
rule explains is the article's own account.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hemeroteca.answering.attribution_frames import find_said, is_noun
from hemeroteca.answering.attribution_quotes import QUOTE_MARK, Said, find_pairs
from hemeroteca.answering.attribution_speakers import is_nobody
from hemeroteca.answering.attribution_words import (
    CONDITION,
    FUTURE_OF_PAST,
    HEDGE_CLAUSE,
    HEDGE_SENTENCE,
    HEDGE_WORD,
    INDEFINITE,
    NOBODY,
    NOT_A_SOURCE,
    PRESUMED,
    SAYING,
    UNNAMED,
)
from hemeroteca.sentences import split_sentences
from hemeroteca.types import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """``speaker`` is the words that name who says it, where the text has them near; only where ``voice`` is quoted.

    ``certain`` is whether it may be shown as a fact: the words leave no other reading that the rules know of.
    """

    voice: Voice
    speaker: str | None = None
    certain: bool = True


#: Characters of a sentence that are read before and after the stretch: what has no full stop may be of any length.
REACH = 1000


def attribute(text: str, start: int, end: int) -> Attribution:
    """Who says ``text[start:end]``, from the sentence it stands in and, for a quotation, those around it."""
    # An empty line ends every sentence, so that the paragraph is enough to split.
    begin, stop = text.rfind("\n\n", 0, start) + 1, text.find("\n\n", end)
    sentences = split_sentences(text[begin : stop if stop >= 0 else len(text)])
    first, last = next(((begin + a, begin + b) for a, b in sentences if begin + a <= start < begin + b), (start, end))
    first, last = max(first, start - REACH), min(last, end + REACH)
    quotations = find_pairs(text)
    frames = list(find_said(text, first, last, quotations))
    said = [s for s in frames if s.start <= start and end <= s.end]
    if said:
        # The narrowest frame is the nearest: «A dijo que, según B, …».
        nearest = min(said, key=lambda s: (s.end - s.start, s.speaker is None))
        if nearest.anonymous or (nearest.speaker and is_nobody(nearest.speaker)):
            return Attribution(voice=Voice.HEDGED)
        speaker = nearest.speaker or next((s.speaker for s in said if s.speaker), None)
        vague = speaker is not None and INDEFINITE.match(speaker) and not re.search(r"[A-ZÁÉÍÓÚÑ]", speaker[1:])
        return Attribution(voice=Voice.QUOTED, speaker=speaker, certain=not (nearest.loose or vague))
    if _is_hedged(text, first, last, start, end):
        return Attribution(voice=Voice.HEDGED)
    certain = not _may_be_said(text, first, last, start, frames, quotations)
    return Attribution(voice=Voice.NARRATED, certain=certain)


def _is_hedged(text: str, first: int, last: int, start: int, end: int) -> bool:
    sentence = text[first:last]
    if HEDGE_SENTENCE.search(sentence) or UNNAMED.search(sentence):
        return True
    if PRESUMED.search(text[start:end]) or HEDGE_WORD.search(text[first:start]):
        return True
    left = max((text.rfind(c, first, start) for c in ",;:—"), default=-1)
    right = min((p for c in ",;:—" if (p := text.find(c, end, last)) >= 0), default=last)
    left = max(left, first)
    hedge = HEDGE_CLAUSE.search(text[left:right])
    if hedge is None or CONDITION.search(sentence):
        return False
    return not (
        hedge[0].endswith(("ía", "ían")) and FUTURE_OF_PAST.search(text[first : left + hedge.start()].rstrip(", "))
    )


_ANY_SAYING = re.compile(rf"\b{SAYING}\b")

# «Celebró los 100 años», «se publicará en mayo»: deeds, unless they stand apart as verbs of saying do.
_DEED = re.compile(
    r"(?:avanz|celebr|concret|cont|cuent|defend|dict|not|observ|orden|public|reconstruy|record|reproch)\w*\Z",
    re.IGNORECASE,
)
_ANY_SOURCE = re.compile(r"\b(?:según|de\s+acuerdo\s+con|conforme\s+a)\s+(?P<who>[^.;]+)", re.IGNORECASE)

_LINKED = re.compile(r"(?:[,—–»”\"]|\b(?:como|así|lo|que|según))\s*(?:(?:lo|les?|nos|me|se)\s+)?\Z")


def _may_be_said(
    text: str, first: int, last: int, start: int, frames: Sequence[Said], quotations: Sequence[re.Match[str]]
) -> bool:
    """Whether ``text[start:]``, which lies in no frame, may yet be said: by a verb, a source, marks unread."""
    if any(q.start() <= start < q.end() for q in quotations):
        return True
    sentence = text[first:last]
    closed = [(q.start(), q.end()) for q in quotations]
    if any(not any(a <= first + m.start() < b for a, b in closed) for m in QUOTE_MARK.finditer(sentence)):
        return True
    explained = {frame.verb for frame in frames}
    for verb in _ANY_SAYING.finditer(sentence):
        place = first + verb.start()
        if place in explained or any(a <= place < b for a, b in closed) or is_noun(sentence, verb.start()):
            continue
        # Before a verb stands who says it; after it, or before one that is set off, may stand what is said.
        linked = _LINKED.search(sentence[: verb.start()])
        if linked or (place < start and not _DEED.match(verb[0])):
            return True
    sources = (m for m in _ANY_SOURCE.finditer(sentence) if first + m.start() not in explained)
    return any(not NOT_A_SOURCE.match(m["who"]) or NOBODY.match(m["who"]) for m in sources)
