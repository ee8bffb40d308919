"""How near to a question the sentences stand that spans were found in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from hemeroteca.answering.citations import sentence_around
from hemeroteca.models.encoder import Encoder
from hemeroteca.types import Article, Hit, Span


def sentence_similarities(
    encoder: Encoder,
    vector: NDArray[np.float32],
    spans: Sequence[Span],
    hits: Sequence[Hit],
    articles: Mapping[str, Article],
) -> tuple[float, ...]:
    """For each span the cosine to the question of the sentence that it stands in.

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
    unique = list(dict.fromkeys(sentences))
    cosines = dict(zip(unique, (encoder.encode_passages(unique) @ vector).tolist(), strict=True))
    return tuple(cosines[sentence] for sentence in sentences)
