"""A running chat and a browser to look at it with."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.app import build_app
from hemeroteca.chat.serve import listen, make_server
from tests.chat.fakes import harbour_archive
from tests.chat.pages import ready

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

# A slow machine, on which other work runs, is no failure.
expect.set_options(timeout=20_000)

Visit = Callable[..., AbstractContextManager[Page]]


@contextmanager
def running(archive: Answerer, folder: Path, **options: Any) -> Iterator[str]:
    """The address of a chat over ``archive``, in this process on a free port; what it keeps lies in ``folder``.

    ``options`` are those of ``build_app``.
    """
    with listen("127.0.0.1", 0) as listener:
        server = make_server(build_app(archive, folder, **options))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.started
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A chat over the hand-made archive."""
    with running(harbour_archive(), tmp_path_factory.mktemp("harbour")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Where there is none the tests are skipped; HEMEROTECA_REQUIRE_BROWSER=1 makes them fail."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        reason = "no Chromium: apt install chromium chromium-driver"
        if os.environ.get("HEMEROTECA_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Visit:
    """Open the page of a chat as a new visitor and wait until it is ready; ``watch`` is handed the page before that."""

    @contextmanager
    def visit(
        address: str,
        *,
        locale: str = "es-ES",
        width: int = 1280,
        scheme: str = "light",
        watch: Callable[[Page], None] = lambda _: None,
    ) -> Iterator[Page]:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        watch(page)
        page.goto(address)
        ready(page)
        try:
            yield page
        finally:
            context.close()

    return visit
