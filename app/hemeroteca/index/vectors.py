"""The projection: the record's vectors in a FAISS index, with a file of it that is checked before it is believed."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hemeroteca.index import record

logger = logging.getLogger(__name__)

FILE = "vectors.faiss"
MANIFEST = "vectors.json"

#: How many inverted lists are looked into, of about 4 * sqrt(passages).
_PROBES = 32
_MAX_BYTES = 8 << 30
_MAX_ITEMS = 50_000_000


class VectorIndex:
    """Inner products of unit vectors by passage id: exact up to ``flat_up_to`` of them, then in inverted lists."""

    def __init__(self, dimension: int, *, flat_up_to: int) -> None:
        self.dimension = dimension
        self.generation = -1
        self._flat_up_to = flat_up_to
        self._ids = np.empty(0, dtype=np.int64)
        self._index: Any = None

    def __len__(self) -> int:
        return len(self._ids)

    def search(
        self, query: NDArray[np.float32], limit: int, condition: record.Filter, ids: NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        """(passage id, cosine) of the nearest, best first, ties by id.

        Args:
            query: (dimension,) float32, unit norm.
            condition: its range of ids; ``ids`` are the passages that meet it where it is more than a range.
        """
        import faiss

        if not len(self) or (ids is not None and not len(ids)):
            return []
        selector = faiss.IDSelectorRange(condition.low, condition.high) if ids is None else faiss.IDSelectorBatch(ids)
        if self._is_flat:
            parameters = faiss.SearchParameters(sel=selector)
        else:
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=_PROBES)
        similarities, found = self._index.search(query[None], min(limit, len(self)), params=parameters)
        pairs = [(int(i), float(s)) for i, s in zip(found[0], similarities[0], strict=True) if i >= 0]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def sync(self, connection: sqlite3.Connection) -> bool:
        """Take over what the record gained and lost since; True where anything changed."""
        current = record.generation(connection)
        if current == self.generation:
            return False
        ids = record.passage_ids(connection)
        if self._index is None or self._flat_for(len(ids)) is not self._is_flat:
            self._build(connection, ids)
        else:
            gone = np.setdiff1d(self._ids, ids, assume_unique=True)
            new = np.setdiff1d(ids, self._ids, assume_unique=True)
            if len(gone):
                import faiss

                self._index.remove_ids(faiss.IDSelectorBatch(gone))
            if len(new):
                self._index.add_with_ids(record.vectors(connection, new.tolist(), self.dimension), new)
        self._ids = ids
        self.generation = current
        return True

    @property
    def _is_flat(self) -> bool:
        import faiss

        return isinstance(self._index, faiss.IndexIDMap)

    def _flat_for(self, count: int) -> bool:
        return count <= self._flat_up_to

    def _build(self, connection: sqlite3.Connection, ids: NDArray[np.int64]) -> None:
        import faiss

        vectors = record.vectors(connection, ids.tolist(), self.dimension)
        if self._flat_for(len(ids)):
            self._index = faiss.IndexIDMap(faiss.IndexFlatIP(self.dimension))
        else:
            lists = min(4 * math.isqrt(len(ids)), len(ids) // 39)  # 39 training points a list is what FAISS asks for
            quantizer = faiss.IndexFlatIP(self.dimension)
            self._index = faiss.IndexIVFScalarQuantizer(
                quantizer, self.dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
            )
            self._index.own_fields = True
            quantizer.this.disown()
            self._index.train(vectors)
        self._index.add_with_ids(vectors, ids)

    def save(self, folder: Path) -> None:
        """Write the projection and, last, the manifest that vouches for it. Raises OSError."""
        import faiss

        data = faiss.serialize_index(self._index).tobytes()
        _replace(folder / FILE, data)
        manifest = {
            "generation": self.generation,
            "count": len(self),
            "dimension": self.dimension,
            "flat_up_to": self._flat_up_to,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        _replace(folder / MANIFEST, json.dumps(manifest, indent=1).encode())

    def load(self, folder: Path, connection: sqlite3.Connection) -> str | None:
        """Take the file over if it is what the record's projection must be; else say in words why not."""
        import faiss

        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            if manifest["generation"] != record.generation(connection):
                return "older than the record"
            if (manifest["dimension"], manifest["flat_up_to"]) != (self.dimension, self._flat_up_to):
                return "made by another recipe"
            data = (folder / FILE).read_bytes()
            if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
                return "damaged"
            # FAISS has no checksum and trusts what it reads; ours is checked above, these bound what is left.
            faiss.set_deserialization_vector_byte_limit(_MAX_BYTES)
            faiss.set_deserialization_loop_limit(_MAX_ITEMS)
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
            ids = record.passage_ids(connection)
            if index.ntotal != len(ids) or index.d != self.dimension:
                return "not of this archive"
        except FileNotFoundError:
            return "missing"
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            return f"unreadable ({error})"
        self._index, self._ids, self.generation = index, ids, manifest["generation"]
        return None


def _replace(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
