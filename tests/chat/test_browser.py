"""Asking and reading, as a reader sees it, in headless Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from hemeroteca.chat.strings import Strings
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from tests.chat.conftest import Visit
from tests.chat.fakes import HARBOUR
from tests.chat.pages import ANSWERED, answered, ask

pytestmark = pytest.mark.browser


def test_a_reader_gets_the_marked_span_and_its_sources(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        expect(page.locator("html")).to_have_attribute("lang", "es")
        turn = ask(page, "¿Cuándo se reúne la Junta?")
        expect(turn.locator(".hm-question")).to_contain_text("¿Cuándo se reúne la Junta?")
        expect(turn.locator(".hm-short")).to_have_text("14 de marzo = sábado 14 de marzo de 2026")
        expect(turn.locator(".hm-sentence mark")).to_have_text("14 de marzo")
        expect(turn).to_contain_text("2 fuentes independientes (3 artículos)")
        cards = page.locator("#hm-sources > section > .hm-card, #hm-sources section > .hm-card")
        expect(cards).to_have_count(3)
        expect(cards.first.locator(".hm-title").first).to_have_text(HARBOUR.title)
        expect(cards.first.locator("blockquote mark").first).to_have_text("14 de marzo")
        expect(page.locator("#hm-question textarea")).to_have_value("")


@pytest.mark.parametrize(
    ("locale", "question", "back"),
    [("es-ES", "¿Cuándo se reúne la Junta?", "Volver a las fuentes"), ("en-US", "When do they meet?", "Back to the")],
)
def test_a_number_opens_the_article_at_the_quote_and_back_returns(
    harbour: str, visit: Visit, locale: str, question: str, back: str
) -> None:
    with visit(harbour, locale=locale) as page:
        turn = ask(page, question)
        turn.get_by_role("button", name="[1]").or_(turn.locator(".hm-ref").first).first.click()
        target = page.locator("#hm-target")
        expect(target).to_be_in_viewport()
        assert target.text_content() == "14 de marzo"
        assert page.locator(".hm-text").text_content() == HARBOUR.text
        expect(page.locator(".hm-article")).to_be_focused()
        page.get_by_role("button", name=back).click()
        expect(page.locator("#hm-sources h2")).to_be_focused()
        expect(page.locator("#hm-sources .hm-card").first).to_be_visible()


def test_choosing_an_older_answer_brings_back_its_sources(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        ask(page, "¿Qué dijo la alcaldesa?")
        expect(page.locator("#hm-sources")).to_contain_text("De «¿Qué dijo la alcaldesa?»")
        page.locator("#hm-turn-1").get_by_role("button", name="Fuentes").click()
        expect(page.locator("#hm-sources")).to_contain_text("De «¿Cuándo se reúne la Junta?»")
        expect(page.locator("#hm-turn-1")).to_have_attribute("aria-current", "true")
        expect(page.locator("#hm-turn-2")).not_to_have_attribute("aria-current", "true")


def test_no_click_is_lost_behind_another(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        turn = ask(page, "¿Cuándo se reúne la Junta?")
        page.evaluate(
            "for (const [wait, name] of [[0, '.hm-verdict'], [20, '.hm-sentence .hm-ref']])"
            " setTimeout(() => document.querySelector(`.hm-turn ${name}`).click(), wait)"
        )
        expect(page.locator("#hm-target")).to_be_visible()
        expect(turn.locator(".hm-verdict").first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("locale", "first", "then", "label"),
    [
        ("es-ES", "¿Cuándo se reúne la Junta?", "¿Y en la lonja?", "Entendí"),
        ("en-US", "When does the board meet?", "And at the market?", "Understood"),
    ],
)
def test_a_follow_up_says_how_it_was_understood_and_can_be_corrected(
    harbour: str, visit: Visit, locale: str, first: str, then: str, label: str
) -> None:
    with visit(harbour, locale=locale) as page:
        ask(page, first)
        turn = ask(page, then)
        expect(turn.locator(".hm-understood")).to_contain_text(label)
        expect(turn.locator(".hm-understood")).to_contain_text(f"{first} {then}")
        turn.locator(".hm-understood summary").click()
        turn.locator(".hm-understood input").fill("¿Qué dijo la alcaldesa?")
        turn.locator(".hm-understood input").press("Enter")
        corrected = answered(page, 2)
        expect(corrected.locator(".hm-sentence mark")).to_have_text("habrá 32 amarres nuevos")
        expect(corrected.locator(".hm-understood")).to_have_count(0)


def test_the_question_stands_on_the_page_while_it_is_answered(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        page.locator("#hm-question textarea").fill("¿Cuándo se reúne la Junta? Responde despacio.")
        page.locator("#hm-ask").click()
        pending = page.locator(".hm-pending")
        expect(pending).to_contain_text("Responde despacio.")
        expect(pending.locator(".hm-done")).to_contain_text("Buscando")
        expect(pending.locator(".hm-now")).to_have_text(re.compile(r"Leyendo… \d,\d s"))
        answered(page, 0)


def test_a_failure_is_told_and_the_question_is_not_lost(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        page.locator("#hm-question textarea").fill("¿Qué se rompe?")
        page.locator("#hm-ask").click()
        expect(page.get_by_role("alert")).to_contain_text("Algo falló en el servidor.")
        expect(page.locator(".hm-pending")).to_have_count(0)
        expect(page.locator("#hm-question textarea")).to_have_value("¿Qué se rompe?")


def test_who_has_to_wait_sees_their_place(harbour: str, visit: Visit) -> None:
    slow = "¿Cuándo se reúne la Junta? Responde muy despacio."
    with visit(harbour) as first, visit(harbour) as second, visit(harbour) as third:
        for page in (first, second, third):
            page.locator("#hm-question textarea").fill(slow)
        for page in (first, second, third):
            page.locator("#hm-ask").click()
        expect(third.locator(".hm-now")).to_contain_text("Esperando turno… 1/1 · ")
        for page in (first, second, third):
            answered(page, 0)


@pytest.mark.parametrize(
    ("locale", "strings", "since"), [("es-ES", ES, "10 mar"), ("en-US", EN, "Mar 10")], ids=["es", "en"]
)
def test_filters_hold_for_the_question_and_show_when_folded(
    harbour: str, visit: Visit, locale: str, strings: Strings, since: str
) -> None:
    with visit(harbour, locale=locale) as page:
        page.locator(".hm-filters summary").click()
        page.get_by_label(strings.filters_since).fill("2026-03-10")
        page.get_by_label(strings.filters_source).select_option("Diario de la Costa")
        shown = page.locator(".hm-filters-set")
        expect(shown).to_contain_text("Diario de la Costa")
        expect(shown).to_contain_text(since)
        turn = ask(page, "¿Cuándo se reúne la Junta?")
        expect(turn).to_contain_text(strings.witnesses[0])
        page.get_by_label(strings.filters_until, exact=True).fill("2026-03-01")
        page.locator("#hm-question textarea").fill("¿Cuándo se reúne la Junta?")
        page.locator("#hm-ask").click()
        expect(page.get_by_role("alert")).to_contain_text(strings.dates_crossed)
        page.get_by_role("button", name=strings.filters_clear).click()
        expect(shown).to_have_text("")
        expect(ask(page, "¿Cuándo se reúne la Junta?")).to_contain_text(strings.witnesses[1].format(2))


def test_the_days_that_a_question_names_are_a_filter_one_can_remove(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        turn = ask(page, "¿Qué dijo la alcaldesa en marzo?")
        expect(turn.locator(".hm-chip")).to_contain_text("Solo del 1 al 31 de marzo de 2026")
        turn.get_by_role("button", name="Quitar este filtro y preguntar de nuevo").click()
        again = answered(page, 1)
        expect(again.locator(".hm-question")).to_contain_text("¿Qué dijo la alcaldesa en marzo?")
        expect(again.locator(".hm-chip")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "reason", "nearest"),
    [
        ("es-ES", "Los artículos no lo dicen. Los artículos hablan de ello, pero ninguno dice esto", "Pasajes más"),
        ("en-US", "The articles do not say. The articles speak of it, but none says this", "Nearest passages"),
    ],
)
def test_an_abstention_says_why_shows_what_is_nearest_and_offers_questions(
    harbour: str, visit: Visit, locale: str, reason: str, nearest: str
) -> None:
    with visit(harbour, locale=locale) as page:
        expect(page.locator(".hm-example").first).to_be_visible()
        turn = ask(page, "¿Quién ganó el Mundial de 2022?")
        expect(turn.locator(".hm-abstained")).to_contain_text(reason)
        expect(page.locator("#hm-sources h2")).to_contain_text(nearest)
        expect(page.locator(".hm-sources mark")).to_have_count(0)
        turn.locator(".hm-example", has_text="Marta Ruiz").click()
        expect(answered(page, 1).locator(".hm-sentence mark")).to_have_text("habrá 32 amarres nuevos")


def test_an_empty_chat_offers_questions_that_are_answered(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        page.locator(".hm-welcome .hm-example", has_text="Marta Ruiz").click()
        expect(answered(page, 0).locator(".hm-question")).to_contain_text("¿Qué dijo Marta Ruiz?")
        expect(page.locator(".hm-welcome")).to_be_hidden()


def test_disagreement_is_told_in_order_of_time(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        turn = ask(page, "¿Cuántos heridos hubo en la tormenta?")
        expect(turn.locator(".hm-rivals li")).to_have_text(
            ["2 heridos (1 fuente, 9 mar) [1]", "3 heridos (1 fuente, 10 mar, más reciente) [2]"]
        )


def test_the_language_is_the_browser_s_until_it_is_switched(harbour: str, visit: Visit) -> None:
    with visit(harbour, locale="en-US") as page:
        expect(page.locator("#hm-ask")).to_have_text("Ask")
        expect(page.get_by_label("Your question")).to_have_attribute("placeholder", "Type a question")
        expect(page.locator(".hm-example").first).to_have_text("When does the Junta de Obras del Puerto meet?")
        ask(page, "When does the board meet?")
        expect(page.locator(".hm-card .hm-meta").first).to_have_text("March 9, 2026 · El Faro")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("button", name="Español").click()
        expect(page.locator("#hm-ask")).to_have_text("Preguntar")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.locator(ANSWERED)).to_contain_text("Confianza alta")
    with visit(harbour, locale="fr-FR") as page:
        expect(page.locator("#hm-ask")).to_have_text("Preguntar")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("", "La pregunta no tiene palabras."),
        ("🙂🙂", "La pregunta no tiene palabras."),
        ("a" * 10_000, "La pregunta es demasiado larga (10.000 caracteres)."),
    ],
)
def test_a_bad_question_is_one_clear_line_and_the_next_one_works(
    harbour: str, visit: Visit, question: str, line: str
) -> None:
    with visit(harbour) as page:
        page.locator("#hm-question textarea").fill(question)
        page.locator("#hm-ask").click()
        expect(page.get_by_role("alert")).to_contain_text(line)
        expect(page.locator(".hm-turn")).to_have_count(0)
        expect(page.locator("#hm-question textarea")).to_have_value(question)
        ask(page, "¿Cuándo se reúne la Junta?")
        expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_follows_the_colour_scheme(harbour: str, visit: Visit, scheme: str) -> None:
    with visit(harbour, width=390, scheme=scheme) as page:
        turn = ask(page, "¿Cuándo se reúne la Junta?")
        assert _widest(page) <= 390
        paper = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
        assert paper == {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 21, 19)"}[scheme]
        expect(page.locator("#hm-beside")).to_be_hidden()
        turn.locator(".hm-ref").first.click()
        expect(page.locator("#hm-target")).to_be_in_viewport()
        page.get_by_role("button", name="Volver a las fuentes").click()
        page.get_by_role("button", name="Volver a la conversación").click()
        expect(page.locator("#hm-beside")).to_be_hidden()
        expect(page.locator("#hm-sidebar")).to_be_hidden()
        page.get_by_role("button", name="Mostrar u ocultar las conversaciones").click()
        page.get_by_role("button", name="Nueva conversación").click()
        expect(page.locator("#hm-sidebar")).to_be_hidden()
        expect(page.locator(ANSWERED)).to_have_count(0)


def test_the_keyboard_reaches_everything_and_focus_shows(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        page.locator(".hm-icon").focus()
        reached = set()
        for _ in range(45):
            page.keyboard.press("Tab")
            name, outline = page.evaluate(
                "(e => [e.id || e.dataset.do || e.dataset.testid || e.tagName, getComputedStyle(e).outlineStyle])"
                "(document.activeElement)"
            )
            reached.add(name)
            assert name == "BODY" or outline == "solid", name
        assert {"view", "language", "new", "open", "cite", "sources", "verdict", "textbox", "hm-ask"} <= reached
        page.locator(".hm-ref").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#hm-target")).to_be_visible()


def _widest(page: Page) -> float:
    edges = (
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.hm-unseen'))"
        ".map(e => e.getBoundingClientRect().right)"
    )
    return float(page.evaluate(f"Math.max(...{edges})"))
