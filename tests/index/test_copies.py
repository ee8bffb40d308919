"""Which texts are copies of one another, by hand and by their own arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.sense import facts_of
from hemeroteca.index.copies import BANDS, COPIES, ROWS, are_copies, bands, shingles

WIRE = (
    "El incendio que destruyó la fábrica comenzó en la sala de tintes, donde una caldera sin mantenimiento alcanzó los "
    "bidones de disolvente. Las llamas avanzaron por los conductos del techo y en menos de una hora habían llegado a "
    "los 3 pabellones del predio. Ningún obrero resultó herido porque el turno de noche había sido suspendido."
)
OTHER = (
    "De la fábrica quedan las paredes. El jefe de bomberos recorrió las ruinas con un plano en la mano y contó que el "
    "fuego empezó en la sala de tintes, de donde saltó al depósito de algodón, que ardió como una tea hasta el alba."
)


def test_shingles_are_runs_of_three_words() -> None:
    assert shingles("El río, creció ayer.") == {"el río creció", "río creció ayer"}
    assert shingles("El río") == {"el río"}
    assert shingles("") == {""}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (WIRE, WIRE, True),
        (WIRE, WIRE.replace("Ningún obrero", "NINGÚN  OBRERO"), True),
        (WIRE, WIRE + " Lo informó la agencia.", True),
        (WIRE, WIRE.replace("predio", "terreno"), True),
        # a correction is no copy: another number, a negation more
        (WIRE, WIRE.replace("los 3 pabellones", "los 4 pabellones"), False),
        (WIRE, WIRE.replace("resultó herido", "no resultó herido"), False),
        (WIRE, OTHER, False),
        # 1 - 0.7 of the shingles gone: half of the text
        (WIRE, WIRE[: len(WIRE) // 2], False),
        ("", "", True),
    ],
)
def test_copies(one: str, other: str, expected: bool) -> None:
    assert are_copies(one, other, facts_of) is are_copies(other, one, facts_of) is expected


def test_the_limit_is_where_it_says() -> None:
    # n words make n - 2 shingles; k words appended make k more: (n - 2) / (n - 2 + k)
    words = [f"palabra{i}x" for i in range(72)]
    one = " ".join(words)
    assert 70 / (70 + 30) >= COPIES > 70 / (70 + 31)
    assert are_copies(one, " ".join([*words, *(f"otra{i}x" for i in range(30))]), facts_of)
    assert not are_copies(one, " ".join([*words, *(f"otra{i}x" for i in range(31))]), facts_of)


def test_copies_share_a_band_and_others_do_not() -> None:
    keys = bands(WIRE)
    assert len(keys) == len(set(keys)) == BANDS
    assert {len(key) for key in keys} == {1 + 4 * ROWS}
    assert set(keys) & set(bands(WIRE.replace("predio", "terreno")))
    assert not set(keys) & set(bands(OTHER))


def test_bands_are_the_same_in_every_run() -> None:
    assert bands(WIRE)[0].hex() == bands(WIRE.upper())[0].hex()
    assert bands("uno dos tres") == bands("uno, dos: ¡tres!")


TEXTS = st.lists(st.sampled_from(str.split("el río no creció 12 14 lunes y ayer sin agua")), max_size=12).map(" ".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_being_a_copy_is_symmetric_and_of_itself(one: str, other: str) -> None:
    assert are_copies(one, one, facts_of)
    assert are_copies(one, other, facts_of) is are_copies(other, one, facts_of)
    if shingles(one) == shingles(other):
        assert bands(one) == bands(other)
