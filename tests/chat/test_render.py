from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from hemeroteca.chat import render
from hemeroteca.chat.store import Verdict
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.chat.turns import Turn, make_turn
from hemeroteca.types import Coverage, Period, Reason, Relation, Stage
from tests.chat.fakes import harbour_archive
from tests.chat.test_turns import ARCHIVE, row

TAGS = re.compile(r"<[^>]*>")
OURS = {
    "section", "div", "article", "h2", "h3", "h4", "p", "a", "mark", "span", "blockquote", "time", "details", "summary",
    "button", "form", "input", "ol", "ul", "li",
}  # fmt: skip


def turn(question: str, asked: str | None = None) -> Turn:
    return make_turn(row(ARCHIVE.ask(question), asked or question), ARCHIVE.article)


def words(markup: str) -> str:
    return html.unescape(TAGS.sub("", markup))


def talk(*turns: Turn, suggestions: tuple[str, ...] = ()) -> str:
    return render.conversation(turns, ES, suggestions=suggestions)


def test_an_answer_shows_its_value_and_its_sentence_with_the_span_marked_and_numbered() -> None:
    markup = talk(turn("¿Cuándo se reúne la Junta?"))
    assert "14 de marzo = sábado 14 de marzo de 2026" in words(markup)
    sentence = re.search(r'<p class="hm-sentence".*?</p>', markup)
    assert sentence
    assert "reúne el <mark>14 de marzo</mark> en la lonja." in sentence.group()
    assert words(sentence.group()).endswith("[1]")
    assert "También en [2] [3]" in words(markup)


def test_who_says_so_and_how_sure_it_is_are_said_in_words() -> None:
    asked = turn("¿Cuándo se reúne la Junta?")
    assert "2 fuentes independientes (3 artículos) · Confianza alta (91 %)" in words(talk(asked))
    unsure = replace(asked, answer=replace(asked.answer, confidence=0.61))
    assert "Confianza media (61 %)" in words(talk(unsure))
    one = turn("¿Qué dijo la alcaldesa?")
    assert "Una sola fuente independiente · " in words(talk(one))
    assert "según la alcaldesa Marta Ruiz" in words(talk(one))


def test_every_number_opens_its_article_and_none_that_is_gone() -> None:
    asked = turn("¿Cuándo se reúne la Junta?")
    assert set(re.findall(r'data-do="cite" data-turn="t1" data-n="(\d)"', talk(asked))) == {"1", "2", "3", "4"}
    assert asked.given
    first, *rest = asked.given.quotes
    gone = replace(asked, given=replace(asked.given, quotes=(replace(first, here=False), *rest)))
    assert 'data-n="1"' not in talk(gone)


def test_disagreement_is_told_with_sources_days_and_the_most_recent() -> None:
    markup = words(talk(turn("¿Cuántos heridos hubo?")))
    told = "2 heridos (1 fuente, 9 mar) [1]3 heridos (1 fuente, 10 mar, más reciente) [2]"
    assert f"Las fuentes no coinciden{told}" in markup
    assert ES.overtaken in markup


def test_other_events_are_a_timeline_and_other_answers_a_folded_list() -> None:
    asked = turn("¿Cuándo se reúne la Junta?")
    assert "<details><summary>Otras respuestas posibles (1)</summary>" in talk(asked)
    event = replace(asked.others[0], relation=Relation.OTHER_EVENT, value=date(2026, 3, 9))
    timeline = words(talk(replace(asked, others=(event,))))
    assert timeline.index(ES.timeline) < timeline.index("lunes = lunes 9 de marzo de 2026")
    assert timeline.index("lunes 9 de marzo de 2026") < timeline.rindex("sábado 14 de marzo de 2026")
    assert ES.disagree not in timeline


def test_a_question_that_was_understood_otherwise_says_so_and_can_be_corrected() -> None:
    markup = talk(turn('¿Cuándo se reúne la "Junta"?', asked="¿Y la Junta?"))
    assert 'Entendí: «¿Cuándo se reúne la "Junta"?»' in words(markup)
    assert '<form data-do="reask"><input name="text"' in markup
    assert 'value="¿Cuándo se reúne la &quot;Junta&quot;?"' in markup
    assert "Entendí" not in talk(turn("¿Cuándo se reúne la Junta?"))


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 1, 15), date(2026, 1, 20), "Solo del 15 al 20 de enero de 2026"),
        (date(2026, 1, 15), None, "Solo desde el 15 de enero de 2026"),
        (None, date(2026, 1, 20), "Solo hasta el 20 de enero de 2026"),
    ],
)
def test_the_days_that_a_question_names_are_a_filter_one_can_remove(
    first: date | None, last: date | None, shown: str
) -> None:
    asked = turn("¿Cuándo se reúne la Junta?")
    period = Period(text="x", start=0, end=1, first=first, last=last)
    markup = talk(replace(asked, answer=replace(asked.answer, period=period)))
    assert shown in words(markup)
    assert 'data-do="noperiod" data-turn="t1"' in markup


