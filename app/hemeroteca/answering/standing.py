"""How the answers that were found stand: which goes first, how sure it is, which of the others contradict it. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hemeroteca.answering.agreement import Claim, is_background, relation
from hemeroteca.answering.confidence import Features, confidence, weigh
from hemeroteca.answering.grouping import Group
from hemeroteca.types import Article, Calibration, DateRange, Relation

#: How much an answer counts against one that was printed later: the later report has usually seen it.
SUPERSEDED = 0.5

#: What is as likely as not by its own evidence is shown against a surer answer that it contradicts.
EVEN = 0.5

#: Of two dates that answer alike, the background of the news goes behind the news: its weight counts less by this.
BACKGROUND = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An answer among the others.

    ``features`` are what is behind it; ``alone`` is its confidence by its own evidence; ``confidence`` what is left of
    that beside its ``rivals``, the answers that ``may_be_right`` and cannot be right if it is. ``relation`` is to the
    first of all answers; ``latest`` whether no rival was printed later.
    """

    group: Group
    features: Features
    alone: float
    confidence: float
    rivals: tuple[Group, ...]
    relation: Relation
    latest: bool


def is_sure(standing: Standing, calibration: Calibration) -> bool:
    """Whether it is sure enough to be given.

    Of answers that contradict one another, none is that is less likely than not, however low the threshold.
    """
    return standing.confidence >= (max(calibration.threshold, EVEN) if standing.rivals else calibration.threshold)


def may_be_right(alone: float, calibration: Calibration) -> bool:
    """Whether an answer's own evidence would have it given, or makes it as likely as not."""
    return alone >= min(calibration.threshold, EVEN)


def features(group: Group) -> Features:
    """What confidence is made of: by each input the member of the group that speaks best for it."""
    best = group.best
    return Features(
        margin=best.margin,
        similarity=max(member.similarity for member in group.members),
        support=group.support,
        retrieval=max(member.retrieval for member in group.members),
        broad=best.broad,
        untyped=all(member.untyped for member in group.members),
        titled=max(member.titled for member in group.members),
    )


def rank(groups: Sequence[Group], articles: Mapping[str, Article], calibration: Calibration) -> list[Standing]:
    """The answers, the one with most behind it first, ties by passage id and place; dates long past behind others.

    Where sure answers disagree, that of the newest article goes first: a corrected toll before the one it corrects.
    Where one says the same more exactly, it does: «12 de febrero» before «febrero».
    """
    found = {id(group): features(group) for group in groups}
    weights = {key: weigh(calibration, each) for key, each in found.items()}
    alone = {key: confidence(calibration, each) for key, each in found.items()}
    said = {key: weigh(calibration, replace(each, retrieval=0)) for key, each in found.items()}
    claims = {id(group): _claim(group, articles) for group in groups}

    def order(group: Group) -> tuple[float, int, int]:
        behind = BACKGROUND if is_background(claims[id(group)]) else 0.0
        return behind - weights[id(group)], group.best.span.passage_id, group.best.start

    ordered = sorted(groups, key=order)
    printed = {id(group): max(claims[id(group)].days, default=date.min) for group in groups}
    sure = [g for g in ordered if alone[id(g)] >= calibration.threshold]
    likely = [g for g in ordered if may_be_right(alone[id(g)], calibration)]

    def rivals_of(group: Group) -> list[Group]:
        mine = claims[id(group)]
        return [g for g in likely if g is not group and relation(mine, claims[id(g)]) is Relation.DISAGREES]

    if ordered and ordered[0] in sure:
        first = max(
            [ordered[0], *(g for g in rivals_of(ordered[0]) if alone[id(g)] >= calibration.threshold)],
            key=lambda g: printed[id(g)],
        )  # of equals the earlier one
        first = next((g for g in sure if _says_more_exactly(g, first, claims)), first)
        ordered = [first, *(g for g in ordered if g is not first)]
    result = []
    for group in ordered:
        rivals = rivals_of(group)
        shares = [SUPERSEDED if printed[id(r)] < printed[id(group)] else 1.0 for r in rivals]
        weight = weights[id(group)]
        # Of answers that exclude one another, each has its odds against all the others together; which of two sources
        # that contradict each other is right, retrieval does not say.
        others = sum(share * _exp(said[id(r)] - said[id(group)]) for share, r in zip(shares, rivals, strict=True))
        result.append(
            Standing(
                group=group,
                features=found[id(group)],
                alone=alone[id(group)],
                confidence=1 / (1 + _exp(-weight) + others),
                rivals=tuple(rivals),
                relation=relation(claims[id(ordered[0])], claims[id(group)]),
                latest=all(printed[id(r)] <= printed[id(group)] for r in rivals),
            )
        )
    return result


def _says_more_exactly(group: Group, other: Group, claims: Mapping[int, Claim]) -> bool:
    one, two = group.value, other.value
    return (
        isinstance(two, DateRange)
        and (isinstance(one, date) or (isinstance(one, DateRange) and one.last - one.first < two.last - two.first))
        and relation(claims[id(group)], claims[id(other)]) is Relation.PRECISION
    )


def _exp(x: float) -> float:
    """Beyond 700 it overflows; what it is part of is 0 long before."""
    return math.exp(min(x, 700.0))


def _claim(group: Group, articles: Mapping[str, Article]) -> Claim:
    ids = {m.article_id for m in group.members} | {c.article_id for m in group.members for c in m.copies}
    days = tuple(day for article in sorted(ids) if (day := articles[article].published))
    return Claim(value=group.value, articles=frozenset(ids), days=days)
