"""The real archive in the page: ask it, add an article and ask about that, remove it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hemeroteca.archive import Archive
from hemeroteca.chat.strings import Strings, write_value
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.types import Stage
from tests.chat.conftest import Visit, running
from tests.chat.pages import ask

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[2] / "corpus"

ADDED = """---
title: La biblioteca de Valdemora reabre
date: 2026-02-03
source: Gaceta de Valdemora
lang: es
---
La biblioteca municipal de Valdemora reabrirá sus puertas el 14 de febrero, anunció la concejala Irene Salgado. La obra
costó 1,2 millones de euros.
"""


@pytest.mark.parametrize(("locale", "strings"), [("es-ES", ES), ("en-US", EN)], ids=["es", "en"])
def test_the_sample_archive_answers_and_learns_in_the_page(
    e5: SentenceTransformerEncoder, tmp_path: Path, visit: Visit, locale: str, strings: Strings
) -> None:
    article = tmp_path / "biblioteca <b>.md"
    article.write_text(ADDED, encoding="utf-8")
    empty = tmp_path / "vacío.md"
    empty.write_text("", encoding="utf-8")
    folder = tmp_path / "index"
    with (
        Archive.build(CORPUS, into=folder, encoder=e5) as archive,
        running(archive, folder) as address,
        visit(address, locale=locale) as page,
    ):
        turn = ask(page, "¿Cuándo se reúne el Grupo de Implementación de Seguridad?")
        expect(turn.locator(".hm-sentence mark")).to_contain_text("23 de enero")
        expect(turn.locator(".hm-short")).to_contain_text(write_value(date(2026, 1, 23), strings))
        expect(turn.locator(".hm-took")).to_contain_text(strings.stages[Stage.READ])
        turn.locator(".hm-ref").first.click()
        expect(page.locator("#hm-target")).to_contain_text("23 de enero")
        cited = next(each for each in archive.articles() if each.title == page.locator(".hm-article h2").inner_text())
        assert page.locator(".hm-text").text_content() == cited.text
        follow = ask(page, "¿Y la reunión ministerial?")
        expect(follow.locator(".hm-understood")).to_contain_text("ministerial")
        expect(follow.locator(".hm-short")).to_contain_text("febrero", ignore_case=True)

        page.get_by_role("button", name=strings.archive, exact=True).click()
        page.locator("input[type=file]").set_input_files([article, empty])
        page.get_by_role("button", name=strings.upload_start).click()
        expect(page.locator(".hm-outcomes li")).to_contain_text(
            ["biblioteca", f"vacío.md: {strings.outcomes['left_out']}"]
        )
        expect(page.locator(".hm-outcomes li").first).to_contain_text(strings.outcomes["indexed"])
        expect(page.locator(".hm-articles")).to_contain_text("La biblioteca de Valdemora reabre")

        page.get_by_role("button", name=strings.ask).first.click()
        turn = ask(page, "¿Cuándo reabrirá la biblioteca de Valdemora?")
        expect(turn.locator(".hm-sentence mark")).to_contain_text("14 de febrero")

        page.get_by_role("button", name=strings.archive, exact=True).click()
        listed = page.locator(".hm-articles li", has_text="La biblioteca de Valdemora reabre")
        listed.get_by_text(strings.remove, exact=True).click()
        listed.get_by_role("button", name=strings.remove_surely).click()
        expect(listed).to_have_count(0)
