"""Questions without an answer made from those that have one."""

from __future__ import annotations

import random

from hemeroteca.reader.squad import SquadExample
from hemeroteca.reader.training.negatives import mined, removed, swapped
from tests.fakes import WordLengthEncoder

CONTEXT = "El faro de Tamarú abrió en 1932. Lo proyectó Inés Carrasquilla. Costó poco."


def example(name: str, question: str, answer: str, context: str = CONTEXT) -> SquadExample:
    return SquadExample(id=name, question=question, context=context, answers=((answer, context.index(answer)),))


def test_the_sentence_that_holds_the_answer_is_removed() -> None:
    (made,) = removed([example("a", "¿Quién lo proyectó?", "Inés Carrasquilla")], 5, random.Random(1))
    assert made.context == "El faro de Tamarú abrió en 1932. Costó poco."
    assert (made.question, made.answers, made.id) == ("¿Quién lo proyectó?", (), "a-removed")


def test_a_passage_that_says_it_twice_or_nothing_else_is_left_out() -> None:
    twice = example("a", "¿Cuándo?", "1932", "Abrió en 1932. Cerró en 1932 también.")
    alone = example("b", "¿Cuándo?", "1932", "Abrió en 1932.")
    assert removed([twice, alone], 5, random.Random(1)) == []


def test_a_name_is_changed_for_one_that_the_passage_lacks() -> None:
    asked = example("a", "¿Cuándo abrió el faro de Tamarú?", "1932")
    others = [
        example("b", "¿Quién es Inés Carrasquilla?", "faro"),  # in the passage: not taken
        example("c", "¿Dónde está Puerto Cárdeno?", "faro", "El faro."),
    ]
    made = swapped([asked, *others], 5, random.Random(1))
    assert {m.question for m in made if m.id == "a-swapped"} == {"¿Cuándo abrió el faro de Puerto Cárdeno?"}
    assert all(not m.answers for m in made)


def test_a_year_is_changed_for_a_year() -> None:
    asked = example("a", "¿Qué abrió en 1932?", "El faro")
    others = [example("b", "¿Quién ganó en 1950 a 12 000?", "faro", "El faro.")]
    (made,) = [m for m in swapped([asked, *others], 5, random.Random(1)) if m.id == "a-swapped"]
    assert made.question == "¿Qué abrió en 1950?"


def test_a_mined_passage_lacks_the_answer() -> None:
    contexts = [f"La casa {i} se hizo en {1900 + i} con piedra." for i in range(6)] + ["Otra de 1902 también hubo."]
    examples = [example(f"{i}", "¿Cuándo se hizo?", f"{1900 + i}", c) for i, c in enumerate(contexts[:6])]
    examples.append(SquadExample(id="x", question="¿Qué?", context=contexts[6], answers=()))
    made = mined(examples, 6, WordLengthEncoder(), random.Random(1))
    assert made
    for m in made:
        assert f"{1900 + int(m.id.removesuffix('-mined'))}" not in m.context
        assert m.context in contexts
    assert mined(examples, 0, WordLengthEncoder(), random.Random(1)) == []


def test_the_same_seed_makes_the_same() -> None:
    examples = [example(f"{i}", f"¿Qué abrió en {1930 + i}?", "El faro") for i in range(8)]
    assert swapped(examples, 4, random.Random(3)) == swapped(examples, 4, random.Random(3))
    assert removed(examples, 4, random.Random(3)) == removed(examples, 4, random.Random(3))
