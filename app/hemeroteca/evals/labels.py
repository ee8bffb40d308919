"""What labelled sets share: two halves, and stretches of a text given by their words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml

from hemeroteca.errors import HemerotecaError

Item = TypeVar("Item")

HALVES = ("develop", "report")


class LabelsError(HemerotecaError, ValueError):
    """A labelled set that cannot be used."""


def load_items(path: Path, parse: Callable[[dict[str, Any]], Item]) -> list[Item]:
    """The items of a set. Raises LabelsError where the file is absent or malformed, or ``parse`` cannot use an item."""
    try:
        return [parse(raw) for raw in yaml.safe_load(path.read_text("utf-8"))["items"]]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise LabelsError(f"not a labelled set ({path}: {error})", hint="see those in evals/ for the form") from error


def nth_place(text: str, words: str, nth: int) -> int:
    """Where the ``nth`` occurrence (from 1) of ``words`` begins. Raises ValueError where there are fewer."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start
