"""The sample set over the sample archive, with the limits of ``evals/gates.toml``: what ``make eval`` checks."""

from __future__ import annotations

from pathlib import Path

from hemeroteca import Archive
from hemeroteca.evals.gates import load_gates, missed
from hemeroteca.evals.questions import load_questions
from hemeroteca.evals.report import make_report, write_reports
from hemeroteca.evals.run import run
from tests.conftest import REPOSITORY

SET = REPOSITORY / "evals" / "corpus.yaml"


def test_the_sample_set_meets_its_limits(tmp_path: Path) -> None:
    questions = load_questions(SET)
    with Archive.build(REPOSITORY / "corpus", into=tmp_path / "index") as archive:
        report = make_report(run(archive, questions, SET))
    limits = load_gates(REPOSITORY / "evals" / "gates.toml", questions.name)
    assert {"correct", "recall_at_8", "citation_exactness", "abstention_recall", "ece"} <= limits.keys()
    assert limits["citation_exactness"] == 1.0
    assert missed(report.all.values, limits) == []
    write_reports(report, tmp_path / "report")
    assert "Failures" in (tmp_path / "report" / "report.html").read_text("utf-8")
