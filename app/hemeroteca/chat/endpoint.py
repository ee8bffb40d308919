"""The ``ask`` endpoint's side of the wire: what a call may hold, and a door that reads it before Gradio does.

Gradio wants all five values in a positional call and answers anything else with a traceback on the server and an
empty error; behind the door a call may leave out what has a default, and a bad one is told why.
"""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from typing import Any, Self

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hemeroteca.errors import QuestionError

_CALL_PATH = "/gradio_api/call/ask"
_CALL_PATHS = {_CALL_PATH, "/gradio_api/call/v2/ask"}
_EVENT_PATH = "/gradio_api/queue/join"
_HINT = 'send {"question": "…"}, with top, since, until and source if wanted'
_TOP, _MOST = 8, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The arguments of one call, checked; names and defaults are those of ``Answerer.ask``."""

    question: str
    top: int = _TOP
    since: date | None = None
    until: date | None = None
    source: str | None = None

    @classmethod
    def read(cls, **values: object) -> Self:
        """From JSON values; None stands for the default. Raises QuestionError."""
        unknown = values.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise QuestionError(f"the call has an unknown field {min(unknown)!r:.80}", hint=_HINT)
        source = values.get("source")
        return cls(
            question=_text("question", values.get("question")),
            top=_count("top", values.get("top")),
            since=_day("since", values.get("since")),
            until=_day("until", values.get("until")),
            source=None if source is None else _text("source", source),
        )

    def arguments(self) -> dict[str, Any]:
        """All but the question, as ``ask`` takes them."""
        return {name: value for name, value in asdict(self).items() if name != "question"}


class Door:
    """ASGI layer before Gradio. Calls of the endpoint go on with all five values; bad ones get 400 and the reason.

    The page's own events may carry plain values only: Gradio would read a file, or fetch an address, that a value
    shaped like its file record names.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].rstrip("/") if scope["type"] == "http" and scope["method"] == "POST" else ""
        if path not in {*_CALL_PATHS, _EVENT_PATH}:
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        try:
            if path == _EVENT_PATH:
                check_event(body)
            else:
                path, body = _CALL_PATH, json.dumps({"data": astuple(read_call(body))}, default=date.isoformat).encode()
        except QuestionError as error:
            await JSONResponse({"error": str(error)}, status_code=400)(scope, receive, send)
            return
        forwarded = {**scope, "path": path, "raw_path": path.encode(), "headers": list(scope["headers"])}
        MutableHeaders(scope=forwarded)["content-length"] = str(len(body))
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return unread.pop() if unread else await receive()

        await self._app(forwarded, replay, send)


def read_call(body: bytes) -> Call:
    """A call from its JSON: ``{"question": …}`` by name, ``{"data": [question, …]}`` by place. Raises QuestionError."""
    content = _json_object(body)
    if "data" not in content:
        return Call.read(**content)
    values, names = content["data"], [field.name for field in fields(Call)]
    if not isinstance(values, list) or not 1 <= len(values) <= len(names):
        hint = f"give a list of 1 to {len(names)} values: {', '.join(names)}"
        raise QuestionError(f"data is {values!r:.80}", hint=hint)
    return Call.read(**dict(zip(names, values, strict=False)))


def check_event(body: bytes) -> None:
    """Raises QuestionError where an event of the page carries anything but texts, numbers and nulls."""
    values = _json_object(body).get("data")
    if not isinstance(values, list) or not all(
        value is None or isinstance(value, (str, int, float)) for value in values
    ):
        raise QuestionError(f"data is {values!r:.80}", hint="give a list of texts, numbers and nulls")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QuestionError("the call is not JSON", hint=_HINT) from error
    if not isinstance(content, dict):
        raise QuestionError("the call is not a JSON object", hint=_HINT)
    return content


def well_formed(text: str) -> str:
    """``text`` with lone surrogates, which JSON can carry and no encoder can write, replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise QuestionError(f"{name} is {value!r:.80}", hint="give it as text")
    return well_formed(value)


def _count(name: str, value: object) -> int:
    if value is None:
        return _TOP
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
        raise QuestionError(f"{name} is {value!r:.80}", hint=f"give a whole number from 1 to {_MOST}")
    return value


def _day(name: str, value: object) -> date | None:
    if value is None:
        return None
    text = _text(name, value)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(f"{name} is {value!r:.80}", hint="give a day as YYYY-MM-DD") from error
