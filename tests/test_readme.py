"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found.group(1)


def without_figures(text: str) -> str:
    """Confidence depends a little on how the CPU rounds."""
    return re.sub(r"confidence [0-9.]+", "confidence", text).strip()


def test_the_blocks_give_what_is_shown(tmp_path: Path) -> None:
    for name in ("corpus", "index"):
        (tmp_path / name).mkdir()
    for article in (REPOSITORY / "corpus").glob("*.md"):
        (tmp_path / "corpus" / article.name).write_bytes(article.read_bytes())
    python = subprocess.run(
        [sys.executable, "-c", block("python")], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert python.stdout.startswith("23 de enero 2026-01-23 ")

    command, shown = block("console").split("\n", 1)
    question = re.fullmatch(r'\$ hemeroteca ask "(.*)"', command)
    assert question is not None
    run = [sys.executable, "-c", "from hemeroteca.cli import main; main()", "ask", question.group(1)]
    result = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert without_figures(result.stdout) == without_figures(shown)
