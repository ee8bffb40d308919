"""What the page does with a question: take it, answer it while the stages are shown, keep the answer."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import gradio as gr

from hemeroteca.chat import frame, render
from hemeroteca.chat.endpoint import well_formed
from hemeroteca.chat.identity import visitor_of
from hemeroteca.chat.services import Services
from hemeroteca.chat.sources import sources
from hemeroteca.chat.stages import followed
from hemeroteca.chat.store import ConversationNotFound, TurnRow
from hemeroteca.chat.strings import Strings, strings_for, write_number
from hemeroteca.chat.turns import Turn, make_turn
from hemeroteca.errors import HemerotecaError, QuestionError
from hemeroteca.types import Exchange, Stage

logger = logging.getLogger(__name__)

#: The cookie that the language switch sets.
LANGUAGE_COOKIE = "hemeroteca_language"

#: Characters of the first question that name a new conversation.
TITLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page shows: a conversation, None for a new one, and the turn whose sources are beside it."""

    conversation: str | None = None
    turn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A question to be answered, as it was sent; ``turn`` is the answer that the page was at."""

    text: str
    turn: str = ""
    resolve: bool = True
    period: bool = True
    since: date | None = None
    until: date | None = None
    source: str | None = None


class Taken(NamedTuple):
    """What taking a question changes on the page, in the order of the event's outputs."""

    jobs: Any
    question: Any
    error: Any
    pending: Any


class Answered(NamedTuple):
    """What answering changes on the page, in the order of the event's outputs."""

    jobs: Any = gr.skip()
    view: Any = gr.skip()
    question: Any = gr.skip()
    error: Any = gr.skip()
    side: Any = gr.skip()
    talk: Any = gr.skip()
    pending: Any = gr.skip()
    pane: Any = gr.skip()


