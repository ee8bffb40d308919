"""``.jsonl``: one article a line, read a line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hemeroteca.corpus.articles import Raw, ReadError
from hemeroteca.corpus.files import MOST_BYTES, decode, refuse_binary

_PIECE = 8192


def read_lines(path: Path) -> Iterator[Raw | ReadError]:
    """The articles and, the lines that are none; blank ones are skipped. Raises ReadError, OSError."""
    with path.open("rb") as file:
        refuse_binary(file.read(_PIECE))
        file.seek(0)
        number = 0
        empty = True
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            if len(line) > MOST_BYTES:
                _skip_rest(file, line)
                yield ReadError(f"a line longer than {MOST_BYTES // 1_000_000} MB", line=number)
            elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _read_line(line, number)
            else:
                continue
            empty = False
    if empty:
        raise ReadError("empty: there is no line with an article")


def _skip_rest(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(_PIECE)


def _read_line(line: bytes, number: int) -> Raw | ReadError:
    try:
        loaded = json.loads(decode(line).removeprefix("\ufeff"))
    except ReadError as defect:
        return ReadError(str(defect), line=number)
    except json.JSONDecodeError as error:
        return ReadError(f"not JSON ({error.msg} at character {error.colno})", line=number)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets without end
        return ReadError(f"not JSON that can be read ({type(error).__name__})", line=number)
    if not isinstance(loaded, dict):
        return ReadError('not an object: write {"text": …} in each line', line=number)
    text = loaded.get("text")
    if text is None:
        return ReadError("the key text is missing", line=number)
    if not isinstance(text, str):
        return ReadError("text must be text", line=number)
    return Raw(fields=loaded, text=text, line=number)
