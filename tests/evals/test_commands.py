"""``hemeroteca eval`` as an editor meets it: streams, exit codes, files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hemeroteca import Archive

SET = """\
name: tiny
articles:
  - id: faro
    title: El faro
    date: 2031-04-02
    text: El faro de Isla Tamarú volverá a encenderse el 12 de abril, anunció la alcaldesa Ofelia Quintanar.
  - id: copa
    title: La copa
    date: 2031-04-03
    text: El Atlético Cárdeno ganó la copa ante 18.400 espectadores en el estadio de Robledal.
questions:
  - {question: "¿Cuándo volverá a encenderse el faro?", answers: [12 de abril], value: 2031-04-12, articles: [faro]}
  - {question: "¿Cuántos espectadores vieron la copa?", answers: ["18.400"], value: 18400, articles: [copa]}
  - {question: "¿Cuál es la capital de Noruega?", unanswerable: true}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run_cli: Run) -> Run:
    return lambda *arguments: run_cli("eval", *arguments)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(SET, "utf-8")
    return path


def test_a_run_prints_figures_writes_reports_and_meets_its_gate(run: Run, questions: Path, tmp_path: Path) -> None:
    gates, report = tmp_path / "gates.toml", tmp_path / "report"
    gates.write_text("[tiny]\ncorrect = 1.0\ncitation_exactness = 1.0\n", "utf-8")
    code, out, err = run(questions, "--report", report, "--gate", gates)
    assert code == 0, err
    assert "tiny: 3 questions" in out
    assert "citations exact" in out
    assert str(report / "report.html") in err
    assert json.loads((report / "report.json").read_text("utf-8"))["parts"][0]["n"] == 3
    assert (report / "archive").is_dir()

    gates.write_text("[tiny]\nf1 = 1.1\n", "utf-8")
    code, out, err = run("run", questions, "--report", report, "--gate", gates)
    assert code == 1
    assert "gate: f1 is" in err
    assert "at least 1.1 is asked" in err


def test_a_gate_without_the_set_is_said_before_anything_is_asked(run: Run, questions: Path, tmp_path: Path) -> None:
    gates = tmp_path / "gates.toml"
    gates.write_text("[other]\nf1 = 0.1\n", "utf-8")
    code, out, err = run(questions, "--gate", gates)
    assert (code, out) == (1, "")
    assert "no limits for the set 'tiny': add a table [tiny]" in err


def test_calibrating_and_going_back(run: Run, questions: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "faro.txt").write_text("El faro de Isla Tamarú volverá a encenderse el 12 de abril.", "utf-8")
    Archive.build(corpus, into=tmp_path / "index").close()
    code, _, err = run("calibrate", questions, "--index", tmp_path / "index")
    assert code == 1
    assert "is it for another archive? This one has no 'copa'" in err
    code, out, _ = run("calibrate", "--reset", "--index", tmp_path / "index")
    assert code == 0
    assert "confidence as the reader brings it" in out
    code, _, err = run("calibrate", "--index", tmp_path / "index")
    assert code == 2
    assert "give a question set, or --reset" in err


def test_help_names_the_commands(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert {"run", "compare", "calibrate"} <= set(out.split())
