"""The page as a reader sees it, in headless Chromium."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from hemeroteca.archive import Archive
from hemeroteca.models.encoder import SentenceTransformerEncoder
from tests.chat.conftest import Visit, running
from tests.chat.fakes import HARBOUR

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[2] / "corpus"


def ask(page: Page, question: str) -> None:
    """Ask and wait until this visit's newest turn is about it."""
    page.locator("#hm-question textarea").fill(question)
    page.locator("#hm-question textarea").press("Enter")
    expect(page.locator(".hm-turn h2").first).to_have_text(question)


def test_a_reader_gets_the_marked_span_and_its_citations(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        expect(page.locator("html")).to_have_attribute("lang", "es")
        ask(page, "¿Cuándo se reúne la Junta?")
        sentence = page.locator(".hm-sentence").first
        expect(sentence.locator("mark")).to_have_text("14 de marzo")
        expect(sentence).to_contain_text("la Junta de Obras del Puerto se reúne el 14 de marzo en la lonja. [1]")
        cards = page.locator(".hm-sources .hm-card")
        expect(cards).to_have_count(2)
        expect(cards.first.locator("h3")).to_have_text("[1] El puerto reabre tras la tormenta")
        expect(cards.first.locator(".hm-meta")).to_have_text("9 de marzo de 2026 · El Faro")
        assert cards.first.locator("blockquote").inner_text() == HARBOUR.text
        expect(cards.first.locator("mark")).to_have_text("14 de marzo")
        expect(page.locator("#hm-question textarea")).to_have_value("")


def test_a_click_on_a_number_shows_its_passage_also_in_a_folded_turn(harbour: str, visit: Visit) -> None:
    with visit(f"{harbour}/?from=elsewhere") as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        ask(page, "¿Qué dijo la alcaldesa?")
        folded = page.locator("#hm-cite-1-2")
        expect(folded).to_be_hidden()
        page.locator("#hm-turn-1 .hm-ref", has_text="[2]").click()
        expect(folded).to_be_visible()
        expect(page.locator(".hm-picked h3")).to_contain_text("Las cuentas de la lonja")
        expect(page.locator(".hm-turn")).to_have_count(2)


def test_the_page_speaks_english_to_an_english_browser_and_spanish_to_others(harbour: str, visit: Visit) -> None:
    with visit(harbour, locale="en-US") as page:
        expect(page.locator(".hm-motto")).to_have_text("Ask the articles. Every answer is a quote.")
        expect(page.locator("#hm-ask")).to_have_text("Ask")
        expect(page.get_by_label("Your question")).to_have_attribute("placeholder", "Type a question and press Enter")
        expect(page.locator(".hm-example").first).to_have_text("When does the Junta de Obras del Puerto meet?")
        ask(page, "When does the board meet?")
        expect(page.locator(".hm-card .hm-meta").first).to_have_text("March 9, 2026 · El Faro")
        expect(page.locator("html")).to_have_attribute("lang", "en")
    with visit(harbour, locale="fr-FR") as page:
        expect(page.locator("#hm-ask")).to_have_text("Preguntar")
        expect(page.locator("html")).to_have_attribute("lang", "es")


def test_an_abstention_says_why_and_shows_what_is_nearest(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Quién ganó el Mundial de 2022?")
        expect(page.locator(".hm-abstained")).to_have_text(
            "Los artículos no lo dicen. Ningún pasaje responde a la pregunta con seguridad suficiente."
        )
        expect(page.locator("#hm-sources h2")).to_have_text("Pasajes más cercanos")
        expect(page.locator(".hm-sources .hm-card")).to_have_count(3)
        expect(page.locator("mark")).to_have_count(0)


def test_an_example_is_asked_with_one_click(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        page.locator(".hm-example", has_text="Marta Ruiz").click()
        expect(page.locator(".hm-turn h2")).to_have_text("¿Qué dijo Marta Ruiz?")
        expect(page.locator(".hm-sentence mark")).to_have_text("habrá 32 amarres nuevos")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("", "La pregunta no tiene palabras."),
        ("🙂🙂", "La pregunta no tiene palabras."),
        ("a" * 10_000, "La pregunta es demasiado larga (10000 caracteres)."),
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
        ask(page, "¿Cuándo se reúne la Junta?")
        expect(page.get_by_role("alert")).to_have_count(0)


def test_hostile_text_is_shown_and_not_run(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        question = (
            '¿Cuánto mide <img src=x onerror="window.pwned=1"> ${window.pwned=1} {{#each}} __i18n__{"key":"x"} el faro?'
        )
        ask(page, question)
        expect(page.locator(".hm-short")).to_have_text("⟦U+202E⟧24 metros⟦U+202C⟧")
        expect(page.locator(".hm-card h3")).to_have_text('[1] <img src=x onerror="window.pwned=1">')
        expect(page.locator(".hm-card blockquote")).to_contain_text(
            "<script>window.pwned=1</script> el parte. ${1+1} {{value}}"
        )
        expect(page.locator(".hm-card a")).to_have_count(0)
        assert page.evaluate("window.pwned") is None


def test_nothing_is_fetched_from_elsewhere_and_nothing_fails(harbour: str, visit: Visit) -> None:
    foreign: list[str] = []
    failed: list[str] = []
    here = urlsplit(harbour).netloc

    def record(page: Page) -> None:
        page.on("request", lambda r: foreign.append(r.url) if urlsplit(r.url).netloc not in {here, ""} else None)
        page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
        page.on("console", lambda m: failed.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: failed.append(str(error)))

    with visit(harbour, watch=record) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        page.wait_for_load_state("load")
        assert (foreign, failed) == ([], [])


def test_visitors_do_not_see_each_other_s_questions(harbour: str, visit: Visit) -> None:
    with visit(harbour) as first, visit(harbour) as second:
        ask(first, "¿Cuándo se reúne la Junta?")
        ask(second, "¿Qué dijo la alcaldesa?")
        expect(second.locator(".hm-turn")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_follows_the_colour_scheme(harbour: str, visit: Visit, scheme: str) -> None:
    with visit(harbour, width=360, scheme=scheme) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        edges = "[...document.querySelectorAll('main *')].map(e => e.getBoundingClientRect().right)"
        assert page.evaluate(f"Math.max(...{edges})") <= 360
        paper = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
        assert paper == {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 21, 19)"}[scheme]


def test_the_keyboard_reaches_everything_and_focus_shows(harbour: str, visit: Visit) -> None:
    with visit(harbour) as page:
        ask(page, "¿Cuándo se reúne la Junta?")
        page.locator("#hm-question textarea").focus()
        reached = set()
        for _ in range(10):
            page.keyboard.press("Tab")
            name, outline = page.evaluate(
                "(e => [e.id || e.className.split(' ')[0] || e.tagName, getComputedStyle(e).outlineStyle])"
                "(document.activeElement)"
            )
            reached.add(name)
            assert name == "BODY" or outline == "solid"
        assert {"hm-ask", "hm-ref", "SUMMARY"} <= reached


def test_the_sample_archive_answers_in_the_page(e5: SentenceTransformerEncoder, tmp_path: Path, visit: Visit) -> None:
    with (
        Archive.build(CORPUS, into=tmp_path / "index", encoder=e5) as archive,
        running(archive) as address,
        visit(address) as page,
    ):
        ask(page, "¿Cuándo se reúne el Grupo de Implementación de Seguridad?")
        expect(page.locator(".hm-sentence mark").first).to_contain_text("23 de enero")
        expect(page.locator(".hm-turn")).to_contain_text("23 de enero de 2026")
        cards = page.locator(".hm-sources .hm-card")
        assert cards.count() >= 3
        cited = {article.title: article for article in archive.articles()}
        for card in cards.all():
            article = cited[card.locator("h3 span").last.inner_text()]
            assert article.published and article.source
            expect(card.locator("time")).to_have_attribute("datetime", article.published.isoformat())
            expect(card.locator(".hm-source")).to_have_text(article.source)
            expect(card.locator("blockquote mark")).to_contain_text("23 de enero")
            assert card.locator("blockquote").inner_text() in article.text
