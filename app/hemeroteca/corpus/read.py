"""Folders and files to articles, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hemeroteca.corpus.articles import Raw, ReadError, build_article, shown
from hemeroteca.corpus.files import cannot_read, decode, printable, read_bytes, walk
from hemeroteca.corpus.html import HtmlReader, decode_page
from hemeroteca.corpus.jsonl import read_lines
from hemeroteca.corpus.markdown import read_markdown
from hemeroteca.corpus.plain import read_text
from hemeroteca.corpus.text import one_line
from hemeroteca.errors import CorpusNotFound
from hemeroteca.types import Article

#: The files that are read; others are passed over.
SUFFIXES = frozenset({".html", ".jsonl", ".md", ".txt"})


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that is left out, or one line of a ``.jsonl``. ``path`` is absolute, as in ``Article.path``."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{one_line(where)}: {self.reason}"


def read_corpus(paths: Sequence[Path]) -> Iterator[Article | BadFile]:
    """The articles of the folders and files, in the order given, within a folder by name; and what is left out, why.

    Nothing is kept: an article is read when it is asked for. A file met twice is read once. Where a file names no id,
    it is its path within its folder without the suffix (``2026/enero/llamada``; in a ``.jsonl`` with ``#`` and the
    line), so that it stays the same wherever the folder lies. ``Article.path`` is absolute: an archive tells a file
    that is gone (under the folder, and not met again) from one that was not asked for.

    Raises CorpusNotFound, before the first article, for a path that is not there or holds no file that is read.
    """
    return _read_all([_root(Path(path)) for path in paths])


def _root(path: Path) -> Path:
    """The path, absolute and without links, once it is known that there is something to read."""
    name = one_line(printable(path))
    try:
        root = path.resolve(strict=True)
        # A folder that cannot be listed is an error here; one further down is a bad file among others.
        usable = root.is_file() or next(root.iterdir(), None) is not None
        readable = usable and any(True for _ in _files(root))
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise CorpusNotFound(
            f"the corpus «{name}» cannot be read ({reason})", hint="name a folder or file that exists"
        ) from error
    if not readable:
        raise CorpusNotFound(
            f"the corpus «{name}» holds nothing to read",
            hint=f"put articles there, in files whose names end in {', '.join(sorted(SUFFIXES))}",
        )
    return root


def _files(root: Path) -> Iterator[tuple[Path, ReadError | None]]:
    # Asked anew when the reading begins: what has vanished by then must be named, not passed over.
    if root.suffix.lower() in SUFFIXES and not root.is_dir():
        yield root, None
    else:
        yield from walk(root, SUFFIXES)


def _read_all(roots: Sequence[Path]) -> Iterator[Article | BadFile]:
    met: set[Path] = set()
    places: dict[str, str] = {}
    with HtmlReader() as html:
        for root in roots:
            for path, defect in _files(root):
                if path in met:
                    continue
                met.add(path)
                name = printable(path)
                if name != str(path):
                    defect = ReadError("the name of the file is not UTF-8")
                found = [defect] if defect else _read_file(path, _id(path, root), html)
                for item in found:
                    yield _unless_taken(item, places, name)


def _unless_taken(item: tuple[Article, int | None] | ReadError, places: dict[str, str], path: str) -> Article | BadFile:
    """The article if no other has its id; ``places`` remembers where each id stands."""
    if isinstance(item, ReadError):
        return BadFile(path, str(item), item.line)
    article, line = item
    place = one_line(path if line is None else f"{path}:{line}")
    first = places.setdefault(article.id, place)
    if first != place:
        return BadFile(path, f"{shown(article.id)} is already the id of the article in {first}", line)
    return article


def _id(path: Path, root: Path) -> str:
    return path.stem if path == root else path.relative_to(root).with_suffix("").as_posix()


def _read_file(path: Path, fallback_id: str, html: HtmlReader) -> Iterator[tuple[Article, int | None] | ReadError]:
    for raw in _read_raw(path, html):
        if isinstance(raw, ReadError):
            yield raw
            continue
        own_id = fallback_id if raw.line is None else f"{fallback_id}#{raw.line}"
        try:
            yield build_article(raw, fallback_id=own_id, path=str(path)), raw.line
        except ReadError as defect:
            yield ReadError(str(defect), line=raw.line)


def _read_raw(path: Path, html: HtmlReader) -> Iterator[Raw | ReadError]:
    try:
        match path.suffix.lower():
            case ".jsonl":
                yield from read_lines(path)
            case ".html":
                yield html.read(decode_page(read_bytes(path)))
            case ".md":
                yield read_markdown(decode(read_bytes(path)))
            case _:
                yield read_text(decode(read_bytes(path)))
    except ReadError as defect:
        yield defect
    except OSError as error:
        yield cannot_read(error)
