from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Llovió. Nadie salió.", ["Llovió.", "Nadie salió."]),
        ("El Sr. Pérez y la Dra. Ruiz viven en la Av. Juárez.", None),
        ("Viajó a EE.UU. el lunes. Volvió ayer.", ["Viajó a EE.UU. el lunes.", "Volvió ayer."]),
        ("Vive en Washington, D.C. El viaje duró poco.", ["Vive en Washington, D.C.", "El viaje duró poco."]),
        ("La reunión en Washington, D.C., en febrero, sigue en pie.", None),
        ("J. R. Molina firmó el art. 5 y el núm. 7.", None),
        ("Costó 3.5 millones. Subió 2,4 %.", ["Costó 3.5 millones.", "Subió 2,4 %."]),
        ("«Vamos ya.» Así lo dijo.", ["«Vamos ya.»", "Así lo dijo."]),
        ("«¿Vienes?», preguntó ella. «No.»", ["«¿Vienes?», preguntó ella.", "«No.»"]),
        ("¿Qué pasó? ¡Nada! —Nada —dijo.", ["¿Qué pasó?", "¡Nada!", "—Nada —dijo."]),
        ("Dudó… y volvió… Luego calló.", ["Dudó… y volvió…", "Luego calló."]),
        ("Un título\n\nUn texto sin punto\n\notro", ["Un título", "Un texto sin punto", "otro"]),
        ("Una línea que se parte\nen dos. Otra.", ["Una línea que se parte\nen dos.", "Otra."]),
        ("La casa de\nMarta se vendió.", None),
        ("Puntos tratados\nAgua\nLuz", ["Puntos tratados", "Agua", "Luz"]),
        ("Acuerdos:\n- agua\n- luz", ["Acuerdos:", "- agua", "- luz"]),
        ("1. Agua.\n2. Luz.", ["1. Agua.", "2. Luz."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_split(text: str, expected: list[str] | None) -> None:
    assert sentences(text) == ([text] if expected is None else expected)


@given(st.text(alphabet=st.sampled_from(list("aÁñ.!?…»«”\"' \n\t-—¿19,D\u0301😀")), max_size=80))
def test_all_but_white_space_is_covered_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
