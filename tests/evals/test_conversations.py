"""The conversations set: how it is read and scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hemeroteca import Archive
from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.conversations import Asked, Turn, follow_ups, load_talks, measure, new_left_alone, share, values
from hemeroteca.evals.questions import EvalQuestion, check_against
from tests.conftest import REPOSITORY
from tests.fakes import PhraseReader, WordLengthEncoder

TALKS = """
articles: articles.yaml
conversations:
  - id: puerto
    half: report
    turns:
      - {asked: "¿Cuándo reabre el puerto de Valdeluz?", answers: [el lunes], articles: [puerto]}
      - {asked: "¿Dónde?", follow: kind_change, full: "¿Dónde reabre el puerto?",
         answers: [Valdeluz], articles: [puerto]}
      - {asked: "¿Quién escribió Carmen?", follow: new_subject, answers: [nieve], articles: [nieve]}
"""
ARTICLES = """
articles:
  - {id: puerto, title: Puerto, date: 2026-03-10, source: El Faro, text: El puerto de Valdeluz reabre el lunes.}
  - {id: nieve, title: Nieve, date: 2026-03-08, source: La Vela, text: Hubo nieve en la sierra.}
questions:
  - {question: "¿Qué?", unanswerable: true}
"""


def asked(follow: str, *, recall: float, right: bool, follows: bool = True, kept: bool = True) -> Asked:
    turn = Turn(asked="¿?", follow=follow, question=EvalQuestion(id="x", question="¿?"))
    return Asked(turn=turn, question="¿?", follows=follows, recall=recall, right=right, kept=kept)


def test_figures_are_counted_by_hand() -> None:
    opening, new = (
        asked("", recall=0, right=False, kept=False),
        asked("new_subject", recall=0, right=False, follows=False),
    )
    ours = [opening, asked("reason", recall=1, right=True), asked("more", recall=0.5, right=False, kept=False), new]
    worse = [opening, asked("reason", recall=0, right=False), asked("more", recall=1, right=False), new]
    worst = [opening, asked("reason", recall=0, right=False), asked("more", recall=0, right=False), new]
    figures = values({"resolved": ours, "as asked": worse, "all questions so far": worst})
    assert figures == {
        "resolved_recall_at_8": (1 + 0.5) / 2,
        "resolved_best_right": 1 / 2,
        "recall_gained": (1 + 0.5) / 2 - (0 + 1) / 2,
        "right_gained": 1 / 2,
        "new_left_alone": 1.0,
        "complete_left_alone": pytest.approx(2 / 3),
    }
    assert len(follow_ups(ours)) == 2
    assert new_left_alone([asked("new_subject", recall=1, right=True)]).value == 0.0


def test_a_share_of_nothing_is_none() -> None:
    assert share([None]).value is None


def test_every_system_asks_every_turn(tmp_path: Path) -> None:
    (tmp_path / "talks.yaml").write_text(TALKS, "utf-8")
    (tmp_path / "articles.yaml").write_text(ARTICLES, "utf-8")
    talks, articles = load_talks(tmp_path / "talks.yaml")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for article in articles.articles:
        (corpus / f"{article['id']}.md").write_text(f"---\ntitle: T\ndate: 2026-03-10\n---\n{article['text']}", "utf-8")
    reader = PhraseReader(el_lunes=1.0, Valdeluz=2.0)
    with Archive.build(corpus, into=tmp_path / "index", encoder=WordLengthEncoder(), reader=reader) as archive:
        found = measure(archive, talks)
    assert [a.question for a in found["resolved"]] == [
        "¿Cuándo reabre el puerto de Valdeluz?", "¿Dónde reabre el puerto de Valdeluz?", "¿Quién escribió Carmen?",
    ]  # fmt: skip
    assert [a.question for a in found["as asked"]][1] == "¿Dónde?"
    assert [a.question for a in found["all questions so far"]][1] == "¿Cuándo reabre el puerto de Valdeluz? ¿Dónde?"
    assert [a.question for a in found["written by a person"]][1] == "¿Dónde reabre el puerto?"
    assert (found["resolved"][1].recall, found["resolved"][1].right) == (1.0, True)
    assert [a.follows for a in found["resolved"]] == [False, True, False]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("kind_change", "whatever"),
        lambda text: text.replace("half: report", "half: both"),
        lambda text: text.replace("follow: kind_change, ", ""),
        lambda text: text.replace("answers: [Valdeluz], ", ""),
        lambda text: text.replace("articles: articles.yaml", ""),
        lambda text: "conversations: 3",
        lambda text: "",
    ],
)  # fmt: skip
def test_a_malformed_set_is_one_clear_error(tmp_path: Path, damage: Callable[[str], str]) -> None:
    (tmp_path / "talks.yaml").write_text(damage(TALKS), "utf-8")
    (tmp_path / "articles.yaml").write_text(ARTICLES, "utf-8")
    with pytest.raises(HemerotecaError):
        load_talks(tmp_path / "talks.yaml")


def test_the_set_holds_what_it_promises() -> None:
    talks, articles = load_talks(REPOSITORY / "evals" / "conversations.yaml")
    turns = [turn for talk in talks for turn in talk.turns]
    follow = [turn for turn in turns if turn.follow]
    assert len(talks) >= 20
    assert len(follow) >= 60
    assert sum(turn.question.language == "en" for turn in follow) >= len(follow) / 7
    halves = [sum(len(t.turns) for t in talks if t.half == half) for half in ("develop", "report")]
    assert abs(halves[0] - halves[1]) <= 10
    texts = {str(a["id"]): f"{a['title']}\n{a['text']}" for a in articles.articles}
    path = REPOSITORY / "evals" / "conversations.yaml"
    check_against(replace(articles, questions=tuple(turn.question for turn in turns)), texts, path)


def test_conversations_of_a_question_set_are_taken_too() -> None:
    talks, _ = load_talks(REPOSITORY / "evals" / "corpus.yaml")
    assert {talk.half for talk in talks} == {None}
    assert all(len(talk.turns) > 1 and talk.turns[0].follow == "" for talk in talks)
    assert any(turn.asked != turn.question.question for talk in talks for turn in talk.turns)
