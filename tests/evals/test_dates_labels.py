"""The labelled date expressions: how they are scored, and the limits they must meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hemeroteca.evals.dates import Item, Mention, dateparser_alone, load_dates, own, score
from hemeroteca.evals.gates import load_gates, missed
from hemeroteca.evals.labels import HALVES, LabelsError
from tests.conftest import REPOSITORY

BASE = date(2031, 3, 18)
ITEM = Item(
    id="x",
    half="report",
    base=BASE,
    text="Ayer y hoy, dijo; el lunes no.",
    mentions=(
        Mention(start=0, end=4, first=date(2031, 3, 17), last=date(2031, 3, 17)),
        Mention(start=7, end=10, first=BASE, last=BASE),
        Mention(start=18, end=26, first=None, last=None),
    ),
)


def test_scores_are_counted_by_hand() -> None:
    found = [
        Mention(start=0, end=4, first=date(2031, 3, 17), last=date(2031, 3, 17)),  # found and understood
        Mention(start=7, end=10, first=BASE, last=date(2031, 3, 19)),  # found, another range
        Mention(start=27, end=29, first=BASE, last=BASE),  # not labelled
    ]
    counted = score([ITEM], lambda text, base: found)
    assert (counted.labelled, counted.found, counted.overlapping, counted.understood) == (3, 3, 2, 1)
    assert counted.values == {
        "precision": pytest.approx(2 / 3),
        "recall": pytest.approx(2 / 3),
        "value_precision": pytest.approx(1 / 3),
        "value_recall": pytest.approx(1 / 3),
    }


def test_a_stretch_is_taken_once() -> None:
    whole = Mention(start=0, end=26, first=None, last=None)
    counted = score([ITEM], lambda text, base: [whole])
    assert (counted.overlapping, counted.found) == (1, 1)


def test_nothing_found_is_nothing_wrong() -> None:
    assert score([ITEM], lambda text, base: []).values["precision"] == 1.0


@pytest.mark.parametrize(
    "text",
    ["", "items: 3", "items: [{id: 1}]", "items: [{id: a, half: x, base: 2031-01-01, text: hoy}]",
     "items: [{id: a, half: report, base: 2031-01-01, text: hoy, mentions: [{text: ayer, unresolved: true}]}]",
     "items: [{id: a, half: report, base: 2031-01-01, text: hoy, mentions: [{text: hoy}]}]"],
)  # fmt: skip
def test_labels_that_cannot_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "dates.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LabelsError, match=r"dates\.yaml"):
        load_dates(path)


def test_the_set_and_its_limits() -> None:
    items = load_dates(REPOSITORY / "evals" / "dates.yaml")
    assert sum(len(item.mentions) for item in items) >= 380
    limits = load_gates(REPOSITORY / "evals" / "gates.toml", "dates")
    report = [item for item in items if item.half == "report"]
    assert abs(2 * len(report) - len(items)) <= 3
    ours, theirs = score(report, own), score(report, dateparser_alone)
    assert missed(ours.values, limits) == []
    assert ours.value_recall > theirs.value_recall + 0.3
    assert {item.half for item in items} == set(HALVES)


def test_on_the_command_line(run_cli: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    gates = tmp_path / "gates.toml"
    gates.write_text("[dates]\nrecall = 1.1\n", "utf-8")
    code, out, err = run_cli("eval", "dates", REPOSITORY / "evals" / "dates.yaml", "--gate", gates, "--verbose")
    assert code == 1
    assert "dateparser" in out
    assert "gate: recall is" in err
    assert run_cli("eval", "dates", REPOSITORY / "evals" / "dates.yaml", "--half", "both")[0] == 2
