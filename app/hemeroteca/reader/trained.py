"""The trained reader: all passages of a question read in one go."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from hemeroteca.errors import ModelMismatch
from hemeroteca.models.encoder import LazyEncoder, SentenceTransformerEncoder
from hemeroteca.reader.weights import load_state, read_card
from hemeroteca.types import Calibration, Passage, Span

if TYPE_CHECKING:
    from hemeroteca.reader.inputs import WindowCutter
    from hemeroteca.reader.network import ReaderNetwork

#: Spans proposed for a passage: several may be right («el 12» and «el 15 de enero»), the rest is noise.
SPANS_PER_PASSAGE = 3


def default_weights() -> Path:
    """Where the installed package keeps the weights that ship."""
    return Path(str(files("hemeroteca.reader") / "weights" / "reader.safetensors"))


class TrainedReader:
    """A ``Reader`` over the packed e5 encoder, whose word table it shares; the network is built at the first question.

    Raises ModelError where the weights cannot be read, ModelMismatch where they belong to another encoder.
    """

    name = "e5-small-reader"

    def __init__(self, encoder: SentenceTransformerEncoder | LazyEncoder, path: Path | None = None) -> None:
        self._encoder = encoder
        self._path = path or default_weights()
        self._lock = threading.Lock()
        self.card = read_card(self._path)
        if self.card.base != encoder.fingerprint:
            raise ModelMismatch(
                f"the reader is for encoder {self.card.base[:12]}, not {encoder.name} ({encoder.fingerprint[:12]})",
                hint="leave --model out, or read with the first-form reader",
            )

    @property
    def fingerprint(self) -> str:
        return self.card.fingerprint

    @property
    def calibration(self) -> Calibration:
        return self.card.calibration

    def read(self, question: str, passages: Sequence[Passage]) -> list[Span]:
        """See ``Reader.read``: the best spans of each passage, at most ``SPANS_PER_PASSAGE``."""
        from hemeroteca.reader.predict import read_pairs

        network, cutter = self._loaded
        pairs = [(question, passage.text) for passage in passages]
        readings = read_pairs(network, cutter, pairs, count=SPANS_PER_PASSAGE)
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

    @property
    def _loaded(self) -> tuple[ReaderNetwork, WindowCutter]:
        with self._lock:
            return self._network_and_cutter

    @cached_property
    def _network_and_cutter(self) -> tuple[ReaderNetwork, WindowCutter]:
        from hemeroteca.models.precision import has_fast_bfloat16
        from hemeroteca.reader.inputs import WindowCutter
        from hemeroteca.reader.network import build_network

        encoder = self._encoder.loaded if isinstance(self._encoder, LazyEncoder) else self._encoder
        packed = encoder.packed
        state = load_state(self._path)
        network = build_network(packed.model, state, trained_from=self.card.trained_from, bfloat16=has_fast_bfloat16())
        return network, WindowCutter(packed.tokenizer)
