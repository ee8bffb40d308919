"""The Gradio page: its parts, its events and the ``ask`` endpoint. Importing it loads Gradio."""

from __future__ import annotations

import unicodedata
from importlib import resources
from typing import Any

import gradio as gr
from gradio.events import api

from hemeroteca.chat import render
from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.endpoint import Call, well_formed
from hemeroteca.chat.examples import OFFERED, Examples
from hemeroteca.chat.strings import ES, Strings, strings_for
from hemeroteca.chat.turns import Turn, make_turn
from hemeroteca.errors import HemerotecaError, QuestionError

#: Turns of a visit that are kept, and visits that are kept in memory.
TURNS = 20
VISITS = 200

#: Questions read at once, and waiting before a visitor is told to come back.
AT_ONCE = 2
WAITING = 64

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")


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
    return _static("page.css")


def build_page(archive: Answerer, examples: Examples) -> gr.Blocks:
    """The page and the endpoint over ``archive``. Handlers of the page are not part of the API."""
    does = _Handlers(archive, examples)
    page = gr.Blocks(title="Hemeroteca", analytics_enabled=False, fill_width=True)
    with page:
        turns = gr.State(())
        head = _html(render.masthead(archive.info(), ES), "hm-head", script=_static("language.js"))
        with gr.Row(elem_id="hm-page"):
            with gr.Column(scale=6, min_width=320):
                with gr.Row(elem_id="hm-form"):
                    question = gr.Textbox(
                        label=ES.label, placeholder=ES.placeholder, lines=1, max_lines=4, scale=5, autofocus=True,
                        elem_id="hm-question",
                        html_attributes=gr.InputHTMLAttributes(enterkeyhint="search", autocomplete="off"),
                    )  # fmt: skip
                    button = gr.Button(ES.ask, variant="primary", scale=1, min_width=110, elem_id="hm-ask")
                error = _html("", "hm-error")
                with gr.Column(visible=False, elem_id="hm-examples") as offered:
                    label = _html(render.examples_label(ES), "hm-examples-label")
                    chips = [gr.Button("", size="sm", visible=False, elem_classes="hm-example") for _ in range(OFFERED)]
                talk = _html(render.conversation((), ES), "hm-talk", script=_static("citations.js"))
            with gr.Column(scale=5, min_width=320):
                hint = _html(render.hint(ES), "hm-hint")
                cited = _html("", "hm-sources")

        reading: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": AT_ONCE}
        for trigger, source in [(question.submit, question), (button.click, question), *((c.click, c) for c in chips)]:
            trigger(
                does.respond, [source, turns], [question, turns, error, talk, cited],
                show_progress="minimal", show_progress_on=[question, talk], api_visibility="private", **reading,
            )  # fmt: skip
        # Not the answers: a visitor may have asked before this comes back.
        translated = [head, question, button, label, hint]
        page.load(does.translate, None, translated, show_progress="hidden", api_visibility="private")
        page.load(does.offer, None, [offered, *chips], show_progress="hidden", api_visibility="private")
        api(does.ask, api_name="ask", **reading)

    page.queue(max_size=WAITING)
    page.state_session_capacity = VISITS
    return page


def _html(value: str, name: str, *, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


class _Handlers:
    """What the page and the endpoint do. Gradio reads the signatures: ``request`` is filled in by it."""

    def __init__(self, archive: Answerer, examples: Examples) -> None:
        self._archive = archive
        self._examples = examples

    def respond(self, text: str | None, turns: tuple[Turn, ...], request: gr.Request) -> tuple[Any, ...]:
        """A question of the page: its box, this visit's turns, the error line, the conversation, the passages."""
        strings = _strings(request)
        question = well_formed(text or "")
        try:
            answer = self._archive.ask(question)
            number = turns[-1].number + 1 if turns else 1
            turns = (*turns, make_turn(number, answer, self._archive.article))[-TURNS:]
        except HemerotecaError as failure:
            line = render.error_line(explain(failure, question, strings), strings)
            return gr.skip(), gr.skip(), line, gr.skip(), gr.skip()
        return "", turns, "", render.conversation(turns, strings), render.sources(turns, strings)

    def translate(self, request: gr.Request) -> tuple[Any, ...]:
        """The page's own words in the browser's language."""
        strings = _strings(request)
        return (
            render.masthead(self._archive.info(), strings),
            gr.Textbox(label=strings.label, placeholder=strings.placeholder),
            strings.ask,
            render.examples_label(strings),
            render.hint(strings),
        )

    def offer(self, request: gr.Request) -> tuple[Any, ...]:
        """The example questions, when they are found."""
        questions = self._examples.get(_strings(request))[:OFFERED]
        shown = [gr.Button(question, visible=True) for question in questions]
        return gr.Column(visible=bool(shown)), *shown, *[gr.Button(visible=False)] * (OFFERED - len(shown))

    def ask(
        self, question: str, top: int = 8, since: str | None = None, until: str | None = None, source: str | None = None
    ) -> dict[str, Any]:
        """Answer a question from the archive with exact citations, or abstain and say why.

        ``since`` and ``until`` are publication days as YYYY-MM-DD, both included; ``source`` is the exact name of one.
        """
        try:
            call = Call.read(question=question, top=top, since=since, until=until, source=source)
            return self._archive.ask(call.question, **call.arguments()).to_dict()
        except HemerotecaError as failure:
            raise gr.Error(str(failure), print_exception=False) from failure


def explain(failure: HemerotecaError, question: str, strings: Strings) -> str:
    """What went wrong, in the reader's language where the page knows the case."""
    if not isinstance(failure, QuestionError):
        return strings.failed.format(failure)
    if not any(unicodedata.category(character)[0] in "LN" for character in question):
        return strings.no_words
    return strings.too_long.format(len(question))


def _strings(request: gr.Request) -> Strings:
    return strings_for(request.headers.get("accept-language"))


def _static(name: str) -> str:
    return (resources.files("hemeroteca.chat") / name).read_text(encoding="utf-8")
