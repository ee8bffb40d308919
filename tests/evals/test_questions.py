"""Question sets: what is read, and the one line that says why a set cannot be used."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from hemeroteca import cli
from hemeroteca.corpus import read_corpus
from hemeroteca.evals.questions import (
    EvalQuestion,
    QuestionSetError,
    agree,
    check_against,
    load_questions,
    with_articles_of,
)
from hemeroteca.types import Article
from tests.conftest import REPOSITORY

GOOD = """\
name: faro
questions:
  - id: cuando
    question: ¿Cuándo abre el faro?
    kind: when
    answers: [12 de abril]
    value: 2031-04-12
    articles: [faro]
  - id: cuanto
    question: ¿Cuánto costó?
    full: ¿Cuánto costó el faro?
    conversation: faro
    unanswerable: true
    near_miss: true
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "set.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_set_in_yaml(tmp_path: Path) -> None:
    loaded = load_questions(write(tmp_path, GOOD))
    assert loaded.name == "faro"
    assert loaded.questions == (
        EvalQuestion(
            id="cuando",
            question="¿Cuándo abre el faro?",
            kind="when",
            answers=("12 de abril",),
            value="2031-04-12",
            articles=("faro",),
            line=3,
        ),
        EvalQuestion(
            id="cuanto",
            question="¿Cuánto costó?",
            full="¿Cuánto costó el faro?",
            conversation="faro",
            unanswerable=True,
            near_miss=True,
            line=9,
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("questions: [", "set.yaml: while parsing"),
        ("", "it holds no questions"),
        ("questions: []", "it holds no questions"),
        ("- 3", "it holds no questions"),
        (GOOD.replace("name:", "nome:"), "unknown key 'nome'"),
        (GOOD.replace("kind:", "type:"), "line 3: unknown key 'type'"),
        (GOOD.replace("id: cuanto", "id: cuando"), "line 9: id 'cuando' is taken since line 3"),
        (GOOD.replace("    unanswerable: true\n", ""), "line 9: a question has either answers or unanswerable: true"),
        (GOOD.replace("    kind: when", "    unanswerable: true"), "line 3: a question has either answers or"),
        (GOOD.replace("kind: when", "kind: cuando"), "line 3: kind is one of when, who"),
        (GOOD.replace("[12 de abril]", "12 de abril"), "line 3: answers is a list"),
        (GOOD.replace("[12 de abril]", "['']"), "line 3: one of the answers is empty"),
        (GOOD.replace("    articles: [faro]\n", ""), "line 3: a question with answers names the articles"),
        (GOOD.replace("question: ¿Cuánto costó?", "question: ''"), "line 9: a question needs its question"),
        (GOOD.replace("2031-04-12", "[1]"), "line 3: value is a date"),
        (GOOD.replace("near_miss: true", "near_miss: 3"), "line 9: near_miss is true or false"),
        ("questions: [3]", "line 1: a question is a mapping"),
        (GOOD + "articles: [{id: 3}]", "an article needs an id and a text"),
    ],
)
def test_a_set_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError) as raised:
        load_questions(write(tmp_path, text))
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_set_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="No such file"):
        load_questions(tmp_path / "none.yaml")


