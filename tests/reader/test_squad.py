from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from hemeroteca.reader.squad import SquadError, exact_match, f1, load_squad, normalize_answer


def test_normalisation_drops_case_punctuation_and_articles() -> None:
    assert normalize_answer("«El 23 de Enero», la víspera.") == ["23", "de", "enero", "víspera"]


def test_articles_are_those_of_the_language() -> None:
    assert normalize_answer("the A la", "en") == ["la"]
    assert normalize_answer("the A la", "es") == ["the", "a"]


def test_exact_match_takes_the_best_reference() -> None:
    assert exact_match("el puerto", ["la playa", "Puerto"]) == 1.0
    assert exact_match("el puerto viejo", ["Puerto"]) == 0.0


def test_f1_is_worked_by_hand() -> None:
    # «puerto viejo» against «puerto de Luz»: 1 word in common, precision 1/2, recall 1/3.
    assert f1("el puerto viejo", ["puerto de Luz"]) == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))


def test_words_count_as_often_as_they_occur() -> None:
    assert f1("no no", ["no"]) == pytest.approx(2 * (1 / 2) * 1 / (1 / 2 + 1))


def test_without_an_answer_only_silence_is_right() -> None:
    assert (f1("", []), f1("algo", []), exact_match("", []), exact_match("algo", [])) == (1.0, 0.0, 1.0, 0.0)


def paragraph(*qas: dict[str, object]) -> dict[str, object]:
    return {"data": [{"title": "t", "paragraphs": [{"context": "Llovió en Valdeluz.", "qas": list(qas)}]}]}


def test_both_versions_load_plain_and_packed(tmp_path: Path) -> None:
    answer = {"text": "Valdeluz", "answer_start": 10}
    raw = paragraph(
        {"id": "1", "question": " ¿Dónde? ", "answers": [answer, {"text": "", "answer_start": -1}]},
        {"id": "2", "question": "¿Cuándo?", "answers": [], "is_impossible": True},
    )
    plain, packed = tmp_path / "set.json", tmp_path / "set.json.gz"
    plain.write_text(json.dumps(raw), "utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    examples = load_squad(plain)
    assert examples == load_squad(packed)
    assert [(e.question, e.answers) for e in examples] == [("¿Dónde?", (("Valdeluz", 10),)), ("¿Cuándo?", ())]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"data": [{"paragraphs": [{}]}]}', '{"data": 3}'])
def test_a_file_that_is_no_set_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "no.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SquadError, match=r"no\.json"):
        load_squad(path)
