"""The date that may open a text."""

from __future__ import annotations

import pytest

from hemeroteca.corpus.plain import read_text


@pytest.mark.parametrize(
    "text",
    [
        " date 2026-01-15 El pan subió.",
        "date 2026-01-15\nEl pan subió.",
        "\ufeffDate: 2026-01-15\r\n\r\nEl pan subió.",
        "\n  fecha 2026-01-15\tEl pan subió.",
    ],
)
def test_the_date_is_not_part_of_the_text(text: str) -> None:
    raw = read_text(text)
    assert (raw.fields, raw.text) == ({"date": "2026-01-15"}, "El pan subió.")


@pytest.mark.parametrize(
    "text",
    ["date prisa, que el pan sube", "update 2026-01-15 El pan", "2026-01-15 El pan", "El pan. date 2026-01-15 Sube"],
)
def test_what_only_looks_like_one_is_text(text: str) -> None:
    raw = read_text(text)
    assert (raw.fields, raw.text) == ({}, text)