def test_a_set_is_checked_against_its_archive(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    loaded = load_questions(path)
    check_against(loaded, {"faro": "El faro abre el 12 de ABRIL."}, path)
    with pytest.raises(QuestionSetError, match=r"line 3: is it for another archive\? This one has no 'faro'"):
        check_against(loaded, {"puente": "El puente."}, path)
    with pytest.raises(QuestionSetError, match="line 3: the answer '12 de abril' stands in none"):
        check_against(loaded, {"faro": "El faro abre el 12 de mayo."}, path)
    several = load_questions(write(tmp_path, GOOD.replace("[faro]", "[faro, puente]")))
    with pytest.raises(QuestionSetError, match="line 3: the article 'puente' holds none of the answers"):
        check_against(several, {"faro": "Abre el 12 de abril.", "puente": "Cierra."}, path)


@pytest.mark.parametrize(
    ("accepted", "given", "right"),
    [
        (["Ana Paz"], "Ana Paz", True),
        (["Ana Paz"], "la alcaldesa Ana Paz", True),
        (["Ana Paz"], "paz", True),
        (["Ana Paz"], "Ana Pazos", False),
        (["12 de abril"], "el próximo 12 de abril", True),
        (["12 de abril"], "2 de abril", False),
        (["Ana Paz"], "", False),
        ([], "Ana Paz", False),
    ],
)
def test_agreement(accepted: list[str], given: str, right: bool) -> None:
    assert agree(accepted, given) is right


def squad(folder: Path, name: str, context: str) -> Path:
    answers = [{"text": "doce", "answer_start": context.index("doce")}]
    qas = [
        {"id": f"{name}-1", "question": "¿Cuántos?", "answers": answers},
        {"id": f"{name}-2", "question": "¿Quién?", "answers": [], "is_impossible": True},
    ]
    path = folder / f"{name}.json.gz"
    data = {"data": [{"title": "t", "paragraphs": [{"context": context, "qas": qas}]}]}
    path.write_bytes(gzip.compress(json.dumps(data).encode()))
    return path


def test_a_set_in_squads_form(tmp_path: Path) -> None:
    loaded = load_questions(squad(tmp_path, "uno", "Eran doce."))
    assert loaded.name == "uno"
    assert [dict(a)["text"] for a in loaded.articles] == ["Eran doce."]
    assert [(q.answers, q.unanswerable, q.passage) for q in loaded.questions] == [
        (("doce",), False, "Eran doce."),
        ((), True, "Eran doce."),
    ]
    both = with_articles_of(loaded, load_questions(squad(tmp_path, "dos", "Otros doce.")))
    assert [dict(a)["text"] for a in both.articles] == ["Eran doce.", "Otros doce."]
    assert len({a["id"] for a in both.articles}) == 2
    assert both.questions == loaded.questions


def test_a_set_in_beirs_form(tmp_path: Path) -> None:
    rows = {
        "corpus.jsonl": [{"_id": "d1", "title": "Faro", "text": "Abre."}, {"_id": "d2", "text": "Cierra."}],
        "queries.jsonl": [{"_id": "q1", "text": "¿Qué abre?"}, {"_id": "q2", "text": "Sin juicio"}],
    }
    for name, values in rows.items():
        (tmp_path / name).write_text("".join(json.dumps(v) + "\n" for v in values), "utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n", "utf-8")
    loaded = load_questions(tmp_path)
    assert [(q.id, q.question, q.articles, q.answers) for q in loaded.questions] == [("q1", "¿Qué abre?", ("d1",), ())]
    assert [a["id"] for a in loaded.articles] == ["d1", "d2"]
    (tmp_path / "queries.jsonl").write_text("{", "utf-8")
    with pytest.raises(QuestionSetError, match="not a retrieval set in BEIR's form"):
        load_questions(tmp_path)


def test_the_sample_set_has_what_it_promises() -> None:
    path = REPOSITORY / "evals" / "corpus.yaml"
    loaded = load_questions(path)
    articles = {a.id: f"{a.title}\n{a.text}" for a in read_corpus([REPOSITORY / "corpus"]) if isinstance(a, Article)}
    check_against(loaded, articles, path)
    asked = loaded.questions
    assert len(asked) >= 120
    assert len({q.question for q in asked}) == len(asked)
    assert min(Counter(q.kind for q in asked if q.answers).values()) >= 8
    assert sum(q.unanswerable for q in asked) >= 30
    assert sum(q.near_miss for q in asked) >= 15
    assert sum(q.language == "en" for q in asked) >= 15
    assert sum(q.paraphrase for q in asked) >= 10
    assert sum(len(q.articles) > 1 for q in asked) >= 30
    turns = Counter(q.conversation for q in asked if q.conversation)
    assert len(turns) >= 10
    assert set(turns.values()) <= {2, 3, 4}


def test_the_development_set_is_another_one() -> None:
    development = load_questions(REPOSITORY / "evals" / "development.yaml")
    sample = load_questions(REPOSITORY / "evals" / "corpus.yaml")
    texts = {str(a["id"]): f"{a['title']}\n{a['text']}" for a in development.articles}
    check_against(development, texts, Path("development.yaml"))
    assert len(development.questions) >= 100
    assert 0.3 < sum(q.unanswerable for q in development.questions) / len(development.questions) < 0.5
    assert not {q.question for q in development.questions} & {q.question for q in sample.questions}


def test_an_error_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hemeroteca", "eval", str(write(tmp_path, "questions: 3"))])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    out, err = capfd.readouterr()
    assert (stopped.value.code, out) == (1, "")
    assert err.count("\n") == 1
    assert "it holds no questions" in err