@pytest.mark.parametrize("reason", Reason)
def test_an_abstention_says_why_what_there_is_and_what_can_be_asked(reason: Reason) -> None:
    asked = turn("¿Quién ganó el Mundial de 2022?")
    markup = talk(
        replace(asked, answer=replace(asked.answer, abstained=reason)), suggestions=("¿Quién es <b>Ana</b>?",)
    )
    assert f"Los artículos no lo dicen. {ES.reasons[reason]}" in words(markup)
    assert "El archivo tiene 5 artículos del 9 al 10 de marzo de 2026." in words(markup)
    assert 'data-text="¿Quién es &lt;b&gt;Ana&lt;/b&gt;?"' in markup


def test_what_is_held_back_is_shown_as_unsure_with_its_days() -> None:
    asked = turn("¿Cuándo se reúne la Junta?")
    assert asked.given
    held = replace(asked.given, relation=Relation.UNSURE)
    event = replace(asked.others[0], relation=Relation.OTHER_EVENT, value=date(2026, 3, 9))
    answer = replace(asked.answer, text="", abstained=Reason.NOT_THIS_FACT, confidence=0.42)
    markup = talk(replace(asked, answer=answer, given=None, others=(held, event)))
    assert "<details><summary>Otras" not in markup
    assert "hm-given" not in markup
    told = words(markup)
    assert f"{ES.reasons[Reason.NOT_THIS_FACT]}Lo que más se acerca, sin seguridad suficiente (42 %)14 de marzo" in told
    assert told.index("= sábado 14 de marzo de 2026") < told.index("lunes = lunes 9 de marzo de 2026")
    assert words(talk(replace(asked, answer=answer, given=None, others=()))).count("acerca") == 0


def test_what_an_archive_covers_is_said_at_its_precision() -> None:
    day = date(2026, 3, 9)
    one = Coverage(articles=1, first=day, last=day, sources=())
    assert render.covers(one, ES) == "El archivo tiene un artículo del 9 de marzo de 2026."
    assert render.covers(replace(one, first=None, last=None), ES) == "El archivo tiene un artículo, sin fecha."
    assert render.covers(replace(one, articles=0), ES) == ""


def test_only_the_newest_turn_offers_questions() -> None:
    asked = turn("¿Quién ganó el Mundial de 2022?")
    markup = talk(asked, replace(asked, id="t2"), suggestions=("¿Quién es Ana?",))
    assert markup.count("hm-example") == 1
    assert markup.index('data-turn="t2"') < markup.index("hm-example")


def test_the_newest_turn_comes_last_and_the_chosen_one_is_marked() -> None:
    turns = [turn("¿Cuándo se reúne la Junta?"), replace(turn("¿Qué dijo la alcaldesa?"), id="t2", number=2)]
    markup = render.conversation(turns, ES, selected="t1")
    assert markup.index("hm-turn-1") < markup.index("hm-turn-2")
    assert 'id="hm-turn-1" data-turn="t1" aria-current="true"' in markup
    assert markup.count("aria-current") == 1


def test_the_verdict_given_is_pressed_and_an_abstention_has_no_quote_to_be_wrong() -> None:
    markup = talk(replace(turn("¿Cuándo se reúne la Junta?"), verdict=Verdict.WRONG_QUOTE))
    assert re.findall(r'data-verdict="(\w+)" aria-pressed="true"', markup) == ["wrong_quote"]
    assert markup.count("aria-pressed") == 4
    assert ES.thanks in markup
    abstained = talk(turn("¿Quién ganó el Mundial de 2022?"))
    assert re.findall(r'data-verdict="(\w+)"', abstained) == ["right", "wrong"]


def test_stages_are_told_while_it_works_and_their_times_after() -> None:
    markup = render.pending("¿<b>?", ES, stage=Stage.READ, done=[(Stage.SEARCH, 0.034)])
    assert "Buscando 0,03 s" in words(markup) and "Leyendo…" in words(markup)
    assert "<b>" not in markup
    assert "Esperando turno…" in words(render.pending("x", ES))
    assert "Buscando 0,03 s · Leyendo 0,5 s" in words(talk(turn("¿Cuándo se reúne la Junta?")))


def test_hostile_articles_and_questions_stay_text() -> None:
    shown = turn('¿Cuánto mide <svg onload="x()"> el faro?')
    markup = talk(shown)
    assert set(re.findall(r"<(\w+)", markup)) <= OURS
    assert "⟦U+202E⟧24 metros⟦U+202C⟧" in words(markup)
    long = talk(turn("¿Qué? " + "x" * 900, asked="y" * 1_000_000))
    assert len(long) < 20_000


def test_an_error_is_one_escaped_line_and_none_is_nothing() -> None:
    assert render.error_line("<b>", ES) == '<p class="hm-error" role="alert" lang="es">&lt;b&gt;</p>'
    assert render.error_line("", ES) == ""


def test_english_is_english() -> None:
    archive = harbour_archive()
    shown = make_turn(row(archive.ask("When does the board meet?")), archive.article)
    markup = words(render.conversation([shown], EN))
    assert "14 de marzo = Saturday, March 14, 2026" in markup
    assert "2 independent sources (3 articles) · Confidence high (91%)" in markup
