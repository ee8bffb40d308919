"""How well date expressions are found and understood: a labelled set, and a plain dateparser beside our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from rich.table import Table

from hemeroteca.answering.dates import find_dates
from hemeroteca.evals.labels import HALVES, load_items, nth_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters [start, end) of a text that name days; ``first`` and ``last`` are None where they stay open."""

    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A text of the day ``base`` with its date expressions in order. Half of the items are for reporting only."""

    id: str
    half: str
    base: date
    text: str
    mentions: tuple[Mention, ...]


Finder = Callable[[str, date], list[Mention]]


def load_dates(path: Path) -> list[Item]:
    """Raises LabelsError where the file is absent, malformed, or a mention does not stand in its text."""
    return load_items(path, _item)


def _item(raw: dict[str, object]) -> Item:
    text, half, base = raw["text"], raw["half"], raw["base"]
    if not isinstance(text, str) or half not in HALVES or not isinstance(base, date):
        raise ValueError(f"{raw['id']}: text, half or base is not one")
    mentions = raw.get("mentions") or []
    assert isinstance(mentions, list)
    return Item(
        id=str(raw["id"]), half=str(half), base=base, text=text, mentions=tuple(_mention(text, m) for m in mentions)
    )


def _mention(text: str, raw: dict[str, object]) -> Mention:
    words, nth = str(raw["text"]), raw.get("nth", 1)
    assert isinstance(nth, int)
    start = nth_place(text, words, nth)
    first, last = (raw.get(key) for key in ("first", "last"))
    if bool(raw.get("unresolved")) == isinstance(first, date):
        raise ValueError(f"«{words}» needs first and last, or unresolved: true")
    return Mention(
        start=start,
        end=start + len(words),
        first=first if isinstance(first, date) else None,
        last=last if isinstance(last, date) else None,
    )


def own(text: str, base: date) -> list[Mention]:
    """What ``find_dates`` finds."""
    return [Mention(start=m.start, end=m.end, first=m.first, last=m.last) for m in find_dates(text, base)]


def dateparser_alone(text: str, base: date) -> list[Mention]:
    """What dateparser's own search finds, every date as a day: the baseline."""
    from dateparser.search import search_dates

    found = search_dates(text, languages=["es"], settings={"RELATIVE_BASE": datetime.combine(base, time())})
    mentions, place = [], 0
    for words, moment in found or []:
        start = text.find(words, place)
        if start >= 0:
            place = start + len(words)
            mentions.append(Mention(start=start, end=place, first=moment.date(), last=moment.date()))
    return mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many expressions there are and how many were given, and of both how many fit.

    A found stretch fits a labelled one where they overlap, each taken once, first come first served; it is understood
    where its first and last day are the labelled ones (or both are open).
    """

    labelled: int
    found: int
    overlapping: int
    understood: int

    @property
    def precision(self) -> float:
        return self.overlapping / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.overlapping / self.labelled if self.labelled else 1.0

    @property
    def value_precision(self) -> float:
        return self.understood / self.found if self.found else 1.0

    @property
    def value_recall(self) -> float:
        return self.understood / self.labelled if self.labelled else 1.0

    @property
    def values(self) -> dict[str, float]:
        """The four figures by name."""
        names = ("precision", "recall", "value_precision", "value_recall")
        return {name: getattr(self, name) for name in names}


def to_table(scores: Mapping[str, Score]) -> Table:
    """One finder a row."""
    table = Table()
    for heading in ("", "precision", "recall", "of values", "recall", "labelled", "found"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, s in scores.items():
        table.add_row(name, *(f"{value:.3f}" for value in s.values.values()), f"{s.labelled}", f"{s.found}")
    return table


def shown(item: Item, mention: Mention | None) -> str:
    """A mention with its days, for a list of failures."""
    return f"«{item.text[mention.start : mention.end]}» {mention.first} {mention.last}" if mention else "nothing"


def score(items: Sequence[Item], find: Finder) -> Score:
    pairs = [pair for item in items for pair in _pairs(item.mentions, find(item.text, item.base))]
    return Score(
        labelled=sum(wanted is not None for wanted, _ in pairs),
        found=sum(given is not None for _, given in pairs),
        overlapping=sum(wanted is not None and given is not None for wanted, given in pairs),
        understood=sum(_same(wanted, given) for wanted, given in pairs),
    )


def failures(items: Sequence[Item], find: Finder) -> list[tuple[Item, Mention | None, Mention | None]]:
    """What was labelled and what was found in its place, where the two differ."""
    return [
        (item, wanted, given)
        for item in items
        for wanted, given in _pairs(item.mentions, find(item.text, item.base))
        if not _same(wanted, given)
    ]


def _same(wanted: Mention | None, given: Mention | None) -> bool:
    return wanted is not None and given is not None and (wanted.first, wanted.last) == (given.first, given.last)


def _pairs(wanted: Sequence[Mention], given: Sequence[Mention]) -> list[tuple[Mention | None, Mention | None]]:
    left = list(given)
    pairs: list[tuple[Mention | None, Mention | None]] = []
    for mention in wanted:
        match = next((g for g in left if g.start < mention.end and g.end > mention.start), None)
        if match is not None:
            left.remove(match)
        pairs.append((mention, match))
    return pairs + [(None, g) for g in left]
