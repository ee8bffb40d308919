"""Many people at once: asks a server that it starts itself and says how that went.

python bench/load.py --index index --people 20 --seconds 300

Each person has a cookie of their own and asks for the titles of articles, each in their own words, one after another.
An answer is theirs if it repeats their question. Memory is the server's resident set.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import select
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx


@dataclass(slots=True)
class Seen:
    """What one person saw: seconds of each answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: int = 0


async def visit(address: str, person: int, titles: list[str], until: float) -> Seen:
    seen = Seen()
    async with httpx.AsyncClient(base_url=address, timeout=120) as web:
        await web.get("/api/v1/articles?limit=1")
        number = 0
        while time.monotonic() < until:
            number += 1
            question = f"¿Qué dice «{titles[(person * 7 + number) % len(titles)][:80]}» ({person}-{number})?"
            began = time.monotonic()
            try:
                if number % 2:
                    answer = (
                        (await web.post("/api/v1/ask", json={"question": question}))
                        .raise_for_status()
                        .json()["question"]
                    )
                else:
                    call = (
                        (await web.post("/gradio_api/call/ask", json={"question": question})).raise_for_status().json()
                    )
                    answer = (await web.get(f"/gradio_api/call/ask/{call['event_id']}")).raise_for_status().text
            except (httpx.HTTPError, KeyError) as error:
                seen.errors.append(repr(error)[:200])
                continue
            seen.seconds.append(time.monotonic() - began)
            seen.mixed += f"({person}-{number})?" not in answer
    return seen


def memory(process: int) -> float:
    """Megabytes that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def measure(address: str, process: int, people: int, seconds: float) -> bool:
    async with httpx.AsyncClient(base_url=address, timeout=120) as web:
        titles = [a["title"] for a in (await web.get("/api/v1/articles?limit=1000")).json()["articles"]]
        for title in titles[:5]:
            await web.post("/api/v1/ask", json={"question": f"¿Qué dice {title[:80]}?"})
    before = memory(process)
    until = time.monotonic() + seconds
    seen = await asyncio.gather(*(visit(address, person, titles, until) for person in range(people)))
    took = sorted(second for one in seen for second in one.seconds)
    errors = [error for one in seen for error in one.errors]
    mixed = sum(one.mixed for one in seen)
    print(f"{people} people, {seconds:.0f} s: {len(took)} answers, {len(took) / seconds:.2f} per second")
    if len(took) > 1:
        print(f"median {statistics.median(took):.2f} s, p95 {statistics.quantiles(took, n=20)[-1]:.2f} s")
    print(f"errors {len(errors)} {errors[:3] or ''}, answers to somebody else's question {mixed}")
    print(f"memory {before:.0f} MB at the start, {memory(process):.0f} MB at the end")
    return not errors and not mixed


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--index", default="index")
    arguments.add_argument("--people", type=int, default=20)
    arguments.add_argument("--seconds", type=float, default=60)
    given = arguments.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-c", "from hemeroteca.cli import main; main()", "chat", "--index", given.index,
         "--port", "0"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stderr and select.select([server.stderr], [], [], 120)[0], "the server does not start"
        line = server.stderr.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        return 0 if asyncio.run(measure(address[0], server.pid, given.people, given.seconds)) else 1
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
