"""The project's own files agree with each other."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text("utf-8")


@pytest.fixture
def pyproject() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


def test_pre_commit_runs_the_versions_that_the_tests_run(pyproject: dict[str, Any]) -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    pinned = dict(pin.split("==") for pin in pyproject["project"]["optional-dependencies"]["dev"] if "==" in pin)
    versions = {repo["repo"].rsplit("-", 1)[-1]: repo["rev"].removeprefix("v") for repo in hooks}
    assert re.search("ruff", str(hooks))
    assert sorted(versions.values()) == sorted(pinned.values())


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)\b", README))
    assert {"chat", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_recipe_that_ships_is_the_default() -> None:
    from hemeroteca.index.recipe import Recipe, load_recipe

    assert load_recipe(REPOSITORY / "index" / "recipe.toml") == Recipe()
