from __future__ import annotations

import re
from dataclasses import replace

from hemeroteca.chat import sources
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.chat.turns import Turn
from hemeroteca.types import Article
from tests.chat.fakes import HARBOUR, HOSTILE
from tests.chat.test_render import OURS, turn, words

CARD = re.compile(r'<details class="hm-card"( open)?>')


def test_cards_have_title_date_outlet_and_the_quote_in_its_sentence() -> None:
    markup = sources.sources(turn("¿Cuándo se reúne la Junta?"), ES)
    first = words(markup.split('<details class="hm-card"')[1])
    assert "[1] El puerto reabre tras la tormenta9 de marzo de 2026 · El Faro" in first
    assert "se reúne el <mark>14 de marzo</mark> en la lonja." in markup
    assert "March 9, 2026 · El Faro" in words(sources.sources(turn("When do they meet?"), EN))


def test_what_only_repeats_another_is_folded_into_its_card_and_other_answers_are_closed() -> None:
    markup = sources.sources(turn("¿Cuándo se reúne la Junta?"), ES)
    # [1] with [3] of the same outlet in it, [2]; then the other answer.
    assert re.findall(r">\[(\d)\]</span>", markup) == ["1", "3", "2", "4"]
    assert markup.count("<summary>Otro artículo con lo mismo</summary>") == 1
    assert CARD.findall(markup)[0] == " open" and CARD.findall(markup)[-1] == ""


def test_further_witnesses_are_closed() -> None:
    shown = turn("¿Cuándo se reúne la Junta?")
    assert shown.given
    quotes = tuple(
        replace(quote, citation=replace(quote.citation, witness=number))
        for number, quote in enumerate(shown.given.quotes, start=1)
    )
    markup = sources.sources(replace(shown, given=replace(shown.given, quotes=quotes), others=()), ES)
    assert CARD.findall(markup) == [" open"] * sources.OPEN + [""]


def test_an_abstention_shows_the_nearest_passages_and_where_they_stand() -> None:
    markup = sources.sources(turn("¿Quién ganó el Mundial de 2022?"), ES)
    assert ">Pasajes más cercanos</h2>" in markup
    assert re.findall(r'data-do="passage" data-turn="t1" data-n="(\d)"', markup) == ["0", "1", "2", "3", "4"]
    assert "<mark>" not in markup


def test_an_opened_article_is_whole_with_the_quote_as_its_target_and_a_way_back() -> None:
    start = HARBOUR.text.index("14 de marzo")
    markup = sources.article(HARBOUR, [(start, start + 11), (20, 27)], (start, start + 11), "t1", ES)
    (target,) = re.findall(r'<mark id="hm-target"[^>]*>(.*?)</mark>', markup)
    assert target == "14 de marzo"
    assert HARBOUR.text in words(markup)
    assert 'data-do="sources" data-turn="t1"' in markup
    assert 'href="https://elfaro.example/puerto" target="_blank" rel="noopener noreferrer nofollow"' in markup


def test_only_web_addresses_become_links_and_stay_in_their_attribute() -> None:
    assert "<a " not in _article(HOSTILE)
    escaped = _article(replace(HARBOUR, url='https://x.example/"><b>'))
    assert 'href="https://x.example/&quot;&gt;&lt;b&gt;"' in escaped


def test_hostile_articles_stay_text_and_a_huge_title_is_shortened() -> None:
    for markup in (sources.sources(turn("¿Cuánto mide el faro?"), ES), _article(HOSTILE)):
        assert set(re.findall(r"<(\w+)", markup)) <= OURS
        assert "javascript:" not in markup
        assert '<img src=x onerror="window.pwned=1">' in words(markup)
    assert "sin fecha · sin fuente" in words(_article(HOSTILE))
    huge = replace(HARBOUR, title="<b>" * 400_000, source="&" * 400_000, language='es" onclick="x')
    assert len(_article(huge)) < 10_000
    assert "onclick" not in _article(huge)


def test_a_card_of_an_article_that_is_gone_says_so() -> None:
    shown = turn("¿Qué dijo la alcaldesa?")
    assert shown.given
    gone = replace(shown, given=replace(shown.given, quotes=(replace(shown.given.quotes[0], here=False),)))
    assert ES.gone in sources.sources(gone, ES)
    assert "data-n" not in sources.sources(gone, ES)
    assert ES.gone in sources.gone("t1", ES)


def test_nothing_chosen_is_said() -> None:
    empty: Turn | None = None
    assert ES.nothing_yet in sources.sources(empty, ES)


def _article(article: Article) -> str:
    return sources.article(article, [], (0, 5), "t1", ES)
