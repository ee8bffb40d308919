"""How well follow-up questions are understood: where the question made of them leads, beside baselines and a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from rich.table import Table

from hemeroteca.answering.compose import compose
from hemeroteca.answering.follow_ups import Resolution, resolve
from hemeroteca.answering.outlets import outlet_named
from hemeroteca.archive import Archive
from hemeroteca.errors import HemerotecaError
from hemeroteca.evals.judge import judge, relevant_passages
from hemeroteca.evals.labels import HALVES, LabelsError
from hemeroteca.evals.metrics import mean_interval, recall_at
from hemeroteca.evals.questions import EvalQuestion, QuestionSet, load_questions
from hemeroteca.types import Evidence, Exchange, Passage

FOLLOWS = (
    "ellipsis", "pronoun", "implied_subject", "kind_change", "filter_change", "reason", "more", "new_subject",
)  # fmt: skip
#: How many passages are read for a question.
TOP = 8

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question as ``asked``; ``question`` holds what a person would write in its place, answers and articles.

    ``follow`` is one of ``FOLLOWS``, "" for what opens a conversation, None where the set does not say.
    """

    asked: str
    follow: str | None
    question: EvalQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation; ``half`` is None in sets that are not divided."""

    id: str
    half: str | None
    turns: tuple[Turn, ...]


def load_talks(path: Path) -> tuple[list[Talk], QuestionSet]:
    """The conversations of a set of them, or of a question set, and the set whose articles they are about.

    Raises LabelsError or QuestionSetError where the file cannot be used.
    """
    try:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        if "conversations" not in loaded:
            return _of_questions(load_questions(path))
        talks = [_talk(raw) for raw in loaded["conversations"]]
        return talks, load_questions(path.parent / loaded["articles"])
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        if isinstance(error, HemerotecaError):
            raise
        raise LabelsError(
            f"not a set of conversations ({path}: {error})", hint="see evals/conversations.yaml for the form"
        ) from error


def _talk(raw: Mapping[str, Any]) -> Talk:
    if raw["half"] not in HALVES:
        raise ValueError(f"{raw['id']}: half is one of {', '.join(HALVES)}")
    turns = [_turn(raw, turn, place) for place, turn in enumerate(raw["turns"])]
    return Talk(id=str(raw["id"]), half=str(raw["half"]), turns=tuple(turns))


def _turn(talk: Mapping[str, Any], raw: Mapping[str, Any], place: int) -> Turn:
    follow = raw.get("follow", "")
    if (place == 0) is not (follow == "") or follow not in ("", *FOLLOWS):
        raise ValueError(f"{raw['asked']}: follow is one of {', '.join(FOLLOWS)}, and nothing for the first")
    return Turn(
        asked=str(raw["asked"]),
        follow=str(follow),
        question=EvalQuestion(
            id=f"{talk['id']}-{place + 1}",
            question=str(raw.get("full", raw["asked"])),
            language=str(talk.get("language", "es")),
            answers=tuple(raw["answers"]),
            articles=tuple(raw["articles"]),
            conversation=str(talk["id"]),
        ),
    )


def _of_questions(questions: QuestionSet) -> tuple[list[Talk], QuestionSet]:
    """Those of a question set: what has ``full`` follows, and in which way is not known."""
    turns: dict[str, list[Turn]] = {}
    for question in questions.questions:
        if question.conversation is not None:
            follow = None if turns.get(question.conversation) else ""
            whole = replace(question, question=question.full or question.question)
            turns.setdefault(question.conversation, []).append(
                Turn(asked=question.question, follow=follow, question=whole)
            )
    return [Talk(id=name, half=None, turns=tuple(all_of)) for name, all_of in turns.items()], questions


#: What is asked in place of a follow-up, from the turn, what was asked before, and the exchanges of this system so far.
System = Callable[[Turn, Sequence[str], Sequence[Exchange]], Resolution]

SYSTEMS: dict[str, System] = {
    "resolved": lambda turn, before, history: resolve(turn.asked, history),
    "as asked": lambda turn, before, history: Resolution(question=turn.asked, follows=False),
    "all questions so far": lambda turn, before, history: Resolution(
        question=" ".join([*before, turn.asked]), follows=bool(before)
    ),
    "written by a person": lambda turn, before, history: Resolution(question=turn.question.question, follows=False),
}
BASELINES = ("as asked", "all questions so far")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A turn as a system asked it. ``recall`` is None where the set knows no right passage; then ``right`` is too.

    ``kept`` is whether the question a person wrote for this turn would have been left as it is.
    """

    turn: Turn
    question: str
    follows: bool
    recall: float | None
    right: bool | None
    kept: bool


