from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.chat import render
from hemeroteca.chat.strings import EN, ES
from hemeroteca.chat.turns import Card, Turn, make_turn
from hemeroteca.types import Reason
from tests.chat.fakes import FakeHoldings, harbour_archive

ARCHIVE = harbour_archive()
TAGS = re.compile(r"<[^>]*>")


def turn(question: str, number: int = 1) -> Turn:
    return make_turn(number, ARCHIVE.ask(question), ARCHIVE.article)


def words(markup: str) -> str:
    return html.unescape(TAGS.sub("", markup))


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_marking_changes_no_word_and_marks_exactly_the_code_points_asked_for(
    text: str, marks: list[tuple[int, int]]
) -> None:
    markup = render.marked(text, marks)
    assert TAGS.sub("", markup) == "".join(render.visible(character) for character in text)
    asked = {place for start, end in marks for place in range(start, min(end, len(text)))}
    inside = "".join(re.findall(r"<mark>(.*?)</mark>", markup, flags=re.DOTALL))
    assert inside == "".join(render.visible(character) for place, character in enumerate(text) if place in asked)


@given(st.text(alphabet="<>&\"'aé\u202e", max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    assert not set(render.visible(text)) & {"<", ">", '"', "'"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\u2066b\u2069", "a⟦U+2066⟧b⟦U+2069⟧"),
        ("\u200f\x00\ud800", "⟦U+200F⟧⟦U+0000⟧⟦U+D800⟧"),
        ("uno\n\tdos 👩‍🚒", "uno\n\tdos 👩‍🚒"),
        ("__i18n__{}", "&#95;_i18n__{}"),
    ],
)
def test_what_hides_or_reorders_is_named(text: str, shown: str) -> None:
    assert render.visible(text) == shown


def test_an_answer_shows_its_sentence_with_the_span_marked_and_numbered() -> None:
    markup = render.conversation([turn("¿Cuándo se reúne la Junta?")], ES)
    assert '<p class="hm-short" dir="auto">14 de marzo</p>' in markup
    sentence = re.search(r'<p class="hm-sentence".*?</p>', markup)
    assert sentence
    assert "reúne el <mark>14 de marzo</mark> en la lonja." in sentence.group()
    assert words(sentence.group()).endswith("[1]")
    assert "Fecha: 14 de marzo de 2026 · Confianza: 91 %" in words(markup)


def test_every_number_leads_to_a_card() -> None:
    turns = [turn("¿Cuándo se reúne la Junta?", 1), turn("¿Qué dijo la alcaldesa?", 2)]
    targets = re.findall(r'href="#([^"]+)"', render.conversation(turns, ES))
    identifiers = re.findall(r'id="([^"]+)"', render.sources(turns, ES))
    assert sorted(targets) == sorted(identifiers) == ["hm-cite-1-1", "hm-cite-1-2", "hm-cite-2-1"]


def test_the_newest_turn_comes_first_and_earlier_passages_are_folded() -> None:
    turns = [turn("¿Cuándo se reúne la Junta?", 1), turn("¿Qué dijo la alcaldesa?", 2)]
    talk, sources = render.conversation(turns, ES), render.sources(turns, ES)
    announced = talk.split("</div>")[0]
    assert "hm-turn-2" in announced and "hm-turn-1" not in announced
    assert "hm-turn-1" in talk
    assert "hm-cite-2-1" in sources.split("<details>")[0]
    assert "hm-cite-1-1" in sources.split("<details>")[1]


def test_a_card_has_title_date_source_and_link() -> None:
    markup = render.sources([turn("¿Cuándo se reúne la Junta?")], EN)
    first, second = re.findall(r'<article class="hm-card".*?</article>', markup, flags=re.DOTALL)
    assert words(first).startswith("[1] El puerto reabre tras la tormentaMarch 9, 2026 · El Faro")
    assert 'href="https://elfaro.example/puerto" target="_blank" rel="noopener noreferrer nofollow"' in first
    assert "<a " not in second


def test_more_sentences_than_are_written_out_are_given_by_number() -> None:
    shown = turn("¿Cuándo se reúne la Junta?")
    first = shown.sentences[0]
    many = tuple(replace(first, text=first.text + " " * n, numbers=(n,)) for n in range(1, 6))
    markup = render.conversation([replace(shown, sentences=many)], ES)
    assert markup.count('class="hm-sentence"') == render.SENTENCES
    assert "También en [4] [5]" in words(markup)


@pytest.mark.parametrize("reason", Reason)
def test_an_abstention_says_why(reason: Reason) -> None:
    asked = turn("¿Quién ganó el Mundial de 2022?")
    markup = render.conversation([replace(asked, answer=replace(asked.answer, abstained=reason))], ES)
    assert f"Los artículos no lo dicen. {ES.reasons[reason]}" in words(markup)
    assert "<h2>Pasajes más cercanos</h2>" in render.sources([asked], ES)


def test_hostile_articles_and_questions_stay_text() -> None:
    shown = turn('¿Cuánto mide <svg onload="x()"> el faro?')
    markup = render.conversation([shown], ES) + render.sources([shown], ES)
    tags = set(re.findall(r"<(\w+)", markup))
    ours = "section div article h2 h3 p a mark span blockquote time details summary"
    assert tags <= set(ours.split())
    assert "javascript:" not in markup
    assert "⟦U+202E⟧24 metros⟦U+202C⟧" in words(markup)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "http:",
        "https://a\nb",
        "http://[x",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert "<a " not in _card(url=url)


def test_an_address_cannot_leave_its_attribute() -> None:
    assert 'href="https://x.example/&quot;&gt;&lt;b&gt;"' in _card(url='https://x.example/"><b>')


def test_missing_date_and_source_are_shown_as_missing_and_a_bad_language_is_not_used() -> None:
    markup = _card(published=None, source=None, language='es" onclick="x')
    assert "sin fecha · sin fuente" in words(markup)
    assert "onclick" not in markup


def test_the_masthead_says_what_the_archive_holds() -> None:
    holdings = FakeHoldings(articles=1, first=date(2026, 3, 9), last=date(2026, 3, 9), sources=("El Faro",))
    assert "Un artículo · 9 de marzo de 2026 · una fuente" in render.masthead(holdings, ES)
    many = FakeHoldings(articles=3, first=date(2026, 3, 9), last=date(2026, 3, 10), sources=("A", "B"))
    assert "3 articles · March 9, 2026 – March 10, 2026 · 2 sources" in render.masthead(many, EN)
    assert "0 artículos</p>" in render.masthead(FakeHoldings(articles=0, first=None, last=None, sources=()), ES)


def test_an_error_is_one_escaped_line_and_none_is_nothing() -> None:
    assert render.error_line("<b>", ES) == '<p class="hm-error" role="alert" lang="es">&lt;b&gt;</p>'
    assert render.error_line("", ES) == ""


def _card(**changes: object) -> str:
    card = Card(
        numbers=(1,), title="Título", published=date(2026, 3, 9), source="El Faro", url=None, language="es",
        text="Texto.", marks=(),
    )  # fmt: skip
    shown = turn("¿Cuándo se reúne la Junta?")
    return render.sources([replace(shown, cards=(replace(card, **changes),))], ES)  # type: ignore[arg-type]
