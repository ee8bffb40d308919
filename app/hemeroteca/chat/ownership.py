"""Binds what Gradio's queue names, sessions and events, to the visitor who made them, and refuses it to others.

Gradio itself asks only for the name: who knows one could read another's results or stop them.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hemeroteca.chat.endpoint import CALL_PATHS, EVENT_PATH, content_of
from hemeroteca.chat.identity import arrival_of

#: Names that are remembered; the oldest are forgotten first. At the rates the guard allows that takes many minutes.
NAMES = 50_000

_LONGEST_NAME = 100
_HEARTBEAT = "/gradio_api/heartbeat/"
_JOINS = {EVENT_PATH, *CALL_PATHS}
_BY_BODY = {EVENT_PATH, "/gradio_api/reset", "/gradio_api/cancel"}


class Ownership:
    """ASGI layer between ``Door`` and Gradio: another's session or event is answered like one not there (404).

    A session belongs to the first who uses its name; an event to whoever got it. Programs that keep no cookie are not
    known again, so theirs belong to all who know their names, which cannot be guessed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        if not path.startswith("/gradio_api/"):
            await self._app(scope, receive, send)
            return
        arrival = arrival_of(scope)
        owner = arrival.visitor.owner if arrival.visitor and arrival.is_known else ""
        sessions, events = _named(path, scope)
        if not all(self._may_use(owner, name, claim=True) for name in sessions) or not all(
            self._may_use(owner, name, claim=False) for name in events
        ):
            await JSONResponse({"error": "there is no such session or event"}, status_code=404)(scope, receive, send)
            return
        if scope["method"] == "POST" and path in _JOINS:
            send = _reading_event(send, lambda name: self._bind(owner, name))
        await self._app(scope, receive, send)

    def _may_use(self, owner: str, name: Any, *, claim: bool) -> bool:
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            return False
        if claim and name not in self._owners:
            self._bind(owner, name)
        return self._owners.get(name) in {owner, ""}

    def _bind(self, owner: str, name: str) -> None:
        self._owners[name] = owner
        if len(self._owners) > NAMES:
            self._owners.popitem(last=False)


def _named(path: str, scope: Scope) -> tuple[Sequence[Any], Sequence[Any]]:
    """The sessions and the events that a request names."""
    if path in _BY_BODY and scope["method"] == "POST":
        content = content_of(scope)
        sessions, events = content.get("session_hash"), content.get("event_id")
        return [] if sessions is None else [sessions], [] if events is None else [events]
    if path == "/gradio_api/queue/data":
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return [value for key, value in query if key == "session_hash"], []
    if path.startswith(_HEARTBEAT):
        return [path.removeprefix(_HEARTBEAT)], []
    calls = [call for call in CALL_PATHS if path.startswith(f"{call}/")]
    return [], [path.removeprefix(f"{max(calls, key=len)}/")] if calls else []


def _reading_event(send: Send, found: Callable[[str], None]) -> Send:
    """``send`` that reads the name of the event out of the answer to whoever made it."""
    body = bytearray()

    async def read(message: Message) -> None:
        if message["type"] == "http.response.body":
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                try:
                    name = json.loads(body).get("event_id")
                except (ValueError, AttributeError):
                    name = None
                if isinstance(name, str):
                    found(name)
        await send(message)

    return read
