"""SQuAD v1 and v2 files (``.json``, ``.json.gz``) as flat, typed examples."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hemeroteca.errors import HemerotecaError


class SquadError(HemerotecaError, ValueError):
    """A file that is not a question set in SQuAD format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadExample:
    """A question over a paragraph. ``answers`` are (text, start) with ``start`` in code points; none: unanswerable.

    ``title`` names the article that the paragraph is from. Offsets are the file's own claim: translated sets hold
    some that do not point at their text.
    """

    id: str
    question: str
    context: str
    answers: tuple[tuple[str, int], ...]
    title: str = ""


def load_squad(path: Path) -> list[SquadExample]:
    """Every question of the file, in file order. Raises SquadError where it is not one."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return [
            SquadExample(
                id=str(qa["id"]),
                question=qa["question"].strip(),
                context=paragraph["context"],
                answers=()
                if qa.get("is_impossible")
                else tuple((answer["text"], int(answer["answer_start"])) for answer in qa["answers"] if answer["text"]),
                title=str(article.get("title", "")),
            )
            for article in json.loads(raw)["data"]
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SquadError(
            f"not a question set in SQuAD format ({path}: {error!r})",
            hint="see https://rajpurkar.github.io/SQuAD-explorer for the format",
        ) from error


_ARTICLES = {
    "en": frozenset({"a", "an", "the"}),
    "es": frozenset({"un", "una", "unos", "unas", "el", "la", "los", "las"}),
}


def normalize_answer(text: str, language: str = "es") -> list[str]:
    """The words that SQuAD's arithmetic compares: lower case, without punctuation and without articles.

    Source: the evaluation script of SQuAD (Rajpurkar et al., 2016) with the articles by language as in MLQA
    (Lewis et al., 2020). Punctuation is every character of Unicode category P, as MLQA has it.
    """
    kept = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in text.lower())
    words = "".join(c for c in kept if not unicodedata.category(c).startswith("P")).split()
    return [word for word in words if word not in _ARTICLES.get(language, frozenset())]


def exact_match(prediction: str, references: Sequence[str], language: str = "es") -> float:
    """1.0 where the prediction equals a reference after normalisation; with no references, where it is empty."""
    words = normalize_answer(prediction, language)
    return float(any(words == normalize_answer(reference, language) for reference in references or [""]))


def f1(prediction: str, references: Sequence[str], language: str = "es") -> float:
    """The best harmonic mean of word precision and recall over the references; empty equals only empty."""
    return max(_f1(normalize_answer(prediction, language), normalize_answer(r, language)) for r in references or [""])


def _f1(prediction: list[str], reference: list[str]) -> float:
    if not prediction or not reference:
        return float(prediction == reference)
    common = sum((Counter(prediction) & Counter(reference)).values())
    return 2 * common / (len(prediction) + len(reference))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties half: Mann-Whitney U / (n m). None without both kinds."""
    if not positives or not negatives:
        return None
    ranked = sorted([(s, True) for s in positives] + [(s, False) for s in negatives])
    rank_sum, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        rank_sum += sum(positive for _, positive in ranked[i:j]) * (i + 1 + j) / 2
        i = j
    n, m = len(positives), len(negatives)
    return (rank_sum - n * (n + 1) / 2) / (n * m)
