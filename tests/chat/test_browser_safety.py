"""What articles, names and questions hold is text, nothing is fetched from elsewhere, and nobody is kept out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.chat.conftest import Visit, running
from tests.chat.hostile import TRICKS, hostile_archive
from tests.chat.pages import ANSWERED, ask

pytestmark = pytest.mark.browser

PARTS = "#hm-head, #hm-side, #hm-log, #hm-sources, #hm-catalogue, #hm-error, #hm-filters"


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A chat over the articles that are out for trouble."""
    with running(hostile_archive(), tmp_path_factory.mktemp("trap")) as address:
        yield address


class Watch:
    """Everything a page asks for or complains of."""

    def __init__(self, address: str) -> None:
        self._here = urlsplit(address).netloc
        self.foreign: list[str] = []
        self.failed: list[str] = []

    def __call__(self, page: Page) -> None:
        page.on("request", lambda request: self._requested(request.url))
        page.on("websocket", lambda socket: self.foreign.append(socket.url))
        page.on("response", lambda answer: self.failed.append(answer.url) if answer.status >= 400 else None)
        page.on("console", lambda message: self.failed.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on("dialog", lambda dialog: self.failed.append(dialog.message))

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self._here:
            self.foreign.append(url)


def test_hostile_articles_and_questions_are_shown_and_not_run(trap: str, visit: Visit) -> None:
    watch = Watch(trap)
    with visit(trap, watch=watch) as page:
        for number, trick in enumerate(TRICKS, start=1):
            turn = ask(page, f"¿Qué dice la trampa {number}: {trick}?"[:900])
            _open_everything(page)
            turn.locator(".hm-ref").first.click()
            expect(page.locator("#hm-target")).to_be_visible()
            _nothing_ran(page)
        page.locator("[data-view=archive]").click()
        expect(page.locator(".hm-articles li")).to_have_count(len(TRICKS) + 1)
        _nothing_ran(page)
        page.locator("[data-view=chat]").click()
        _open_everything(page)
        page.locator(".hm-menu input[name=title]").fill(TRICKS[4])
        page.locator(".hm-menu form button").click()
        expect(page.locator(".hm-open")).to_contain_text(TRICKS[4][:70])
        _nothing_ran(page)
        assert (watch.foreign, watch.failed) == ([], [])


def test_a_megabyte_of_title_is_shortened_and_the_page_stays_quick(trap: str, visit: Visit) -> None:
    with visit(trap) as page:
        page.get_by_label("Publicado desde").locator("xpath=ancestor::details/summary").click()
        page.get_by_label("Publicado desde").fill("2026-03-20")
        turn = ask(page, "¿Cuánto mide el faro?")
        expect(turn.locator(".hm-sentence mark")).to_have_text("24 metros")
        assert len(page.locator("#hm-sources").inner_html()) < 20_000
        assert len(turn.inner_html()) < 20_000
        turn.locator(".hm-ref").first.click()
        expect(page.locator("#hm-target")).to_be_in_viewport()
        expect(page.locator("#hm-target")).to_have_text("24 metros")


def test_nothing_is_fetched_from_elsewhere_and_nothing_fails(harbour: str, visit: Visit) -> None:
    watch = Watch(harbour)
    with visit(harbour, watch=watch) as page:
        ask(page, "¿Cuándo se reúne la Junta?").locator(".hm-ref").first.click()
        page.locator("[data-view=archive]").click()
        expect(page.locator(".hm-catalogue")).to_be_visible()
        page.wait_for_load_state("load")
        assert (watch.foreign, watch.failed) == ([], [])


def test_the_policy_of_the_page_lets_nothing_in_from_elsewhere(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        fetched = "fetch('http://127.0.0.2:9/x').then(() => 'fetched', () => 'refused')"
        assert page.evaluate(fetched) == "refused"
        policy = page.evaluate("fetch('/').then(answer => answer.headers.get('content-security-policy'))")
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_an_accessibility_scan_finds_nothing_serious(harbour: str, visit: Visit, scheme: str, width: int) -> None:
    with visit(harbour, scheme=scheme, width=width) as page:
        assert _serious(page) == []
        ask(page, "¿Cuántos heridos hubo en la tormenta, y en marzo?")
        ask(page, "¿Quién ganó el Mundial de 2022?")
        ask(page, "¿Y la Junta, cuándo se reúne?")
        assert _serious(page) == []
        turn = page.locator(ANSWERED).last
        turn.locator(".hm-verdict").first.click()
        turn.locator(".hm-ref").first.click()
        expect(page.locator("#hm-target")).to_be_visible()
        assert _serious(page) == []
        if width < 1000:
            page.keyboard.press("Escape")
        page.locator("[data-view=archive]").click()
        expect(page.locator(".hm-catalogue")).to_be_visible()
        assert _serious(page) == []


def _open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")


def _nothing_ran(page: Page) -> None:
    assert page.evaluate("window.pwned") is None
    strangers = page.locator(PARTS).locator("script, img, svg, iframe, link, style, base, object, embed, video")
    expect(strangers).to_have_count(0)
    handlers = "[...document.querySelectorAll('main *')].flatMap(e => [...e.attributes]).map(a => a.name)"
    assert not [name for name in page.evaluate(handlers) if name.startswith("on")]
    links = "[...document.querySelectorAll('main a')].map(a => a.protocol)"
    assert set(page.evaluate(links)) <= {"http:", "https:"}


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
