"""Who a request comes from: by session, token or signed cookie; and the answer to those who may not come in."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response

from hemeroteca.chat.accounts import Accounts
from hemeroteca.chat.identity import Visitor, VisitorCookies
from hemeroteca.chat.login import COOKIE, login_address
from hemeroteca.chat.services import Access

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Who comes in. ``cookie`` is to be set in the answer; who brings none is not known again by the next request."""

    visitor: Visitor
    cookie: tuple[str, str] | None = None


class Gate:
    """Tells visitors apart. ``accounts`` are given where ``access`` is ACCOUNTS, and only there."""

    def __init__(self, access: Access, *, cookies: VisitorCookies, accounts: Accounts | None = None) -> None:
        if (access is Access.ACCOUNTS) is (accounts is None):
            raise ValueError("accounts belong to the access by accounts, and to no other")
        self._is_admin = access is Access.LOCAL
        self._accounts = accounts
        self._cookies = cookies

    @property
    def has_accounts(self) -> bool:
        return self._accounts is not None

    def admit(self, headers: Headers) -> Passage | None:
        """Who comes with these headers; None for a stranger."""
        cookies = cookie_parser(headers.get("cookie", ""))
        if self._accounts is not None:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            visitor = (
                self._accounts.by_token(token.strip())
                if scheme.lower() == "bearer"
                else self._accounts.by_session(cookies.get(COOKIE, ""))
            )
            return Passage(visitor=visitor) if visitor else None
        owner = self._cookies.owner(cookies.get(self._cookies.name))
        if owner:
            return Passage(visitor=Visitor(owner=owner, name=None, is_admin=self._is_admin))
        owner, value = self._cookies.new()
        return Passage(
            visitor=Visitor(owner=owner, name=None, is_admin=self._is_admin), cookie=(self._cookies.name, value)
        )


def turn_away(path: str, query: bytes, headers: Headers) -> Response:
    """What a stranger gets: people the login page, programs the reason."""
    if path == "/" and "text/html" in headers.get("accept", ""):
        return RedirectResponse(login_address(path, query), status_code=303)
    return JSONResponse(
        {"error": "this needs an account", "hint": "log in at /login, or send Authorization: Bearer TOKEN"},
        status_code=401,
        headers={"www-authenticate": "Bearer"},
    )


def cookie_header(cookie: tuple[str, str], *, scheme: str) -> str:
    """The Set-Cookie header of a visitor's name."""
    name, value = cookie
    secure = "; Secure" if scheme == "https" else ""
    return f"{name}={value}; Max-Age={_YEAR}; Path=/; HttpOnly; SameSite=Lax{secure}"
