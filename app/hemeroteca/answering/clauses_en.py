"""An English question taken apart, as far as follow-ups need it. Rough, and no more. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hemeroteca.answering.names import find_names

_INTERROGATIVE = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUXILIARY = r"(?:do|does|did|is|are|was|were|will|would|can|could|has|have|had|should|may|might)"
_PREPOSITION = (
    r"(?:about|after|against|at|before|by|during|for|from|in|into|of|on|since|through|to|until|under|with"
    r"|according\s+to)"
)
_SMALL = re.compile(
    rf"(?:{_INTERROGATIVE}|{_AUXILIARY}|{_PREPOSITION}|the|an?|this|that|these|those|and|or|not|it|he|she|they|him|her|them"
    r"|his|its|their|there|be|been|else|more|much|many)\Z",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:{_PREPOSITION}\s+)?{_INTERROGATIVE}(?:\s+(?:else|exactly))?(?=\W|\Z)", re.IGNORECASE)
_PHRASE = re.compile(r"\b(?:the|this|that|these|those)\s+", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
# What stands after a subject of one noun: the verb of «did the repair cost».
_VERB = re.compile(
    r"(?:cost|start|begin|end|open|close|reopen|take|happen|last|run|arrive|leave|say|promise|need|carry|go|come|win|lose|get"
    r"|have|be|been|held|being|employ|hold|use|burn|cause|\w{3,}(?:ed|en))\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """``asks`` is what it asks with («with what share of the votes»), ``auxiliary`` what follows, ``rest`` all else.

    ``asks`` is empty where no interrogative begins it. Without an auxiliary what is asked for is the subject.
    """

    asks: str
    auxiliary: str
    rest: str

    @property
    def bare(self) -> bool:
        return bool(self.asks) and not self.auxiliary and not self.rest


def parse(question: str) -> Clause:
    text = question.strip("¿?¡!. \t")
    match = _ASKS.match(text)
    if match is None:
        auxiliary = re.match(rf"{_AUXILIARY}\b", text, re.IGNORECASE)
        return Clause(
            asks="",
            auxiliary=auxiliary[0] if auxiliary else "",
            rest=text[auxiliary.end() if auxiliary else 0 :].strip(),
        )
    after = re.compile(rf"\b{_AUXILIARY}\b", re.IGNORECASE).search(text, match.end())
    between = text[match.end() : after.start()] if after else text[match.end() :]
    asks_noun = re.fullmatch(r".*(?:what|which|whose|how)", match[0], re.IGNORECASE) is not None
    if after is not None and (not between.strip() or asks_noun):
        return Clause(asks=text[: after.start()].strip(), auxiliary=after[0], rest=text[after.end() :].strip())
    if asks_noun and not _has_verb(
        between, prepositional=text[: match.end()].split()[0].lower() != match[0].split()[-1].lower()
    ):
        return Clause(asks=text.strip(), auxiliary="", rest="")
    return Clause(asks=match[0], auxiliary="", rest=text[match.end() :].strip())


def _has_verb(words: str, *, prepositional: bool) -> bool:
    """«What caused it»: after a bare interrogative the first word may be the verb; after «at what» never."""
    first = _WORD.search(words)
    return first is not None and not prepositional and _VERB.match(first[0].lower()) is not None


def phrases(question: str) -> list[tuple[str, str]]:
    """Names and phrases with an article, in order of salience, each «nominal» or «oblique»."""
    found = []
    names = find_names(question)
    covered = 0
    for match in _PHRASE.finditer(question):
        if match.start() < covered:
            continue
        end = end_of_phrase(question, match.start())
        if end > match.end():
            found.append((match.start(), question[match.start() : end]))
            covered = end
    for name in names:
        if not any(start <= name.start < start + len(text) for start, text in found) and not _SMALL.match(name.text):
            found.append((name.start, name.text))
    before = re.compile(rf"\b{_PREPOSITION}\s+\Z", re.IGNORECASE)
    return [(text, "oblique" if before.search(question, 0, start) else "nominal") for start, text in sorted(found)]


def end_of_phrase(question: str, start: int) -> int:
    """Where the phrase ends that begins with an article at ``start``, «of …» and «in Name» included."""
    names = find_names(question)
    place = _WORD.match(question, start)
    end = place.end() if place else start
    words = 0
    while True:
        name = next((n for n in names if n.start <= end + 1 < n.end), None)
        if name is not None and question[end : end + 1] == " ":
            end, words = name.end, words + 1
            continue
        following = re.compile(r"\s+([\w’'-]+)").match(question, end)
        if following is None:
            return end
        joint = re.compile(r"\s+(?:of|in)\s+(?=the\s|[A-ZÁÉÍÓÚÑ])(?:the\s+)?").match(question, end)
        if joint is not None and words:
            end = joint.end() - 1
            continue
        word = following[1]
        if _SMALL.match(word) or (words and _is_verb(question, following.start(1), following.end(1))):
            return end
        end, words = following.end(), words + 1


def _is_verb(question: str, start: int, end: int) -> bool:
    """A known verb, or the last word of a question that has its auxiliary in front."""
    if _VERB.match(question[start:end].lower()):
        return True
    last = not _WORD.search(question, end)
    return last and re.search(r"\b(?:do|does|did|will|would|can|could)\b", question[:start], re.IGNORECASE) is not None
