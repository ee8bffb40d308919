"""The command line as other programs meet it: exit codes, what goes to which stream, JSON keys."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hemeroteca import cli
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"
ARTICLES = REPOSITORY.parent / "shared" / "articles"
QUESTION = "¿Cuándo se reúne el Grupo de Implementación de Seguridad?"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, indexed with the real model."""
    from hemeroteca import Archive

    folder = tmp_path_factory.mktemp("sample") / "index"
    Archive.build(CORPUS, into=folder).close()
    return folder


Run = Callable[..., tuple[int, str, str]]


def test_indexing_again_changes_nothing_and_says_so(run_cli: Run, sample: Path) -> None:
    code, out, err = run_cli("index", CORPUS, "--into", sample)
    assert (code, err) == (0, "")
    assert "0 added, 0 updated, 0 removed, 5 unchanged; 0 passages encoded" in out


def test_a_bad_file_is_named_and_the_exit_code_says_so(run_cli: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text("Llovió en Valdeluz toda la semana.", "utf-8")
    (corpus / "empty.txt").write_text("")
    (corpus / "day.md").write_text("---\ndate: 2026-13-45\n---\nNevó en la sierra.", "utf-8")
    code, out, err = run_cli("index", corpus, "--into", tmp_path / "index")
    assert code == 1
    assert "1 added" in out
    assert "left out: 2" in err
    assert "empty.txt" in err
    assert "day.md" in err
    assert "2026-13-45" in err
    assert "Traceback" not in err


def test_the_first_question_over_the_sample(run_cli: Run, sample: Path) -> None:
    code, out, err = run_cli("ask", QUESTION, "--index", sample, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert "23 de enero" in answer["text"]
    assert answer["value"] == "2026-01-23"
    assert answer["abstained"] is None
    assert len({c["article_id"] for c in answer["citations"]}) >= 3


def test_plain_output_shows_answer_value_quote_and_place(run_cli: Run, sample: Path) -> None:
    code, out, _ = run_cli("ask", QUESTION, "--index", sample)
    assert code == 0
    first, *rest = out.splitlines()
    assert "23 de enero" in first
    assert "2026-01-23" in first
    assert any(line.startswith("[1] ") for line in rest)
    assert any("2026-01-15 · " in line for line in rest)


def test_abstaining_is_not_an_error(run_cli: Run, sample: Path) -> None:
    code, out, _ = run_cli("ask", "¿Quién ganó el Mundial de 2022?", "--index", sample)
    assert code == 0
    filtered, said, *_ = out.splitlines()
    assert filtered == "(read: 2022-01-01 to 2022-12-31, by «de 2022»; --no-period reads all)"
    assert said.startswith("The articles do not say. (outside_dates")


def test_what_is_held_back_is_quoted_as_unsure(run_cli: Run, sample: Path, tmp_path: Path) -> None:
    from hemeroteca import Archive

    folder = shutil.copytree(sample, tmp_path / "strict")
    with Archive.open(folder) as archive:
        archive.calibrate(replace(archive.calibration, threshold=1.0))
    code, out, err = run_cli("ask", QUESTION, "--index", folder)
    assert (code, err) == (0, "")
    said, held, *rest = [line for line in out.splitlines() if line.strip()]
    assert said.startswith("The articles do not say. (not_this_fact, ")
    assert "nearest, unsure: 23 de enero = 2026-01-23  (confidence " in held
    quotes = [line for line in rest if line.startswith("[")]
    assert len(quotes) >= 3
    assert [line[:4] for line in quotes] == [f"[{i}] " for i in range(1, len(quotes) + 1)]
    assert all("23 de enero" in line for line in quotes[:3])


def test_search_shows_both_ranks(run_cli: Run, sample: Path) -> None:
    code, out, _ = run_cli("search", "reunión ministerial en Washington", "--index", sample, "--top", 2, "--json")
    hits = json.loads(out)["passages"]
    assert (code, len(hits)) == (0, 2)
    assert {"passage", "similarity", "term_score", "fused", "vector_rank", "term_rank", "copies"} == hits[0].keys()
    code, out, _ = run_cli("search", "reunión ministerial en Washington", "--index", sample, "--top", 1)
    assert code == 0
    assert "by vector" in out
    assert "by terms" in out


def test_filters_reach_the_archive(run_cli: Run, sample: Path) -> None:
    _, out, _ = run_cli("search", "llamada", "--index", sample, "--since", "2026-01-30", "--json")
    assert {p["passage"]["article_id"][:10] for p in json.loads(out)["passages"]} == {"2026-01-30"}


def test_info_in_json_and_plain(run_cli: Run, sample: Path) -> None:
    _, out, _ = run_cli("info", "--index", sample, "--json")
    info = json.loads(out)
    assert (info["articles"], info["projection"], info["first"]) == (5, "agrees", "2026-01-15")
    _, out, _ = run_cli("info", "--index", sample)
    assert "multilingual-e5-small" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "¿Qué?", "--index", "nowhere"), "there is no archive in nowhere: make one with"),
        (("index", "nowhere", "--into", "x"), "nowhere"),
        (("ask", ""), "there is no archive in index"),
    ],
)
def test_an_error_is_one_line_on_stderr(
    run_cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run_cli(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("question", ["", "  ", "😀", "x" * 10_000])
def test_a_question_that_cannot_be_used_is_one_line(run_cli: Run, sample: Path, question: str) -> None:
    code, out, err = run_cli("ask", question, "--index", sample)
    assert (code, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    "arguments", [("ask",), ("ask", "¿Qué?", "--since", "ayer"), ("ask", "¿Qué?", "--top", "0"), ("fly",)]
)
def test_wrong_usage_exits_with_2(run_cli: Run, arguments: tuple[str, ...]) -> None:
    assert run_cli(*arguments)[0] == 2


def test_every_command_has_an_example() -> None:
    for command in ("index", "ask", "search", "chat", "info"):
        assert f"Example: hemeroteca {command}" in CliRunner().invoke(cli.app, [command, "--help"]).stdout


def test_help_and_an_unchanged_index_load_no_torch(sample: Path) -> None:
    for arguments in (["--help"], ["index", str(CORPUS), "--into", str(sample)]):
        script = (
            "import sys\nfrom hemeroteca import cli\n"
            "try: cli.main()\nexcept SystemExit: pass\n"
            "sys.exit('torch' in sys.modules)"
        )
        assert (
            subprocess.run([sys.executable, "-c", script, *arguments], check=False, capture_output=True).returncode == 0
        )


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the five real articles are not part of the project")
@pytest.mark.parametrize("question", [QUESTION, "When does the Security Implementation Group meet?"])
def test_the_first_question_over_real_articles(run_cli: Run, tmp_path: Path, question: str) -> None:
    from hemeroteca import Archive

    with Archive.build(ARTICLES, into=tmp_path / "index") as archive:
        answer = archive.ask(question)
        assert "23 de enero" in answer.text
        assert answer.to_dict()["value"] == "2026-01-23"
        assert len({c.article_id for c in answer.citations}) >= 3
        for c in answer.citations:
            assert archive.article(c.article_id).text[c.start : c.end] == c.quote
        assert archive.ask("¿Quién ganó el Mundial de 2022?").abstained
