"""The Gradio page: its parts, its events and the ``ask`` endpoint. Importing it loads Gradio."""

from __future__ import annotations

from importlib import resources
from typing import Any

import gradio as gr
from gradio.events import api

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.asking import Asking, View
from hemeroteca.chat.browsing import Browsing
from hemeroteca.chat.desk import AT_ONCE, WAITING
from hemeroteca.chat.endpoint import Call
from hemeroteca.chat.services import Services
from hemeroteca.chat.strings_es import ES
from hemeroteca.errors import HemerotecaError

#: Pages whose state is kept in memory; what was asked is in the store.
VISITS = 200

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_STYLES = ("page.css", "talk.css", "sources.css", "narrow.css")

# Run in the browser before a question is sent: the filters from their form, the answer that the page is at.
_WITH_FILTERS = (
    "(...values) => { const form = document.querySelector('#hm-filters form');"
    " const turn = new URLSearchParams(location.search).get('turn');"
    " values[%d] = form ? JSON.stringify({ ...Object.fromEntries(new FormData(form)), turn }) : ''; return values; }"
)


def page_theme() -> gr.themes.Base:
    """Fonts of the reader's own computer: nothing is fetched for them."""
    fonts = [gr.themes.Font(name) for name in _SANS]
    return gr.themes.Base(
        primary_hue=gr.themes.colors.stone,
        secondary_hue=gr.themes.colors.stone,
        neutral_hue=gr.themes.colors.stone,
        font=fonts,
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    )


def page_css() -> str:
    return "\n".join(map(_static, _STYLES))


def build_page(services: Services) -> gr.Blocks:
    """The page and the endpoint over what the server hands out. Handlers of the page are not part of the API."""
    page = gr.Blocks(title="Hemeroteca", analytics_enabled=False, fill_width=True)
    with page:
        parts = _Parts()
        asking = Asking(services)
        _wire_questions(parts, asking)
        _wire_browsing(page, parts, Browsing(services, asking))
        api(_Endpoint(services.archive).ask, api_name="ask", concurrency_id="ask", concurrency_limit=AT_ONCE)
    page.queue(max_size=WAITING)
    page.state_session_capacity = VISITS
    return page


class _Parts:
    """The components, laid out as they stand: the list of conversations, the conversation, the sources; the archive.

    They are empty until somebody arrives and their language is known.
    """

    def __init__(self) -> None:
        self.view, self.jobs = gr.State(View()), gr.State(())
        # Filled in by the browser when an event is sent.
        self.sent, self.address = gr.Textbox(visible=False), gr.Textbox(visible=False)
        self.head = _html("hm-head", "actions.js", "layout.js", "language.js")
        with gr.Row(elem_id="hm-page"):
            with gr.Column(elem_id="hm-sidebar", min_width=0):
                self.side = _html("hm-side", "actions.js")
            with gr.Column(elem_id="hm-main", min_width=0):
                with gr.Column(elem_id="hm-log", min_width=0):
                    self.welcome = _html("hm-welcome", "actions.js")
                    self.talk = _html("hm-talk", "actions.js", "talk.js")
                    self.pending = _html("hm-pending", "pending.js")
                self.error = _html("hm-error")
                with gr.Row(elem_id="hm-form"):
                    self.question = gr.Textbox(
                        label=ES.label, placeholder=ES.placeholder, lines=1, max_lines=4, scale=5, autofocus=True,
                        elem_id="hm-question",
                        html_attributes=gr.InputHTMLAttributes(enterkeyhint="search", autocomplete="off"),
                    )  # fmt: skip
                    self.button = gr.Button(ES.ask, variant="primary", scale=1, min_width=110, elem_id="hm-ask")
                self.filters = _html("hm-filters", "filters.js")
            with gr.Column(elem_id="hm-beside", min_width=0):
                self.pane = _html("hm-sources", "actions.js", "pane.js")
        with gr.Column(elem_id="hm-archive"):
            self.catalogue = _html("hm-catalogue", "upload.js")


def _wire_questions(parts: _Parts, asking: Asking) -> None:
    taken = [parts.jobs, parts.question, parts.error, parts.pending]
    answered = [
        parts.jobs, parts.view, parts.question, parts.error, parts.side, parts.talk, parts.pending, parts.pane,
    ]  # fmt: skip
    # Taking is quick and never waits behind answers: the question is on the page at once.
    quick: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
    box: dict[str, Any] = {
        "fn": asking.take,
        "inputs": [parts.question, parts.sent, parts.jobs],
        "js": _WITH_FILTERS % 1,
    }
    clicked: dict[str, Any] = {
        "fn": asking.take_event,
        "inputs": [parts.sent, parts.jobs, parts.view],
        "js": _WITH_FILTERS % 0,
    }
    for trigger, event in [
        (parts.question.submit, box), (parts.button.click, box),
        (parts.talk.submit, clicked), (parts.welcome.submit, clicked),
    ]:  # fmt: skip
        trigger(outputs=taken, **event, **quick).then(
            asking.answer, [parts.jobs, parts.view], answered, show_progress="minimal",
            show_progress_on=parts.pending, concurrency_id="ask", concurrency_limit=AT_ONCE,
            api_visibility="private",
        )  # fmt: skip


def _wire_browsing(page: gr.Blocks, parts: _Parts, does: Browsing) -> None:
    quick: dict[str, Any] = {"concurrency_limit": None, "show_progress": "hidden", "api_visibility": "private"}
    arrived = [
        parts.head, parts.question, parts.button, parts.filters, parts.error, parts.view, parts.side, parts.talk,
        parts.pane,
    ]  # fmt: skip
    page.load(does.arrive, [parts.address], arrived, js="() => [location.search]", **quick)
    page.load(does.offer, None, [parts.welcome], **quick)
    # A click is not lost because the one before it is still being answered.
    quick["trigger_mode"] = "multiple"
    for part in (parts.talk, parts.pane):
        part.select(does.choose, [parts.view], [parts.view, parts.talk, parts.pane, parts.error], **quick)
    parts.side.select(does.keep, [parts.view], [parts.view, parts.side, parts.talk, parts.pane, parts.error], **quick)
    parts.head.select(does.turn_to, None, [parts.head, parts.catalogue], **quick)


class _Endpoint:
    """The ``ask`` endpoint of the Gradio clients."""

    def __init__(self, archive: Answerer) -> None:
        self._archive = archive

    def ask(
        self,
        question: str,
        top: int = 8,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
        period: bool = True,
    ) -> dict[str, Any]:
        """Answer a question from the archive with exact citations, or abstain and say why.

        ``since`` and ``until`` are publication days as YYYY-MM-DD, both included; ``source`` is the exact name of one.
        ``as_of`` is the day that «esta semana» is counted from; ``period`` whether days in the question are a filter.
        """
        try:
            call = Call.read(
                question=question, top=top, since=since, until=until, source=source, as_of=as_of, period=period
            )
            return self._archive.ask(call.question, **call.arguments()).to_dict()
        except HemerotecaError as failure:
            raise gr.Error(str(failure), print_exception=False) from failure


def _html(name: str, *scripts: str) -> gr.HTML:
    # A block for each script: their names do not meet.
    script = "\n".join(f"{{\n{_static(name)}\n}}" for name in scripts)
    return gr.HTML("", elem_id=name, js_on_load=script or None, apply_default_css=False)


def _static(name: str) -> str:
    return (resources.files("hemeroteca.chat") / name).read_text(encoding="utf-8")
