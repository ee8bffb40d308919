"""The reader that ships, on passages made by hand: it finds, it says "not here", and its doubt shows."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from hemeroteca import Archive
from hemeroteca.answering.baseline import SentenceReader
from hemeroteca.answering.compose import compose
from hemeroteca.answering.similarity import sentence_similarities
from hemeroteca.errors import HemerotecaError, ModelMismatch
from hemeroteca.models.encoder import LazyEncoder, SentenceTransformerEncoder
from hemeroteca.reader.export import export_reader
from hemeroteca.reader.network import build_network
from hemeroteca.reader.predict import read_pairs
from hemeroteca.reader.trained import SPANS_PER_PASSAGE, TrainedReader, default_weights
from hemeroteca.reader.weights import load_state, read_card
from hemeroteca.types import Answer, Article, Evidence, Hit, Passage, Span
from tests.fakes import WordLengthEncoder

#: Invented towns and people.
TEXTS = {
    "faro": "El faro de Isla Tamarú volverá a encenderse el 12 de abril de 2031, anunció la alcaldesa Ofelia "
    "Quintanar. La reparación costó 48 millones de pesos y la dirigió la ingeniera Berta Salmerón.",
    "huelga": "Los estibadores de Puerto Cárdeno irán a la huelga si la naviera no sube los salarios, dijo la "
    "secretaria del sindicato, Remedios Falcó. La empresa ofrece un 6 por ciento.",
    "copa": "El Atlético Cárdeno ganó la copa ante 18.400 espectadores en el estadio de Robledal. Marcó Inés Barrutia.",
}
ARTICLES = {name: Article(id=name, title=name, text=text) for name, text in TEXTS.items()}
PASSAGES = [
    Passage(id=i, article_id=name, start=0, end=len(text), text=text) for i, (name, text) in enumerate(TEXTS.items(), 1)
]

ANSWERED = {
    "¿Cuándo volverá a encenderse el faro de Isla Tamarú?": "12 de abril de 2031",
    "¿Quién dirigió la reparación del faro?": "Berta Salmerón",
    "¿Cuánto costó la reparación del faro?": "48 millones",
    "¿Cuántos espectadores vieron la copa?": "18.400",
    "¿Quién es la secretaria del sindicato?": "Remedios Falcó",
    "¿Dónde se jugó la copa?": "Robledal",
    "When will the lighthouse of Isla Tamarú be lit again?": "12 de abril",
    "Who is the mayor?": "Ofelia Quintanar",
}
UNANSWERED = [
    "¿Quién inventó la imprenta?",
    "¿Cuál es la capital de Noruega?",
    "¿Cuándo terminó la guerra de los Cien Años?",
    "¿Cuántos planetas tiene el sistema solar?",
    "Who wrote the opera Carmen?",
    "¿De qué color es el caballo blanco de Santiago?",
]


@pytest.fixture(scope="module")
def reader(e5: SentenceTransformerEncoder) -> TrainedReader:
    return TrainedReader(e5)


def ask(reader: TrainedReader, e5: SentenceTransformerEncoder, question: str) -> Answer:
    vector = e5.encode_queries([question])[0]
    cosines = (e5.encode_passages([p.text for p in PASSAGES]) @ vector).tolist()
    hits = tuple(
        Hit(passage=p, similarity=c, term_score=0.0, fused=0.1, vector_rank=1 + sum(other > c for other in cosines))
        for p, c in zip(PASSAGES, cosines, strict=True)
    )
    spans = tuple(reader.read(question, PASSAGES))
    evidence = Evidence(
        question=question,
        hits=hits,
        spans=spans,
        similarities=sentence_similarities(e5, vector, spans, hits, ARTICLES),
        articles=ARTICLES,
    )
    return compose(evidence, reader.calibration)


def test_it_finds_what_is_said(reader: TrainedReader, e5: SentenceTransformerEncoder) -> None:
    """Seven of the eight when this was written; «Who is the mayor?» is held back."""
    given = {question: ask(reader, e5, question) for question in ANSWERED}
    answered = {question: answer for question, answer in given.items() if not answer.abstained}
    assert len(answered) >= 7
    for question, answer in answered.items():
        assert ANSWERED[question] in answer.citations[0].quote, question
        for c in answer.citations:
            assert ARTICLES[c.article_id].text[c.start : c.end] == c.quote


def test_it_says_nothing_where_nothing_is_said(reader: TrainedReader, e5: SentenceTransformerEncoder) -> None:
    given = [ask(reader, e5, question) for question in UNANSWERED]
    assert [answer.text for answer in given if not answer.abstained] == []
    assert sum(answer.confidence for answer in given) / len(given) < 0.25


def test_without_the_sentence_that_answers_it_is_less_sure(reader: TrainedReader) -> None:
    """The same question over the passage, and over the passage without its answer: the margin must fall."""
    question, whole = "¿Cuánto costó la reparación del faro?", PASSAGES[0]
    text = whole.text[: whole.text.index("La reparación")]
    rest = Passage(id=9, article_id="x", start=0, end=len(text), text=text)
    full, part = (max(reader.read(question, [passage]), key=margin) for passage in (whole, rest))
    assert margin(full) > 0
    assert margin(full) > margin(part) + 2


def margin(span: Span) -> float:
    return span.score - span.no_answer


def test_spans_lie_in_their_passages(reader: TrainedReader) -> None:
    text = "😀 Prólogo largo. " + TEXTS["faro"] + "\n\n" + "Nada más que decir. " * 200
    passage = Passage(id=7, article_id="x", start=40, end=40 + len(text), text=text)
    spans = reader.read("¿Quién anunció que se encenderá el faro?", [passage, PASSAGES[2]])
    assert {s.passage_id for s in spans} == {7, 3}
    for passage_id, base, source in ((7, 40, text), (3, 0, TEXTS["copa"])):
        own = [s for s in spans if s.passage_id == passage_id]
        assert 0 < len(own) <= SPANS_PER_PASSAGE
        for s in own:
            assert source[s.start - base : s.end - base] == s.text
            assert s.text == s.text.strip() != ""
    assert max(spans, key=margin).text == "Ofelia Quintanar" or "Quintanar" in max(spans, key=margin).text


def test_no_passages_no_spans(reader: TrainedReader) -> None:
    assert reader.read("¿Quién?", []) == []


def test_the_same_whatever_is_read_beside_it(reader: TrainedReader) -> None:
    """Batches are padded: a passage's margins may not depend on its neighbours by more than the number format."""
    question = "¿Quién dirigió la reparación del faro?"
    alone = reader.read(question, PASSAGES[:1])
    beside = [s for s in reader.read(question, PASSAGES) if s.passage_id == 1]
    assert [s.text for s in alone] == [s.text for s in beside]
    assert [margin(s) for s in alone] == pytest.approx([margin(s) for s in beside], abs=0.3)
    assert reader.read(question, PASSAGES) == reader.read(question, PASSAGES)


