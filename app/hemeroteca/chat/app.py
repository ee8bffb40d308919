"""The web application: page, endpoints and login, in an app of our own behind the guard."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hemeroteca.chat.accounts import Accounts
from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.desk import Desk
from hemeroteca.chat.endpoint import Door
from hemeroteca.chat.examples import Examples
from hemeroteca.chat.gate import Gate
from hemeroteca.chat.guard import LOCAL_HOSTS, Guard
from hemeroteca.chat.identity import VisitorCookies, load_key
from hemeroteca.chat.login import Login
from hemeroteca.chat.ownership import Ownership
from hemeroteca.chat.services import Access, Services
from hemeroteca.chat.store import Store
from hemeroteca.chat.throttle import Rates, Throttle
from hemeroteca.chat.uploads import Keeper, Uploads

if TYPE_CHECKING:
    from fastapi import FastAPI

    from hemeroteca.chat.mcp import Endpoint


def build_app(
    archive: Answerer,
    folder: Path,
    *,
    hosts: Collection[str] = LOCAL_HOSTS,
    access: Access = Access.LOCAL,
    with_mcp: bool = False,
    rates: Rates | None = None,
) -> FastAPI:
    """The chat over ``archive`` as an ASGI application.

    Args:
        folder: of the archive; conversations, accounts and uploads are kept there.
        hosts: the Host names it answers to.
        rates: how much may be asked; None is the default, and no limit for the access LOCAL.

    Articles can be added and removed where the archive is a ``Keeper``. Raises DatabaseError, MissingExtra.
    """
    _private_folder()
    examples = Examples(archive)
    desk = Desk(archive)
    endpoint = _mcp_endpoint(desk) if with_mcp else None
    store = Store(folder, article_of=archive.article)
    uploads = Uploads(archive, folder) if isinstance(archive, Keeper) else None
    accounts = Accounts(folder) if access is Access.ACCOUNTS else None
    throttle = None if access is Access.LOCAL and rates is None else Throttle(rates or Rates())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(store.close)
            if accounts is not None:
                stack.callback(accounts.close)
            if uploads is not None:
                stack.callback(uploads.close)
            if endpoint is not None:
                await stack.enter_async_context(endpoint.running())
            examples.start()
            stack.callback(examples.stop)
            yield

    from fastapi import FastAPI

    from hemeroteca.chat.rest import build_api

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.mount("/api/v1", build_api(desk, store, uploads))
    if accounts is not None and throttle is not None:
        app.router.routes.extend(Login(accounts, throttle).routes())
    if endpoint is not None:
        app.router.routes.append(endpoint.route())
    _mount_page(app, Services(archive=archive, store=store, examples=examples, access=access))
    app.add_middleware(Ownership)
    app.add_middleware(Door)
    # Added last, so it stands outermost: nothing is read before the guard has looked.
    gate = Gate(access, cookies=VisitorCookies(load_key(folder)), accounts=accounts)
    app.add_middleware(Guard, gate=gate, throttle=throttle, hosts=hosts)
    return app


def _mcp_endpoint(desk: Desk) -> Endpoint:
    from hemeroteca.chat.mcp import Endpoint

    return Endpoint(desk)


def _mount_page(app: FastAPI, services: Services) -> None:
    import gradio as gr

    from hemeroteca.chat.page import build_page, page_css, page_theme

    gr.mount_gradio_app(
        app,
        build_page(services),
        path="/",
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        allowed_paths=[],
        max_file_size=1,
        theme=page_theme(),
        css=page_css(),
    )


@cache
def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """Gradio's folder for files, of this process alone and gone with it.

    Its default is one folder for all users of a computer, made on import: where another user made it first, it cannot
    be written.
    """
    folder = tempfile.TemporaryDirectory(prefix="hemeroteca-", ignore_cleanup_errors=True)
    os.environ.setdefault("GRADIO_TEMP_DIR", folder.name)
    return folder
