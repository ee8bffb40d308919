from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tokenizers.normalizers import Precompiled

from hemeroteca.models.charsmap import compile_charsmap

letters = st.characters(min_codepoint=1, exclude_categories=["Cs", "Mn", "Mc", "Me", "Cf"])


def normalize(table: dict[str, str], text: str) -> str:
    return Precompiled(compile_charsmap(table)).normalize_str(text)


def test_characters_of_every_utf8_length_are_replaced() -> None:
    assert normalize({"A": "a", "ñ": "n", "①": "1", "𝐱": "x"}, "A ñ ① 𝐱 B") == "a n 1 x B"


def test_a_replacement_may_be_empty_or_longer() -> None:
    assert normalize({"\x07": "", "ﬁ": "fi"}, "\x07ﬁn") == "fin"


@given(st.dictionaries(letters, st.text(alphabet="abcé字", max_size=3), max_size=40), letters)
def test_only_what_is_in_the_table_changes(table: dict[str, str], other: str) -> None:
    for key, value in table.items():
        assert normalize(table, key) == value
    if other not in table:
        assert normalize(table, other) == other
