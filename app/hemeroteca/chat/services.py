"""What the server hands to the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.examples import Examples
from hemeroteca.chat.store import Store


class Access(StrEnum):
    """Who may come in, and as what."""

    LOCAL = "local"
    """Whoever uses this computer: each browser a reader of its own with all rights."""
    PUBLIC = "public"
    """Everybody: each browser a reader of its own, without the right to administer."""
    ACCOUNTS = "accounts"
    """Those with an account, by password or token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the page is made over. Whose a request is, and what they may do, says ``identity.visitor_of(request)``.

    With accounts, ``/login`` and ``/logout`` (POST) are pages of the server's own.
    """

    archive: Answerer
    store: Store
    examples: Examples
    access: Access = Access.LOCAL
