"""Compile a table of character replacements into SentencePiece's ``precompiled_charsmap``.

That is the form in which its models carry them, with offsets kept. Layout: the byte
length of a trie (uint32), the trie, then the replacements, each ended by a NUL. The trie is a darts-clone double
array (Yata et al., "A compact static double-array keeping character codes", 2007) of 32-bit units over the UTF-8
bytes of each key: bits 0-7 label, bit 8 has_leaf, bit 9 extended offset, bits 10-30 offset, bit 31 set in a leaf,
whose lower bits are the position of the replacement.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import cast

_LEAF = 1 << 31
_HAS_LEAF = 1 << 8
_EXTENDED = 1 << 9

#: Only this many units at the end are tried for a free place; without a bound the search is quadratic.
_OPEN_UNITS = 512


def compile_charsmap(replacements: Mapping[str, str]) -> bytes:
    """The binary form of ``replacements`` (character -> string, possibly empty)."""
    values = bytearray()
    root: dict[int, object] = {}
    for key in sorted(replacements):
        node = root
        for byte in key.encode("utf-8"):
            node = node.setdefault(byte, {})  # type: ignore[assignment]
        node[0] = len(values)  # label 0 ends a key: no key holds a NUL
        values += replacements[key].encode("utf-8") + b"\0"
    trie = _double_array(root)
    return struct.pack(f"<I{len(trie)}I", 4 * len(trie), *trie) + bytes(values)


def _double_array(root: dict[int, object]) -> list[int]:
    """Lay the nested dicts out so that the child of unit ``u`` by ``label`` is ``u ^ offset(u) ^ label``."""
    units = [0] * 256
    taken = {0}
    bases: set[int] = set()  # shared by no two nodes, else one would see the other's children as its own
    queue: list[tuple[int, dict[int, object]]] = [(0, root)]
    for position, node in queue:  # grows while it is walked: breadth first
        base = max(1, len(units) - _OPEN_UNITS)
        while base in bases or not _encodable(position ^ base) or any(base ^ label in taken for label in node):
            base += 1
        bases.add(base)
        units += [0] * ((base | 0xFF) + 1 - len(units))
        units[position] |= _encode_offset(position ^ base)
        for label in sorted(node):
            child, target = base ^ label, node[label]
            taken.add(child)
            if isinstance(target, dict):
                units[child] = label
                queue.append((child, target))
            else:
                units[position] |= _HAS_LEAF
                units[child] = _LEAF | cast(int, target)
    return units


def _encodable(offset: int) -> bool:
    return offset < 1 << 21 or (offset & 0xFF) == 0


def _encode_offset(offset: int) -> int:
    return offset << 10 if offset < 1 << 21 else offset << 2 | _EXTENDED
