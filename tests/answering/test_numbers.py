from __future__ import annotations

import pytest

from hemeroteca.answering.numbers import read_count, read_digits, read_words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("dos", 2),
        ("veintitres", 23),
        ("treinta y uno", 31),
        ("ciento cinco", 105),
        ("mil", 1000),
        ("dos mil trescientos", 2300),
        ("mil millones", 1e9),
        ("dos mil trescientos millones", 2.3e9),
        ("un millon doscientos mil", 1.2e6),
        ("setecientas", 700),
        ("twenty three", 23),
        ("three hundred and five", 305),
        ("two billion", 2e9),
        ("un billon", 1e12),
        ("dos tres", None),
        ("quince uno", None),
        ("millones millones", None),
        ("gato", None),
    ],
)
def test_words(words: str, value: float | None) -> None:
    assert read_words(words.split()) == value


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("12", 12),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567", 1234567),
        ("12 345", 12345),
        ("3,5", 3.5),
        ("3.14", 3.14),
        ("0.125", 0.125),
        ("52,4", 52.4),
    ],
)
def test_digits(digits: str, value: float) -> None:
    assert read_digits(digits) == value


def test_counts() -> None:
    assert [read_count(t) for t in ("3", "tres", "un par de", "varios")] == [3, 3, 2, None]