class Asking:
    """The handlers of questions. Gradio reads their signatures: ``request`` and ``event`` are filled in by it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def take(self, text: str | None, filters: str | None, jobs: tuple[Job, ...], request: gr.Request) -> Taken:
        """A question from the box."""
        return self._take(Job(text=well_formed(text or "")), filters, jobs, strings_of(request))

    def take_event(
        self, filters: str | None, jobs: tuple[Job, ...], view: View, request: gr.Request, event: gr.EventData
    ) -> Taken:
        """A question from the conversation: a suggestion, a corrected one, or one asked again without its days."""
        data, strings = data_of(event), strings_of(request)
        if data["do"] == "noperiod":
            try:
                row = self._services.store.turn(visitor_of(request).owner, data.get("turn", ""))
            except HemerotecaError as failure:
                return Taken(gr.skip(), gr.skip(), render.error_line(explain(failure, "", strings), strings), "")
            return self._take(Job(text=row.question, resolve=False, period=False), filters, jobs, strings)
        job = Job(text=data.get("text", ""), resolve=data["do"] == "ask" and view.conversation is not None)
        return self._take(job, filters, jobs, strings)

    def _take(self, job: Job, filters: str | None, jobs: tuple[Job, ...], strings: Strings) -> Taken:
        try:
            found = read_filters(filters or "")
        except QuestionError as failure:
            return Taken(gr.skip(), gr.skip(), render.error_line(str(failure), strings), "")
        if found.since and found.until and found.since > found.until:
            return Taken(gr.skip(), gr.skip(), render.error_line(strings.dates_crossed, strings), "")
        sent = replace(found, text=job.text, resolve=job.resolve, period=job.period)
        return Taken((*jobs, sent), "", "", render.pending(job.text, strings))

    def answer(self, jobs: tuple[Job, ...], view: View, request: gr.Request) -> Iterator[Answered]:
        """Answer the first question taken, showing the stages, and keep what came of it."""
        if not jobs:
            yield Answered()
            return
        job, strings = jobs[0], strings_of(request)
        yield Answered(jobs=jobs[1:])
        try:
            owner = visitor_of(request).owner
            conversation = view.conversation or self._found_again(owner, job.turn)
            rows = self._services.store.turns(owner, conversation) if conversation else []
            working = followed(lambda on_stage: self._ask(job, rows, on_stage))
            while True:
                try:
                    now = next(working)
                except StopIteration as finished:
                    yield self._answered(job, finished.value, rows, conversation, owner, strings)
                    return
                yield Answered(pending=render.pending(job.text, strings, stage=now.stage, done=now.done))
        except HemerotecaError as failure:
            line = render.error_line(explain(failure, job.text, strings), strings)
            yield Answered(question=job.text, error=line, pending="")
        except Exception:
            # Whatever it is, the page must not stay as if it were still working.
            logger.exception("a question could not be answered")
            yield Answered(question=job.text, error=render.error_line(strings.broken, strings), pending="")

    def _found_again(self, owner: str, turn_id: str) -> str | None:
        """The conversation of the answer that a page is at whose state was lost: a restart, too many other pages."""
        return self._services.store.turn(owner, turn_id).conversation_id if turn_id else None

    def _ask(self, job: Job, rows: list[TurnRow], on_stage: Callable[[Stage], None]) -> Exchange:
        talk = self._services.archive.conversation(
            [Exchange(asked=row.asked, question=row.question, answer=row.answer) for row in rows]
        )
        return talk.ask(
            job.text, since=job.since, until=job.until, source=job.source, period=job.period, resolve=job.resolve,
            on_stage=on_stage,
        )  # fmt: skip

    def _answered(
        self, job: Job, exchange: Exchange, rows: list[TurnRow], known: str | None, owner: str, strings: Strings
    ) -> Answered:
        store = self._services.store
        conversation = known or store.create(owner, title=" ".join(job.text.split())[:TITLE]).id
        row = store.add_turn(owner, conversation, asked=job.text, answer=exchange.answer)
        turns = [make_turn(each, self._services.archive.article) for each in (*rows, row)]
        return Answered(
            view=View(conversation=conversation, turn=row.id),
            error="",
            side=frame.conversations(store.conversations(owner), strings, current=conversation),
            talk=self.talk(turns, strings, row.id),
            pending="",
            pane=sources(turns[-1], strings),
        )

    def talk(self, turns: list[Turn], strings: Strings, selected: str) -> str:
        """The conversation, with questions to ask under an answer that could not be given."""
        return render.conversation(
            turns, strings, selected=selected, suggestions=self._services.examples.ready(strings)
        )


def data_of(event: gr.EventData) -> dict[str, str]:
    """What ``actions.js`` sent, as texts; it comes from outside, so anything else is dropped."""
    sent = event._data if isinstance(event._data, dict) else {}
    found = {str(name): well_formed(value) for name, value in sent.items() if isinstance(value, str)}
    return {"do": "", **found}


def read_filters(text: str) -> Job:
    """What the page sent with a question, as JSON: its filters, the answer that it is at. Raises QuestionError."""
    try:
        sent = json.loads(text or "{}")
        values = {name: sent.get(name) or None for name in ("since", "until", "source", "turn")}
        since, until = (date.fromisoformat(day) if day else None for day in (values["since"], values["until"]))
        source = well_formed(values["source"]) if values["source"] else None
        turn = well_formed(values["turn"] or "")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError(f"the filters are {text!r:.80}", hint="choose days and an outlet") from error
    return Job(text="", turn=turn, since=since, until=until, source=source)


def explain(failure: HemerotecaError, question: str, strings: Strings) -> str:
    """What went wrong, in the reader's language where the page knows the case."""
    if isinstance(failure, ConversationNotFound):
        return strings.not_yours
    if not isinstance(failure, QuestionError):
        return strings.failed.format(failure)
    if not any(unicodedata.category(character)[0] in "LN" for character in question):
        return strings.no_words
    return strings.too_long.format(write_number(len(question), strings))


def strings_of(request: gr.Request) -> Strings:
    """The language chosen with the switch, else the browser's."""
    return strings_for(request.headers.get("accept-language"), request.cookies.get(LANGUAGE_COOKIE))
