"""Questions without an answer, made from those that have one: by another passage, a missing sentence, another name."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

import numpy as np

from hemeroteca.models.encoder import Encoder
from hemeroteca.reader.squad import SquadExample, normalize_answer
from hemeroteca.sentences import split_sentences

#: Mined passages are drawn from the ranks 1 to this of those that lack the answer.
MINED_RANKS = 6

#: Names and numbers for a swap come from questions this near in the file: those of the same article, mostly.
NEIGHBOURS = 200

# A name is not the question's first word: that one is written large in any case.
_NAME = re.compile(
    r"(?<=[\w,] )[A-ZÁÉÍÓÚÑ][\w'’-]+(?: (?:(?:de|del|da|do|of) (?:la |los |the )?)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*"
)
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*\d(?!\w)")


def mined(examples: Sequence[SquadExample], count: int, encoder: Encoder, rng: random.Random) -> list[SquadExample]:
    """``count`` of the questions, each with a passage that ranks high for it and holds none of its answers."""
    if not count:
        return []
    contexts = sorted({e.context for e in examples})
    questions = rng.sample([e for e in examples if e.answers], count)
    passages = encoder.encode_passages(contexts)
    similarities = encoder.encode_queries([e.question for e in questions]) @ passages.T
    words = [_words(context) for context in contexts]
    found = []
    for example, row in zip(questions, similarities, strict=True):
        answers = _answers(example)
        near = [int(i) for i in np.argsort(-row, kind="stable")[: 4 * MINED_RANKS]]
        lacking = [i for i in near if contexts[i] != example.context and not any(a in words[i] for a in answers)]
        if lacking:
            context = contexts[rng.choice(lacking[:MINED_RANKS])]
            found.append(_without_answer(example, "mined", context=context))
    return found


def removed(examples: Sequence[SquadExample], count: int, rng: random.Random) -> list[SquadExample]:
    """``count`` of the questions at most, each over its own passage without the sentence that holds the answer."""
    made: list[SquadExample] = []
    for example in _shuffled(examples, rng):
        if len(made) == count:
            break
        text, start = example.answers[0]
        sentences = split_sentences(example.context)
        rest = [(a, b) for a, b in sentences if b <= start or a >= start + len(text)]
        context = " ".join(example.context[a:b] for a, b in rest)
        if rest and len(rest) < len(sentences) and not any(a in _words(context) for a in _answers(example)):
            made.append(_without_answer(example, "removed", context=context))
    return made


def swapped(examples: Sequence[SquadExample], count: int, rng: random.Random) -> list[SquadExample]:
    """``count`` of the questions at most, each with a name or number in it changed for one its passage lacks.

    The new one comes from another question on the same article, so that only reading tells: the right subject,
    another person, place or year.
    """
    made: list[SquadExample] = []
    places = {id(e): i for i, e in enumerate(examples)}
    for example in _shuffled(examples, rng):
        if len(made) == count:
            break
        place = places[id(example)]
        near = examples[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
        question = _swap(example, near, rng)
        if question is not None:
            made.append(_without_answer(example, "swapped", question=question))
    return made


def _swap(example: SquadExample, near: Iterable[SquadExample], rng: random.Random) -> str | None:
    pattern = next((p for p in (_NUMBER, _NAME) if p.search(example.question)), None)
    if pattern is None:
        return None
    old = rng.choice(list(pattern.finditer(example.question)))
    known = f" {_words(example.context)} {_words(example.question)} "
    others = sorted(
        {m[0] for other in near for m in pattern.finditer(other.question) if f" {_words(m[0])} " not in known}
    )
    # Years for years, thousands for thousands.
    alike = [o for o in others if pattern is _NAME or len(o) == len(old[0])]
    if not alike:
        return None
    return example.question[: old.start()] + rng.choice(alike) + example.question[old.end() :]


def _shuffled(examples: Sequence[SquadExample], rng: random.Random) -> list[SquadExample]:
    held = [e for e in examples if e.answers]
    return rng.sample(held, len(held))


def _without_answer(
    example: SquadExample, how: str, *, question: str | None = None, context: str | None = None
) -> SquadExample:
    return SquadExample(
        id=f"{example.id}-{how}", question=question or example.question, context=context or example.context, answers=()
    )


def _answers(example: SquadExample) -> list[str]:
    return [_words(text) for text, _ in example.answers]


def _words(text: str) -> str:
    return " ".join(normalize_answer(text))
