"""Runs the chat until it is interrupted."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.services import Access
from hemeroteca.errors import HemerotecaError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

#: Seconds that open pages get to finish when the server stops; they hold a connection as long as they are open.
GRACE_SECONDS = 1


class AccessError(HemerotecaError, ValueError):
    """Nobody could come in."""


class AddressError(HemerotecaError, OSError):
    """The address and port for the chat cannot be had."""

    __str__ = HemerotecaError.__str__


def _say(address: str) -> None:
    sys.stderr.write(f"Hemeroteca: {address} (Ctrl-C stops)\n")
    sys.stderr.flush()


def serve(
    archive: Answerer,
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    access: Access | None = None,
    with_mcp: bool = False,
    ready: Callable[[str], None] = _say,
) -> None:
    """Serve the chat over ``archive`` until Ctrl-C.

    Args:
        folder: of the archive; conversations, accounts and uploads are kept there.
        host: the address to listen on; ``0.0.0.0`` and ``::`` let other computers in.
        port: 0 takes a free one.
        access: None takes LOCAL on an address of this computer alone, else ACCOUNTS.
        ready: called once with the page's address, when it can be opened; writes it on stderr if not given.

    Raises AccessError where there are no accounts and there must be, AddressError where the port is taken or the
    address is not this computer's, DatabaseError, MissingExtra.
    """
    access = access or (Access.LOCAL if is_local(host) else Access.ACCOUNTS)
    if access is Access.ACCOUNTS:
        _check_accounts(folder, host)
    with listen(host, port) as listener:
        from hemeroteca.chat.app import build_app

        app = build_app(archive, folder, hosts=names_of(host), access=access, with_mcp=with_mcp)
        server = make_server(app)
        ready(page_address(host, listener))
        # The server shuts down in order on Ctrl-C; after that some versions of Python raise it again.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def is_local(host: str) -> bool:
    """Whether only this computer can reach a server that listens on ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_accounts(folder: Path, host: str) -> None:
    from hemeroteca.chat.accounts import Accounts

    with Accounts(folder) as accounts:
        if not accounts.list():
            raise AccessError(
                f"there are no accounts, and the chat on {host} asks for one",
                hint=f"hemeroteca user add NAME --admin --index {folder}, or let everybody in with --public",
            )


def make_server(app: ASGIApp) -> uvicorn.Server:
    """A server for ``app`` that says nothing but errors, and nothing at all while it shuts down."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Every open page holds a connection, which is cut here; each would be reported with a traceback.
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            await super().shutdown(sockets)

    return Server(
        uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
            # Anybody can say whom they forward for, and limits are counted by address.
            proxy_headers=False,
            server_header=False,
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises AddressError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise AddressError(
            f"cannot listen on {host} port {port} ({reason})",
            hint="stop what uses it, or give another with --port or --host",
        ) from error
    return listener


def names_of(host: str) -> frozenset[str]:
    """The Host names a server listening on ``host`` answers to."""
    from hemeroteca.chat.guard import ANY_ADDRESS, LOCAL_HOSTS

    try:
        open_to_all = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        open_to_all = False
    return LOCAL_HOSTS | ({ANY_ADDRESS, socket.gethostname().lower()} if open_to_all else {host.lower()})


def page_address(host: str, listener: socket.socket) -> str:
    """Where to open the page of a server that listens on ``host``."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{listener.getsockname()[1]}"
