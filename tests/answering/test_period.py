"""The days a question names, read by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.period import find_event, find_periods

TODAY = date(2031, 3, 12)  # a Wednesday
D = date


@pytest.mark.parametrize(
    ("question", "text", "first", "last"),
    [
        ("¿Qué pasó esta semana?", "esta semana", D(2031, 3, 10), D(2031, 3, 16)),
        ("¿Qué pasó ayer en Cerro Tordo?", "ayer", D(2031, 3, 11), D(2031, 3, 11)),
        ("¿Qué pasó el 8 de marzo de 2031?", "8 de marzo de 2031", D(2031, 3, 8), D(2031, 3, 8)),
        ("¿Qué pasó en febrero de 2031?", "en febrero de 2031", D(2031, 2, 1), D(2031, 2, 28)),
        ("¿Qué pasó en 2030?", "en 2030", D(2030, 1, 1), D(2030, 12, 31)),
        ("¿Qué pasó después del 8 de marzo de 2031?", "después del 8 de marzo de 2031", D(2031, 3, 9), None),
        ("¿Qué pasó antes del 8 de marzo de 2031?", "antes del 8 de marzo de 2031", None, D(2031, 3, 7)),
        ("¿Qué pasó desde el 8 de marzo de 2031?", "desde el 8 de marzo de 2031", D(2031, 3, 8), None),
        ("¿Qué se dijo hasta el 8 de marzo de 2031?", "hasta el 8 de marzo de 2031", None, D(2031, 3, 8)),
        ("What happened after 8 March 2031?", "after 8 March 2031", D(2031, 3, 9), None),
        ("What happened since March 2031?", "since March 2031", D(2031, 3, 1), None),
    ],
)
def test_the_likeliest_period(question: str, text: str, first: date | None, last: date | None) -> None:
    period = find_periods(question, TODAY, None)[0]
    assert text in period.text
    assert question[period.start : period.end] == period.text
    assert (period.first, period.last) == (first, last)


def test_the_day_after_an_event_is_no_day_after_its_date() -> None:
    # «Tras la llamada del 8»: what came of the call is told in the articles of the 8th.
    period = find_periods("¿Qué acordaron tras la llamada del 8 de marzo de 2031?", TODAY, None)[0]
    assert (period.first, period.last) == (D(2031, 3, 8), D(2031, 3, 8))


@pytest.mark.parametrize(
    "question", ["", "¿Cuándo reabrirá el puente?", "¿Quién es Irene Salvatierra?", "¿Cuántos heridos hubo?"]
)
def test_no_days_no_period(question: str) -> None:
    assert find_periods(question, TODAY, D(2031, 3, 1)) == []


def test_a_day_without_its_year_may_be_of_the_archive_s() -> None:
    # In an archive that ended in June 2029, asked in 2031: both the last 8 de abril before its end and the next.
    firsts = [p.first for p in find_periods("¿Qué pasó el 8 de abril?", TODAY, D(2029, 6, 1))]
    assert firsts[0] is not None
    assert abs((firsts[0] - TODAY).days) <= 366, "the nearest to the day of asking goes first"
    assert D(2029, 4, 8) in firsts
    assert len(set(firsts)) == len(firsts)


def test_a_year_that_is_named_is_not_guessed_at() -> None:
    assert len(find_periods("¿Qué pasó el 8 de abril de 2030?", TODAY, D(2029, 6, 1))) == 1


@pytest.mark.parametrize(
    ("question", "asked", "first", "last"),
    [
        ("¿Qué pasó desde que cayó la grúa?", "¿Cuándo cayó la grúa?", D(2031, 2, 3), None),
        ("¿Qué pasó después de que cayó la grúa?", "¿Cuándo cayó la grúa?", D(2031, 2, 3), None),
        ("¿Qué se sabía antes de que cayó la grúa?", "¿Cuándo cayó la grúa?", None, D(2031, 2, 4)),
    ],
)
def test_a_period_may_be_counted_from_an_event(
    question: str, asked: str, first: date | None, last: date | None
) -> None:
    event = find_event(question)
    assert event is not None
    assert event.question == asked
    assert question[event.start : event.end] == event.text
    period = event.counted_from(D(2031, 2, 3), D(2031, 2, 4))
    assert (period.first, period.last, period.text) == (first, last, event.text)


@pytest.mark.parametrize("question", ["", "¿Qué pasó desde el 3 de febrero?", "¿Desde cuándo?", "¿De qué hablaron?"])
def test_no_event(question: str) -> None:
    assert find_event(question) is None


WORDS = str.split("¿ qué pasó desde hasta antes después de del que el lunes 8 31 febrero marzo 2031 semana ayer esta ?")


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.none() | st.dates(),
)
def test_any_question_has_exact_periods(question: str, today: date, newest: date | None) -> None:
    for period in find_periods(question, today, newest):
        assert question[period.start : period.end] == period.text
        assert period.first or period.last
        assert period.first is None or period.last is None or period.first <= period.last
    event = find_event(question)
    assert event is None or question[event.start : event.end] == event.text
