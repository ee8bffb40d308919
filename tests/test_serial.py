from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca import serial
from hemeroteca.types import (
    Alternative,
    Amount,
    Answer,
    Citation,
    Coverage,
    DateRange,
    Hit,
    Kind,
    Passage,
    Period,
    Reason,
    Relation,
    Voice,
)

days = st.dates()
text = st.text(max_size=20)
numbers = st.integers(0, 2**53)
shares = st.floats(allow_nan=False, allow_infinity=False)
values = st.one_of(
    st.none(),
    days,
    st.builds(DateRange, first=days, last=days, precision=st.sampled_from(["day", "week", "month", "year"])),
    st.builds(Amount, value=shares, unit=st.none() | text),
)
passages = st.builds(Passage, id=numbers, article_id=text, start=numbers, end=numbers, text=text)
citations = st.builds(
    Citation, article_id=text, title=text, published=st.none() | days, source=st.none() | text, quote=text,
    start=numbers, end=numbers, context_start=numbers, context_end=numbers, value=values,
    voice=st.none() | st.sampled_from(Voice), speaker=st.none() | text, witness=numbers,
)  # fmt: skip


def several(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=2).map(tuple)


answers = st.builds(
    Answer, question=text, text=text, value=values, kind=st.sampled_from(Kind), confidence=shares,
    abstained=st.none() | st.sampled_from(Reason), citations=several(citations),
    alternatives=several(
        st.builds(
            Alternative, text=text, value=values, confidence=shares, citations=several(citations),
            relation=st.sampled_from(Relation), witnesses=numbers, latest=st.booleans(),
        )
    ),
    passages=several(
        st.builds(
            Hit, passage=passages, similarity=shares, term_score=shares, fused=shares,
            vector_rank=st.none() | numbers, term_rank=st.none() | numbers, copies=several(passages),
        )
    ),
    witnesses=numbers, latest=st.booleans(),
    period=st.none()
    | st.builds(Period, text=text, start=numbers, end=numbers, first=st.none() | days, last=st.none() | days),
    coverage=st.none()
    | st.builds(Coverage, articles=numbers, first=st.none() | days, last=st.none() | days, sources=several(text)),
    timings=st.dictionaries(text, shares, max_size=2), reader=text,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(answers)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    again = serial.loads(serial.dumps(answer), Answer)
    assert again == answer
    assert repr(again) == repr(answer)


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 14),
        DateRange(first=date(2026, 2, 1), last=date(2026, 2, 28), precision="month"),
        DateRange(first=date(2026, 1, 1), last=date(2026, 12, 31), precision="year"),
        DateRange(first=date(2026, 1, 12), last=date(2026, 1, 18), precision="week"),
        Amount(value=32.0, unit="amarres"),
        Amount(value=3.0),
        None,
    ],
)
def test_every_kind_of_value_keeps_its_type(value: Any) -> None:
    answer = Answer(
        question="¿?", text="x", value=value, kind=Kind.WHEN, confidence=1.0, abstained=None, citations=(),
        alternatives=(), passages=(),
    )  # fmt: skip
    again = serial.loads(serial.dumps(answer), Answer).value
    assert again == value
    assert type(again) is type(value)


def test_what_another_version_wrote_is_read() -> None:
    passage = Passage(id=1, article_id="a", start=0, end=1, text="x")
    hit = Hit(passage=passage, similarity=1.0, term_score=0.0, fused=0.5)
    record = json.loads(serial.dumps(hit))
    del record["copies"]
    assert serial.loads(json.dumps({**record, "colour": "red"}), Hit) == hit


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": "1"}', "null", "[" * 100_000])
def test_what_is_no_such_value_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="not a Passage"):
        serial.loads(text, Passage)


def test_a_moment_keeps_its_zone() -> None:
    moments = (datetime(2026, 3, 9, 8, 30, tzinfo=UTC),)
    kind = tuple[datetime, ...]
    assert serial.loads(serial.dumps(moments, kind), kind) == moments
