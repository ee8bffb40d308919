"""The login page, small and made on the server, and what it posts to."""

from __future__ import annotations

import asyncio
import html
import re
from urllib.parse import parse_qsl, quote

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from hemeroteca.chat.accounts import SESSION, Accounts
from hemeroteca.chat.identity import arrival_of
from hemeroteca.chat.throttle import Throttle

LOGIN, LOGOUT = "/login", "/logout"
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]

#: Of our own, as Gradio's page does not know it.
COOKIE = "hemeroteca_session"

_PAGE_ADDRESS = re.compile(r"/(\?[A-Za-z0-9=&%._~-]{0,500})?")

_WORDS = {
    "es": {
        "title": "Hemeroteca", "name": "Nombre", "password": "Contraseña", "enter": "Entrar",
        "wrong": "El nombre o la contraseña no son correctos.",
        "wait": "Demasiados intentos. Vuelva a probar dentro de {minutes} min.",
    },
    "en": {
        "title": "Hemeroteca", "name": "Name", "password": "Password", "enter": "Log in",
        "wrong": "Name or password is wrong.",
        "wait": "Too many attempts. Try again in {minutes} min.",
    },
}  # fmt: skip

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 20rem; margin: 15vh auto 0; padding: 0 1rem }}
h1 {{ font: 600 1.6rem/1.2 Georgia, serif }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit }}
input, button {{ padding: .5rem; margin: .25rem 0 1rem }}
:focus-visible {{ outline: 3px solid Highlight; outline-offset: 2px }}
</style></head><body><main><h1>{title}</h1>
<p role="alert">{message}</p>
<form method="post" action="{action}">
<label for="name">{name}</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" maxlength="32" required autofocus>
<label for="password">{password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required>
<button>{enter}</button></form></main></body></html>
"""


class Login:
    """The routes. One password is checked at a time: many at once would find the lock-out still open."""

    def __init__(self, accounts: Accounts, throttle: Throttle) -> None:
        self._accounts = accounts
        self._throttle = throttle
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[Route]:
        """For every method, as what they left over would go on to Gradio's routes of these names."""
        return [Route(LOGIN, self._login, methods=_METHODS), Route(LOGOUT, self._logout, methods=_METHODS)]

    async def _login(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._log_in(request)
        return _page(request) if request.method in {"GET", "HEAD"} else Response(status_code=405)

    async def _logout(self, request: Request) -> Response:
        return await self._log_out(request) if request.method == "POST" else Response(status_code=405)

    async def _log_in(self, request: Request) -> Response:
        try:
            pairs = parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
        except ValueError:
            return _page(request, "wrong", status=400)
        fields = dict(pairs)
        name, password = fields.get("name", ""), fields.get("password", "")
        address = arrival_of(request.scope).address
        async with self._one_at_a_time:
            seconds = self._throttle.locked(name, address)
            if seconds:
                return _page(request, "wait", status=429, seconds=seconds)
            session = await anyio.to_thread.run_sync(self._accounts.log_in, name, password)
            if session is None:
                self._throttle.failed(name, address)
                return _page(request, "wrong", status=401)
        before = request.cookies.get(COOKIE)
        if before:
            self._accounts.log_out(before)
        response = RedirectResponse(_next(request), status_code=303)
        response.set_cookie(
            COOKIE, session, max_age=int(SESSION.total_seconds()), httponly=True, samesite="lax",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return response

    async def _log_out(self, request: Request) -> Response:
        self._accounts.log_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(LOGIN, status_code=303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response


def login_address(path: str, query: bytes) -> str:
    """The login page, leading on to the page that was asked for."""
    asked = f"{path}?{query.decode('latin-1')}" if query else path
    return f"{LOGIN}?next={quote(asked, safe='')}" if query and _PAGE_ADDRESS.fullmatch(asked) else LOGIN


def _next(request: Request) -> str:
    """Where to go on to: the page, perhaps with a query. Nothing else, so that no link can lead away from here."""
    asked = request.query_params.get("next", "/")
    return asked if _PAGE_ADDRESS.fullmatch(asked) else "/"


def _page(request: Request, problem: str = "", *, status: int = 200, seconds: int = 0) -> Response:
    language = preferred_language(request.headers)
    words = {key: html.escape(text) for key, text in _WORDS[language].items()}
    message = words[problem].format(minutes=-(-seconds // 60)) if problem else ""
    asked = _next(request)
    action = LOGIN if asked == "/" else f"{LOGIN}?next={quote(asked, safe='')}"
    text = _PAGE.format(language=language, message=message, action=html.escape(action), **words)
    headers = {"cache-control": "no-store", **({"retry-after": str(seconds)} if seconds else {})}
    return HTMLResponse(text, status_code=status, headers=headers)


def preferred_language(headers: Headers) -> str:
    """``en`` where the browser names English before Spanish, else ``es``."""
    named = re.findall(r"(?:^|,)\s*(es|en)\b", headers.get("accept-language", "").lower())
    return named[0] if named else "es"
