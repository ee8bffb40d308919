"""How much one visitor, and one address, may ask of the server in a while. Kept in memory: a restart forgets it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

#: Longer names are nobody's; they must not fill the memory.
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Limits in the words of the ``limits`` library.

    ``requests`` are all requests of an address (a page loads some hundred files); ``questions`` what has the archive
    searched or read, of a visitor, ``questions_of_address`` the same of an address; the failures are of logging in.
    """

    requests: str = "3000/minute"
    questions: str = "120/minute"
    questions_of_address: str = "600/minute"
    failures_of_name_and_address: str = "5/15 minutes"
    failures_of_name: str = "50/15 minutes"
    failures_of_address: str = "20/15 minutes"


class Throttle:
    """Counts and refuses. Methods that refuse return the seconds to wait, 0 where nothing is refused."""

    def __init__(self, rates: Rates) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._requests = parse(rates.requests)
        self._questions = parse(rates.questions)
        self._questions_of_address = parse(rates.questions_of_address)
        self._failures = (
            parse(rates.failures_of_name_and_address),
            parse(rates.failures_of_name),
            parse(rates.failures_of_address),
        )

    def request(self, address: str) -> int:
        return self._hit([(self._requests, ("request", address))])

    def question(self, owner: str, address: str) -> int:
        return self._hit(
            [(self._questions, ("question", owner)), (self._questions_of_address, ("question from", address))]
        )

    def locked(self, name: str, address: str) -> int:
        """Whether this name at this address, this name, or this address has failed too often to try again."""
        return max(
            (
                self._wait(item, key)
                for item, key in self._failure_keys(name, address)
                if not self._limiter.test(item, *key)
            ),
            default=0,
        )

    def failed(self, name: str, address: str) -> None:
        """Count a login that failed, also of a name that nobody has."""
        for item, key in self._failure_keys(name, address):
            self._limiter.hit(item, *key)

    def _failure_keys(self, name: str, address: str) -> Sequence[tuple[RateLimitItem, tuple[str, ...]]]:
        name = name[:_LONGEST_KEY]
        keys = (("both", name, address), ("name", name), ("address", address))
        return list(zip(self._failures, keys, strict=True))

    def _hit(self, counters: Sequence[tuple[RateLimitItem, tuple[str, ...]]]) -> int:
        for item, key in counters:
            if not self._limiter.hit(item, *key):
                return self._wait(item, key)
        return 0

    def _wait(self, item: RateLimitItem, key: tuple[str, ...]) -> int:
        return max(1, int(self._limiter.get_window_stats(item, *key).reset_time - time.time()) + 1)
