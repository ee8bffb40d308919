from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.answering.follow_ups import LONGEST, resolve
from hemeroteca.answering.questions import kind_of
from hemeroteca.answering.words import content_terms
from hemeroteca.types import Amount, Answer, Exchange, Hit, Kind, Passage, Reason

PORT = (
    "La alcaldesa Marta Olivares inauguró el puerto de Valdeflor. La obra costó 30 millones y ocupó a 90 obreros. "
    "El ingeniero Tomás Rueda dirigió los trabajos; habrá una ceremonia en el muelle."
)
CUP = (
    "El Deportivo Lumbre ganó la Copa del Sur. La delantera Berta Quesada marcó los goles. "
    "El técnico, Julio Arce, lloró."
)
BOOK = "La escritora Berta Quesada ganó el premio Nácar por su novela «El faro ciego»."


def said(question: str, answer: str = "", passage: str = PORT) -> Exchange:
    """A turn that found ``passage`` and answered from it, or did not."""
    kind = kind_of(question)
    hit = Hit(
        passage=Passage(id=1, article_id="a", start=0, end=len(passage), text=passage),
        similarity=1,
        term_score=1,
        fused=1,
    )
    return Exchange(
        asked=question,
        question=question,
        answer=Answer(
            question=question,
            text=answer,
            value=Amount(value=1) if kind is Kind.HOW_MANY else None,
            kind=kind,
            confidence=0.9,
            abstained=None if answer else Reason.NOT_THIS_FACT,
            citations=(),
            alternatives=(),
            passages=(hit,),
        ),
    )


OPENING = [said("¿Cuándo abre el puerto de Valdeflor?", "en mayo")]
MAYOR = [said("¿Quién es la alcaldesa de Valdeflor?", "Marta Olivares")]
WINNER = [said("¿Quién ganó la Copa del Sur?", "Deportivo Lumbre", CUP)]
COACH = [said("¿Quién entrena al Deportivo Lumbre?", "Julio Arce", CUP)]
PRIZE = [said("¿Quién ganó el premio Nácar?", "Berta Quesada", BOOK)]
MEETING = [said("¿Cuándo será la llamada entre Rueda y Olivares?", "en enero")]
STRIKE = [said("¿Qué aumento pidió el sindicato de Valdeflor?", "8 %")]
FLOOD = [said("¿Hubo heridos en la riada de Valdeflor?", "Sí")]
BRIDGE = [said("When will the Valdeflor harbour open?", "en mayo")]
ELECTED = [said("Who won the election in Valdeflor?", "Marta Olivares")]


