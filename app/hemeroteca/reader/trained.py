"""The trained reader: all passages of a question read in one go."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import cast

import torch
from transformers import BertModel

from hemeroteca.errors import ModelMismatch
from hemeroteca.models.e5 import QuantizedEmbedding
from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.models.precision import has_fast_bfloat16
from hemeroteca.reader.inputs import WindowCutter
from hemeroteca.reader.network import ReaderNetwork
from hemeroteca.reader.predict import read_pairs
from hemeroteca.reader.weights import ReaderWeights, load_weights
from hemeroteca.types import Calibration, Passage, Span

#: Spans proposed for a passage: several may be right («el 12» and «el 15 de enero»), the rest is noise.
SPANS_PER_PASSAGE = 3


class TrainedReader:
    """A ``Reader`` over the packed e5 encoder, whose word table and lower layers it shares.

    Raises ModelMismatch where the weights were trained over another encoder.
    """

    name = "e5-small-reader"

    def __init__(self, encoder: SentenceTransformerEncoder, weights: ReaderWeights) -> None:
        if weights.base != encoder.fingerprint:
            raise ModelMismatch(
                f"the reader belongs to encoder {weights.base[:12]}, not to {encoder.name} ({encoder.fingerprint[:12]})",
                hint="leave --model out, or use the baseline reader with that encoder",
            )
        transformer = encoder.packed
        self.fingerprint = weights.fingerprint
        self.calibration: Calibration = weights.calibration
        self.network = build_network(transformer.model, weights, bfloat16=has_fast_bfloat16())
        self._cutter = WindowCutter(transformer.tokenizer)
        self._pad_id = transformer.pad_id

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """See ``Reader.read``: the best spans of each passage, at most ``SPANS_PER_PASSAGE``."""
        if not passages:
            return []
        pairs = [(question, passage.text) for passage in passages]
        readings = read_pairs(self.network, self._cutter, pairs, pad_id=self._pad_id, count=SPANS_PER_PASSAGE)
        return [
            Span(
                passage_id=passage.id,
                start=passage.start + span.start,
                end=passage.start + span.end,
                text=passage.text[span.start : span.end],
                score=span.score,
                no_answer=span.no_answer,
            )
            for passage, spans in zip(passages, readings, strict=True)
            for span in spans
        ]


def default_weights() -> Path:
    """Where the installed package keeps the weights that ship."""
    return Path(str(files("hemeroteca.reader") / "weights" / "reader.safetensors"))


def load_reader(encoder: SentenceTransformerEncoder, path: Path | None = None) -> TrainedReader:
    """The reader of that weights file, by default the one that ships, over an encoder."""
    return TrainedReader(encoder, load_weights(path or default_weights()))


def build_network(bert: BertModel, weights: ReaderWeights, *, bfloat16: bool) -> ReaderNetwork:
    """The network in evaluation mode.

    In float32 it shares what it can with ``bert``. In bfloat16 it is a copy, all of it half as large: a layer that is
    kept in one format and computed in another would be converted at each call.
    """
    shared: list[torch.nn.Module] = [bert.embeddings.word_embeddings]
    if not bfloat16:
        shared += [bert.embeddings, *bert.encoder.layer[: weights.trained_from]]
    own = copy.deepcopy(bert, {id(module): module for module in shared})
    network = ReaderNetwork(own, trained_from=weights.trained_from)
    _, unexpected = network.load_state_dict(weights.state, strict=False)
    if unexpected or network.trained_state().keys() != weights.state.keys():
        raise ModelMismatch(
            f"the reader's weights do not fit its encoder ({unexpected[:1]})", hint="install hemeroteca again"
        )
    if bfloat16:
        table = cast(QuantizedEmbedding, bert.embeddings.get_submodule("word_embeddings"))
        own.embeddings.set_submodule("word_embeddings", table.in_format(torch.bfloat16))
        network.to(torch.bfloat16)
    return network.eval().requires_grad_(False)
