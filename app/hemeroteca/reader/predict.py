"""Run the network over question-passage pairs: windows sorted by length, scored in batches, decoded to offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from hemeroteca.reader.inputs import Window, WindowCutter, pad
from hemeroteca.reader.network import ReaderNetwork
from hemeroteca.reader.spans import best_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSpan:
    """Characters [start, end) of a passage's text; ``score`` and ``no_answer`` are sums of a start and an end logit."""

    start: int
    end: int
    score: float
    no_answer: float

    @property
    def margin(self) -> float:
        return self.score - self.no_answer


def read_pairs(
    network: ReaderNetwork,
    cutter: WindowCutter,
    pairs: Sequence[tuple[str, str]],
    *,
    count: int = 3,
    batch_tokens: int = 4096,
    autocast: bool = False,
) -> list[list[ScoredSpan]]:
    """For each (question, passage text) its best spans by margin, at most ``count``, not overlapping, best first."""
    passages = dict.fromkeys(text for _, text in pairs)
    encoded = dict(zip(passages, cutter.passages(list(passages)), strict=True))
    questions = {question: cutter.question(question) for question in dict.fromkeys(q for q, _ in pairs)}
    windows = [
        window
        for index, (question, text) in enumerate(pairs)
        for window in cutter.cut(index, questions[question], *encoded[text])
    ]
    found: list[list[ScoredSpan]] = [[] for _ in pairs]
    for batch in _batches(windows, batch_tokens):
        for window, spans in zip(batch, _score(network, batch, cutter.pad_id, count, autocast), strict=True):
            found[window.index] += [_trim(span, pairs[window.index][1]) for span in spans]
    return [_best(spans, count) for spans in found]


def _batches(windows: Sequence[Window], batch_tokens: int) -> list[list[Window]]:
    result: list[list[Window]] = []
    for window in sorted(windows, key=lambda w: -len(w.ids)):
        if result and len(result[-1][0].ids) * (len(result[-1]) + 1) <= batch_tokens:
            result[-1].append(window)
        else:
            result.append([window])
    return result


def _score(
    network: ReaderNetwork, batch: Sequence[Window], pad_id: int, count: int, autocast: bool
) -> list[list[ScoredSpan]]:
    ids, mask = pad([window.ids for window in batch], pad_id)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        start_logits, end_logits = (t.numpy() for t in network(torch.from_numpy(ids), torch.from_numpy(mask)))
    results = []
    for window, start, end in zip(batch, start_logits, end_logits, strict=True):
        inside = slice(window.first, len(window.ids) - 1)
        results.append(
            [
                ScoredSpan(
                    start=window.offsets[first][0],
                    end=window.offsets[last][1],
                    score=score,
                    no_answer=float(start[0] + end[0]),
                )
                for first, last, score in best_spans(start[inside], end[inside], count=count)
            ]
        )
    return results


def _trim(span: ScoredSpan, text: str) -> ScoredSpan:
    """Without the white space at its ends: a token's offsets include the space before it."""
    inner = text[span.start : span.end]
    start = span.start + len(inner) - len(inner.lstrip())
    return ScoredSpan(start=start, end=start + len(inner.strip()), score=span.score, no_answer=span.no_answer)


def _best(spans: Sequence[ScoredSpan], count: int) -> list[ScoredSpan]:
    kept: list[ScoredSpan] = []
    for span in sorted(spans, key=lambda s: (-s.margin, s.start, s.end)):
        if span.start < span.end and all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return kept[:count]
