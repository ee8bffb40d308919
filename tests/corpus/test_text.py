"""The normal form: what goes, what stays, and that a second time changes nothing."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.corpus import normalize_text
from hemeroteca.corpus.text import MOST_MARKS, one_line

# Hypothesis seldom draws these by itself, and they are the ones that matter here.
AWKWARD = "a \t\n\r\x00\x0b\x0c\x1b\x85\xa0\xad\u0301\u0327\u0344\u0958\u200b\u2028\u202f\u2060\ufeff\ud800ñÑ😀한"
TEXTS = st.one_of(
    st.text(st.characters(), max_size=200),
    st.text(st.sampled_from(AWKWARD), max_size=200),
    st.lists(st.sampled_from(["\u0344", "\u0301", "\u0327", "e", " ", "\n"]), max_size=120).map("".join),
)


@given(TEXTS)
def test_normal_text_is_nfc_and_clean(text: str) -> None:
    normal = normalize_text(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert not [c for c in normal if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert all(line == line.rstrip() for line in normal.split("\n"))
    assert normal == normal.strip()
    assert "\n\n\n" not in normal


@given(TEXTS)
def test_a_second_time_changes_nothing(text: str) -> None:
    normal = normalize_text(text)
    assert normalize_text(normal) == normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeffuno\r\ndos\rtres\u2028cuatro\x85cinco", "uno\ndos\ntres\ncuatro\ncinco"),
        ("uno  \t\n\n\n\n dos", "uno\n\n dos"),
        ("coope\xadra\u200bción", "cooperación"),
        ("cancio\u0301n, nin\u0303o", "canción, niño"),
        ("23\xa0de\u202fenero", "23 de enero"),
        ("a\x00b\x1b[0m\x7f", "ab[0m"),
        ("a\ud800b", "a\ufffdb"),
        ("col\tumna", "col\tumna"),
        ("  \n\t ", ""),
        ("«Sí» — ¿qué…? 👩‍👩‍👧", "«Sí» — ¿qué…? 👩‍👩‍👧"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert normalize_text(text) == expected


def test_a_letter_keeps_only_so_many_marks() -> None:
    assert normalize_text("x" + "\u0323\u0301" * 100) == "x" + "\u0323" * (MOST_MARKS // 2) + "\u0301" * (
        MOST_MARKS // 2
    )


def test_marks_that_nfc_splits_are_counted_after_it() -> None:
    assert normalize_text("q" + "\u0344" * MOST_MARKS) == "q" + "\u0308\u0301" * (MOST_MARKS // 2)


@pytest.mark.parametrize("text", ["a" + "\u0301\u0327" * 500_000, "a" + " " * 1_000_000 + "b", "\n" * 1_000_000 + "b"])
def test_time_grows_with_length_only(text: str) -> None:
    start = time.process_time()
    normalize_text(text)
    assert time.process_time() - start < 5  # a quadratic pass takes minutes here


def test_one_line() -> None:
    assert one_line(" a\n\n b\t\tc\u2029d ") == "a b c d"
