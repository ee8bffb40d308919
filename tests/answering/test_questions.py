from __future__ import annotations

import pytest

from hemeroteca.answering.questions import asks_for_hour, asks_of_past, asks_why, is_broad, kind_of
from hemeroteca.types import Kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("¿Cuándo abre el museo?", Kind.WHEN),
        ("cuando abre el museo", Kind.WHEN),
        ("Dime desde cuándo está abierto", Kind.WHEN),
        ("¿En qué fecha abrió?", Kind.WHEN),
        ("¿Qué día abre?", Kind.WHEN),
        ("¿Cuál es la fecha de apertura?", Kind.WHEN),
        ("¿Hace cuánto abrió?", Kind.WHEN),
        ("What day does it open?", Kind.WHEN),
        ("Quando abre o museu?", Kind.WHEN),
        ("¿Quién lo abrió?", Kind.WHO),
        ("¿Con quién habló?", Kind.WHO),
        ("quien lo abrio", Kind.WHO),
        ("¿Qué persona lo abrió?", Kind.WHO),
        ("Who opened it?", Kind.WHO),
        ("Quem abriu o museu?", Kind.WHO),
        ("Which judge closed it?", Kind.WHO),
        ("¿Dónde está?", Kind.WHERE),
        ("¿De dónde viene?", Kind.WHERE),
        ("¿En qué hospital está?", Kind.WHERE),
        ("¿Qué ciudad lo acoge?", Kind.WHERE),
        ("In which city is it?", Kind.WHERE),
        ("Onde fica?", Kind.WHERE),
        ("¿A cuántos detuvieron?", Kind.HOW_MANY),
        ("¿Cuánto costó?", Kind.HOW_MANY),
        ("¿Qué porcentaje votó?", Kind.HOW_MANY),
        ("¿Cuál fue el precio?", Kind.HOW_MANY),
        ("¿Cuál es la inflación?", Kind.HOW_MANY),
        ("How much did it cost?", Kind.HOW_MANY),
        ("What is the interest rate?", Kind.HOW_MANY),
        ("How old is she?", Kind.HOW_MANY),
        ("¿Qué dijo cuando llegó?", Kind.STATEMENT),
        ("What happened when he left?", Kind.STATEMENT),
        ("¿Por qué se fue?", Kind.STATEMENT),
        ("¿Por qué costó tanto?", Kind.STATEMENT),
        ("Según el alcalde, que dijo quién sabe qué, ¿cuándo abre?", Kind.WHEN),
        ("El día que abrió, ¿dónde estaba?", Kind.WHERE),
        ("¿Hubo acuerdo?", Kind.STATEMENT),
        ("museo", Kind.STATEMENT),
        ("", Kind.STATEMENT),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué se acordó?",
        "¿Qué dijo la alcaldesa?",
        "¿Qué ha anunciado el club?",
        "¿Por qué cerró?",
        "por que cerro",
        "¿Cómo reaccionó?",
        "¿Qué temas trataron?",
        "¿Qué trata la ley?",
        "¿Qué propone el consejo?",
        "¿Hubo acuerdo?",
        "¿Qué escribió al despedirse?",
        "¿Qué encontraron los peritos?",
        "¿Qué teme la alcaldesa?",
        "¿A qué obliga la sentencia?",
        "¿Cuál fue el motivo?",
        "What was the reason for the delay?",
        "What is the film about?",
        "What worries the mayor?",
        "What was agreed?",
        "What did she say?",
        "Why did it close?",
    ],
)
def test_broad(question: str) -> None:
    assert is_broad(question)


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué cargo tiene?",
        "¿Cómo se llama?",
        "¿Qué equipo ganó?",
        "¿Qué tratado une a los dos países?",
        "¿Qué propuesta rechazó el consejo?",
        "¿Qué acuerdo firmaron?",
        "¿Con qué obra reabrirá el teatro?",
        "¿Cuál fue el nombre?",
        "What is the name of it?",
        "¿Cuándo fue?",
        "¿Quién?",
    ],
)
def test_not_broad(question: str) -> None:
    assert not is_broad(question)


def test_hours() -> None:
    assert asks_for_hour("¿A qué hora abre?")
    assert asks_for_hour("At what time does it open?")
    assert not asks_for_hour("¿Qué día abre?")


@pytest.mark.parametrize(
    "question",
    [
        "¿Por qué cerró?",
        "por que cerro",
        "¿A qué se debió?",
        "¿Cuál fue la causa?",
        "Why did it close?",
        "What caused it?",
    ],
)
def test_why(question: str) -> None:
    assert asks_why(question)


@pytest.mark.parametrize(
    ("question", "past"),
    [
        ("¿Cuándo se reunieron?", True),
        ("¿Cuándo abrió el museo?", True),
        ("When did it close?", True),
        ("¿Cuándo se reunirán?", False),
        ("¿Cuándo va a abrir?", False),
        ("When will it close?", False),
        ("¿Cuándo es la fiesta?", None),
        ("¿Cuándo habla Remedios Falcó?", None),
        ("¿Cuándo anunció que abrirá?", None),
    ],
)
def test_time_asked_for(question: str, past: bool | None) -> None:
    assert asks_of_past(question) is past


@pytest.mark.parametrize("question", ["¿Cuándo cerró?", "¿Qué dijo?", "¿Quién dio los motivos?", "What was closed?"])
def test_not_why(question: str) -> None:
    assert not asks_why(question)
