"""Question sets to training windows and batches."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hemeroteca.errors import RecipeError
from hemeroteca.models.encoder import Encoder
from hemeroteca.models.tokenizer import Tokenizer
from hemeroteca.reader.inputs import WindowCutter, token_span
from hemeroteca.reader.squad import SquadExample, load_squad
from hemeroteca.reader.training import negatives
from hemeroteca.reader.training.recipe import Source, TrainingRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingWindow:
    """Token ids and the positions of the answer's first and last token; both 0 (``<s>``) where it is not there."""

    ids: tuple[int, ...]
    start: int
    end: int


def training_stages(
    recipe: TrainingRecipe, files: Mapping[str, Path], *, encoder: Encoder, tokenizer: Tokenizer
) -> list[list[TrainingWindow]]:
    """The windows of every stage, shuffled within the stage by the recipe's seed; ``files`` as by ``find_files``."""
    stages = []
    for number, sources in enumerate(recipe.stages):
        rng = random.Random(f"{recipe.seed}-{number}")
        windows: list[TrainingWindow] = []
        for source in sources:
            chosen = _choose(load_squad(files[source.file]), source, rng)
            held = sum(bool(e.answers) for e in chosen)
            made = negatives.mined(chosen, round(source.mined * held), encoder, rng)
            made += negatives.removed(chosen, round(source.removed * held), rng)
            made += negatives.swapped(chosen, round(source.swapped * held), rng)
            windows += _windows(chosen + made, tokenizer, rng)
        rng.shuffle(windows)
        stages.append(windows)
    return stages


def find_files(recipe: TrainingRecipe, folders: Sequence[Path]) -> dict[str, Path]:
    """Every file that the recipe names, each in the first folder that has it.

    All are looked for at once: one that is measured on would otherwise turn out to be absent after hours of training.
    Raises RecipeError where a file is in none of the folders.
    """
    found = {}
    for name in [*(source.file for stage in recipe.stages for source in stage), *recipe.dev]:
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            looked = ", ".join(map(str, folders))
            raise RecipeError(
                f"the recipe names a file that is not there ({name}, in {looked})", hint="give its folder with --data"
            )
        found[name] = path
    return found


def _choose(examples: Sequence[SquadExample], source: Source, rng: random.Random) -> list[SquadExample]:
    chosen: list[SquadExample] = []
    for pool, times in (
        ([e for e in examples if e.answers], source.answerable),
        ([e for e in examples if not e.answers], source.unanswerable),
    ):
        chosen += pool * int(times)
        chosen += rng.sample(pool, round(len(pool) * (times % 1)))
    return chosen


def _windows(examples: Sequence[SquadExample], tokenizer: Tokenizer, rng: random.Random) -> list[TrainingWindow]:
    """One window per example: one that holds the answer where there is one, any where there is none."""
    cutter = WindowCutter(tokenizer)
    passages = cutter.passages([e.context for e in examples])
    kept = []
    for example, (ids, offsets) in zip(examples, passages, strict=True):
        windows = list(cutter.cut(0, cutter.question(example.question), ids, offsets))
        if not example.answers:
            kept.append(TrainingWindow(ids=rng.choice(windows).ids, start=0, end=0))
            continue
        standing = [(text, start) for text, start in example.answers if example.context.startswith(text, max(start, 0))]
        if not standing:
            continue
        text, start = standing[0]
        found = [(window, token_span(window.offsets, start, start + len(text))) for window in windows]
        holding = [(window, span) for window, span in found if span is not None]
        if holding:
            window, span = rng.choice(holding)
            kept.append(TrainingWindow(ids=window.ids, start=window.first + span[0], end=window.first + span[1]))
    return kept


def batches(windows: Sequence[TrainingWindow], batch_tokens: int, rng: random.Random) -> list[list[TrainingWindow]]:
    """Batches of windows of like length, each at most ``batch_tokens`` with padding, in random order."""
    groups: list[list[TrainingWindow]] = []
    group: list[TrainingWindow] = []
    for window in sorted(windows, key=lambda w: len(w.ids)):
        if group and len(window.ids) * (len(group) + 1) > batch_tokens:
            groups.append(group)
            group = []
        group.append(window)
    if group:
        groups.append(group)
    rng.shuffle(groups)
    return groups
