"""Reports: written, read again, compared; nothing of a stranger's text reaches the page unescaped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hemeroteca import cli
from hemeroteca.evals.compare import compare
from hemeroteca.evals.judge import Cited, Outcome, Ranks, same_value
from hemeroteca.evals.report import (
    Report,
    ReportError,
    diagnosis,
    load_report,
    make_report,
    marked,
    to_html,
    write_reports,
)
from hemeroteca.evals.run import Run
from hemeroteca.types import Amount, DateRange

OUTCOME = Outcome(
    id="cuando",
    question="¿Cuándo abre?",
    asked="¿Cuándo abre?",
    kind="when",
    language="es",
    answers=("12 de abril",),
    expected_value="2031-04-12",
    articles=("faro",),
    unanswerable=False,
    near_miss=False,
    paraphrase=False,
    follow_up=False,
    given=True,
    text="12 de abril",
    value="2031-04-12",
    confidence=0.9,
    reason=None,
    right=True,
    value_right=True,
    em=1.0,
    f1=1.0,
    citations=(Cited(article_id="faro", start=0, end=11, quote="12 de abril", exact=True),),
    ranking=(1, 2),
    relevant=(1,),
    ranks=Ranks(vector=1, terms=1, fused=1, read=1, margin=2.0, passage="Abre el 12 de abril."),
    timings={"read": 0.5, "compose": 0.001},
)
WRONG = replace(OUTCOME, id="mal", right=False, text="<script>alert(1)</script>", em=0.0, f1=0.0, value_right=False)
HELD = replace(OUTCOME, id="held", given=False, confidence=0.3, citations=(), reason="not_this_fact")
NONE = replace(OUTCOME, id="none", answers=(), unanswerable=True, given=False, right=False, confidence=0.2, articles=())


def report(*outcomes: Outcome, name: str = "set") -> Report:
    settings = {
        "archive": {"articles": 1, "passages": 2},
        "top": 2,
        "passage_given": False,
        "reader": "r",
        "reader_fingerprint": "f" * 64,
        "calibration": {"threshold": 0.5, "fitted_on": "hand"},
    }
    return make_report(Run(name=name, settings=settings, outcomes=outcomes, seconds=1.0))


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = report(OUTCOME, WRONG, HELD, NONE)
    write_reports(made, tmp_path)
    assert load_report(tmp_path / "report.json") == made
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html", "report.json"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1}', '{"format": 99}'])
def test_a_file_that_is_no_report(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ReportError, match=r"report\.json"):
        load_report(path)


def test_the_page_needs_nothing_else_and_escapes_what_it_shows() -> None:
    page = to_html(report(WRONG, OUTCOME, NONE))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page.replace("xlink:href", "href"))
    assert page.count("<svg") == 3


def test_failures_come_first_and_the_given_ones_before_those_held_back() -> None:
    page = to_html(report(OUTCOME, HELD, WRONG))
    assert page.index("Failures: 2") < page.index("alert(1)") < page.index("<dt>held back")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (replace(NONE, given=True), "answered, though the articles do not say"),
        (replace(WRONG, ranks=Ranks()), "the right passage was not found"),
        (replace(WRONG, ranks=Ranks(fused=11)), "the right passage was found 11th, 2 are read"),
        (replace(WRONG, ranks=Ranks(fused=2)), "the right passage was read 2nd; no right span seen in it"),
        (HELD, "the right passage was read 1st; right, but held back at 0.30"),
        (replace(WRONG, ranks=Ranks(fused=1, read=3, margin=-1.0)), "its span came 3rd, read as no answer"),
    ],
)
def test_diagnosis_names_the_room(outcome: Outcome, words: str) -> None:
    assert diagnosis(outcome).endswith(words)


def test_the_quote_is_marked_in_its_passage() -> None:
    assert marked("Abre el 12 de abril.", ["mayo", "12 de abril"]) == [
        ("Abre el ", False),
        ("12 de abril", True),
        (".", False),
    ]
    assert marked("Abre.", ["mayo"]) == [("Abre.", False)]


def test_comparing_question_by_question() -> None:
    a, b = report(OUTCOME, WRONG, NONE), report(replace(OUTCOME, given=False), replace(OUTCOME, id="mal"), NONE, HELD)
    found = compare(a, b)
    correct, best, f1, _ = found.differences
    assert (correct.wins, correct.losses, correct.ties, correct.n) == (1, 1, 1, 3)
    assert (best.wins, best.losses, best.n) == (1, 0, 2)
    assert (f1.a, f1.b, f1.mean) == (0.5, 1.0, 0.5)
    assert [(one.id, other.id) for one, other in found.changed] == [("cuando", "cuando"), ("mal", "mal")]
    assert found.unpaired == 1
    with pytest.raises(ReportError, match="two sets"):
        compare(a, report(OUTCOME, name="other"))
    with pytest.raises(ReportError, match="no question in common"):
        compare(a, report(HELD))


def test_compare_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write_reports(report(WRONG), tmp_path / "a")
    write_reports(report(replace(OUTCOME, id="mal")), tmp_path / "b")
    files = [str(tmp_path / name / "report.json") for name in "ab"]
    monkeypatch.setattr("sys.argv", ["hemeroteca", "eval", "compare", *files])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
        raise SystemExit(0)
    out, _ = capfd.readouterr()
    assert stopped.value.code == 0
    assert "+1.000" in out
    assert "won   ¿Cuándo abre?" in out


@pytest.mark.parametrize(
    ("expected", "given", "same"),
    [
        ("2031-04", DateRange(first=date(2031, 4, 1), last=date(2031, 4, 30), precision="month"), True),
        (2031.0, DateRange(first=date(2031, 1, 1), last=date(2031, 12, 31), precision="year"), True),
        (40.0, Amount(value=40, unit="%"), True),
        (41.0, Amount(value=40), False),
        ("2031", None, False),
    ],
)
def test_typed_values(expected: str | float, given: object, same: bool) -> None:
    assert same_value(expected, given) is same  # type: ignore[arg-type]


def test_the_json_is_plain(tmp_path: Path) -> None:
    write_reports(report(OUTCOME, NONE), tmp_path)
    raw = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert raw.keys() == {"set", "settings", "version", "asked", "seconds", "parts", "latencies", "outcomes", "format"}
    assert raw["parts"][0]["figures"][0]["name"] == "correct"
