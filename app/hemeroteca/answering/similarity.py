"""How near to a question the sentences stand that spans were found in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.citations import sentence_around
from hemeroteca.models.encoder import Encoder
from hemeroteca.types import Article, Hit, Span

#: Sentences that are compared: those of the best spans. All of them would take as long to encode as to read.
COMPARED = 8


def sentence_similarities(
    encoder: Encoder,
    vector: NDArray[np.float32],
    spans: Sequence[Span],
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
) -> tuple[float, ...]:
    """For each span the cosine to the question of the sentence that it stands in.

    Only the COMPARED best sentences by margin are encoded; to the others goes the lowest of their cosines.

    Args:
        vector: (dimension,) float32, the question's unit vector.
        spans: of the hits' passages.
        articles: those of the hits, by id.
    """
    article_of = {hit.passage.id: articles[hit.passage.article_id] for hit in hits}
    sentences = []
    for span in spans:
        text = article_of[span.passage_id].text
        start, end = sentence_around(text, span.start, span.end)
        sentences.append(text[start:end])
    order = sorted(range(len(spans)), key=lambda i: (spans[i].no_answer - spans[i].score, i))
    best = list(dict.fromkeys(sentences[i] for i in order))[:COMPARED]
    if not best:
        return ()
    cosines = dict(zip(best, (encoder.encode_passages(best) @ vector).tolist(), strict=True))
    lowest = min(cosines.values())
    return tuple(cosines.get(sentence, lowest) for sentence in sentences)
