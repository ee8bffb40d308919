"""The same answer in several articles, recognised: equal values, equal words, a name within a fuller name. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hemeroteca.answering.agreement import Account, witnesses
from hemeroteca.answering.words import fold
from hemeroteca.types import Amount, Kind, Span, Value

#: Two sentences that share this part of their words say the same (Jaccard).
SAME_SENTENCE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of an article."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that may answer: its place in the article, its cleaned words and what is behind it.

    ``form`` is the shortest clean wording (a stretch of the quote); ``margin`` is ``score - no_answer``;
    ``similarity`` the cosine of its sentence to the question. ``retrieval``, ``broad``, ``untyped`` and ``titled`` are
    as in ``confidence.Features``. ``copies`` say the same in a copy of its passage.
    """

    span: Span
    article_id: str
    start: int
    end: int
    quote: str
    form: str
    value: Value | None
    margin: float
    similarity: float
    account: Account
    retrieval: float
    broad: bool = False
    untyped: bool = False
    titled: float = 0.0
    copies: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[float, int, int]:
        """Best first, and total: a passage has no two spans that start alike."""
        return -self.margin, self.span.passage_id, self.start


@dataclass(slots=True, kw_only=True)
class Group:
    """Candidates that say the same, best first."""

    members: list[Candidate]
    keys: set[str] = field(default_factory=set)

    @property
    def best(self) -> Candidate:
        return self.members[0]

    @property
    def value(self) -> Value | None:
        return next((m.value for m in self.members if m.value is not None), None)

    @property
    def support(self) -> float:
        """How many accounts say it, each counted by how strongly it does: the sum over them of exp(margin - best).

        The logarithm of it plus the best margin is the log of the summed odds: evidence adds up. An account in which
        the reader hardly sees the answer adds hardly anything; n that are equally clear count n. Copies and quotations
        of one another are one account; two articles of an outlet are two readings of it, if one witness.
        """
        members = self.per_article()
        accounts = [replace(member.account, source=None) for member in members]
        best: dict[int, float] = {}
        for member, account in zip(members, witnesses(accounts), strict=True):
            best.setdefault(account, member.margin)
        return sum(math.exp(margin - self.best.margin) for margin in best.values())

    def per_article(self) -> list[Candidate]:
        """The best member of each article, best first."""
        best: dict[str, Candidate] = {}
        for member in self.members:
            best.setdefault(member.article_id, member)
        return list(best.values())


_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # D.C. = DC
_LEADING = frozenset(
    str.split(
        "a al con de del desde el en entre hasta la las lo los para por un una unos unas o os as no na em ao the an in "
        "on at by of to from proximo proxima pasado pasada dia este esta mes senor senora sr sra"
    )
)


def key_of(text: str) -> str:
    """``text`` for comparison: folded words, without what may stand before the answer proper."""
    words = re.findall(r"\w+", _INITIALS.sub("", fold(text)))
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return " ".join(words)


def group_candidates(candidates: Sequence[Candidate], kind: Kind) -> list[Group]:
    """Candidates that say the same put together; within a group, and between groups, best member first."""
    groups: list[Group] = []
    for candidate in sorted(candidates, key=lambda c: c.order):
        key = key_of(candidate.form)
        home = next((g for g in groups if _same(g, candidate, key)), None)
        if home is None:
            groups.append(Group(members=[candidate], keys={key}))
        else:
            home.members.append(candidate)
            home.keys.add(key)
    return groups if kind in (Kind.WHEN, Kind.HOW_MANY) else _join_names(groups)


def _same(group: Group, candidate: Candidate, key: str) -> bool:
    if group.value is not None and candidate.value is not None:
        return same_value(group.value, candidate.value)
    if key in group.keys:
        return True
    return _is_sentence(key) and any(
        _jaccard(key, other) >= SAME_SENTENCE for other in group.keys if _is_sentence(other)
    )


def same_value(one: Value, other: Value) -> bool:
    """Equal dates and ranges; amounts of equal number whose units do not contradict each other."""
    if isinstance(one, Amount) and isinstance(other, Amount):
        # What is counted goes by many names (personas, muertos, víctimas): the number decides, a measure must agree.
        measured = {one.unit, other.unit} & {"%", "$", "pesos", "dólares", "euros", "kilómetros", "metros", "horas"}
        return one.value == other.value and (not measured or one.unit == other.unit or None in (one.unit, other.unit))
    return one == other


def _is_sentence(key: str) -> bool:
    return key.count(" ") >= 7


def _jaccard(one: str, other: str) -> float:
    a, b = set(one.split()), set(other.split())
    return len(a & b) / len(a | b)


def _join_names(groups: Sequence[Group]) -> list[Group]:
    """«Rubio» joined to «Marco Rubio» where only one group's wording holds it."""
    kept = list(groups)
    for group in sorted(groups, key=lambda g: (len(key_of(g.best.form).split()), g.best.order)):
        key = key_of(group.best.form)
        if not key or _is_sentence(key):
            continue
        fuller = [g for g in kept if g is not group and any(_holds(other, key) for other in g.keys)]
        if len(fuller) == 1:
            fuller[0].members = sorted([*fuller[0].members, *group.members], key=lambda c: c.order)
            fuller[0].keys |= group.keys
            kept = [g for g in kept if g is not group]
    return sorted(kept, key=lambda g: g.best.order)


def _holds(longer: str, shorter: str) -> bool:
    """Whether the words of ``shorter`` stand together in ``longer``, a phrase of a few words more."""
    return longer != shorter and len(longer.split()) <= len(shorter.split()) + 4 and f" {shorter} " in f" {longer} "
