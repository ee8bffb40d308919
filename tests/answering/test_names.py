from __future__ import annotations

import pytest

from hemeroteca.answering.names import NameKind, end_of_name, find_names

TEXT = (
    "Según la alcaldesa de Villa Ámbar, Ofelia Quintanar, el Grupo de Obras del Sur se reunirá en Washington, D.C. "
    "Además, el director Juan Ramón de la Garza viajó a Puerto Cárdeno con el canciller De la Vega."
)


def test_names_and_their_kinds() -> None:
    found = find_names(TEXT)
    assert all(TEXT[m.start : m.end] == m.text for m in found)
    assert {m.text: m.kind for m in found} == {
        "Villa Ámbar": NameKind.UNKNOWN,
        "Ofelia Quintanar": NameKind.PERSON,
        "Grupo de Obras del Sur": NameKind.ORGANISATION,
        "Washington, D.C.": NameKind.PLACE,
        "Juan Ramón de la Garza": NameKind.PERSON,
        "Puerto Cárdeno": NameKind.PLACE,
        "De la Vega": NameKind.PERSON,
    }


@pytest.mark.parametrize(
    "text", ["Además llovió.", "El río creció. Nadie salió.", "Según ellos, no.", "sin nombres", ""]
)
def test_a_capital_at_the_beginning_is_no_name(text: str) -> None:
    assert [m.text for m in find_names(text)] in ([], ["Nadie"])


def test_names_of_things() -> None:
    assert [(m.text, m.kind) for m in find_names("Ganó el premio Garza junto al río Bermejo.")] == [
        ("Garza", NameKind.ORGANISATION),
        ("Bermejo", NameKind.ORGANISATION),
    ]


@pytest.mark.parametrize(
    ("span", "whole"),
    [
        ("Tratado", "Tratado entre Ostrea, Valmira y Puerto Cárdeno"),
        ("el Tratado entre Ostrea", "el Tratado entre Ostrea, Valmira y Puerto Cárdeno"),
        ("la Comisión", "la Comisión de Aguas"),
        ("lo firmó", "lo firmó"),
        (
            "el Tratado entre Ostrea, Valmira y Puerto Cárdeno (TOVP)",
            "el Tratado entre Ostrea, Valmira y Puerto Cárdeno (TOVP)",
        ),
    ],
)
def test_a_name_that_a_span_begins_is_given_whole(span: str, whole: str) -> None:
    sentence = "Ayer lo firmó la Comisión de Aguas: es el Tratado entre Ostrea, Valmira y Puerto Cárdeno (TOVP)."
    start = sentence.index(span)
    assert sentence[start : end_of_name(sentence, start, start + len(span))] == whole
