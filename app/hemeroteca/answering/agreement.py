"""Who is independent of whom, and which answers cannot both be so. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hemeroteca.answering.words import STOP_WORDS, fold
from hemeroteca.types import Amount, DateRange, Relation, Value

#: Words in a row, other than small words and names, that two accounts do not have in common by chance.
RUN = 6

#: «Más de 300» and 312, «unos 40» and 45: a number that is not exact is within this part of the greater.
ABOUT = 0.25

# Names and offices are written alike by everybody who writes of them; what begins with a capital does not count.
_LOWER_WORD = re.compile(r"(?<!\w)[a-záéíóúüñ]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where something is said: the passage's cluster of copies, the outlet, the sentence."""

    cluster: int
    source: str | None
    sentence: str


def witnesses(accounts: Sequence[Account]) -> list[int]:
    """For each account the number of its witness, from 1 in order: those that depend on one another share one.

    They do where they are copies, of one outlet, or have RUN words of a sentence in common: a communiqué that
    both quote.
    """
    runs = [_runs(account.sentence) for account in accounts]
    roots = list(range(len(accounts)))

    def root(i: int) -> int:
        while roots[i] != i:
            i = roots[i]
        return i

    for i, one in enumerate(accounts):
        for j, other in enumerate(accounts[:i]):
            same_outlet = one.source is not None and one.source == other.source
            if one.cluster == other.cluster or same_outlet or runs[i] & runs[j]:
                a, b = sorted((root(i), root(j)))
                roots[b] = a
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(i), len(numbers) + 1) for i in range(len(accounts))]


def _runs(sentence: str) -> set[tuple[str, ...]]:
    words = [fold(m[0]) for m in _LOWER_WORD.finditer(sentence)]
    content = [w for w in words if w not in STOP_WORDS]
    return {tuple(content[i : i + RUN]) for i in range(len(content) - RUN + 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A typed answer, the articles that give it, and the days on which those that have a date were printed."""

    value: Value | None
    articles: frozenset[str]
    days: tuple[date, ...]


#: News is of the days before it is printed.
NEWS = timedelta(days=31)


def is_background(claim: Claim) -> bool:
    """Whether it is a date long before its articles were printed: the caption of an old picture, what came before."""
    if not isinstance(claim.value, (date, DateRange)) or not claim.days:
        return False
    return min(claim.days) - days_of(claim.value)[1] > NEWS


def relation(one: Claim, other: Claim) -> Relation:
    """How two answers to the same question stand to each other; symmetric.

    They disagree where they are of one type, cannot both be so, and neither's articles all have the other as well.
    """
    same_source = one.articles <= other.articles or other.articles <= one.articles
    if isinstance(one.value, (date, DateRange)) and isinstance(other.value, (date, DateRange)):
        if same_source:
            # Who gives both dates knows them to be of two things, or to be one.
            return Relation.OTHER if _overlap(one.value, other.value) else Relation.OTHER_EVENT
        if _overlap(one.value, other.value):
            return Relation.PRECISION
        happened = sorted([(*days_of(one.value), one.days), (*days_of(other.value), other.days)])
        apart = is_background(one) is not is_background(other) or _could_not_know(*happened)
        return Relation.OTHER_EVENT if apart else Relation.DISAGREES
    if isinstance(one.value, Amount) and isinstance(other.value, Amount) and not same_source:
        return _of_amounts(one.value, other.value)
    return Relation.OTHER


def _of_amounts(one: Amount, other: Amount) -> Relation:
    alike = one.unit and other.unit and _unit(one.unit) == _unit(other.unit)
    if not alike or one.value == other.value:
        return Relation.OTHER
    apart = abs(one.value - other.value) / max(abs(one.value), abs(other.value))
    return Relation.PRECISION if not (one.exact and other.exact) and apart <= ABOUT else Relation.DISAGREES


_DEATHS = frozenset({"muerto", "muerta", "fallecido", "fallecida", "deceso", "victima", "dead", "death"})


def _unit(unit: str) -> str:
    word = fold(unit).removesuffix("s")
    return "muerto" if word in _DEATHS else word


def days_of(value: date | DateRange) -> tuple[date, date]:
    """Its first and last day."""
    return (value.first, value.last) if isinstance(value, DateRange) else (value, value)


def _overlap(one: date | DateRange, other: date | DateRange) -> bool:
    (a, b), (c, d) = days_of(one), days_of(other)
    return a <= d and c <= b


_Told = tuple[date, date, tuple[date, ...]]


def _could_not_know(earlier: _Told, later: _Told) -> bool:
    """Whether both are told as past, and the later one happened after all that tells of the earlier was printed."""
    (_, end, printed), (begin, later_end, later_printed) = earlier, later
    if not printed or not later_printed:
        return False
    return end <= min(printed) and later_end <= min(later_printed) and begin > max(printed)
