"""What the page does besides answering: arrive, open an article, choose an answer, keep the list of conversations."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qs

import gradio as gr

from hemeroteca.chat import catalogue, frame, render
from hemeroteca.chat import sources as pane
from hemeroteca.chat.asking import Asking, View, data_of, explain, strings_of
from hemeroteca.chat.identity import visitor_of
from hemeroteca.chat.services import Services
from hemeroteca.chat.store import TurnRow, Verdict
from hemeroteca.chat.strings import Strings
from hemeroteca.chat.turns import Turn, make_turn
from hemeroteca.errors import ArticleNotFound, HemerotecaError


class Arrived(NamedTuple):
    """All that a page shows when it is opened, in the order of the event's outputs."""

    head: Any
    question: Any
    button: Any
    filters: Any
    error: Any
    view: Any
    side: Any
    talk: Any
    pane: Any


class Opened(NamedTuple):
    """What choosing in the list of conversations changes, in the order of the event's outputs."""

    view: Any = gr.skip()
    side: Any = gr.skip()
    talk: Any = gr.skip()
    pane: Any = gr.skip()
    error: Any = ""


class Chosen(NamedTuple):
    """What choosing in the conversation or among its sources changes, in the order of the event's outputs."""

    view: Any = gr.skip()
    talk: Any = gr.skip()
    pane: Any = gr.skip()
    error: Any = ""


class Shown(NamedTuple):
    """What changing between the views changes, in the order of the event's outputs."""

    head: Any
    catalogue: Any


class Browsing:
    """The handlers of everything but questions. Gradio fills in ``request`` and ``event`` by their types."""

    def __init__(self, services: Services, asking: Asking) -> None:
        self._services = services
        self._asking = asking

    def arrive(self, address: str | None, request: gr.Request) -> Arrived:
        """The page in the visitor's language, with the conversation of the answer that its address names."""
        strings, owner = strings_of(request), visitor_of(request).owner
        store, holdings = self._services.store, self._services.archive.info()
        view, turns, line = View(), list[Turn](), ""
        wanted = parse_qs((address or "").removeprefix("?")).get("turn", [""])[0]
        try:
            if wanted:
                row = store.turn(owner, wanted)
                view = View(conversation=row.conversation_id, turn=row.id)
                turns = self._turns(store.turns(owner, row.conversation_id))
        except HemerotecaError as failure:
            line = explain(failure, "", strings)
        return Arrived(
            head=frame.masthead(holdings, strings, visitor=visitor_of(request)),
            question=gr.Textbox(label=strings.label, placeholder=strings.placeholder),
            button=strings.ask,
            filters=frame.filters(holdings.sources, strings),
            error=render.error_line(line, strings),
            view=view,
            side=frame.conversations(store.conversations(owner), strings, current=view.conversation),
            talk=self._asking.talk(turns, strings, view.turn),
            pane=pane.sources(_turn(turns, view.turn), strings),
        )

    def offer(self, request: gr.Request) -> str:
        """The example questions, when they are found."""
        strings = strings_of(request)
        return render.welcome(self._services.examples.get(strings), strings)

    def choose(self, view: View, request: gr.Request, event: gr.EventData) -> Chosen:
        """A click in the conversation or among the sources."""
        data, strings = data_of(event), strings_of(request)
        owner, store = visitor_of(request).owner, self._services.store
        try:
            row = store.turn(owner, data.get("turn", ""))
            if data["do"] == "verdict":
                verdict = Verdict(data["verdict"]) if data.get("verdict") in {*Verdict} else None
                store.set_feedback(owner, row.id, verdict=None if verdict is row.verdict else verdict)
                return Chosen(talk=self._talk(owner, view, strings))
            turn = make_turn(row, self._services.archive.article)
            chosen = View(conversation=row.conversation_id, turn=row.id)
            talk = self._talk(owner, chosen, strings) if chosen != view else gr.skip()
            return Chosen(view=chosen, talk=talk, pane=self._pane(turn, data, strings))
        except HemerotecaError as failure:
            return Chosen(error=render.error_line(explain(failure, "", strings), strings))

    def keep(self, view: View, request: gr.Request, event: gr.EventData) -> Opened:
        """A click in the list of conversations: a new one, one of old, another name, gone."""
        data, strings = data_of(event), strings_of(request)
        owner, store = visitor_of(request).owner, self._services.store
        wanted, title = data.get("id", ""), " ".join(data.get("title", "").split())
        try:
            if data["do"] == "new":
                view = View()
            elif data["do"] == "open":
                view = View(conversation=store.conversation(owner, wanted).id)
            elif data["do"] == "rename" and title:
                store.rename(owner, wanted, title=title)
            elif data["do"] == "delete":
                store.delete(owner, wanted)
                view = View() if view.conversation == wanted else view
            rows = store.turns(owner, view.conversation) if view.conversation else []
        except HemerotecaError as failure:
            return Opened(error=render.error_line(explain(failure, "", strings), strings))
        if rows and not any(row.id == view.turn for row in rows):
            view = View(conversation=view.conversation, turn=rows[-1].id)
        turns = self._turns(rows)
        side = frame.conversations(store.conversations(owner), strings, current=view.conversation)
        if data["do"] not in {"new", "open", "delete"}:
            return Opened(side=side)
        return Opened(
            view=view,
            side=side,
            talk=self._asking.talk(turns, strings, view.turn),
            pane=pane.sources(_turn(turns, view.turn), strings),
        )

    def turn_to(self, request: gr.Request, event: gr.EventData) -> Shown:
        """The conversation or the archive."""
        strings, visitor = strings_of(request), visitor_of(request)
        holdings = self._services.archive.info()
        view = "archive" if data_of(event).get("view") == "archive" else "chat"
        listed = ""
        if view == "archive":
            listed = catalogue.catalogue(self._services.archive, strings, is_admin=visitor.is_admin)
        return Shown(head=frame.masthead(holdings, strings, view=view, visitor=visitor), catalogue=listed)

    def _pane(self, turn: Turn, data: dict[str, str], strings: Strings) -> str:
        """An article where one of its places was chosen, else the cards."""
        wanted = data.get("n", "")
        if data["do"] == "cite":
            places = {str(q.number): (q.citation.article_id, q.citation.start, q.citation.end) for q in turn.quotes}
        elif data["do"] == "passage":
            places = {str(n): (near.article_id, near.start, near.end) for n, near in enumerate(turn.nearby)}
        else:
            places = {}
        if wanted not in places:
            return pane.sources(turn, strings)
        article_id, start, end = places[wanted]
        try:
            article = self._services.archive.article(article_id)
        except ArticleNotFound:
            return pane.gone(turn.id, strings)
        cited = [quote.citation for quote in turn.quotes if quote.here and quote.citation.article_id == article_id]
        marks = [(citation.start, citation.end) for citation in cited]
        return pane.article(article, marks, (start, end), turn.id, strings)

    def _turns(self, rows: list[TurnRow]) -> list[Turn]:
        return [make_turn(row, self._services.archive.article) for row in rows]

    def _talk(self, owner: str, view: View, strings: Strings) -> str:
        rows = self._services.store.turns(owner, view.conversation) if view.conversation else []
        return self._asking.talk(self._turns(rows), strings, view.turn)


def _turn(turns: list[Turn], wanted: str) -> Turn | None:
    return next((turn for turn in turns if turn.id == wanted), None)