def measure(
    archive: Archive, talks: Sequence[Talk], *, on_progress: Progress = lambda done, of: None
) -> dict[str, list[Asked]]:
    """What comes of every turn by each of ``SYSTEMS``, each of which goes on from its own questions and answers."""
    found: dict[str, list[Asked]] = {name: [] for name in SYSTEMS}
    read: dict[str, Evidence] = {}
    for done, talk in enumerate(talks, start=1):
        for name, system in SYSTEMS.items():
            found[name] += _ask(archive, talk, system, read)
        on_progress(done, len(talks))
    return found


def _ask(archive: Archive, talk: Talk, system: System, read: dict[str, Evidence]) -> Iterator[Asked]:
    history: list[Exchange] = []
    for turn in talk.turns:
        made = system(turn, [exchange.asked for exchange in history], history)
        if made.question not in read:
            coverage = archive.coverage()
            outlet = outlet_named(made.question, coverage.sources)
            # Counted from the archive's end, so that the figures do not change with the day.
            read[made.question] = archive.evidence(made.question, top=TOP, source=outlet, as_of=coverage.last)
        evidence = read[made.question]
        relevant = {p.id for p in relevant_passages(turn.question, _passages(archive, turn.question))}
        ranking = [hit.passage.id for hit in evidence.hits]
        yield Asked(
            turn=turn,
            question=made.question,
            follows=made.follows,
            recall=recall_at(ranking, relevant, TOP) if relevant else None,
            right=judge(turn.question, evidence, archive.calibration).right if relevant else None,
            kept=resolve(turn.question.question, history).question == turn.question.question,
        )
        answer = compose(evidence, archive.calibration)
        history.append(Exchange(asked=turn.asked, question=made.question, answer=answer))


def _passages(archive: Archive, question: EvalQuestion) -> list[Passage]:
    return [passage for name in question.articles for passage in archive.passages(name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The mean of a value per turn, with the 95 % bootstrap interval of turns; None over nothing."""

    value: float | None
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return "—" if self.value is None else f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n {self.n}"


def share(values: Sequence[float | None]) -> Share:
    known = [float(value) for value in values if value is not None]
    if not known:
        return Share(value=None, low=0.0, high=0.0, n=0)
    low, high = mean_interval(known)
    return Share(value=sum(known) / len(known), low=low, high=high, n=len(known))


def follow_ups(asked: Sequence[Asked]) -> list[Asked]:
    """Without the turns that open a conversation or begin a new subject."""
    return [a for a in asked if a.turn.follow not in ("", "new_subject")]


def new_left_alone(asked: Sequence[Asked]) -> Share:
    """Of the turns with a new subject, those into which no word was carried."""
    return share([not a.follows for a in asked if a.turn.follow == "new_subject"])


def values(asked: Mapping[str, Sequence[Asked]]) -> dict[str, float]:
    """The figures by name, as gates have them: those of our own resolution, and what they gain on both baselines."""
    ours = asked["resolved"]
    best = {
        name: max(_mean(share([getattr(a, name) for a in follow_ups(asked[system])])) for system in BASELINES)
        for name in ("recall", "right")
    }
    recall, right = (_mean(share([getattr(a, name) for a in follow_ups(ours)])) for name in ("recall", "right"))
    return {
        "resolved_recall_at_8": recall,
        "resolved_best_right": right,
        "recall_gained": recall - best["recall"],
        "right_gained": right - best["right"],
        "new_left_alone": _mean(new_left_alone(ours)),
        "complete_left_alone": _mean(complete_left_alone(ours)),
    }


def _mean(figure: Share) -> float:
    return 0.0 if figure.value is None else figure.value


def complete_left_alone(asked: Sequence[Asked]) -> Share:
    """Of what a person wrote in the place of the follow-ups, complete each, what was left as it was."""
    return share([a.kept for a in asked if a.turn.follow != ""])


def to_table(asked: Mapping[str, Sequence[Asked]]) -> Table:
    """A system a row; below ours, by how the turns follow."""
    table = Table()
    for heading in ("", f"recall@{TOP}", "best answer right"):
        table.add_column(heading)
    for name, of in asked.items():
        table.add_row(name, *_row(follow_ups(of)))
    table.add_section()
    ours = asked["resolved"]
    for follow in dict.fromkeys(a.turn.follow for a in ours if a.turn.follow):
        table.add_row(f"resolved: {follow}", *_row([a for a in ours if a.turn.follow == follow]))
    table.add_section()
    table.add_row("new subjects left alone", str(new_left_alone(ours)))
    table.add_row("complete questions left alone", str(complete_left_alone(ours)))
    return table


def _row(asked: Sequence[Asked]) -> tuple[str, str]:
    return str(share([a.recall for a in asked])), str(share([a.right for a in asked]))
