"""How well it is told who says so: a labelled set, precision and recall by voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from hemeroteca.answering.attribution import Attribution, attribute
from hemeroteca.evals.labels import HALVES, load_items, nth_place
from hemeroteca.types import Voice

MEASURES = ("precision", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A text, a stretch of it, and whose words it is. ``speaker`` is None where the text has no words for that."""

    id: str
    half: str
    text: str
    start: int
    end: int
    voice: Voice
    speaker: str | None


def load_attribution(path: Path) -> list[Item]:
    """Raises LabelsError where the file is absent, malformed, or a stretch does not stand in its text."""
    return load_items(path, _item)


def _item(raw: dict[str, str | int]) -> Item:
    text, mark = str(raw["text"]), str(raw["mark"])
    start = nth_place(text, mark, int(raw.get("nth", 1)))
    if raw["half"] not in HALVES:
        raise ValueError(f"half is one of {', '.join(HALVES)}, not {raw['half']!r}")
    speaker = raw.get("speaker")
    return Item(
        id=str(raw["id"]),
        half=str(raw["half"]),
        text=text,
        start=start,
        end=start + len(mark),
        voice=Voice(str(raw["label"])),
        speaker=None if speaker is None else str(speaker),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Of the stretches with a voice: how many are labelled so, called so, and rightly called so."""

    labelled: int
    called: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.called if self.called else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0


def score(items: Sequence[Item]) -> dict[Voice, Score]:
    """Precision and recall of each voice."""
    return _score([(item.voice, found(item).voice) for item in items])


def shown(items: Sequence[Item]) -> dict[Voice, Score]:
    """The same of what is shown beside a citation: where the voice is not certain, none is."""
    return _score([(item.voice, a.voice if (a := found(item)).certain else None) for item in items])


def _score(called: Sequence[tuple[Voice, Voice | None]]) -> dict[Voice, Score]:
    return {
        voice: Score(
            labelled=sum(wanted is voice for wanted, _ in called),
            called=sum(given is voice for _, given in called),
            right=sum(wanted is given is voice for wanted, given in called),
        )
        for voice in Voice
    }


def speakers(items: Sequence[Item]) -> tuple[int, int]:
    """Of the stretches rightly called quoted: how many have the right speaker (words in words), of how many."""
    quoted = [(item.speaker, a.speaker) for item in items if (a := found(item)).voice is item.voice is Voice.QUOTED]
    right = sum(w == g if w is None or g is None else w in g or g in w for w, g in quoted)
    return right, len(quoted)


def found(item: Item) -> Attribution:
    return attribute(item.text, item.start, item.end)


def values(items: Sequence[Item]) -> dict[str, float]:
    """The figures by name, as gates know them."""
    figures = {f"{voice.value}_{name}": getattr(s, name) for voice, s in score(items).items() for name in MEASURES}
    return figures | {
        f"{voice.value}_shown_{name}": getattr(s, name) for voice, s in shown(items).items() for name in MEASURES
    }


def to_table(items: Sequence[Item]) -> Table:
    """One voice a row."""
    table = Table(caption="speakers right: {} of {}".format(*speakers(items)), caption_justify="left")
    for heading in ("", "precision", "recall", "labelled", "called so"):
        table.add_column(heading, justify="right" if heading else "left")
    for suffix, scores in (("", score(items)), (", shown", shown(items))):
        for voice, s in scores.items():
            name = f"{voice.value}{suffix}"
            table.add_row(name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.labelled}", f"{s.called}")
    return table
