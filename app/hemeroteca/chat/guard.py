"""One ASGI layer around everything the chat serves: who may ask, for what, how much, and with which headers back.

A page on another site can make a browser call this server. Host and Origin are checked against that (DNS rebinding,
cross-site requests); of Gradio's many routes only those the page and the ``ask`` endpoint use are open.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names this computer is called by from itself.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

#: In ``hosts``: any address written in digits. Rebinding needs a name, so such a Host is not its work.
ANY_ADDRESS = "*"

MAX_BODY_BYTES = 128 * 1024

_OPEN_PATHS = frozenset(
    {
        "/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt",
        "/gradio_api/info", "/gradio_api/startup-events", "/gradio_api/reset", "/gradio_api/cancel",
        "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/call/ask", "/gradio_api/call/v2/ask",
    }
)  # fmt: skip
_OPEN_FOLDERS = (
    "/assets/", "/static/", "/gradio_api/heartbeat/", "/gradio_api/call/ask/", "/gradio_api/call/v2/ask/",
)  # fmt: skip

# Gradio's page needs inline scripts and `new Function`; everything still comes from this server alone.
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Refuses foreign Hosts (400) and Origins (403), closed paths (404), large bodies (413); sets security headers."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOCAL_HOSTS, max_body: int = MAX_BODY_BYTES) -> None:
        self._app = RequestBodyLimitMiddleware(app, max_body_size=max_body)
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks WebSocket; closing before accepting answers 403.
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope["path"])
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, headers: Headers, path: str) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not host_allowed(host, self._hosts):
            return PlainTextResponse("This server does not answer to that host name.", status_code=400)
        if not origin_allowed(headers.get("origin"), host):
            return PlainTextResponse("Requests from other sites are refused.", status_code=403)
        if not path_open(path):
            return PlainTextResponse("Not found.", status_code=404)
        return None


def host_allowed(host: str, hosts: Collection[str]) -> bool:
    """Whether a Host header names one of ``hosts``, with any port; ANY_ADDRESS among them lets every address in."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in hosts:
        return True
    if ANY_ADDRESS not in hosts:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def origin_allowed(origin: str | None, host: str) -> bool:
    """Whether a request comes from this server's own page, or from no page at all (a program sends no Origin)."""
    return origin is None or origin in {f"http://{host}", f"https://{host}"}


def path_open(path: str) -> bool:
    """Whether the page or the ``ask`` endpoint uses this path."""
    return (path.rstrip("/") or "/") in _OPEN_PATHS or path.startswith(_OPEN_FOLDERS)
