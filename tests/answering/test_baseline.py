from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from hemeroteca.answering.baseline import SentenceReader
from hemeroteca.answering.compose import compose
from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.reader.protocol import Reader
from hemeroteca.types import Article, Evidence, Hit, Passage, Span


class SharedWordsEncoder:
    """One dimension per word of a fixed list: texts are as near as the listed words they share."""

    name = "shared-words"
    fingerprint = "s" * 64
    words = ("museo", "puente", "abre", "abrirá", "costó", "alcaldesa", "ofelia")
    dimension = len(words) + 1

    def __init__(self) -> None:
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[w in t.lower() for w in self.words] + [0.1] for t in texts], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


TEXT = (
    "¿Cuándo abrirá el museo? El museo abrirá el 12 de abril, dijo la alcaldesa Ofelia Quintanar. "
    "El puente costó 48 millones de pesos y se cerró el 3 de marzo. Nadie lo esperaba en Puerto Cárdeno."
)
OFFSET = 100
PASSAGE = Passage(id=7, article_id="a", start=OFFSET, end=OFFSET + len(TEXT), text=TEXT)


def read(question: str, *passages: Passage) -> list[Span]:
    spans = SentenceReader(SharedWordsEncoder()).read(question, passages or [PASSAGE])
    for span in spans:
        assert TEXT[span.start - OFFSET : span.end - OFFSET] == span.text
    return sorted(spans, key=lambda s: s.no_answer - s.score)


def test_it_is_a_reader() -> None:
    reader: Reader = SentenceReader(SharedWordsEncoder())
    assert reader.name == "sentences"
    assert reader.fingerprint.endswith("s" * 16)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿Cuándo abre el museo?", "12 de abril"),
        ("¿Cuándo se cerró el puente?", "3 de marzo"),
        ("¿Quién es la alcaldesa?", "Ofelia Quintanar"),
        ("¿Dónde no lo esperaba nadie?", "Puerto Cárdeno"),
        ("¿Cuánto costó el puente?", "48 millones de pesos"),
        ("¿Por qué costó tanto el puente?", "El puente costó 48 millones de pesos y se cerró el 3 de marzo."),
        ("¿Quién es Ofelia Quintanar?", "El museo abrirá el 12 de abril, dijo la alcaldesa Ofelia Quintanar."),
    ],
)
def test_the_best_span_is_of_the_type_asked_for(question: str, answer: str) -> None:
    assert read(question)[0].text == answer


def test_a_question_in_the_text_does_not_answer() -> None:
    assert not any("?" in s.text for s in read("¿Por qué abrirá el museo?"))


def test_names_of_the_question_do_not_answer_it() -> None:
    assert "Puerto Cárdeno" not in {s.text for s in read("¿Quién esperaba en Puerto Cárdeno?")}


def test_a_passage_without_the_questions_names_scores_lower() -> None:
    here = read("¿Cuándo abrirá el museo de Puerto Cárdeno?")[0]
    elsewhere = read("¿Cuándo abrirá el museo de Villa Ámbar?")[0]
    assert here.score - here.no_answer > elsewhere.score - elsewhere.no_answer + 1


def test_nothing_to_read() -> None:
    assert read("¿Cuándo?", Passage(id=1, article_id="a", start=OFFSET, end=OFFSET + 1, text=" ")) == []
    assert SentenceReader(SharedWordsEncoder()).read("¿Cuándo?", []) == []


def test_sentences_are_encoded_once() -> None:
    encoder = SharedWordsEncoder()
    reader = SentenceReader(encoder)
    first = reader.read("¿Cuándo abre el museo?", [PASSAGE])
    count = encoder.encoded
    assert reader.read("¿Cuándo abre el museo?", [PASSAGE, PASSAGE]) == [*first, *first]
    assert encoder.encoded == count


def answer_with(e5: SentenceTransformerEncoder, question: str) -> tuple[str, float]:
    """The best answer over three invented articles, however sure."""
    texts = {
        "puente": "El puente de Villa Ámbar volverá a abrirse el 12 de abril. Las obras costaron 48 millones de pesos.",
        "final": "El Atlético Cárdeno ganó la copa el domingo. La delantera Inés Barrutia marcó dos goles.",
        "agua": "Habrá cortes de agua en Almendrales desde el lunes por la sequía en la presa de Valdeolmos.",
    }
    articles = {name: Article(id=name, title=name, text=text) for name, text in texts.items()}
    passages = [
        Passage(id=i, article_id=name, start=0, end=len(text), text=text)
        for i, (name, text) in enumerate(texts.items(), start=1)
    ]
    reader = SentenceReader(e5)
    spans = tuple(reader.read(question, passages))
    evidence = Evidence(
        question=question,
        hits=tuple(Hit(passage=p, similarity=0.85, term_score=0.0, fused=0.1) for p in passages),
        spans=spans,
        similarities=(0.85,) * len(spans),
        articles=articles,
    )
    answer = compose(evidence, reader.calibration)
    return answer.text, answer.confidence


def test_with_the_real_encoder(e5: SentenceTransformerEncoder) -> None:
    assert answer_with(e5, "¿Cuándo se abrirá el puente de Villa Ámbar?")[0] == "12 de abril"
    assert answer_with(e5, "When will the Villa Ámbar bridge reopen?")[0] == "12 de abril"
    assert answer_with(e5, "¿Quién marcó dos goles?")[0] == "Inés Barrutia"
    assert answer_with(e5, "¿Quién pintó la capilla Sixtina de Roma?") < ("", 0.2)
