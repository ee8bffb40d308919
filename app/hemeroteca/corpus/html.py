"""``.html``: the article of a saved page and its metadata, by trafilatura in a process of its own.

A page of half a megabyte can keep the extractor busy for a minute, and damaged ones can break the parser. So pages are
parsed in a child process with a limit on time and memory; when it is lost, the page is left out and the rest goes on.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any

from hemeroteca.corpus.articles import Raw, ReadError, parse_language
from hemeroteca.corpus.files import decode

#: What one page may take; an ordinary one takes a tenth of a second.
MOST_SECONDS = 20.0
MOST_MEMORY = 1 << 30

# The child sees the modules that this process sees, and nothing of its environment or its __main__.
_CHILD = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from hemeroteca.corpus.html import serve; serve()"

# Older pages say in their head which encoding they are in.
_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*(iso-8859-\d{1,2}|windows-125\d|latin1)\b", re.IGNORECASE
)
_HEAD = 2048


def decode_page(data: bytes) -> str:
    """The page's text: UTF-8, else the single-byte encoding it declares. Raises ReadError."""
    try:
        return decode(data)
    except ReadError:
        declared = _CHARSET.search(data[:_HEAD])
        if declared is None:
            raise
    name = declared[1].decode("ascii").lower()
    # As browsers do: the pages that call themselves Latin-1 are written in Windows' extension of it.
    encoding = "windows-1252" if name in ("iso-8859-1", "latin1") else name
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ReadError(f"neither UTF-8 nor {name}, which it declares") from error


class HtmlReader:
    """Reads pages one after another; the child process starts at the first and ends on leaving the context."""

    def __init__(self, *, seconds: float = MOST_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> HtmlReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, page: str) -> Raw:
        """The article in the page. Raises ReadError where there is none, or the page cannot be parsed in time."""
        child = self._child = self._child or _start()
        assert child.stdin is not None and child.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        alarm = threading.Timer(self._seconds, stop)
        alarm.start()
        try:
            child.stdin.write(json.dumps(page).encode("ascii") + b"\n")
            child.stdin.flush()
            reply = child.stdout.readline()
        except OSError:
            reply = b""
        finally:
            alarm.cancel()
            alarm.join()
        if late.is_set() or not reply.endswith(b"\n"):
            self._end()
            limit = f"in {self._seconds:g} seconds" if late.is_set() else f"in {MOST_MEMORY >> 30} GB of memory"
            raise ReadError(f"the page cannot be parsed {limit}")
        found = json.loads(reply)
        if "defect" in found:
            raise ReadError(found["defect"])
        return Raw(fields=found["fields"], text=found["text"])

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def serve() -> None:
    """The child: a page as JSON on each line of stdin, what is in it on a line of stdout."""
    _limit_memory()
    for line in sys.stdin.buffer:
        try:
            found = extract(json.loads(line))
        except (Exception, MemoryError) as error:  # the libraries raise many kinds for one fact
            found = {"defect": f"the page cannot be parsed ({type(error).__name__})"}
        sys.stdout.buffer.write(json.dumps(found).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def extract(page: str) -> dict[str, Any]:
    """``{"fields", "text"}`` of the article in the page, or ``{"defect"}``."""
    import trafilatura

    tree = trafilatura.load_html(page)
    if tree is None:
        return {"defect": "not an HTML page"}
    language = tree.get("lang")
    document: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        # Only dates that the page states as its own: any date in the text may be the news. The latest date allowed
        # is by default today, and the same page would be read differently by another clock.
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    if document is None or not document.text:
        return {"defect": "no article text found in the page"}
    return {
        "fields": {
            "title": document.title,
            "date": document.date,
            "source": document.sitename or document.hostname,
            "url": document.url,
            "lang": _valid(language),
        },
        "text": document.text.replace("\n", "\n\n"),  # each of its lines is a paragraph
    }


def _valid(language: str | None) -> str | None:
    try:
        return parse_language(language)
    except ReadError:
        return None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
