from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.index import record
from hemeroteca.index.terms import index_terms, query_terms, rarest, search_terms


def test_inflected_forms_meet_and_stop_words_go() -> None:
    assert index_terms("Las reuniones de los secretarios", "es") == index_terms("la REUNIÓN del secretario", "es")


def test_accents_are_folded_after_stemming() -> None:
    assert index_terms("canción canciones", "es") == ["cancion", "cancion"]


def test_another_language_has_its_own_stems() -> None:
    assert index_terms("The meetings were agreed", "en") == ["meet", "agre"]


def test_a_language_without_rules_is_only_folded() -> None:
    assert index_terms("Čeština má háčky", "cs") == ["cestina", "ma", "hacky"]


def test_query_terms_are_those_of_each_language_once() -> None:
    assert query_terms("meetings of Tijuana", ["es", "en"]) == ["meet", "tijuana", "meetings", "of", "tijuan"]


def test_the_rarest_terms_are_kept_up_to_the_budget() -> None:
    assert rarest([("común", 90), ("rara", 2), ("media", 20)], 25) == ["rara", "media"]


def test_the_rarest_term_is_kept_whatever_it_costs() -> None:
    assert rarest([("común", 90)], 25) == ["común"]


def test_equal_frequencies_go_by_the_word() -> None:
    assert rarest([("b", 1), ("a", 1), ("c", 1)], 2) == ["a", "b"]


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(record._SCHEMA)
    bodies = {1: "lluvi en tijuan", 2: "lluvi lluvi", 3: "sol"}
    connection.executemany("INSERT INTO terms (rowid, body) VALUES (?, ?)", bodies.items())
    return connection


def search(connection: sqlite3.Connection, *terms: str, where: str = "rowid > ?") -> list[int]:
    return [i for i, _ in search_terms(connection, terms, budget=100, limit=10, where=where, parameters=[0])]


def test_more_of_the_term_in_less_text_ranks_first(connection: sqlite3.Connection) -> None:
    assert search(connection, "lluvi") == [2, 1]


def test_weights_are_positive_and_larger_is_better(connection: sqlite3.Connection) -> None:
    weights = [
        w for _, w in search_terms(connection, ["tijuan", "sol"], budget=9, limit=9, where="rowid > ?", parameters=[0])
    ]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_the_condition_holds(connection: sqlite3.Connection) -> None:
    assert search(connection, "lluvi", where="rowid > 1 + ?") == [2]


def test_an_unknown_term_finds_nothing(connection: sqlite3.Connection) -> None:
    assert search(connection, "nieve") == []


@pytest.mark.parametrize(
    "hostile", ['"', "a AND", "NEAR(", "*", "body:x", "-x", "^", "(" * 5000, "x' OR 1=1 --", "\x00", "😀"]
)
def test_no_text_of_a_user_is_query_syntax(connection: sqlite3.Connection, hostile: str) -> None:
    assert search(connection, *query_terms(f"{hostile} lluvia", ["es"])) == [2, 1]
    assert search(connection, hostile, "lluvi") == [2, 1]


@given(st.text(max_size=60))
def test_terms_are_words_only(text: str) -> None:
    for term in index_terms(text, "es"):
        assert term.isalnum()
