"""Who says so: sentences worked by hand, and the labelled set with its limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.answering.attribution import attribute
from hemeroteca.evals.attribution import load_attribution, values
from hemeroteca.evals.gates import load_gates, missed
from hemeroteca.evals.labels import LabelsError
from hemeroteca.types import Voice
from tests.conftest import REPOSITORY

SAID = "«No queremos parar el puerto, pero no nos dejan otra salida», afirmó Falcó ante unos 800 trabajadores."
AGE = "La alcaldesa, de 54 años, dijo que renuncia el lunes."
LETTER = "La rectora Ana Paz leyó una carta. «Hemos perdido a tres.\n\n»No vamos a perder a ninguno más», dijo."


@pytest.mark.parametrize(
    ("text", "mark", "voice", "speaker"),
    [
        (
            "Reabrirá el 12 de abril, informó la alcaldesa Ofelia Quintanar.",
            "12 de abril",
            "quoted",
            "Ofelia Quintanar",
        ),
        (SAID, "parar el puerto", "quoted", "Falcó"),
        (SAID, "800 trabajadores", "narrated", None),
        (AGE, "el lunes", "quoted", "La alcaldesa"),
        (AGE, "54 años", "narrated", None),
        ("Hubo 3 muertos, según la policía.", "3 muertos", "quoted", "la policía"),
        ("Según el informe, hubo 12 heridos. La calle sigue cerrada.", "12 heridos", "quoted", "el informe"),
        ("Según el informe, hubo 12 heridos. La calle sigue cerrada.", "cerrada", "narrated", None),
        ("El precio cambia según el clima.", "El precio", "narrated", None),
        ("El ladrón habría huido en moto.", "huido en moto", "hedged", None),
        ("Según versiones, pagaron 3 millones.", "3 millones", "hedged", None),
        ("Detuvieron al presunto autor del robo.", "autor del robo", "hedged", None),
        ("El puente mide 300 metros.", "300 metros", "narrated", None),
        ("La mina cerrará en mayo, dirá hoy la ministra Paz Roldán.", "en mayo", "quoted", "la ministra Paz Roldán"),
        ("La jueza dio a conocer que faltan dos actas.", "dos actas", "quoted", "La jueza"),
        ("El alcalde se limitó a decir que habrá seis juicios.", "seis juicios", "quoted", "El alcalde"),
        ("Como explicó el capitán Ginés Rey, zarpan dos barcos.", "dos barcos", "quoted", "el capitán Ginés Rey"),
        ("La obra durará un año, según el ingeniero Lope Cano.", "un año", "quoted", "el ingeniero Lope Cano"),
        (LETTER, "a ninguno más", "quoted", "La rectora Ana Paz"),
        (LETTER, "Hemos perdido", "quoted", "La rectora Ana Paz"),
        ("Ella, la general Inés Ruz, le dijo que faltan 30 cascos.", "30 cascos", "quoted", "la general Inés Ruz"),
        ("El perito Luis Mora declaró. Según él, la viga cedió.", "la viga cedió", "quoted", "El perito Luis Mora"),
        ("—No pagaré —dijo el dueño, Blas Oro—. Que me denuncien.", "me denuncien", "quoted", "el dueño, Blas Oro"),
        (
            "Fuera, la abogada Zoa Gil habló de «una condena vacía».",
            "una condena vacía",
            "quoted",
            "la abogada Zoa Gil",
        ),
        ("El tesorero habría dicho que se va en marzo.", "en marzo", "hedged", None),
        ("El botín rondaría los 900 euros.", "900 euros", "hedged", None),
        ("Prometió que la obra costaría 900 euros si llueve.", "900 euros", "quoted", None),
        ("El exgerente sería el responsable.", "el responsable", "hedged", None),
        ("Sabían que la carretera llegaría al mar.", "llegaría al mar", "narrated", None),
        ("«Los días de barro» cuenta una guerra de tres años.", "tres años", "narrated", None),
        ("«Gracias», dijo la maestra el día en que cumplió 40 años.", "40 años", "narrated", None),
        ("La denuncia que presentó ocupa 30 folios.", "30 folios", "narrated", None),
        ("", "", "narrated", None),
    ],
)
def test_by_hand(text: str, mark: str, voice: str, speaker: str | None) -> None:
    start = text.index(mark)
    found = attribute(text, start, start + len(mark))
    assert found.voice == voice
    if speaker is None:
        assert found.speaker is None
    else:
        assert speaker in (found.speaker or "")


@pytest.mark.parametrize(
    ("text", "mark", "certain"),
    [
        ("El puente mide 300 metros.", "300 metros", True),
        ("La alcaldesa, de 54 años, dijo que renuncia el lunes.", "54 años", True),
        ("La alcaldesa dijo que renuncia el lunes.", "el lunes", True),
        ("La alcaldesa dijo que renuncia y salió a las nueve.", "a las nueve", False),
        ("El gobierno ordenó el cierre de dos minas.", "dos minas", False),
        ("La sequía explica la caída del 20 %.", "20 %", False),
        ("El teatro «Las nueve puertas» reabre.", "nueve puertas", False),
        ("Fuentes de la Fiscalía dijeron que hay diez bajas.", "diez bajas", True),
        ("Testigos dijeron que hay diez bajas.", "diez bajas", False),
    ],
)
def test_what_leaves_another_reading_is_not_shown(text: str, mark: str, certain: bool) -> None:
    start = text.index(mark)
    assert attribute(text, start, start + len(mark)).certain is certain


PIECES = str.split('«» “ " , . ; — dijo que según Ana Paz habría presunto ayer la alcaldesa anunció')


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "\n\n"]), max_size=25), st.integers(0, 60), st.integers(0, 60))
def test_any_text_has_a_voice(words: list[str], start: int, end: int) -> None:
    text = " ".join(words)
    found = attribute(text, min(start, end, len(text)), min(max(start, end), len(text)))
    assert found.voice in set(Voice)
    assert found.speaker is None or (found.voice is Voice.QUOTED and found.speaker in text)


@pytest.mark.parametrize(
    "piece", ["dijo la ", "según ", ", dijo Ana ", "La a ", "«a ", "habría sido ", "Ana dijo que "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        began = time.perf_counter()
        attribute(text, len(text) // 2, len(text) // 2 + 4)
        return time.perf_counter() - began

    seconds(20)
    assert seconds(800) < 2.0


def test_the_set_and_its_limits() -> None:
    items = load_attribution(REPOSITORY / "evals" / "attribution.yaml")
    assert len(items) >= 270
    report = [item for item in items if item.half == "report"]
    assert abs(2 * len(report) - len(items)) <= 4
    limits = load_gates(REPOSITORY / "evals" / "gates.toml", "attribution")
    assert limits
    assert missed(values(report), limits) == []


def test_labels_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("items: [{id: a, half: report, text: hola, mark: adiós, label: quoted}]", "utf-8")
    with pytest.raises(LabelsError, match=r"set\.yaml"):
        load_attribution(path)


def test_on_the_command_line(run_cli: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run_cli("eval", "attribution", REPOSITORY / "evals" / "attribution.yaml")
    assert code == 0
    assert "hedged" in out
    assert "speakers right" in out
