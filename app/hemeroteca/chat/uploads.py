"""Articles that administrators add over the web: files kept in a folder of the archive and indexed from there."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from hemeroteca.corpus.files import MOST_BYTES
from hemeroteca.corpus.read import SUFFIXES
from hemeroteca.corpus.text import one_line
from hemeroteca.errors import HemerotecaError
from hemeroteca.index.writer import IndexReport, Progress
from hemeroteca.types import Article

logger = logging.getLogger(__name__)

FOLDER = "uploads"

#: Files of one upload, and bytes of one.
MOST_FILES = 50
MOST_FILE_BYTES = MOST_BYTES

#: Jobs that are remembered, and that may wait.
JOBS, WAITING = 200, 8

_LONGEST_NAME = 100


class UploadError(HemerotecaError, ValueError):
    """An upload that is not taken."""


class JobNotFound(HemerotecaError, KeyError):
    """There is no such job, or it is somebody else's."""

    __str__ = HemerotecaError.__str__


@runtime_checkable
class Keeper(Protocol):
    """What keeps articles; an ``Archive``."""

    def add(
        self, corpus: str | Path | Sequence[str | Path], *, on_progress: Callable[[Progress], None] = ...
    ) -> IndexReport: ...

    def remove(self, article_id: str) -> None: ...

    def article(self, article_id: str) -> Article: ...


class State(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of a file."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of a file: the ids of its articles that are new or changed, and why it, or a line, was left out."""

    name: str
    outcome: Outcome
    articles: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An upload on its way into the archive: ``done`` of ``of`` changed articles; ``files`` when it is through."""

    id: str
    owner: str
    state: State
    done: int = 0
    of: int = 0
    files: tuple[FileOutcome, ...] = ()
    error: str = ""


class Uploads:
    """Takes files and articles' removals for the archive in ``folder``; one at a time, in a thread of its own."""

    def __init__(self, keeper: Keeper, folder: Path) -> None:
        self._keeper = keeper
        self._folder = folder / FOLDER
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="uploads")

    def submit(self, owner: str, files: Sequence[tuple[str, bytes]]) -> Job:
        """Take files (name, content) and begin to index them. Raises UploadError where none can be taken."""
        with self._lock:
            if sum(job.state is State.QUEUED for job in self._jobs.values()) >= WAITING:
                raise UploadError(f"{WAITING} uploads are waiting already", hint="wait until they are indexed")
            job = Job(id=secrets.token_urlsafe(16), owner=owner, state=State.QUEUED)
            self._jobs[job.id] = job
            if len(self._jobs) > JOBS:
                self._jobs.popitem(last=False)
        self._worker.submit(self._run, job, list(files))
        return job

    def job(self, owner: str, job_id: str) -> Job:
        """How far a job is. Raises JobNotFound."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None or job.owner != owner:
            raise JobNotFound(f"there is no job {job_id!r:.80}")
        return job

    def remove(self, article_id: str) -> None:
        """Remove an article, and what was uploaded of it. Raises ArticleNotFound, IndexLocked, IndexWriteError."""
        article = self._keeper.article(article_id)
        self._keeper.remove(article_id)
        path = Path(article.path)
        if path.is_relative_to(self._folder.resolve()):
            if path.suffix.lower() == ".jsonl":
                _blank_line(path, article_id)
            else:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Finish the upload at work; those that wait are dropped, and their files with them."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, files: list[tuple[str, bytes]]) -> None:
        self._note(job.id, state=State.RUNNING)
        try:
            outcomes = self._index(job.id, files)
        except HemerotecaError as error:
            self._note(job.id, state=State.FAILED, error=str(error))
        except Exception:
            # Whatever it is, the person who waits for it must hear that it is over.
            logger.exception("an upload failed")
            self._note(job.id, state=State.FAILED, error="the files could not be indexed: see the server's messages")
        else:
            self._note(job.id, state=State.DONE, files=tuple(outcomes))

    def _note(self, job_id: str, **values: Any) -> None:
        with self._lock:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], **values)

    def _index(self, job_id: str, files: list[tuple[str, bytes]]) -> list[FileOutcome]:
        outcomes: list[FileOutcome] = []
        kept: dict[Path, str] = {}
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for given, content in files:
            try:
                path = self._folder.resolve() / safe_name(given)
                if path in kept:
                    raise UploadError("another file of this upload has the same name")
                if len(content) > MOST_FILE_BYTES:
                    raise UploadError(f"larger than {MOST_FILE_BYTES // 1_000_000} MB")
                _write(path, content)
                kept[path] = _shown(given)
            except UploadError as refused:
                outcomes.append(FileOutcome(name=_shown(given), outcome=Outcome.LEFT_OUT, reason=str(refused)))
        if kept:
            report = self._keeper.add(
                self._folder, on_progress=lambda at: self._note(job_id, done=at.articles, of=at.of)
            )
            outcomes += self._outcomes(kept, report)
        return outcomes

    def _outcomes(self, kept: dict[Path, str], report: IndexReport) -> list[FileOutcome]:
        articles: dict[Path, list[str]] = {}
        for article_id in (*report.added, *report.updated):
            articles.setdefault(Path(self._keeper.article(article_id).path), []).append(article_id)
        outcomes = []
        for path, name in kept.items():
            bad = [defect for defect in report.bad if Path(defect.path) == path]
            reason = "; ".join(f"line {b.line}: {b.reason}" if b.line else b.reason for b in bad[:20])
            whole = any(defect.line is None for defect in bad)
            if whole and not articles.get(path):
                # It would be left out again with each upload that follows.
                path.unlink(missing_ok=True)
            outcome = Outcome.INDEXED if articles.get(path) else Outcome.LEFT_OUT if bad else Outcome.UNCHANGED
            outcomes.append(
                FileOutcome(name=name, outcome=outcome, articles=tuple(articles.get(path, ())), reason=reason)
            )
        return outcomes


def safe_name(given: str) -> str:
    """A file name made of one that a stranger gave: no folders, no surprises. Raises UploadError."""
    name = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"[^\w .()+,-]", "_", name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    suffix = suffix.lower()
    if not dot or f".{suffix}" not in SUFFIXES:
        raise UploadError(f"not one of {', '.join(sorted(SUFFIXES))}")
    if stem.strip(" .").casefold() in {"", "readme"}:
        raise UploadError("give the file another name: this one describes a corpus, or nothing")
    return f"{_cut(stem.strip(' .'))}.{suffix}"


def _cut(stem: str) -> str:
    # File systems count bytes.
    return stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip(" .")


def _shown(name: str) -> str:
    return re.sub(r"[^\w .()+,/\\-]", "_", name.encode("utf-8", "replace").decode())[:_LONGEST_NAME]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; never through a link that lies there."""
    part = path.with_name(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)


def _blank_line(path: Path, article_id: str) -> None:
    """Empty the line of an article; the others keep their numbers, which may be part of their ids."""
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            named = json.loads(line).get("id")
        except (ValueError, AttributeError, RecursionError):
            continue
        if article_id == (one_line(str(named)) if named else f"{path.stem}#{number}"):
            lines[number - 1] = b""
    if any(line.strip() for line in lines):
        _write(path, b"\n".join(lines))
    else:
        path.unlink(missing_ok=True)
