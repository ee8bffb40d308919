"""News sense from end to end, with the real models, on the invented articles of tests/data/news."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial

import pytest

from hemeroteca import Archive
from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.types import Amount, Answer, DateRange, Reason, Relation, Voice
from tests.conftest import REPOSITORY

Ask = Callable[..., Answer]

NEWS = REPOSITORY / "tests" / "data" / "news"
TODAY = date(2031, 4, 25)

FIRE = "¿Dónde comenzó el incendio de Hilados Corvera?"
PORT = "¿Hasta cuándo permanecerá cerrada la terminal de cargas?"
TOLL = "¿Cuántos muertos dejó el accidente de la Cuesta del Tordo?"
FAIR = "¿Cuándo se celebrará la Feria del Membrillo?"
CALL = "¿Cuándo hablaron por teléfono Salvatierra y Otálora?"
MARCH = "¿Cuántos estudiantes participaron en la marcha por el boleto escolar?"


@pytest.fixture(scope="module")
def archive(e5: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.build(NEWS, into=tmp_path_factory.mktemp("news") / "index", encoder=e5) as built:
        yield built


@pytest.fixture(scope="module")
def ask(archive: Archive) -> Ask:
    """``archive.ask`` as of TODAY; each question is read once."""
    return cache(partial(archive.ask, as_of=TODAY))


def stories(answer: Answer) -> dict[str, int]:
    """The cited articles with their witnesses."""
    return {c.article_id[len("2031-01-01-") :]: c.witness for c in answer.citations}


def test_it_says_that_all_is_invented(archive: Archive) -> None:
    readme = (NEWS / "README.md").read_text("utf-8")
    assert "Everything in them is invented" in readme
    assert "CC0" in readme
    assert archive.info().articles == len(list(NEWS.glob("2*.md"))) == 20


def test_a_wire_story_in_three_papers_is_one_witness(ask: Ask) -> None:
    answer = ask(FIRE)
    assert "sala de tintes" in answer.text
    found = stories(answer)
    assert found.keys() == {"cronista-hilados", "diario-hilados", "faro-hilados", "gaceta-hilados"}
    assert found["diario-hilados"] == found["faro-hilados"] == found["gaceta-hilados"] != found["cronista-hilados"]
    assert answer.witnesses == 2
    # Copies are folded: they take one place among what was read, not three.
    wire = [hit for hit in answer.passages if hit.passage.article_id.startswith("2031-02-18")]
    assert len(wire) == 1
    assert {c.article_id for c in wire[0].copies} | {wire[0].passage.article_id} == {
        "2031-02-18-diario-hilados",
        "2031-02-18-faro-hilados",
        "2031-02-18-gaceta-hilados",
    }


def test_each_copy_is_cited_where_it_stands(archive: Archive, ask: Ask) -> None:
    for citation in ask(FIRE).citations:
        assert archive.article(citation.article_id).text[citation.start : citation.end] == citation.quote


def test_a_communique_that_two_articles_quote_is_one_witness(ask: Ask) -> None:
    answer = ask(PORT)
    assert answer.value == date(2031, 2, 17)
    assert stories(answer) == {"faro-terminal": 1, "gaceta-terminal": 1}
    assert answer.witnesses == 1
    assert {(c.voice, c.speaker) for c in answer.citations} == {(Voice.QUOTED, "la Autoridad Portuaria")}


def test_a_corrected_toll_shows_both_values_and_marks_the_newer(ask: Ask) -> None:
    answer = ask(TOLL)
    assert isinstance(answer.value, Amount)
    assert (answer.value.value, answer.witnesses, answer.latest) == (14, 2, True)
    assert {c.published for c in answer.citations} == {date(2031, 3, 9)}
    other = answer.alternatives[0]
    assert isinstance(other.value, Amount)
    assert (other.value.value, other.relation, other.witnesses, other.latest) == (12, Relation.DISAGREES, 3, False)
    assert {c.published for c in other.citations} == {date(2031, 3, 8)}


def test_confidence_falls_where_sources_disagree(ask: Ask) -> None:
    both, newer = ask(TOLL), ask(TOLL, since=date(2031, 3, 9))
    assert isinstance(newer.value, Amount)
    assert newer.value.value == 14
    assert newer.alternatives == ()
    assert 1 - both.confidence > 1.5 * (1 - newer.confidence)


def test_equal_sources_that_disagree_give_no_answer(ask: Ask) -> None:
    answer = ask(MARCH)
    assert (answer.text, answer.abstained, answer.witnesses) == ("", Reason.SOURCES_DISAGREE, 0)
    assert {a.value.value for a in answer.alternatives if isinstance(a.value, Amount)} == {2000, 5000}
    assert {(a.relation, a.latest) for a in answer.alternatives} == {(Relation.DISAGREES, True)}


def test_a_rumour_is_labelled_hedged(ask: Ask) -> None:
    answer = ask("¿Cuánto dinero habría desviado el tesorero del Atlético Bruma?")
    assert answer.value == Amount(value=3e6, unit="pesos")
    assert [(c.voice, c.speaker) for c in answer.citations] == [(Voice.HEDGED, None)]


def test_a_statement_is_labelled_with_its_speaker(ask: Ask) -> None:
    answer = ask("¿Cuándo terminará la investigación del Atlético Bruma?")
    assert answer.value == date(2031, 5, 20)
    assert [(c.voice, c.speaker) for c in answer.citations] == [(Voice.QUOTED, "La fiscal Adela Montoro")]


def test_what_an_article_tells_itself_is_labelled_narrated(ask: Ask) -> None:
    answer = ask("¿Cuántos socios tiene el Club Atlético Bruma?")
    assert answer.value == Amount(value=4200, unit="socios")
    assert [c.voice for c in answer.citations] == [Voice.NARRATED]


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        # printed on Thursday 30 January 2031
        ("¿Cuándo reabrirá el puente de Sanjurjo?", "el próximo lunes", date(2031, 2, 3)),
        ("¿Cuándo se probará el puente de Sanjurjo con camiones?", "Este viernes", date(2031, 1, 31)),
        ("¿Cuándo aprobó el concejo el presupuesto de alumbrado?", "ayer", date(2031, 1, 29)),
        (
            "¿Cuándo se retiraron los andamios del pilar central?",
            "la semana pasada",
            DateRange(first=date(2031, 1, 20), last=date(2031, 1, 26), precision="week"),
        ),
        # on Tuesday 31 December 2030
        ("¿Cuándo se encenderá el faro de Punta Lobera?", "este jueves", date(2031, 1, 2)),
        ("¿Cuándo se pagó la última cuota de la pintura?", "el lunes", date(2030, 12, 30)),
        # on Thursday 2 January 2031
        ("¿Cuándo se derrumbó el techo del mercado de Puerto Niebla?", "el martes", date(2030, 12, 31)),
        ("¿Cuándo reabrió la biblioteca Ramona Feijoo?", "ayer", date(2031, 1, 1)),
        ("¿Cuándo comenzará el taller de encuadernación?", "el próximo viernes", date(2031, 1, 3)),
        (
            "¿Cuándo pidieron los puesteros una inspección?",
            "la semana pasada",
            DateRange(first=date(2030, 12, 23), last=date(2030, 12, 29), precision="week"),
        ),
    ],
)
def test_days_are_counted_from_the_article_s_own(ask: Ask, question: str, words: str, value: date | DateRange) -> None:
    answer = ask(question)
    assert (answer.text, answer.value) == (words, value)
    assert answer.citations[0].value == value


def test_a_month_and_a_day_of_it_do_not_disagree(ask: Ask) -> None:
    answer = ask(FAIR)
    assert answer.value == date(2031, 2, 12)
    assert [(a.text, a.relation) for a in answer.alternatives] == [("febrero", Relation.PRECISION)]
    alone = ask(FAIR, since=date(2031, 2, 1))
    assert answer.confidence >= alone.confidence - 1e-6


def test_a_later_call_is_another_event(ask: Ask) -> None:
    answer = ask(CALL)
    assert answer.value == date(2031, 4, 8)
    other = answer.alternatives[0]
    assert (other.value, other.relation) == (date(2031, 4, 23), Relation.OTHER_EVENT)
    assert (answer.latest, other.latest) == (True, True)
    alone = ask(CALL, until=date(2031, 4, 9))
    assert answer.confidence == pytest.approx(alone.confidence, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "source", "reason"),
    [
        ("¿Qué pasó en junio de 2029?", None, Reason.OUTSIDE_DATES),
        ("¿Qué pasó la próxima semana?", None, Reason.OUTSIDE_DATES),
        (TOLL, "El Eco de Ninguna Parte", Reason.OUTSIDE_FILTERS),
        ("¿Quién ganó el mundial de ajedrez de Ulan Bator?", None, Reason.NOT_ON_SUBJECT),
        ("¿Cuántos hijos tiene la fiscal Adela Montoro?", None, Reason.NOT_THIS_FACT),
    ],
)
def test_why_there_is_no_answer(ask: Ask, question: str, source: str | None, reason: Reason) -> None:
    answer = ask(question, source=source)
    assert (answer.text, answer.value, answer.citations, answer.abstained) == ("", None, (), reason)
    assert answer.passages, "the nearest passages are shown all the same"
    assert answer.coverage is not None
    assert answer.coverage.articles == 20
    assert (answer.coverage.first, answer.coverage.last) == (date(2030, 12, 31), date(2031, 4, 25))
    assert "Radio Tordo" in answer.coverage.sources
    assert len(answer.coverage.sources) == 7


def test_days_in_the_question_are_a_filter_that_can_be_taken_away(ask: Ask) -> None:
    question = "¿Quiénes hablaron por teléfono el 8 de abril?"
    filtered, free = ask(question), ask(question, period=False)
    assert filtered.period is not None
    assert question[filtered.period.start : filtered.period.end] == filtered.period.text
    assert (filtered.period.first, filtered.period.last) == (date(2031, 4, 8), date(2031, 4, 8))
    # The article was printed on the 9th: it tells of the 8th.
    assert [hit.passage.article_id for hit in filtered.passages] == ["2031-04-09-radio-llamada"]
    assert free.period is None
    assert len(free.passages) > 1


@pytest.mark.parametrize(
    ("as_of", "first", "articles"),
    [
        (date(2031, 1, 1), date(2030, 12, 30), {"2030-12-31-diario-faros", "2031-01-02-gaceta-mercado"}),
        (date(2031, 4, 25), date(2031, 4, 21), {"2031-04-24-faro-llamada", "2031-04-25-semanario-tesorero"}),
    ],
)
def test_this_week_is_counted_from_the_day_given(
    archive: Archive, as_of: date, first: date, articles: set[str]
) -> None:
    answer = archive.ask("¿Qué ha pasado esta semana?", as_of=as_of)
    assert answer.period is not None
    assert answer.period.first == first
    assert {hit.passage.article_id for hit in answer.passages} == articles


def test_json_carries_it(ask: Ask) -> None:
    toll = json.loads(ask(TOLL).to_json())
    assert (toll["value"], toll["witnesses"], toll["latest"]) == (
        {"value": 14, "unit": "muertos", "exact": True},
        2,
        True,
    )
    assert {c["witness"] for c in toll["citations"]} == {1, 2}
    other = toll["alternatives"][0]
    assert (other["relation"], other["witnesses"], other["latest"]) == ("disagrees", 3, False)
    port = json.loads(ask(PORT).to_json())["citations"][0]
    assert (port["value"], port["voice"], port["speaker"]) == ("2031-02-17", "quoted", "la Autoridad Portuaria")
    silent = json.loads(ask("¿Qué pasó en junio de 2029?").to_json())
    assert silent["abstained"] == "outside_dates"
    assert silent["period"] == {
        "text": "en junio de 2029",
        "start": 10,
        "end": 26,
        "first": "2029-06-01",
        "last": "2029-06-30",
    }
    assert silent["coverage"]["first"] == "2030-12-31"
    fire = json.loads(ask(FIRE).to_json())
    assert sorted(len(hit["copies"]) for hit in fire["passages"])[-1] == 2
