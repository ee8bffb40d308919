"""The SentencePiece model made of the packed vocabulary, and the pipeline that transformers gets of it."""

from __future__ import annotations

import pytest

from hemeroteca.models import e5_file
from hemeroteca.models.tokenizer import Tokenizer, build_fast_tokenizer

TEXTS = [
    "El próximo 23 de enero se reúne el Grupo de Implementación de Seguridad.",
    "«¿Cuándo?», preguntó; 1.234,56 € y 30 %.",
    "ﬁn ½ kilo Ⅻ",
    "O presidente não falou em São Paulo.",
    "naïve café e\u0301 \u00a0x",
]


@pytest.fixture(scope="module")
def vocabulary() -> e5_file.Vocabulary:
    path = e5_file.default_path()
    assert path is not None
    return e5_file.read(path).vocabulary


@pytest.fixture(scope="module")
def tokenizer(vocabulary: e5_file.Vocabulary) -> Tokenizer:
    return Tokenizer(vocabulary)


def test_both_cut_alike(vocabulary: e5_file.Vocabulary, tokenizer: Tokenizer) -> None:
    fast = build_fast_tokenizer(vocabulary)
    for text in TEXTS:
        assert tokenizer.encode(text) == fast.encode(text, add_special_tokens=False).ids
        assert [vocabulary.bos, *tokenizer.encode(text), vocabulary.eos] == fast.encode(text).ids
        ids, offsets = tokenizer.encode_with_offsets(text)
        assert ids == tokenizer.encode(text)
        # Of a run of spaces one counts the last to the word, the other all.
        wanted = fast.encode(text, add_special_tokens=False).offsets
        assert [text[a:b].strip() for a, b in offsets] == [text[a:b].strip() for a, b in wanted]


def test_offsets_are_code_points_in_order(tokenizer: Tokenizer) -> None:
    text = "😀😀 El  niño\n\nvolvió 日本 e\u0301l."
    _, offsets = tokenizer.encode_with_offsets(text)
    assert all(0 <= a <= b <= len(text) for a, b in offsets)
    assert list(offsets) == sorted(offsets)
    assert "".join(text[a:b] for a, b in offsets).split() == text.split()


@pytest.mark.parametrize("text", ["", "   ", "\n", "fin ", "fin\n\n"])
def test_white_space_at_the_end(text: str, vocabulary: e5_file.Vocabulary, tokenizer: Tokenizer) -> None:
    fast = build_fast_tokenizer(vocabulary).encode(text, add_special_tokens=False)
    assert tokenizer.encode(text) == fast.ids
    assert tokenizer.encode_with_offsets(text)[0] == fast.ids


def test_special_tokens_written_in_a_text_are_words(vocabulary: e5_file.Vocabulary, tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("dijo </s> y <s> y <pad>")
    assert not {vocabulary.bos, vocabulary.eos, vocabulary.pad} & set(ids)
