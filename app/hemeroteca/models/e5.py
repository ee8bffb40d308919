"""The packed e5 file as torch modules: a BERT whose word table stays in 4 bits, and a sentence-transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules.input_module import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from transformers import BertConfig, BertModel

from hemeroteca.models import e5_file
from hemeroteca.models.tokenizer import Tokenizer

PROMPTS = {"query": "query: ", "passage": "passage: "}

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class QuantizedEmbedding(torch.nn.Module):
    """A word table kept in 4-bit blocks: only the rows looked up are expanded.

    Args:
        blocks: uint8 ``(rows, row_blocks, 18)``, normally a view of the model file's memory map, so that the
            54 MB are paged in as words occur and shared between processes and between encoder and reader.
    """

    def __init__(self, blocks: NDArray[np.uint8], *, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self._blocks = blocks
        self._dtype = dtype

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(...) int64 -> (..., columns) of this table's dtype."""
        unique, inverse = np.unique(ids.numpy(), return_inverse=True)
        rows = torch.from_numpy(e5_file.dequantize(self._blocks[unique])).to(self._dtype)
        return rows[torch.from_numpy(inverse.reshape(ids.shape))]

    def in_format(self, dtype: torch.dtype) -> QuantizedEmbedding:
        """The same table, not copied, giving rows of another dtype."""
        return QuantizedEmbedding(self._blocks, dtype=dtype)

    def dense(self) -> torch.Tensor:
        """The whole table, (rows, columns) float32: 384 MB for e5-small. For export only."""
        return torch.from_numpy(e5_file.dequantize(self._blocks))


class E5Transformer(InputModule):
    """The first module of the sentence-transformers model: tokenise, embed, encode."""

    tokenizer: Tokenizer  # type: ignore[assignment]  # the base class knows those of two libraries; it calls neither

    def __init__(self, model: BertModel, tokenizer: Tokenizer, max_seq_length: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self.tokenizer = tokenizer
        self.max_seq_length = max_seq_length

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Texts to ``input_ids`` and ``attention_mask``, both (texts, longest) int64, cut at ``max_seq_length``."""
        texts = [(prompt or "") + text for text in inputs]
        rows = [self._with_ends(self.tokenizer.encode(text)) for text in texts]
        ids = torch.full((len(rows), max(map(len, rows))), self.tokenizer.pad)
        mask = torch.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def _with_ends(self, ids: list[int]) -> list[int]:
        return [self.tokenizer.bos, *ids[: self.max_seq_length - 2], self.tokenizer.eos]

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        output = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        return {**features, "token_embeddings": output.last_hidden_state}

    def get_embedding_dimension(self) -> int:
        return int(self.model.config.hidden_size)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            "the packed model is read from its file; it is not saved as a sentence-transformers folder"
        )


def build_bert(file: e5_file.E5File) -> BertModel:
    """The encoder with float32 layers and the 4-bit word table, in evaluation mode, without a pooler."""
    config = BertConfig(
        vocab_size=1,  # the word table is replaced below: the dense one is never allocated
        hidden_size=file.hidden,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=file.intermediate,
        max_position_embeddings=file.max_positions,
        type_vocab_size=file.token_types,
        layer_norm_eps=file.layer_norm_eps,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=None,  # set below: an embedding of one row has no place for it
    )
    with torch.device("meta"):  # no memory and no time for weights that are replaced at once
        model = BertModel(config, add_pooling_layer=False)
    config.pad_token_id = file.vocabulary.pad
    config.vocab_size = file.vocabulary_size
    model.embeddings.set_submodule("word_embeddings", QuantizedEmbedding(file.blocks["emb.word"]))
    missing, unexpected = model.load_state_dict(_state(file), strict=False, assign=True)
    embeddings = model.embeddings
    positions = torch.arange(file.max_positions)[None]
    embeddings.register_buffer("position_ids", positions, persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
    if unexpected or any("word_embeddings" not in name for name in missing):
        raise ValueError(f"the packed model does not fit a BERT: missing {missing}, unexpected {unexpected}")
    model.requires_grad_(False).train(False)
    return model


def _state(file: e5_file.E5File) -> dict[str, torch.Tensor]:
    hidden = file.hidden

    def floats(name: str) -> torch.Tensor:
        return torch.from_numpy(file.floats[name].copy())

    state = {
        "embeddings.position_embeddings.weight": floats("emb.pos").view(-1, hidden),
        "embeddings.token_type_embeddings.weight": floats("emb.type").view(-1, hidden),
        "embeddings.LayerNorm.weight": floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": floats("emb.ln.b"),
    }
    for layer in range(file.layers):
        for short, long in _LAYER_NAMES.items():
            source, target = f"l{layer}.{short}", f"encoder.layer.{layer}.{long}"
            weight = f"{source}.w"
            state[f"{target}.weight"] = (
                floats(weight) if weight in file.floats else torch.from_numpy(file.matrix(weight))
            )
            state[f"{target}.bias"] = floats(f"{source}.b")
    return state


def load_e5(path: Path) -> SentenceTransformer:
    """multilingual-e5-small from the packed file as an ordinary sentence-transformers model.

    Mean pooling, L2 normalisation and the prompts ``query`` and ``passage`` included. Opens no connection.
    Raises ModelError where the file is absent or not the expected one.
    """
    file = e5_file.read(path)
    transformer = E5Transformer(build_bert(file), Tokenizer(file.vocabulary), file.max_positions)
    return SentenceTransformer(
        modules=[transformer, Pooling(file.hidden, pooling_mode="mean"), Normalize()], prompts=PROMPTS, device="cpu"
    )
