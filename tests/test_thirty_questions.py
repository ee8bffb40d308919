"""Thirty questions, eight of them without an answer, over the sample articles and over those they restate.

The floors are what the reader reached when they were set: a change may raise them; one that lowers a floor says why in
``evals/results/README.md``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from hemeroteca import Archive
from hemeroteca.index.terms import fold
from hemeroteca.types import Relation
from tests.conftest import REPOSITORY

QUESTIONS = yaml.safe_load((REPOSITORY / "tests/data/thirty_questions.yaml").read_text("utf-8"))
FLOORS = {REPOSITORY / "corpus": 26, REPOSITORY.parent / "shared" / "articles": 28}
#: The days on which the two secretaries spoke, as far as the articles date them.
CALLS = {
    REPOSITORY / "corpus": [date(2026, 1, 15)],
    REPOSITORY.parent / "shared" / "articles": [date(2026, 1, 15), date(2026, 1, 30)],
}


def words(text: str) -> str:
    kept = "".join(c if c.isalnum() else " " for c in fold(text))
    return f" {' '.join(kept.split())} "


@pytest.mark.parametrize("corpus", [path for path in FLOORS if path.is_dir()], ids=lambda path: path.name)
def test_no_fewer_are_right_than_were_and_every_citation_is_exact(corpus: Path, tmp_path: Path) -> None:
    wrong = []
    with Archive.build(corpus, into=tmp_path / "index") as archive:
        for asked in QUESTIONS:
            answer = archive.ask(asked["question"])
            for c in answer.citations:
                assert archive.article(c.article_id).text[c.start : c.end] == c.quote
            accepted = [words(str(a)) for a in asked.get("answers", [])]
            given = words(answer.text)
            right = any(a in given or given in a for a in accepted) if answer.text else not accepted
            if not right:
                wrong.append((asked["question"], answer.text, round(answer.confidence, 2)))
    assert len(QUESTIONS) - len(wrong) >= FLOORS[corpus], wrong


@pytest.mark.parametrize("corpus", [path for path in CALLS if path.is_dir()], ids=lambda path: path.name)
def test_a_call_is_dated_by_its_articles_and_a_later_one_is_another_event(corpus: Path, tmp_path: Path) -> None:
    first, *later = CALLS[corpus]
    with Archive.build(corpus, into=tmp_path / "index") as archive:
        answer = archive.ask("¿Cuándo hablaron Rubio y De la Fuente?")
    assert (answer.abstained, answer.value) == (None, first)
    assert answer.witnesses >= 2
    assert {c.value for c in answer.citations} == {first}
    others = [(other.value, other.relation) for other in answer.alternatives]
    assert all((day, Relation.OTHER_EVENT) in others for day in later)
    assert all(relation is not Relation.DISAGREES for _, relation in others)
