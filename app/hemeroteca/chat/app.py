"""The web application: the Gradio page and the ``ask`` endpoint, mounted in an app of our own behind the guard."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.endpoint import Door
from hemeroteca.chat.examples import Examples
from hemeroteca.chat.guard import LOCAL_HOSTS, Guard

if TYPE_CHECKING:
    from fastapi import FastAPI


def build_app(archive: Answerer, *, hosts: Collection[str] = LOCAL_HOSTS) -> FastAPI:
    """The chat over ``archive`` as an ASGI application; ``hosts`` are the Host names it answers to."""
    _private_folder()
    import gradio as gr
    from fastapi import FastAPI

    from hemeroteca.chat.page import build_page, page_css, page_theme

    examples = Examples(archive)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        examples.start()
        yield
        examples.stop()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    gr.mount_gradio_app(
        app,
        build_page(archive, examples),
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
    app.add_middleware(Door)
    # Added last, so it stands outermost: nothing is read before the guard has looked.
    app.add_middleware(Guard, hosts=hosts)
    return app


@cache
def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """Gradio's folder for files, of this process alone and gone with it.

    Its default is one folder for all users of a computer, made on import: where another user made it first, it cannot
    be written.
    """
    folder = tempfile.TemporaryDirectory(prefix="hemeroteca-", ignore_cleanup_errors=True)
    os.environ.setdefault("GRADIO_TEMP_DIR", folder.name)
    return folder
