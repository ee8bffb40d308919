from __future__ import annotations

import pytest

from hemeroteca.answering.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hubo 12 heridos.", [("12", 12, "heridos")]),
        ("Son 3.400 y resultaron ilesas.", [("3.400", 3400, None)]),
        ("Costó 2.5 mdp.", [("2.5 mdp", 2.5e6, "pesos")]),
        ("Subió 30 % este año", [("30 %", 30, "%")]),
        ("Subió el 45 por ciento", [("45 por ciento", 45, "%")]),
        ("mil millones de pesos", [("mil millones de pesos", 1e9, "pesos")]),
        ("US$1,234.56 o 1.234,56 euros", [("US$1,234.56", 1234.56, "dólares"), ("1.234,56 euros", 1234.56, "euros")]),
        ("unos 40 mil casos", [("40 mil", 40000, "casos")]),
        ("veintitrés detenidos", [("veintitrés", 23, "detenidos")]),
        ("a 12 km de allí", [("12 km", 12, "kilómetros")]),
        ("El 23 de enero de 2031 a las 10:30, en 2030.", []),
        ("la COVID-19 y el G-20", []),
        ("una persona", []),
        ("", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, float, str | None]]) -> None:
    found = find_amounts(text)
    assert [(m.text, m.value, m.unit) for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)
