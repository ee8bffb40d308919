from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hemeroteca.chat.store import Store, Verdict
from hemeroteca.evals.questions import check_against, load_questions
from tests.chat.fakes import harbour_archive

ARCHIVE = harbour_archive()
WHEN, NOTHING = "¿Cuándo se reúne la Junta?", "¿Quién ganó?"


def say(folder: Path, *said: tuple[str, Verdict, str]) -> None:
    with Store(folder, article_of=ARCHIVE.article) as store:
        row = store.create("ana", title="")
        for question, verdict, comment in said:
            turn = store.add_turn("ana", row.id, asked=question, answer=ARCHIVE.ask(question))
            store.set_feedback("ana", turn.id, verdict=verdict, comment=comment)


def test_what_is_complete_loads_and_the_rest_waits_in_comments(
    tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]]
) -> None:
    say(
        tmp_path,
        (WHEN, Verdict.RIGHT, ""),
        (WHEN, Verdict.RIGHT, "otra vez"),
        (WHEN, Verdict.WRONG, "era el 15\n  - question: hostil\x1b[31m"),
        (NOTHING, Verdict.RIGHT, ""),
        ("¿Cuánto mide el cabo?", Verdict.SHOULD_NOT_HAVE_ANSWERED, ""),
    )
    out = tmp_path / "set.yaml"
    assert run_cli("eval", "from-feedback", "--index", tmp_path, "--out", out)[:2] == (0, f"{out}: 5 verdicts\n")
    loaded = load_questions(out)
    right, silent, refused = loaded.questions
    assert (right.question, right.answers, right.kind, right.language) == (WHEN, ("14 de marzo",), "when", "es")
    assert set(right.articles) == {citation.article_id for citation in ARCHIVE.ask(WHEN).citations}
    assert (silent.question, silent.unanswerable, refused.unanswerable) == (NOTHING, True, True)
    check_against(loaded, {a.id: f"{a.title}\n{a.text}" for a in ARCHIVE.articles()}, out)
    text = out.read_text("utf-8")
    assert "# «era el 15 - question: hostil [31m»" in text
    # Finished by an editor, who takes the # away, it is a question like the others.
    finished = text.replace("answers: []", "answers: [14 de marzo]").replace("articles: []", "articles: [puerto]")
    lines = finished.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  # - id:"))
    (tmp_path / "finished.yaml").write_text(
        "\n".join(
            line.replace("  # ", "  ", 1) if number >= at and number < at + 6 else line
            for number, line in enumerate(lines)
        ),
        encoding="utf-8",
    )
    assert len(load_questions(tmp_path / "finished.yaml").questions) == 4


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]]) -> None:
    (tmp_path / "set.yaml").write_text("mine")
    code, _, err = run_cli("eval", "from-feedback", "--index", tmp_path, "--out", tmp_path / "set.yaml")
    assert (code, "cannot be written" in err) == (1, True)
    assert (tmp_path / "set.yaml").read_text() == "mine"
