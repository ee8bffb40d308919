"""Work whose stages are shown while it goes on: done in a thread of its own, followed from the one that shows them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from hemeroteca.types import Stage

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The stage under way, and those done with the seconds they took."""

    stage: Stage
    done: tuple[tuple[Stage, float], ...]


def followed(work: Callable[[Callable[[Stage], None]], Result]) -> Generator[Progress, None, Result]:
    """Do ``work``, which calls what it is given as each stage begins; yield as they do, return what it returned.

    What it raises is raised here.
    """
    begun: SimpleQueue[tuple[Stage, float] | None] = SimpleQueue()
    results: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(lambda stage: begun.put((stage, time.perf_counter()))))
        except BaseException as failure:
            failures.append(failure)
        finally:
            begun.put(None)

    threading.Thread(target=run, name="asking", daemon=True).start()
    done: tuple[tuple[Stage, float], ...] = ()
    last: tuple[Stage, float] | None = None
    while (event := begun.get()) is not None:
        stage, at = event
        if last:
            done = (*done, (last[0], at - last[1]))
        last = event
        yield Progress(stage=stage, done=done)
    if failures:
        raise failures[0]
    return results[0]
