"""Who is asking: what the guard found out and put into the ASGI scope, and the cookies of visitors without accounts."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, Signer

from hemeroteca.chat.database import DatabaseError

KEY_FILE = "chat.key"

#: Before the random name of a visitor without an account: no account's name begins with it.
VISITOR = "~"

_SCOPE_KEY = "hemeroteca.arrival"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whose request this is.

    ``owner`` is what their conversations are kept under, ``name`` the account's, None where there are no accounts.
    ``is_admin`` is the right to add and remove articles and to read all feedback.
    """

    owner: str
    name: str | None
    is_admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the guard knows of a request. ``visitor`` is None for a stranger at the login page.

    ``address`` is the network address it came from. ``is_known`` is whether the visitor will be known again: a
    program that keeps no cookies is somebody new each time.
    """

    visitor: Visitor | None
    address: str
    is_known: bool


def visitor_of(request: Any) -> Visitor:
    """The visitor of a request: a Starlette one, or a ``gr.Request`` around one.

    Raises PermissionError where it did not come through the guard.
    """
    visitor = arrival_of(getattr(getattr(request, "request", request), "scope", None)).visitor
    if visitor is None:
        raise PermissionError("a stranger's request")
    return visitor


def arrival_of(scope: Any) -> Arrival:
    """What the guard put into an ASGI scope. Raises PermissionError where it did not."""
    arrival = scope.get(_SCOPE_KEY) if isinstance(scope, dict) else None
    if not isinstance(arrival, Arrival):
        raise PermissionError("a request that did not come through the guard")
    return arrival


def set_visitor(scope: Any, visitor: Visitor | None, *, address: str = "", is_known: bool = True) -> None:
    """Say in an ASGI scope whose request it is."""
    scope[_SCOPE_KEY] = Arrival(visitor=visitor, address=address, is_known=is_known)


class VisitorCookies:
    """Signed names for browsers without accounts. The key lies in the archive's folder, so they survive a restart."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, salt="hemeroteca visitor")
        # Cookies do not know ports: two servers on one computer must not overwrite each other's.
        self.name = f"hemeroteca_{hashlib.sha256(key).hexdigest()[:8]}"

    def new(self) -> tuple[str, str]:
        """An owner nobody can guess, and the cookie's value for it."""
        name = secrets.token_urlsafe(16)
        return VISITOR + name, self._signer.sign(name).decode("ascii")

    def owner(self, cookie: str | None) -> str | None:
        """The owner that a cookie's value names, None where it was not made here."""
        try:
            return VISITOR + self._signer.unsign(cookie).decode("ascii") if cookie else None
        except (BadSignature, UnicodeError):
            return None


def load_key(folder: Path) -> bytes:
    """The secret of the archive in ``folder``, made at first. Raises DatabaseError."""
    path = folder / KEY_FILE
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
        else:
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(handle, "wb") as file:
                file.write(key)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be used ({error.strerror})", hint="check its permissions") from error
    if len(key) != _KEY_BYTES:
        raise DatabaseError(f"{path} is not a key", hint="delete it: visitors will begin anew")
    return key


_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


def is_account_name(name: str) -> bool:
    """Whether an account may be called so: 1 to 32 of a-z, 0-9, dot, underscore and hyphen."""
    return _NAME.fullmatch(name) is not None
