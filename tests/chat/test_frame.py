from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hemeroteca.chat import catalogue, frame
from hemeroteca.chat.identity import Visitor
from hemeroteca.chat.store import ConversationRow
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from tests.chat.fakes import HARBOUR, FakeArchive, FakeHoldings, harbour_archive
from tests.chat.test_render import words

NOW = datetime(2026, 3, 11, tzinfo=UTC)
HOSTILE_NAME = '"><img src=x onerror="window.pwned=1">'


def test_the_head_says_what_the_archive_holds() -> None:
    holdings = FakeHoldings(articles=1, first=date(2026, 3, 9), last=date(2026, 3, 9), sources=("El Faro",))
    assert "un artículo · 9 de marzo de 2026 · un medio" in words(frame.masthead(holdings, ES))
    many = replace(holdings, articles=3, last=date(2026, 3, 10), sources=("A", "B"))
    assert "3 articles · from March 9 to 10, 2026 · 2 outlets" in words(frame.masthead(many, EN))
    empty = FakeHoldings(articles=0, first=None, last=None, sources=())
    assert "ningún artículo</p>" in frame.masthead(empty, ES)


def test_the_head_leads_to_the_other_language_and_out_of_an_account() -> None:
    holdings = harbour_archive().info()
    markup = frame.masthead(holdings, ES, view="archive", visitor=Visitor(owner="ana", name="ana", is_admin=False))
    assert 'data-do="language" data-to="en" aria-label="English" lang="en"' in markup
    assert re.findall(r'data-view="(\w+)" aria-current="page"', markup) == ["archive"]
    assert '<form method="post" action="/logout">' in markup
    assert "/logout" not in frame.masthead(holdings, ES, visitor=Visitor(owner="~x", name=None, is_admin=True))


def test_conversations_can_be_opened_renamed_exported_and_deleted() -> None:
    row = ConversationRow(id="c1", owner="ana", title="La Junta", created=NOW, updated=NOW)
    markup = frame.conversations([row], ES, current="c1")
    assert 'data-do="open" data-id="c1" dir="auto" aria-current="true"' in markup
    assert '<form data-do="rename" data-id="c1">' in markup
    assert 'data-do="delete" data-id="c1"' in markup
    assert re.findall(r'href="([^"]+)" download', markup) == [
        "/api/v1/conversations/c1/export?format=md",
        "/api/v1/conversations/c1/export?format=json",
    ]
    assert ES.no_conversations in frame.conversations([], ES)


def test_titles_and_outlets_stay_in_their_attributes() -> None:
    row = ConversationRow(id="c1", owner="ana", title=HOSTILE_NAME, created=NOW, updated=NOW)
    for markup in (frame.conversations([row], ES), frame.filters([HOSTILE_NAME], ES)):
        assert "<img" not in markup
        assert f'value="{HOSTILE_NAME.replace(chr(34), "&quot;").replace("<", "&lt;").replace(">", "&gt;")}"' in markup


def test_the_archive_says_what_is_in_it_and_only_administrators_may_change_it() -> None:
    archive = harbour_archive()
    markup = catalogue.catalogue(archive, ES, is_admin=False)
    assert "Artículos5Fechasdel 9 al 10 de marzo de 2026MediosDiario de la Costa · El Faro" in words(markup)
    assert "Última indexación11 de marzo de 2026, 09:30 UTC" in words(markup)
    assert "responde desde el 50 % de confianza; ajustada con harbour" in words(markup)
    assert "hm-upload" not in markup and "data-do" not in markup
    changing = catalogue.catalogue(archive, ES, is_admin=True)
    assert 'type="file"' in changing
    assert 'data-do="remove" data-id="puerto"' in changing
    assert "<img" not in changing


def test_a_long_list_is_cut_and_says_how_many_more() -> None:
    many = FakeArchive([replace(HARBOUR, id=f"a{n}") for n in range(catalogue.LISTED + 3)])
    markup = catalogue.catalogue(many, ES, is_admin=False)
    assert markup.count("<li>") == catalogue.LISTED
    assert "Y 3 más." in markup