def test_many_threads_get_the_same(e5: SentenceTransformerEncoder) -> None:
    reader = TrainedReader(e5)
    found: list[list[Span]] = []
    threads = [
        threading.Thread(target=lambda: found.append(reader.read("¿Quién marcó?", PASSAGES[2:]))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(f == found[0] for f in found)


def test_an_archive_reads_with_it_over_its_own_encoder_only(
    e5: SentenceTransformerEncoder, encoder: WordLengthEncoder, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "faro.txt").write_text(TEXTS["faro"], "utf-8")
    with Archive.build(tmp_path / "corpus", into=tmp_path / "a", encoder=e5) as archive:
        assert isinstance(archive.reader, TrainedReader)
        assert archive.ask("¿Quién dirigió la reparación?").reader == archive.info().reader_fingerprint
    with Archive.build(tmp_path / "corpus", into=tmp_path / "b", encoder=encoder) as archive:
        assert isinstance(archive.reader, SentenceReader)


def test_weights_of_another_encoder_are_refused() -> None:
    class Other(LazyEncoder):
        @property
        def fingerprint(self) -> str:
            return "0" * 64

    with pytest.raises(ModelMismatch, match="the reader is for encoder"):
        TrainedReader(Other())


def test_the_calibration_is_fitted(reader: TrainedReader) -> None:
    assert reader.calibration.margin > 0
    assert 0 < reader.calibration.threshold < 1
    assert "development.yaml" in reader.calibration.fitted_on


def test_the_exported_folder_gives_the_same_logits(e5: SentenceTransformerEncoder, tmp_path: Path) -> None:
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    folder = tmp_path / "reader"
    export_reader(e5, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32).eval()
    question, text = "¿Quién dirigió la reparación del faro?", TEXTS["faro"]
    inputs = tokenizer(question, text, return_tensors="pt")
    with torch.inference_mode():
        theirs = model(**inputs)
    card = read_card(default_weights())
    ours = build_network(e5.packed.model, load_state(default_weights()), trained_from=card.trained_from, bfloat16=False)
    with torch.inference_mode():
        start, end = ours(inputs["input_ids"], inputs["attention_mask"])
    assert np.allclose(theirs.start_logits.numpy(), start.numpy(), atol=1e-4)
    assert np.allclose(theirs.end_logits.numpy(), end.numpy(), atol=1e-4)

    from hemeroteca.reader.inputs import WindowCutter

    ((best, *_),) = read_pairs(ours, WindowCutter(e5.packed.tokenizer), [(question, text)])
    offsets = tokenizer(question, text, return_offsets_mapping=True)["offset_mapping"]
    first, last = int(start[0, 1:].argmax()) + 1, int(end[0, 1:].argmax()) + 1
    assert text[offsets[first][0] : offsets[last][1]].strip() == text[best.start : best.end]
    with pytest.raises(HemerotecaError, match="is not an empty folder"):
        export_reader(e5, folder)
