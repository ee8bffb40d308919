"""The reader with no trained head: the sentences nearest to the question, and in them spans of the type it asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.amounts import find_amounts
from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.names import NameKind, NameMention, find_names
from hemeroteca.answering.questions import asks_for_hour, kind_of
from hemeroteca.answering.words import STOP_WORDS, content_terms, fold, language_of, stem, words
from hemeroteca.models.encoder import Encoder
from hemeroteca.sentences import split_sentences
from hemeroteca.types import Calibration, Kind, Passage, Span

# Weights of a span's score. Cosines of e5 crowd between 0.75 and 0.92, hence the large first factor.
_SIMILARITY = 40.0
_TERMS = 3.0  # the share of the question's words that the sentence has
_NAMES = 4.0  # the share of the question's names and numbers that the passage lacks counts against it
_NEARNESS = 1.0  # a candidate that stands among the question's words
_FITS = 1.0  # a name of the kind asked for
#: The cosine of a sentence about as near as any other of the subject, and how much lower cosines are across languages
#: (measured on evals/development.yaml: 0.037 to 0.049).
_ORDINARY = 0.85
_ACROSS = 0.04
_SPANS_PER_SENTENCE = 2
#: Sentence vectors kept, 1.5 KB each.
_REMEMBERED = 4096

# `python -m hemeroteca.evals --first-form` gave these, n = 116 questions, 70 with an answer. On held-out folds the best
# answer is right for 52 of the 70; 50 answers are given, 39 of them right; 6 of the 46 without an answer are answered;
# AUROC 0.847, ECE 0.095. The cosine adds nothing to the margin, which holds it already.
CALIBRATION = Calibration(
    margin=0.719,
    similarity=0.0,
    agreement=0.201,
    retrieval=0.0,
    broad=0.0,
    untyped=0.0,
    titled=0.0,
    bias=-2.222,
    threshold=0.573,
    fitted_on="development.yaml (116 questions)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a question gives to look for."""

    kind: Kind
    language: str | None
    hour: bool
    describes: bool
    terms: frozenset[str]
    names: frozenset[str]
    folded: str


class SentenceReader:
    """A ``Reader`` of general means: no training, any language the encoder knows."""

    name = "sentences"
    calibration = CALIBRATION

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def fingerprint(self) -> str:
        return f"{self.name}-1+{self._encoder.fingerprint[:16]}"

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """Spans of the type the question asks for, or whole sentences, with the passages' own order kept."""
        asked = _asked(question)
        sentences = [
            (passage, start, end)
            for passage in passages
            for start, end in split_sentences(passage.text)
            if not passage.text[start:end].rstrip("»”\"')").endswith("?")
        ]
        if not sentences:
            return []
        similarity = self._similarities(question, [passage.text[start:end] for passage, start, end in sentences])
        spans: list[Span] = []
        for passage, start, end in sentences:
            text = passage.text[start:end]
            foreign = asked.language is not None and language_of(passage.text) not in (asked.language, None)
            ordinary = _ORDINARY - _ACROSS if foreign else _ORDINARY
            score = _SIMILARITY * similarity[text] + _words_score(asked, text, passage.text, foreign=foreign)
            spans += [
                Span(
                    passage_id=passage.id,
                    start=passage.start + start + s,
                    end=passage.start + start + e,
                    text=text[s:e],
                    score=score + bonus,
                    no_answer=_SIMILARITY * ordinary,
                )
                for s, e, bonus in _inside(asked, text)
            ]
        return spans

    def _similarities(self, question: str, sentences: Sequence[str]) -> dict[str, float]:
        """Each sentence's cosine to the question. Vectors are remembered: another question meets the same sentences."""
        known = self._vectors
        new = [text for text in dict.fromkeys(sentences) if text not in known]
        if len(known) + len(new) > _REMEMBERED:
            known = {text: known[text] for text in sentences if text in known}
        # A new dict, bound in one step: other threads may be reading the old one.
        if new:
            known = known | dict(zip(new, self._encoder.encode_passages(new), strict=True))
        self._vectors = known
        vector = self._encoder.encode_queries([question])[0]
        # Rounded: the last digits depend on which sentences were encoded together.
        return {text: round(float(known[text] @ vector), 4) for text in sentences}


_WHO_IS = re.compile(r"(?:quien(?:es)?\s+(?:es|son|fue|era)|who\s+(?:is|was|are)|quem\s+(?:e|foi))\s+\Z")


