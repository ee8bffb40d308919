"""The ``ask`` endpoint's side of the wire: what a call may hold, and a door that reads it before Gradio does.

Gradio wants every value in a positional call and answers anything else with a traceback on the server and an
empty error; behind the door a call may leave out what has a default, and a bad one is told why.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from math import isfinite
from typing import Any, NoReturn, Self
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hemeroteca.errors import HemerotecaError, QuestionError

CALL_PATH = "/gradio_api/call/ask"
CALL_PATHS = (CALL_PATH, "/gradio_api/call/v2/ask")
EVENT_PATH = "/gradio_api/queue/join"

_CONTENT_KEY = "hemeroteca.content"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HINT = 'send {"question": "…"}, with top, since, until, source, as_of and period if wanted'
_TOP, _MOST = 8, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The arguments of one call, checked; names and defaults are those of ``Answerer.ask``."""

    question: str
    top: int = _TOP
    since: date | None = None
    until: date | None = None
    source: str | None = None
    as_of: date | None = None
    period: bool = True

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
            as_of=_day("as_of", values.get("as_of")),
            period=_truth("period", values.get("period")),
        )

    def arguments(self) -> dict[str, Any]:
        """All but the question, as ``ask`` takes them."""
        return {name: value for name, value in asdict(self).items() if name != "question"}


class Door:
    """ASGI layer before all that reads JSON: the page, the endpoints and MCP get it parsed, cleaned and written anew.

    Calls of the ``ask`` endpoint go on with every value; bad ones get 400 and the reason. The page's own events may
    carry plain values only: Gradio would read a file, or fetch an address, that a value shaped like its file record
    names.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _carries_json(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        body = await Request(scope, receive).body()
        try:
            if path in CALL_PATHS:
                path, content = CALL_PATH, {"data": _plain(read_call(body))}
            else:
                path, content = scope["path"], read_json(body)
                if path.rstrip("/") == EVENT_PATH:
                    check_event(content)
        except QuestionError as error:
            reason = {"error": str(error)} if path.startswith("/gradio_api/") else said(error)
            await JSONResponse(reason, status_code=400)(scope, receive, send)
            return
        body = json.dumps(content, ensure_ascii=False).encode()
        forwarded = {**scope, "path": path, "raw_path": quote(path).encode(), "headers": list(scope["headers"])}
        forwarded[_CONTENT_KEY] = content
        headers = MutableHeaders(scope=forwarded)
        headers["content-length"] = str(len(body))
        del headers["transfer-encoding"]
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return unread.pop() if unread else await receive()

        await self._app(forwarded, replay, send)


def _carries_json(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    if scope["path"].startswith("/gradio_api/"):
        return bool(scope["method"] == "POST")
    # A body is read as JSON whatever it calls itself; only uploads and the login form are of another kind.
    headers = Headers(scope=scope)
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return has_body and kind not in {"multipart/form-data", "application/x-www-form-urlencoded"}


def _plain(call: Call) -> list[str | int | None]:
    return [value.isoformat() if isinstance(value, date) else value for value in astuple(call)]


def content_of(scope: Scope) -> dict[str, Any]:
    """What the door read of a request, nothing where that was no object."""
    content = scope.get(_CONTENT_KEY)
    return content if isinstance(content, dict) else {}


def said(error: HemerotecaError) -> dict[str, str]:
    """An error as the endpoints answer it."""
    return {"error": error.args[0], "hint": error.hint}


def read_json(body: bytes) -> Any:
    """A body's JSON with its texts cleaned. Raises QuestionError where it is none."""
    try:
        return cleaned(json.loads(body, parse_constant=_no_number, parse_float=_finite))
    except (ValueError, RecursionError) as error:
        raise QuestionError("the call is not JSON", hint=_HINT) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def cleaned(value: Any) -> Any:
    """JSON values with every text in them well formed."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {well_formed(key): cleaned(item) for key, item in value.items()}
    return value


def read_call(body: bytes) -> Call:
    """A call from its JSON: ``{"question": …}`` by name, ``{"data": [question, …]}`` by place. Raises QuestionError."""
    content = read_json(body)
    if not isinstance(content, dict):
        raise QuestionError("the call is not a JSON object", hint=_HINT)
    if "data" not in content:
        return Call.read(**content)
    values, names = content["data"], [field.name for field in fields(Call)]
    if not isinstance(values, list) or not 1 <= len(values) <= len(names):
        hint = f"give a list of 1 to {len(names)} values: {', '.join(names)}"
        raise QuestionError(f"data is {values!r:.80}", hint=hint)
    return Call.read(**dict(zip(names, values, strict=False)))


def check_event(content: Any) -> None:
    """Raises QuestionError where an event of the page carries anything but texts, numbers and nulls."""
    values = content.get("data") if isinstance(content, dict) else None
    if not isinstance(values, list) or not all(
        value is None or isinstance(value, (str, int, float)) for value in values
    ):
        raise QuestionError(f"data is {values!r:.80}", hint="give a list of texts, numbers and nulls")


def well_formed(text: str) -> str:
    """``text`` as it can be written anywhere.

    Lone surrogates, which JSON can carry and no encoder can write, are replaced by U+FFFD; control characters other
    than tab and line break are taken out.
    """
    return _CONTROLS.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


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


def _truth(name: str, value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, bool):
        raise QuestionError(f"{name} is {value!r:.80}", hint="give true or false")
    return value


def _day(name: str, value: object) -> date | None:
    if value is None:
        return None
    text = _text(name, value)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(f"{name} is {value!r:.80}", hint="give a day as YYYY-MM-DD") from error
