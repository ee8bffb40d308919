"""Figures on a SQuAD set with the gold passage given."""

from __future__ import annotations

from collections.abc import Sequence

from hemeroteca.models.tokenizer import Tokenizer
from hemeroteca.reader.inputs import WindowCutter
from hemeroteca.reader.network import ReaderNetwork
from hemeroteca.reader.predict import read_pairs
from hemeroteca.reader.squad import SquadExample, auroc, exact_match, f1


def evaluate(
    network: ReaderNetwork, tokenizer: Tokenizer, examples: Sequence[SquadExample], *, autocast: bool
) -> dict[str, float | int | None]:
    """F1 and EM (percent) over the answerable questions, AUROC of the margin between answerable and not."""
    pairs = [(e.question, e.context) for e in examples]
    readings = read_pairs(network, WindowCutter(tokenizer), pairs, count=1, autocast=autocast)
    rows = [
        (e, e.context[r[0].start : r[0].end] if r else "", r[0].margin if r else float("-inf"))
        for e, r in zip(examples, readings, strict=True)
    ]
    held = [(e, text) for e, text, _ in rows if e.answers]
    references = [[text for text, _ in e.answers] for e, _ in held]
    return {
        "n": len(held),
        "f1": 100 * sum(f1(t, r) for (_, t), r in zip(held, references, strict=True)) / len(held),
        "em": 100 * sum(exact_match(t, r) for (_, t), r in zip(held, references, strict=True)) / len(held),
        "auroc": auroc([m for e, _, m in rows if e.answers], [m for e, _, m in rows if not e.answers]),
    }
