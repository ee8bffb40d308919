from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("medio millón de personas", [("medio millón", 5e5, "personas")]),
        ("un millón y medio de pesos", [("un millón y medio de pesos", 1.5e6, "pesos")]),
        ("2 millones y medio", [("2 millones y medio", 2.5e6, None)]),
        ("dos docenas de policías", [("dos docenas", 24, "policias")]),
        ("media docena de huevos", [("media docena", 6, "huevos")]),
        ("un centenar de casas", [("un centenar", 100, "casas")]),
        ("decenas de perros, cientos de gatos, millones de abejas", []),
        ("200 mil pesos", [("200 mil pesos", 2e5, "pesos")]),
        ("5 mil 300 pesos", [("5 mil 300 pesos", 5300, "pesos")]),
        ("3 millones 200 mil pesos", [("3 millones 200 mil pesos", 3.2e6, "pesos")]),
        ("US$ 3.5 millones", [("US$ 3.5 millones", 3.5e6, "dólares")]),
        ("3,5 M€ y 40 €", [("3,5 M€", 3.5e6, "euros"), ("40 €", 40, "euros")]),
        ("1,2 billones de pesos", [("1,2 billones de pesos", 1.2e12, "pesos")]),
        ("$1.2 billion", [("$1.2 billion", 1.2e9, "$")]),
        ("entre 20 y 30 heridos", [("20", 20, "heridos"), ("30", 30, "heridos")]),
        ("la 15.ª edición, el 3.er piso, el 3º", []),
        ("a las 8 de la noche, a las 20.30, desde las 9 horas", []),
        ("9 horas de vuelo", [("9 horas", 9, "horas")]),
        ("El 8 murieron 12 personas en 2030.", [("12", 12, "personas")]),
        ("subió el 8 %", [("8 %", 8, "%")]),
        ("el artículo 123, la línea 4 y la ruta 40", []),
        ("ganó 3-1", []),
        ("", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, float, str | None]]) -> None:
    found = find_amounts(text)
    assert [(m.text, m.value, m.unit) for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.5 mdp", "2,5 millones de pesos"),
        ("800 mdd", "ochocientos millones de dólares"),
        ("30 %", "treinta por ciento"),
        ("30%", "el 30 por ciento"),
        ("3,5 M€", "3.5 millones de euros"),
        ("1.234,56 pesos", "1,234.56 pesos"),
        ("mil millones de pesos", "1.000 millones de pesos"),
        ("medio millón de pesos", "500 mil pesos"),
    ],
)
def test_equal_amounts_are_equal(one: str, other: str) -> None:
    [(a, b), (c, d)] = [next((m.value, m.unit) for m in find_amounts(text)) for text in (one, other)]
    assert (a, b) == (c, d)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("300 heridos", True),
        ("más de 300 heridos", False),
        ("unos 40 detenidos", False),
        ("casi mil casas", False),
        ("al menos 12 muertos", False),
        ("300 personas o más", False),
        ("un centenar de casas", False),
        ("entre 20 y 30 heridos", False),
        ("de 20 a 30 heridos", False),
        ("medio millón de pesos", True),
        ("además de 300 heridos", True),
    ],
)
def test_what_is_said_roughly_is_not_exact(text: str, exact: bool) -> None:
    assert {m.exact for m in find_amounts(text)} == {exact}


PIECES = str.split(
    "1.234,56 2 30 % mil millones millón y medio docena de pesos mdp US$ € entre a las más 2031 el . , dos º"
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=80))
def test_any_text_has_exact_amounts_in_order(text: str) -> None:
    found = find_amounts(text)
    assert all(text[m.start : m.end] == m.text != "" for m in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(m.value >= 0 for m in found)


@pytest.mark.parametrize("piece", ["mil ", "1.", "entre 2 ", "$", "y medio ", "más de "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    began = time.perf_counter()
    find_amounts(piece * 2000)
    assert time.perf_counter() - began < 4.0
