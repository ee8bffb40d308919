"""The reader's weights file: its own layers in 8 bits and its head, with what they were made from.

A safetensors file. A matrix ``name`` (rows, columns) is kept as ``name`` int8 (rows, columns) and ``name.scale``
float16 (rows, columns / 32): ``weight = int8 * scale`` in blocks of 32 columns. Everything else is float32. The
metadata's one key, ``reader``, is JSON: ``base`` (SHA-256 of the encoder file), ``trained_from`` and ``calibration``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from hemeroteca.errors import ModelError
from hemeroteca.types import Calibration

BLOCK = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderWeights:
    """The float32 parameters by name, and what the metadata says. ``fingerprint`` is the file's SHA-256."""

    state: dict[str, torch.Tensor]
    base: str
    trained_from: int
    calibration: Calibration
    fingerprint: str


def save_weights(
    path: Path, state: dict[str, torch.Tensor], *, base: str, trained_from: int, calibration: Calibration
) -> None:
    """Write the file, whole or not at all."""
    tensors: dict[str, torch.Tensor] = {}
    for name, tensor in state.items():
        if tensor.ndim == 2 and tensor.shape[1] % BLOCK == 0 and not name.startswith("qa_outputs."):
            tensors[name], tensors[f"{name}.scale"] = quantize(tensor)
        else:
            tensors[name] = tensor.detach().float().contiguous()
    described = {"base": base, "trained_from": trained_from, "calibration": asdict(calibration)}
    partial = path.with_suffix(".partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, partial, metadata={"reader": json.dumps(described, sort_keys=True)})
    partial.replace(path)


def load_weights(path: Path) -> ReaderWeights:
    """Read the file. Raises ModelError where it is absent or not one."""
    try:
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        with safe_open(path, "pt") as file:
            described = json.loads(file.metadata()["reader"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
        state = {
            name: dequantize(tensor, tensors[f"{name}.scale"]) if tensor.dtype == torch.int8 else tensor
            for name, tensor in tensors.items()
            if not name.endswith(".scale")
        }
        return ReaderWeights(
            state=state,
            base=described["base"],
            trained_from=described["trained_from"],
            calibration=Calibration(**described["calibration"]),
            fingerprint=fingerprint,
        )
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the reader's weights cannot be read ({path}: {error})", hint="install hemeroteca again"
        ) from error


def quantize(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, columns) -> int8 of the same shape, float16 scales (rows, columns / 32), by the largest of each block."""
    blocks = matrix.detach().float().reshape(len(matrix), -1, BLOCK)
    scale = (blocks.abs().amax(dim=2) / 127).half().clamp(min=torch.finfo(torch.float16).tiny)
    codes = (blocks / scale.float()[..., None]).round().clamp(-127, 127)
    return codes.to(torch.int8).flatten(1).contiguous(), scale.contiguous()


def dequantize(codes: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """The inverse of ``quantize``, float32."""
    return (codes.float().reshape(*scale.shape, BLOCK) * scale.float()[..., None]).flatten(1)
