"""What the reader is trained on, in which order and how: a TOML file read into a frozen dataclass."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hemeroteca.errors import RecipeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One SQuAD file in a stage.

    ``answerable`` and ``unanswerable`` are how often its questions are used: 1.0 once, 2.0 twice, 0.5 a seeded
    half of them. ``mined``, ``removed`` and ``swapped`` are how many questions without an answer are made of each of
    its answerable ones: over a retrieved passage that lacks the answer, over its own passage without the answer's
    sentence, and with another name or number in the question.
    """

    file: str
    answerable: float = 1.0
    unanswerable: float = 1.0
    mined: float = 0.0
    removed: float = 0.0
    swapped: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRecipe:
    """Stages are walked in order; within one, examples are shuffled. ``batch_tokens`` counts padding.

    ``interpolation`` is how far from the weights it started from to those it came to the written ones lie: 1 is
    all the way, 0.5 their mean (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
    """

    stages: tuple[tuple[Source, ...], ...]
    dev: tuple[str, ...]
    seed: int = 13
    trained_from: int = 4
    learning_rate: float = 1.5e-4
    warmup: float = 0.06
    weight_decay: float = 0.01
    batch_tokens: int = 4096
    checkpoint_every: int = 100
    interpolation: float = 1.0


def load_recipe(path: Path) -> TrainingRecipe:
    """Read a recipe. Raises RecipeError where it is absent, malformed or has a key that is none."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        stages = tuple(tuple(Source(**source) for source in stage["sources"]) for stage in raw.pop("stages"))
        return TrainingRecipe(stages=stages, dev=tuple(raw.pop("dev")), **raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecipeError(
            f"not a training recipe ({path}: {error})", hint="see app/hemeroteca/reader/training/recipe.toml"
        ) from error