@pytest.mark.parametrize(
    ("asked", "history", "full"),
    [
        # only what differs is said
        ("¿Y la reunión ministerial?", MEETING, "¿Cuándo será la reunión ministerial?"),
        ("¿y la reunión?", MEETING, "¿Cuándo será la reunión?"),
        ("¿Y la empresa?", STRIKE, "¿Qué aumento pidió la empresa de Valdeflor?"),
        ("¿Y el gobernador?", MAYOR, "¿Quién es el gobernador de Valdeflor?"),
        ("¿Y en Robleda?", MAYOR, "¿Quién es la alcaldesa de Robleda?"),
        ("¿Y la de Robleda?", MAYOR, "¿Quién es la alcaldesa de Robleda?"),
        ("¿Y Tomás Rueda?", [said("¿Qué cargo tiene Marta Olivares?", "alcaldesa")], "¿Qué cargo tiene Tomás Rueda?"),
        ("¿Qué hay de Tomás Rueda?", [said("¿Dónde nació Marta Olivares?", "")], "¿Dónde nació Tomás Rueda?"),
        ("¿Y barcos?", [said("¿Cuántos trenes llegaron a Valdeflor?", "dos")], "¿Cuántos barcos llegaron a Valdeflor?"),
        # other days, another outlet
        ("¿Y en febrero?", [said("¿Qué reunión hay en enero?")], "¿Qué reunión hay en febrero?"),
        ("¿y en 2025?", [said("¿Quién ganó la Copa del Sur en 2024?")], "¿Quién ganó la Copa del Sur en 2025?"),
        ("¿Y en 2025?", WINNER, "¿Quién ganó la Copa del Sur en 2025?"),
        ("¿y según El Faro?", OPENING, "¿Cuándo abre el puerto de Valdeflor según El Faro?"),
        (
            "¿Y según La Voz?",
            [said("¿Cuántos heridos hubo en Valdeflor según El Faro?", "3")],
            "¿Cuántos heridos hubo en Valdeflor según La Voz?",
        ),
        # something else of the same
        ("¿Dónde?", OPENING, "¿Dónde abre el puerto de Valdeflor?"),
        ("¿Por qué?", OPENING, "¿Por qué abre el puerto de Valdeflor?"),
        ("¿Por qué?", WINNER, "¿Por qué ganó el Deportivo Lumbre la Copa del Sur?"),
        ("¿Contra quién?", WINNER, "¿Contra quién ganó el Deportivo Lumbre la Copa del Sur?"),
        ("¿Y en qué estadio?", WINNER, "¿En qué estadio ganó el Deportivo Lumbre la Copa del Sur?"),
        ("¿Cuántos?", FLOOD, "¿Cuántos heridos hubo en la riada de Valdeflor?"),
        ("¿Por qué novela?", PRIZE, "¿Por qué novela ganó Berta Quesada el premio Nácar?"),
        # more of the same
        ("¿Y quién más?", WINNER, "¿Quién más ganó la Copa del Sur?"),
        ("¿Qué más?", [said("¿Qué prometió Marta Olivares?", "Un puerto")], "¿Qué más prometió Marta Olivares?"),
        # subjects left out
        ("¿Dónde será?", MEETING, "¿Dónde será la llamada entre Rueda y Olivares?"),
        ("¿Cuándo empezó?", [said("¿Qué causó la riada de Valdeflor?")], "¿Cuándo empezó la riada de Valdeflor?"),
        ("¿Qué dijo?", MAYOR, "¿Qué dijo Marta Olivares?"),
        ("¿Qué dijo sobre las detenciones?", MAYOR, "¿Qué dijo Marta Olivares sobre las detenciones?"),
        ("¿Qué dijo de Robleda?", MAYOR, "¿Qué dijo Marta Olivares de Robleda?"),
        ("¿A quién dedicó el triunfo?", COACH, "¿A quién dedicó Julio Arce el triunfo?"),
        ("¿Cuándo tomará posesión?", MAYOR, "¿Cuándo tomará posesión Marta Olivares?"),
        # a part of what was spoken of
        ("¿Cuánto costó la obra?", OPENING, "¿Cuánto costó la obra del puerto de Valdeflor?"),
        ("¿Cuántos obreros trabajaron?", OPENING, "¿Cuántos obreros trabajaron en el puerto de Valdeflor?"),
        ("¿Quién marcó los goles?", WINNER, "¿Quién marcó los goles de la Copa del Sur?"),
        ("¿Cuándo se entrega el premio?", PRIZE, "¿Cuándo se entrega el premio Nácar?"),
        # pronouns and possessives
        ("¿Quién lo dirigió?", OPENING, "¿Quién dirigió el puerto de Valdeflor?"),
        ("¿Quién la presentó?", [said("¿Cuánto costó la obra del muelle?")], "¿Quién presentó la obra del muelle?"),
        ("¿Dónde la detuvieron?", MAYOR, "¿Dónde detuvieron a Marta Olivares?"),
        ("¿Y él?", [*COACH, said("¿Qué dijo Berta Quesada?", "Nada", CUP)], "¿Qué dijo Julio Arce?"),
        ("¿Qué dijo ella?", MAYOR, "¿Qué dijo Marta Olivares?"),
        ("¿Quién es su entrenador?", WINNER, "¿Quién es el entrenador del Deportivo Lumbre?"),
        ("¿Cuál es su edad?", MAYOR, "¿Cuál es la edad de Marta Olivares?"),
        ("¿Y su embajador?", [said("¿Quién es el presidente de Valdeflor?")], "¿Quién es el embajador de Valdeflor?"),
        # English
        ("Where?", BRIDGE, "Where will the Valdeflor harbour open?"),
        ("Why?", BRIDGE, "Why will the Valdeflor harbour open?"),
        ("and who else?", ELECTED, "Who else won the election in Valdeflor?"),
        ("And in Robleda?", ELECTED, "Who won the election in Robleda?"),
        ("And in 2025?", BRIDGE, "When will the Valdeflor harbour open in 2025?"),
        ("What about the bridge?", BRIDGE, "When will the bridge open?"),
        ("When does she take office?", ELECTED, "When does Marta Olivares take office?"),
        ("Who built it?", BRIDGE, "Who built the Valdeflor harbour?"),
        ("What is her age?", ELECTED, "What is Marta Olivares's age?"),
        ("How much did the work cost?", BRIDGE, "How much did the work of the Valdeflor harbour cost?"),
        # the subject stands two questions back
        ("¿Y dónde?", [*MAYOR, said("¿Cuándo nació Marta Olivares?", "")], "¿Dónde nació Marta Olivares?"),
        ("¿Qué prometió?", [*MAYOR, *OPENING], "¿Qué prometió Marta Olivares?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(asked: str, history: list[Exchange], full: str) -> None:
    resolution = resolve(asked, history)
    assert (resolution.question, resolution.follows) == (full, True)


COMPLETE = [
    "¿Quién ganó el premio Nácar?",
    "¿Cuándo se inauguró el canal de Suez?",
    "¿Por qué el cielo es azul?",
    "¿Cuántos habitantes tiene Santa Brígida de la Sierra?",
    "¿A quiénes detuvieron en Robleda?",
    "¿Cuánto cuesta un kilo de café?",
    "¿Qué pasó en Robleda en junio de 2031?",
    "¿Qué se acordó en la cumbre de Robleda?",
    "¿Hubo muertos en Robleda?",
    "¿Dónde detuvieron a Tomás Rueda?",
    "¿Y quién es Tomás Rueda?",
    "incendio en Robleda",
    "Who wrote the opera Carmen?",
    "When did the Berlin Wall fall?",
    "How many moons does Jupiter have?",
]


@pytest.mark.parametrize("asked", COMPLETE)
@pytest.mark.parametrize(
    "history", [[], OPENING, MAYOR, WINNER, FLOOD, ELECTED], ids=str.split("no port mayor cup flood en")
)
def test_a_new_subject_is_left_alone(asked: str, history: list[Exchange]) -> None:
    resolution = resolve(asked, history)
    assert (resolution.question, resolution.follows) == (asked, False)


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("Cambiando de tema, ¿qué dijo?", "¿Qué dijo?"),
        ("Otra cosa: ¿a quiénes detuvieron?", "¿A quiénes detuvieron?"),
        ("On another subject, where was it built?", "Where was it built?"),
    ],
)
def test_an_announced_subject_carries_nothing_over(asked: str, question: str) -> None:
    resolution = resolve(asked, OPENING)
    assert (resolution.question, resolution.follows) == (question, False)


@pytest.mark.parametrize("asked", ["¿Dónde será?", "¿Y él?", "¿Por qué?", "and who else?", "¿Y en febrero?"])
def test_without_a_history_words_are_taken_as_they_are(asked: str) -> None:
    assert resolve(asked, []).question == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        " ",
        "¿?",
        "¿¡...!?",
        "¿Y?",
        "y",
        "and",
        "\N{ZERO WIDTH SPACE}",
        "🙂",
        "¿Y … ?",
        "a" * 500,
        "¿Y " + "él " * 200 + "?",
    ],
)
def test_hostile_questions_are_taken_as_they_are(asked: str) -> None:
    assert resolve(asked, [*OPENING, *MAYOR]).question == asked


