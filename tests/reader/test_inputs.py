from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.reader.inputs import OVERLAP, WindowCutter, pad, token_span


def test_a_short_pair_is_one_window(e5: SentenceTransformerEncoder) -> None:
    cutter = WindowCutter(e5.packed.tokenizer)
    question = cutter.question("¿Dónde?")
    ((ids, offsets),) = cutter.passages(["Llovió en Valdeluz."])
    (window,) = cutter.cut(3, question, ids, offsets)
    assert window.ids == (0, *question, 2, 2, *ids, 2)
    assert window.ids[window.first : -1] == tuple(ids)
    assert window.index == 3


def test_long_passages_are_cut_into_windows_that_overlap(e5: SentenceTransformerEncoder) -> None:
    cutter = WindowCutter(e5.packed.tokenizer, max_length=128)
    ((ids, offsets),) = cutter.passages(["lluvia en el puerto " * 100])
    windows = list(cutter.cut(0, [7, 8], ids, offsets))
    room = 128 - 2 - 4
    starts = [offsets.index(w.offsets[0]) for w in windows]
    assert starts == [i * (room - OVERLAP) for i in range(len(windows))]
    assert all(len(w.ids) <= 128 for w in windows)
    assert windows[-1].offsets[-1] == offsets[-1]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.sampled_from("aéñ\u0301 .½ﬁ😀字\n\u202eXY"), max_size=80), st.data())
def test_a_span_of_text_survives_the_way_through_tokens(
    e5: SentenceTransformerEncoder, text: str, data: st.DataObject
) -> None:
    ((_, offsets),) = WindowCutter(e5.packed.tokenizer).passages([text])
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = token_span(offsets, start, end)
    if span is not None:
        assert offsets[span[0]][0] <= start < end <= offsets[span[1]][1]


def test_a_span_outside_the_window_is_none() -> None:
    assert token_span([(0, 3), (3, 6)], 2, 9) is None
    assert token_span([(4, 6)], 3, 5) is None
    assert token_span([(0, 3), (3, 6)], 4, 6) == (1, 1)


def test_rows_are_padded_to_the_longest() -> None:
    ids, mask = pad([[5, 6, 7], [8]], 1)
    assert ids.tolist() == [[5, 6, 7], [8, 1, 1]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
