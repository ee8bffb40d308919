"""One ASGI layer around everything the chat serves: who may ask, for what, how much, and with which headers back.

A page on another site can make a browser call this server. Host and Origin are checked against that (DNS rebinding,
cross-site requests); of Gradio's many routes only those the page and the ``ask`` endpoint use are open.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hemeroteca.chat.gate import Gate, cookie_header, turn_away
from hemeroteca.chat.identity import set_visitor
from hemeroteca.chat.login import LOGIN, LOGOUT
from hemeroteca.chat.throttle import Throttle

#: Names this computer is called by from itself.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

#: In ``hosts``: any address written in digits. Rebinding needs a name, so such a Host is not its work.
ANY_ADDRESS = "*"

MAX_BODY_BYTES = 128 * 1024

#: The one path that takes files, and how much at once.
UPLOAD_PATH = "/api/v1/articles"
MAX_UPLOAD_BYTES = 50_000_000

_OPEN_PATHS = frozenset(
    {
        "/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/mcp",
        "/gradio_api/info", "/gradio_api/startup-events", "/gradio_api/reset", "/gradio_api/cancel",
        "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/call/ask", "/gradio_api/call/v2/ask",
    }
)  # fmt: skip
_OPEN_FOLDERS = (
    "/assets/", "/static/", "/gradio_api/heartbeat/", "/gradio_api/call/ask/", "/gradio_api/call/v2/ask/", "/api/v1/",
)  # fmt: skip

# Requests that have the archive searched or read. An event of the page may do so; most do.
_QUESTIONS = frozenset(
    {
        "/gradio_api/queue/join", "/gradio_api/call/ask", "/gradio_api/call/v2/ask", "/api/v1/ask", "/api/v1/search",
        "/mcp",
    }
)  # fmt: skip

# What a proxy says of whom it speaks for: anybody can say it, and Gradio makes addresses of it.
_HEARSAY = re.compile(rb"forwarded|x-forwarded-.*|x-original-.*|x-rewrite-.*")

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
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Admits and refuses: foreign Hosts (400), Origins (403), closed paths (404), strangers (401), bodies too large
    (413), too many requests (429). Sets security headers, and says in the scope whose request it is.

    Args:
        gate: tells who it is. With accounts, strangers get the login page and nothing else.
        throttle: None where there is no limit on how much is asked.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        gate: Gate,
        throttle: Throttle | None,
        hosts: Collection[str] = LOCAL_HOSTS,
        max_body: int = MAX_BODY_BYTES,
    ) -> None:
        self._everything = app
        self._app = RequestBodyLimitMiddleware(app, max_body_size=max_body)
        self._uploads = RequestBodyLimitMiddleware(app, max_body_size=MAX_UPLOAD_BYTES)
        self._gate = gate
        self._throttle = throttle
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._everything(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks WebSocket; closing before accepting answers 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        cookies: list[str] = []

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                for cookie in cookies:
                    headers.append("set-cookie", cookie)
            await send(message)

        scope["headers"] = [(name, value) for name, value in scope["headers"] if not _HEARSAY.fullmatch(name)]
        refusal = self._refusal(scope, Headers(scope=scope), cookies)
        await (refusal or self._inner(scope))(scope, receive, send_with_headers)

    def _inner(self, scope: Scope) -> ASGIApp:
        is_upload = scope["method"] == "POST" and scope["path"] == UPLOAD_PATH
        return self._uploads if is_upload else self._app

    def _refusal(self, scope: Scope, headers: Headers, cookies: list[str]) -> Response | None:
        """The answer where nothing behind this layer is to see the request; else the scope says whose it is.

        ``cookies`` are added to: the headers to send back.
        """
        host, path = headers.get("host", ""), scope["path"]
        if not host_allowed(host, self._hosts):
            return _refused(400, "this server does not answer to that host name", "start it with --host NAME")
        if not origin_allowed(headers.get("origin"), host) or _is_foreign(scope["method"], headers):
            return _refused(403, "requests from other sites are refused", "open this server's own page")
        if not path_open(path) or (path in {LOGIN, LOGOUT} and not self._gate.has_accounts):
            return _refused(404, "there is nothing here", "the page is at /, the endpoints are at /api/v1")
        address = address_of(scope)
        seconds = self._throttle.request(address) if self._throttle else 0
        if seconds:
            return _too_many(seconds)
        if path == LOGIN:
            set_visitor(scope, None, address=address)
            return None
        passage = self._gate.admit(headers)
        if passage is None:
            return turn_away(path, scope["query_string"], headers)
        if self._throttle and _is_question(scope):
            seconds = self._throttle.question(passage.visitor.owner, address)
            if seconds:
                return _too_many(seconds)
        set_visitor(scope, passage.visitor, address=address, is_known=passage.cookie is None)
        if passage.cookie:
            cookies.append(cookie_header(passage.cookie, scheme=scope["scheme"]))
        return None


def _is_question(scope: Scope) -> bool:
    return scope["method"] == "POST" and scope["path"].rstrip("/") in _QUESTIONS


def _is_foreign(method: str, headers: Headers) -> bool:
    """Whether a browser says that another site had it send something. Links that lead here are welcome."""
    return method not in {"GET", "HEAD"} and headers.get("sec-fetch-site") == "cross-site"


def _too_many(seconds: int) -> Response:
    refusal = _refused(429, "too many requests", f"wait {seconds} seconds")
    refusal.headers["retry-after"] = str(seconds)
    return refusal


def _refused(status: int, error: str, hint: str) -> Response:
    return JSONResponse({"error": error, "hint": hint}, status_code=status)


def address_of(scope: Any) -> str:
    """Where a request comes from, for counting: an IPv4 address, or the /64 of an IPv6 one, which is one customer's."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return str(host)
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((address, 64), strict=False))


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
    """Whether the page or one of the endpoints uses this path. No such path steps up or names a file of a disk."""
    if "\\" in path or "\0" in path or not {".", ".."}.isdisjoint(path.split("/")):
        return False
    # Not with a slash behind: that would be Gradio's own login.
    return path in {LOGIN, LOGOUT} or (path.rstrip("/") or "/") in _OPEN_PATHS or path.startswith(_OPEN_FOLDERS)
