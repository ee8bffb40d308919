from __future__ import annotations

import pytest

from hemeroteca.chat.examples import IN, Examples, find_examples, frequent_names, names_in
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.errors import IndexNotFound
from hemeroteca.types import Answer, Article
from tests.chat.fakes import Fact, FakeArchive, harbour_archive


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ayer la Junta de Obras del Puerto cerró.", [("Junta de Obras del Puerto", "la")]),
        ("Ayer vino Marta Ruiz, y Ana Gil no.", [("Marta Ruiz", ""), ("Ana Gil", "")]),
        ("Según Marta Ruiz, no.", []),  # «Según» may be capitalised only because it opens the sentence
        ("Lo dijo. Marta Ruiz calló.", []),
        ("el alcalde del Puerto de la Luz salió", [("Puerto de la Luz", "el")]),
        ("va a la Casa de la", []),  # one capitalised word is no name of several
        ("ayer vino Marta\nRuiz sola", []),
        ("vimos al Gobierno Civil", [("Gobierno Civil", "el")]),
        ("llamaron a una Junta de Obras", [("Junta de Obras", "la")]),
        ("hoy Ana Gil de casa salió", [("Ana Gil", "")]),
        ("hubo fiesta en Puerto Viejo ayer", [("Puerto Viejo", IN)]),
        ("", []),
    ],
)
def test_names_are_runs_of_capitalised_words_within_sentences(text: str, names: list[tuple[str, str]]) -> None:
    assert list(names_in(text)) == names


def test_names_of_more_texts_come_first_and_ties_are_broken_by_frequency_and_name() -> None:
    texts = [
        "con Ana Gil y la Casa Roja",
        "con Ana Gil, con Eva Paz, con Eva Paz",
        "la Casa Roja y una Casa Roja, con Blas Ros",
    ]
    assert frequent_names(iter(texts)) == [("Casa Roja", "la"), ("Ana Gil", ""), ("Eva Paz", ""), ("Blas Ros", "")]


def test_places_are_left_out_also_where_they_are_named_otherwise() -> None:
    texts = ["con Ana Gil, de Puerto Viejo, y Puerto Viejo ganó", "hubo fiesta en Puerto Viejo"]
    assert frequent_names(iter(texts)) == [("Ana Gil", "")]


def test_only_questions_that_are_answered_about_the_name_are_offered() -> None:
    assert find_examples(harbour_archive(), ES) == [
        "¿Cuándo se reúne la Junta de Obras del Puerto?",
        "¿Qué dijo Marta Ruiz?",
    ]
    assert find_examples(harbour_archive(), EN) == [
        "When does the Junta de Obras del Puerto meet?",
        "What did Marta Ruiz say?",
    ]


def test_an_answer_that_only_repeats_the_question_or_stands_elsewhere_is_not_offered() -> None:
    article = Article(id="a", title="t", text="Vimos a Marta Ruiz en casa. Hubo 3 barcos.")
    assert find_examples(FakeArchive([article], [Fact(word="dijo", quote="Marta Ruiz")]), ES) == []
    assert find_examples(FakeArchive([article], [Fact(word="dijo", quote="3 barcos")]), ES) == []
    assert find_examples(FakeArchive([article], [Fact(word="dijo", quote="en casa")]), ES) == ["¿Qué dijo Marta Ruiz?"]


def test_questions_of_different_kinds_are_preferred() -> None:
    text = "Ayer vimos a Ana Gil en casa y a Eva Paz en casa."
    archive = FakeArchive(
        [Article(id="a", title="t", text=text)],
        [Fact(word="dijo", quote="en casa"), Fact(word="quién", quote="en casa")],
    )
    assert find_examples(archive, ES) == ["¿Qué dijo Ana Gil?", "¿Quién es Eva Paz?"]


def test_the_search_ends_when_time_is_up_or_the_server_stops() -> None:
    assert find_examples(harbour_archive(), ES, seconds=-1) == []
    archive = harbour_archive()
    assert find_examples(archive, ES, stopped=lambda: len(archive.asked) > 0) == [
        "¿Cuándo se reúne la Junta de Obras del Puerto?"
    ]


def test_examples_are_looked_for_once_for_each_language() -> None:
    archive = harbour_archive()
    examples = Examples(archive)
    assert examples.ready(ES) == []
    examples.start()
    first, other = examples.get(ES), examples.get(EN)
    asked = len(archive.asked)
    assert first == examples.ready(ES) == examples.get(ES) == find_examples(harbour_archive(), ES)
    assert other == examples.ready(EN) == find_examples(harbour_archive(), EN)
    assert len(archive.asked) == asked
    examples.stop()


def test_an_archive_that_cannot_be_asked_offers_none() -> None:
    class Broken(FakeArchive):
        def ask(self, question: str, **_: object) -> Answer:
            raise IndexNotFound("gone", hint="look elsewhere")

    assert Examples(Broken([*harbour_archive().articles()])).get(ES) == []