def _asked(question: str) -> _Asked:
    names = [m for m in find_names(question) if m.start > 0 and fold(m.text) not in STOP_WORDS]
    numbers = [w for w, _, _ in words(question) if w.isdigit()]
    kind = kind_of(question)
    folded = fold(question).strip(" ¿?¡!.")
    # «¿Quién es Ana Díaz?» asks what she is, not for a name.
    last = names[-1] if names and not question[names[-1].end :].strip(" ?!.") else None
    describes = kind is Kind.WHO and last is not None and bool(_WHO_IS.search(fold(question)[: last.start]))
    return _Asked(
        kind=kind,
        language=language_of(question),
        hour=asks_for_hour(question),
        describes=describes,
        terms=frozenset(content_terms(question)),
        names=frozenset(stem(w) for m in names for w, _, _ in words(m.text) if w not in STOP_WORDS)
        | frozenset(numbers),
        folded=folded,
    )


def _stems(text: str) -> set[str]:
    return {stem(w) for w, _, _ in words(text)}


def _words_score(asked: _Asked, sentence: str, passage: str, *, foreign: bool) -> float:
    """What shared words speak for and missing names against; in another language they tell less."""
    shared = len(asked.terms & _stems(sentence)) / len(asked.terms) if asked.terms else 0.0
    names = {name for name in asked.names if name.isdigit() or not foreign}
    missing = len(names - _stems(passage)) / len(asked.names) if names else 0.0
    return _TERMS * (max(shared, 0.5) if foreign else shared) - _NAMES * missing


def _inside(asked: _Asked, text: str) -> list[tuple[int, int, float]]:
    """(start, end, bonus) of what may answer in a sentence: typed spans, or the sentence itself."""
    if asked.kind is Kind.STATEMENT or asked.describes:
        return [(0, len(text), 0.0)]
    anchors = [(s, e) for w, s, e in words(text) if w not in STOP_WORDS and stem(w) in asked.terms]
    found = [(start, end, fit + _NEARNESS * _nearness(start, end, anchors)) for start, end, fit in _typed(asked, text)]
    return sorted(found, key=lambda f: (-f[2], f[0]))[:_SPANS_PER_SENTENCE]


# Passages carry no date; any base tells which expressions can be resolved at all.
_SOME_DAY = date(2001, 1, 1)
_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d{2})(?:\s*(?:horas?|h|hrs?|am|pm|a\.m\.|p\.m\.))?|\b\d{1,2}\s*(?:horas|hrs|am|pm|a\.m\.|p\.m\.)"
)


def _typed(asked: _Asked, text: str) -> list[tuple[int, int, float]]:
    if asked.kind is Kind.WHEN:
        if asked.hour:
            return [(m.start(), m.end(), 0.0) for m in _CLOCK.finditer(text)]
        dates = find_dates(text, _SOME_DAY)
        return [(m.start, m.end, 0.0 if m.first else -_FITS) for m in dates if fold(m.text) not in asked.folded]
    if asked.kind is Kind.HOW_MANY:
        amounts = find_amounts(text)
        return [
            (m.start, m.end, _FITS if m.unit and stem(fold(m.unit)) in asked.terms else 0.0)
            for m in amounts
            if fold(m.text) not in asked.folded.split()
        ]
    return [(m.start, m.end, _fit(asked.kind, m)) for m in find_names(text) if not _known(asked, m)]


def _known(asked: _Asked, mention: NameMention) -> bool:
    """Whether the question itself names it."""
    stems = set(content_terms(mention.text))
    return not stems or stems <= asked.terms


def _fit(kind: Kind, mention: NameMention) -> float:
    wanted = NameKind.PERSON if kind is Kind.WHO else NameKind.PLACE
    if mention.kind is wanted:
        return _FITS
    return 0.0 if mention.kind is NameKind.UNKNOWN else -_FITS


def _nearness(start: int, end: int, anchors: Sequence[tuple[int, int]]) -> float:
    """In [0, 1]: how close the question's words stand, each counted less the farther it is (half at 40 characters)."""
    outside = [min(abs(start - e), abs(s - end)) for s, e in anchors if e <= start or s >= end]
    if not outside:
        return 0.0
    return sum(math.exp2(-gap / 40) for gap in outside) / len(outside)