def test_a_question_longer_than_anybody_s_follow_up_is_left_alone() -> None:
    asked = "¿Dónde será " + "x" * LONGEST + "?"
    assert not resolve(asked, OPENING).follows


HISTORIES = st.lists(
    st.sampled_from([*OPENING, *MAYOR, *WINNER, *COACH, *PRIZE, *MEETING, *STRIKE, *FLOOD, *BRIDGE, *ELECTED]),
    max_size=4,
)
PIECES = st.sampled_from(
    str.split(
        "¿ ? y Y and qué quién dónde cuándo por cuántos which who it his su sus él ella lo la las se le de del al a en "
        "con según el los será dijo costó empezó hubo was did will puerto obra embajador Rueda Valdeflor febrero "
        "2025 más else « » , . 🙂"
    )
)


@given(asked=st.lists(PIECES, max_size=12).map(" ".join), history=HISTORIES)
def test_nothing_asked_is_lost_and_nothing_raises(asked: str, history: list[Exchange]) -> None:
    resolution = resolve(asked, history)
    assert set(content_terms(asked)) <= set(content_terms(resolution.question))
    assert resolution.follows or resolution.question == asked


@given(asked=st.text(max_size=60), history=HISTORIES)
def test_any_text_is_understood_as_something(asked: str, history: list[Exchange]) -> None:
    assert isinstance(resolve(asked, history).question, str)


@given(asked=st.lists(PIECES, max_size=8).map(" ".join), history=HISTORIES)
def test_words_come_from_what_was_said(asked: str, history: list[Exchange]) -> None:
    said_before = " ".join(text for e in history for text in (e.question, e.answer.text))
    resolved = set(content_terms(resolve(asked, history).question))
    assert resolved <= set(content_terms(f"{asked} {said_before}")) | {"hubo", "hay"}
