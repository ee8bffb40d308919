"""Finding the files of a corpus and reading them without trusting their size, kind or encoding."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from hemeroteca.corpus.articles import ReadError

#: The most a file may hold, or a line of a ``.jsonl``.
MOST_BYTES = 5_000_000


def walk(root: Path, suffixes: frozenset[str]) -> Iterator[tuple[Path, ReadError | None]]:
    """The files under a folder that have one of the suffixes, in the order of their names; and what cannot be entered.

    ``root`` is absolute and no link. Hidden files and folders are passed over, and so are files named README, which
    describe a corpus. Links are not followed: what they lead to inside the folder is read where it lies, and a link
    that leads elsewhere is a defect.
    """
    waiting = [root]
    while waiting:
        here = waiting.pop()
        wanted = here.suffix.lower() in suffixes and here.stem.casefold() != "readme"
        try:
            mode = here.lstat().st_mode
            if stat.S_ISDIR(mode):
                entries = sorted(here.iterdir(), reverse=True)
                waiting += [entry for entry in entries if not entry.name.startswith(".")]
            elif stat.S_ISLNK(mode):
                if (wanted or here.is_dir()) and not _stays_inside(here, root):
                    yield here, ReadError("a link that leads out of the corpus folder, or nowhere")
            elif wanted:
                yield here, None if stat.S_ISREG(mode) else ReadError("not a regular file")
        except OSError as error:
            yield here, cannot_read(error)


def _stays_inside(link: Path, root: Path) -> bool:
    target = Path(os.path.realpath(link))
    return target.exists() and target.is_relative_to(root)


def printable(path: Path) -> str:
    """The path as text that can be written anywhere; bytes of a name that are no UTF-8 stand as ``\\udcf3``."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def cannot_read(error: OSError) -> ReadError:
    return ReadError(f"cannot be read: {error.strerror or error}")


def read_bytes(path: Path) -> bytes:
    """What the file holds, unless that is nothing, too much or not text. Raises ReadError, OSError."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ReadError(f"larger than {MOST_BYTES // 1_000_000} MB")
    if not data:
        raise ReadError("empty: the file has no bytes")
    refuse_binary(data)
    return data


def refuse_binary(data: bytes) -> None:
    """Raises ReadError where the bytes are no text in UTF-8 or a single-byte encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError("not UTF-8 but UTF-16: save it as UTF-8")
    if b"\0" in data:
        raise ReadError("binary: not a text file")


def decode(data: bytes) -> str:
    """The text. Raises ReadError where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 (byte 0x{data[error.start]:02x} at {error.start}): save it as UTF-8") from error
