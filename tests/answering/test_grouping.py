from __future__ import annotations

import math
from datetime import date

import pytest

from hemeroteca.answering.agreement import Account
from hemeroteca.answering.grouping import Candidate, Group, group_candidates, key_of, same_value
from hemeroteca.types import Amount, Kind, Span, Value


def candidate(
    form: str, *, margin: float, article: str = "a", value: Value | None = None, passage: int = 1
) -> Candidate:
    span = Span(passage_id=passage, start=0, end=len(form), text=form, score=margin, no_answer=0.0)
    return Candidate(
        span=span,
        article_id=article,
        start=0,
        end=len(form),
        quote=form,
        form=form,
        value=value,
        margin=margin,
        similarity=0.9,
        retrieval=0.0,
        account=Account(cluster=ord(article[0]), source=None, sentence=""),
    )


def forms(groups: list[Group]) -> list[list[str]]:
    return [[m.form for m in g.members] for g in groups]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("el 23 de enero", "23 de enero"),
        ("el próximo 23 de enero", "23 de enero"),
        ("Washington, D.C.", "Washington DC"),
        ("La Habana", "la habana"),
        ("María", "Maria"),
    ],
)
def test_equal_keys(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_equal_values_group_whatever_the_words() -> None:
    day = date(2031, 1, 15)
    found = group_candidates(
        [candidate("este jueves", margin=2, value=day), candidate("15 de enero", margin=3, article="b", value=day)],
        Kind.WHEN,
    )
    assert forms(found) == [["15 de enero", "este jueves"]]
    assert found[0].support == pytest.approx(1 + math.exp(2 - 3))


def test_equal_words_with_different_values_stay_apart() -> None:
    found = group_candidates(
        [
            candidate("ayer", margin=2, value=date(2031, 1, 15)),
            candidate("ayer", margin=1, article="b", value=date(2031, 1, 16)),
        ],
        Kind.WHEN,
    )
    assert len(found) == 2


def test_an_unresolved_date_joins_by_its_words() -> None:
    found = group_candidates(
        [
            candidate("23 de enero", margin=1, article="b"),
            candidate("el 23 de enero", margin=2, value=date(2031, 1, 23)),
        ],
        Kind.WHEN,
    )
    assert len(found) == 1
    assert found[0].value == date(2031, 1, 23)


def test_a_name_joins_the_one_fuller_name() -> None:
    found = group_candidates(
        [candidate("Falcó", margin=3), candidate("Remedios Falcó", margin=2, article="b")], Kind.WHO
    )
    assert forms(found) == [["Falcó", "Remedios Falcó"]]


def test_a_name_that_two_could_hold_stays_alone() -> None:
    names = [
        candidate("Falcó", margin=3),
        candidate("Remedios Falcó", margin=2),
        candidate("Julián Falcó", margin=1),
    ]
    assert len(group_candidates(names, Kind.WHO)) == 3


def test_nearly_the_same_sentence_is_the_same() -> None:
    one = "El puerto cerrará el lunes por la huelga de los estibadores del muelle tres"
    other = "El puerto cerrará este lunes por la huelga de los estibadores del muelle tres, dijo"
    third = "La alcaldesa pidió calma a los vecinos que viven cerca de la plaza mayor"
    found = group_candidates(
        [candidate(one, margin=3), candidate(other, margin=2, article="b"), candidate(third, margin=1)], Kind.STATEMENT
    )
    assert forms(found) == [[one, other], [third]]


def test_order_is_total() -> None:
    tied = [candidate(f, margin=1, passage=p) for f, p in [("Ana", 3), ("Eva", 1), ("Luz", 2)]]
    assert forms(group_candidates(tied, Kind.WHO)) == forms(group_candidates(tied[::-1], Kind.WHO))
    assert forms(group_candidates(tied, Kind.WHO)) == [["Eva"], ["Luz"], ["Ana"]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Amount(value=12, unit="muertos"), Amount(value=12, unit="personas"), True),
        (Amount(value=12, unit="%"), Amount(value=12, unit="pesos"), False),
        (Amount(value=12, unit="%"), Amount(value=12, unit=None), True),
        (Amount(value=12), Amount(value=14), False),
        (date(2031, 1, 1), Amount(value=1), False),
    ],
)
def test_same_value(one: Value, other: Value, same: bool) -> None:
    assert same_value(one, other) is same
