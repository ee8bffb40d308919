"""The reader's weights file: its own layers in 8 bits and its head, with what they were made from.

A safetensors file. A matrix ``name`` (rows, columns) is kept as ``name`` int8 (rows, columns) and ``name.scale``
float16 (rows, columns / 32): ``weight = int8 * scale`` in blocks of 32 columns. Everything else is float32. The
metadata's one key, ``reader``, is JSON: ``base`` (SHA-256 of the encoder file), ``trained_from`` and ``calibration``.

Reading what a file says of itself needs no torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemeroteca.answering.confidence import calibration_from_json
from hemeroteca.errors import ModelError, ModelMismatch
from hemeroteca.types import Calibration

if TYPE_CHECKING:
    import torch

BLOCK = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCard:
    """What a weights file says of itself.

    Attributes:
        base: SHA-256 of the encoder file that it was trained over.
        trained_from: the first encoder layer that is the reader's own.
        fingerprint: SHA-256 of the weights file.
    """

    base: str
    trained_from: int
    calibration: Calibration
    fingerprint: str


def read_card(path: Path) -> ReaderCard:
    """Raises ModelError where the file is absent or not one."""
    described = _described(path)
    try:
        calibration = calibration_from_json(described["calibration"])
    except ModelMismatch as error:
        raise _unreadable(path, error) from error
    return ReaderCard(
        base=described["base"],
        trained_from=described["trained_from"],
        calibration=calibration,
        fingerprint=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _described(path: Path) -> dict[str, Any]:
    """``base``, ``trained_from`` and ``calibration`` as the file has them. Raises ModelError."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "np") as file:
            described: dict[str, Any] = json.loads(file.metadata()["reader"])
        if {"base", "trained_from", "calibration"} <= described.keys():
            return described
        raise ValueError("it does not say what it was trained from")
    except (OSError, SafetensorError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from error


def load_state(path: Path) -> dict[str, torch.Tensor]:
    """The reader's own parameters by name, expanded to float32. Raises ModelError as ``read_card``."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(path)
        return {
            name: dequantize(tensor, tensors[f"{name}.scale"]) if tensor.dtype == torch.int8 else tensor
            for name, tensor in tensors.items()
            if not name.endswith(".scale")
        }
    except (OSError, SafetensorError, KeyError) as error:
        raise _unreadable(path, error) from error


def save_weights(
    path: Path, state: Mapping[str, torch.Tensor], *, base: str, trained_from: int, calibration: Calibration
) -> None:
    """Pack the reader's own parameters and write the file, whole or not at all."""
    tensors: dict[str, torch.Tensor] = {}
    for name, tensor in state.items():
        if tensor.ndim == 2 and tensor.shape[1] % BLOCK == 0 and not name.startswith("qa_outputs."):
            tensors[name], tensors[f"{name}.scale"] = quantize(tensor)
        else:
            tensors[name] = tensor.detach().float().contiguous()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, tensors, base, trained_from, calibration)


def recalibrate(path: Path, calibration: Calibration) -> None:
    """Put another calibration into the file, whatever it has now; the weights stay as they are.

    Raises ModelError as ``read_card``.
    """
    from safetensors.torch import load_file

    described = _described(path)
    _write(path, load_file(path), described["base"], described["trained_from"], calibration)


def _write(
    path: Path, tensors: dict[str, torch.Tensor], base: str, trained_from: int, calibration: Calibration
) -> None:
    from safetensors.torch import save_file

    described = {"base": base, "trained_from": trained_from, "calibration": asdict(calibration)}
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, metadata={"reader": json.dumps(described, sort_keys=True)})
    partial.chmod(0o644)  # safetensors lets only its owner read it
    partial.replace(path)


def quantize(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, columns) -> int8 of the same shape, float16 scales (rows, columns / 32), by the largest of each block."""
    import torch

    blocks = matrix.detach().float().reshape(len(matrix), -1, BLOCK)
    scale = (blocks.abs().amax(dim=2) / 127).half().clamp(min=torch.finfo(torch.float16).tiny)
    codes = (blocks / scale.float()[..., None]).round().clamp(-127, 127)
    return codes.to(torch.int8).flatten(1).contiguous(), scale.contiguous()


def dequantize(codes: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """The inverse of ``quantize``, float32."""
    return (codes.float().reshape(*scale.shape, BLOCK) * scale.float()[..., None]).flatten(1)


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(f"the reader's weights cannot be read ({path}: {error})", hint="install hemeroteca again")
