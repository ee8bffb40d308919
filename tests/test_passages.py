from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.passages import cut


def words(text: str) -> int:
    return len(text.split())


def texts(text: str, tokens: int) -> list[str]:
    return [text[start:end] for start, end in cut(text, tokens=tokens, count_tokens=words)]


def test_a_short_text_is_one_passage() -> None:
    assert cut("  Uno dos. \n", tokens=10, count_tokens=words) == [(2, 10)]


def test_paragraphs_come_before_sentences() -> None:
    assert texts("Uno dos. Tres cuatro.\n\nCinco seis.", 4) == ["Uno dos. Tres cuatro.", "Cinco seis."]


def test_sentences_are_kept_whole_where_they_fit() -> None:
    assert texts("Uno dos tres. «¿Cuatro cinco?» Seis siete.", 5) == ["Uno dos tres. «¿Cuatro cinco?»", "Seis siete."]


def test_a_sentence_that_does_not_fit_is_cut_between_words() -> None:
    assert texts("uno dos tres cuatro cinco", 2) == ["uno dos", "tres cuatro", "cinco"]


def test_repeated_text_keeps_its_places() -> None:
    assert cut("sí no.\n\nsí no.\n\nsí no.", tokens=3, count_tokens=words) == [(0, 6), (8, 14), (16, 22)]


@given(st.text(alphabet=st.sampled_from("aéñ\u0301 .?!»\n\t😀字\u202e"), max_size=300), st.integers(1, 12))
def test_passages_are_disjoint_in_order_and_hold_everything(text: str, tokens: int) -> None:
    offsets = cut(text, tokens=tokens, count_tokens=words)
    rest, last = [], 0
    for start, end in offsets:
        assert last <= start < end
        assert words(text[start:end]) <= tokens
        rest.append(text[last:start])
        last = end
    assert "".join([*rest, text[last:]]).strip() == ""
