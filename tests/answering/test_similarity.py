from __future__ import annotations

import numpy as np

from hemeroteca.answering.similarity import COMPARED, sentence_similarities
from hemeroteca.types import Article, Hit, Passage, Span
from tests.fakes import WordLengthEncoder


def test_each_span_has_the_cosine_of_its_sentence() -> None:
    text = "Uno dos. Cinco y seis. Uno dos tres."
    passage = Passage(id=7, article_id="uno", start=0, end=len(text), text=text)
    spans = [
        Span(passage_id=7, start=start, end=start + 3, text=text[start : start + 3], score=0, no_answer=0)
        for start in (text.rindex("Uno"), 0, 4)
    ]
    encoder = WordLengthEncoder()
    vector = encoder.encode_queries(["casa"])[0]
    hits = [Hit(passage=passage, similarity=0.5, term_score=0, fused=0)]
    found = sentence_similarities(encoder, vector, spans, hits, {"uno": Article(id="uno", title="", text=text)})
    expected = [float(encoder.encode_passages([s])[0] @ vector) for s in ("Uno dos tres.", "Uno dos.", "Uno dos.")]
    assert np.allclose(found, expected)
    assert len(set(expected)) == 2


def test_no_spans_no_cosines() -> None:
    encoder = WordLengthEncoder()
    assert sentence_similarities(encoder, encoder.encode_queries(["x"])[0], [], [], {}) == ()


def test_only_the_best_sentences_are_encoded() -> None:
    words = ["a" * n for n in range(1, COMPARED + 3)]
    text = " ".join(f"{word.capitalize()} fin." for word in words)
    passage = Passage(id=7, article_id="uno", start=0, end=len(text), text=text)
    spans = [
        Span(passage_id=7, start=start, end=start + 1, text="A", score=float(number), no_answer=0.0)
        for number, start in enumerate(i for i, c in enumerate(text) if c == "A")
    ]
    encoder = WordLengthEncoder()
    vector = encoder.encode_queries(["aaaa"])[0]
    hits = [Hit(passage=passage, similarity=0.5, term_score=0, fused=0)]
    found = sentence_similarities(encoder, vector, spans, hits, {"uno": Article(id="uno", title="", text=text)})
    assert len(encoder.encoded) == COMPARED
    assert found[0] == found[1] == min(found[2:])
    assert found[3] > found[0]
