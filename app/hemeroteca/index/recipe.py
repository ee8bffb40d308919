"""``recipe.toml``: how an archive is cut and searched. Stored with it, so that it is opened as it was built."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from hemeroteca.errors import RecipeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """See ``index/recipe.toml`` for what each number does.

    Raises RecipeError where one is out of range.
    """

    passage_tokens: int = 180
    flat_up_to: int = 50_000
    term_budget: int = 30_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            low, high = _RANGES[field.name]
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise RecipeError(
                    f"{_KEYS[field.name]} is {value!r} in the recipe", hint=f"give a whole number from {low} to {high}"
                )

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


_KEYS = {"passage_tokens": "passages.tokens", "flat_up_to": "vectors.flat_up_to", "term_budget": "terms.budget"}
_RANGES = {"passage_tokens": (32, 480), "flat_up_to": (100, 10_000_000), "term_budget": (100, 100_000_000)}


def load_recipe(path: Path) -> Recipe:
    """Read a recipe file. Raises RecipeError where it cannot be read, is malformed or has an unknown key."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RecipeError(
            f"the recipe cannot be read ({path}: {error})", hint="see index/recipe.toml for its form"
        ) from error
    names = {key: name for name, key in _KEYS.items()}
    values = {}
    for table, entries in raw.items():
        for key, value in (entries if isinstance(entries, dict) else {"": entries}).items():
            name = names.get(f"{table}.{key}")
            if name is None:
                raise RecipeError(
                    f"unknown key {table}.{key} in {path}".replace(". in", " in"), hint=f"known are {', '.join(names)}"
                )
            values[name] = value
    return Recipe(**values)


def recipe_from_json(text: str) -> Recipe:
    """The recipe stored in an archive."""
    return Recipe(**json.loads(text))
