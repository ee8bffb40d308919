"""What is kept: conversations, verdicts, addresses, exports; each its visitor's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hemeroteca.chat.accounts import Accounts
from hemeroteca.chat.services import Access
from tests.chat.conftest import Visit, running
from tests.chat.fakes import harbour_archive
from tests.chat.pages import ANSWERED, ask, ready

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("locale", "verdict", "thanks"), [("es-ES", "Cita equivocada", "Gracias"), ("en-US", "Wrong quote", "Thank you")]
)
def test_a_verdict_is_kept_and_a_reload_finds_the_conversation(
    harbour: str, visit: Visit, locale: str, verdict: str, thanks: str
) -> None:
    with visit(harbour, locale=locale) as page:
        ask(page, "¿Cuándo se reúne la Junta? When do they meet?")
        turn = ask(page, "¿Qué dijo la alcaldesa?")
        turn.get_by_role("button", name=verdict).click()
        expect(turn.get_by_role("button", name=verdict)).to_have_attribute("aria-pressed", "true")
        expect(turn).to_contain_text(thanks)
        page.reload()
        ready(page)
        expect(page.locator(ANSWERED)).to_have_count(2)
        kept = page.locator(ANSWERED).last
        expect(kept.get_by_role("button", name=verdict)).to_have_attribute("aria-pressed", "true")
        kept.get_by_role("button", name=verdict).click()
        expect(kept.get_by_role("button", name=verdict)).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".hm-open")).to_have_attribute("aria-current", "true")


def test_an_answer_has_an_address_of_its_own(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        ask(page, "¿Qué dijo la alcaldesa?")
        address = page.locator("#hm-turn-1").get_by_role("link", name="Enlace").get_attribute("href") or ""
        page.goto(f"{harbour}/{address}")
        ready(page)
        expect(page.locator("#hm-turn-1")).to_have_attribute("aria-current", "true")
        expect(page.locator("#hm-sources")).to_contain_text("De «¿Cuándo se reúne la Junta?»")
        page.goto(f"{harbour}/?turn=nothing")
        expect(page.get_by_role("alert")).to_contain_text("no existe o no es tuya")


def test_conversations_are_listed_renamed_left_and_deleted(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        page.get_by_role("button", name="Nueva conversación").click()
        expect(page.locator(ANSWERED)).to_have_count(0)
        ask(page, "¿Qué dijo la alcaldesa?")
        expect(page.locator(".hm-open")).to_have_text(["¿Qué dijo la alcaldesa?", "¿Cuándo se reúne la Junta?"])
        menu = page.locator("#hm-side li").nth(1)
        menu.locator(".hm-menu > summary").click()
        menu.get_by_label("Nombre nuevo").fill("La Junta")
        menu.get_by_label("Nombre nuevo").press("Enter")
        expect(page.locator(".hm-open").first).to_have_text("La Junta")
        page.get_by_role("button", name="La Junta", exact=True).click()
        expect(page.locator(ANSWERED)).to_contain_text("¿Cuándo se reúne la Junta?")
        item = page.locator("#hm-side li").first
        item.locator(".hm-menu > summary").click()
        item.get_by_text("Borrar", exact=True).click()
        item.get_by_role("button", name="Sí, borrar la conversación").click()
        expect(page.locator(".hm-open")).to_have_text(["¿Qué dijo la alcaldesa?"])
        expect(page.locator(ANSWERED)).to_have_count(0)


@pytest.mark.parametrize(("locale", "name"), [("es-ES", "Exportar en {}"), ("en-US", "Export as {}")])
def test_a_conversation_is_exported(harbour: str, visit: Visit, locale: str, name: str) -> None:
    with visit(harbour, locale=locale) as page:
        ask(page, "¿Cuándo se reúne la Junta? When do they meet?")
        page.locator(".hm-menu > summary").click()
        with page.expect_download() as markdown:
            page.get_by_role("link", name=name.format("Markdown")).click()
        assert "14 de marzo" in markdown.value.path().read_text(encoding="utf-8")
        with page.expect_download() as exported:
            page.get_by_role("link", name=name.format("JSON")).click()
        (turn,) = json.loads(exported.value.path().read_text(encoding="utf-8"))["turns"]
        assert turn["answer"]["citations"][0]["quote"] == "14 de marzo"


def test_visitors_do_not_see_each_other_s_conversations(harbour: str, visit: Visit) -> None:
    with visit(harbour) as first, visit(harbour) as second:
        turn = ask(first, "¿Cuándo se reúne la Junta?")
        ask(second, "¿Qué dijo la alcaldesa?")
        expect(second.locator(".hm-open")).to_have_count(1)
        second.goto(f"{harbour}/?turn={turn.get_attribute('data-turn')}")
        expect(second.get_by_role("alert")).to_contain_text("no existe o no es tuya")
        expect(second.locator(ANSWERED)).to_have_count(0)


def test_conversations_survive_a_restart(tmp_path: Path, browser: Browser) -> None:
    state = tmp_path / "state.json"
    context = browser.new_context(locale="es-ES")
    with running(harbour_archive(), tmp_path) as address:
        page = _visit(context.new_page(), address)
        ask(page, "¿Cuándo se reúne la Junta?")
        context.storage_state(path=state)
    context.close()
    # Another port is the same host to a cookie.
    again = browser.new_context(locale="es-ES", storage_state=state)
    with running(harbour_archive(), tmp_path) as address:
        page = _visit(again.new_page(), address)
        page.locator(".hm-open").click()
        expect(page.locator(ANSWERED)).to_contain_text("14 de marzo")
    again.close()


@pytest.mark.parametrize(
    ("locale", "name", "password", "enter", "wrong", "archive", "leave"),
    [
        ("es-ES", "Nombre", "Contraseña", "Entrar", "no son correctos", "Archivo", "Salir"),
        ("en-US", "Name", "Password", "Log in", "is wrong", "Archive", "Log out"),
    ],
)
def test_one_logs_in_or_is_refused_and_a_reader_may_not_change_the_archive(
    tmp_path: Path,
    browser: Browser,
    locale: str,
    name: str,
    password: str,
    enter: str,
    wrong: str,
    archive: str,
    leave: str,
) -> None:
    with Accounts(tmp_path) as accounts:
        accounts.add("ana", "correct horse battery", is_admin=False)
    context = browser.new_context(locale=locale)
    with running(harbour_archive(), tmp_path, access=Access.ACCOUNTS) as address:
        page = context.new_page()
        page.goto(address)
        for tried, entered in (("not this one", False), ("correct horse battery", True)):
            page.get_by_label(name).fill("ana")
            page.get_by_label(password).fill(tried)
            page.get_by_role("button", name=enter).click()
            if not entered:
                expect(page.get_by_role("alert")).to_contain_text(wrong)
        ready(page)
        ask(page, "¿Cuándo se reúne la Junta? When do they meet?")
        page.get_by_role("button", name=archive, exact=True).click()
        expect(page.locator(".hm-catalogue")).to_be_visible()
        expect(page.locator(".hm-upload")).to_have_count(0)
        page.get_by_role("button", name=leave).click()
        expect(page.get_by_label(password)).to_be_visible()
    context.close()


def _visit(page: Page, address: str) -> Page:
    page.goto(address)
    ready(page)
    return page
