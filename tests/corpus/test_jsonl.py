"""JSON lines: good lines are kept, the others are named by number, none is held whole when it is huge."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from hemeroteca.corpus.articles import Raw, ReadError
from hemeroteca.corpus.files import MOST_BYTES
from hemeroteca.corpus.jsonl import read_lines


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    return path


def test_good_lines_are_kept_and_bad_ones_named(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "uno"}',
        b"",
        b"[1]",
        b'{"title": "sin texto"}',
        b'{"text": 5}',
        b"{",
        b'{"text": "\xf3"}',
        b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"text": "\\ud800 dos", "id": "x"}\r',
        b'{"text": "tres"}',
    ]
    found = list(read_lines(write(tmp_path, b"\n".join(lines))))
    assert [(item.line, item.text) for item in found if isinstance(item, Raw)] == [
        (1, "uno"),
        (10, "\ud800 dos"),
        (11, "tres"),
    ]
    bad = {item.line: str(item) for item in found if isinstance(item, ReadError)}
    assert sorted(bad) == [3, 4, 5, 6, 7, 8, 9]  # type: ignore[type-var]
    assert "not an object" in bad[3]
    assert "text is missing" in bad[4]
    assert "text must be text" in bad[5]
    assert "not JSON" in bad[6]
    assert "not UTF-8" in bad[7]
    assert "not JSON" in bad[8]
    assert "not JSON" in bad[9]


def test_a_line_without_end_is_passed_over_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + json.dumps({"text": "después"}).encode())
    tracemalloc.start()
    first, second = read_lines(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(first, ReadError)
    assert (str(first), first.line) == ("a line longer than 5 MB", 1)
    assert isinstance(second, Raw)
    assert (second.text, second.line) == ("después", 2)
    assert peak < 6 * MOST_BYTES  # the line has ten times as many


def test_a_line_as_long_as_allowed(tmp_path: Path) -> None:
    frame = len(b'{"text": ""}\n')
    fits = b'{"text": "' + b"x" * (MOST_BYTES - frame) + b'"}\n'
    found = list(read_lines(write(tmp_path, fits + fits.replace(b'"}', b'x"}') + b'{"text": "c"}')))
    assert [type(item) for item in found] == [Raw, ReadError, Raw]


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b"\n \r\n", "empty"), (b'{"text"\0', "binary")])
def test_files_without_lines(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        list(read_lines(write(tmp_path, data)))
