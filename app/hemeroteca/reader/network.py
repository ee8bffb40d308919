"""The reading network: the e5 encoder, its upper layers retrained, and a span head."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import torch
from transformers import BertModel

from hemeroteca.errors import ModelError
from hemeroteca.models.e5 import QuantizedEmbedding


class ReaderNetwork(torch.nn.Module):
    """Start and end logits per token. Those of token 0, ``<s>``, are the no-answer logits (as in SQuAD v2 readers).

    Args:
        bert: the encoder, without pooler.
        trained_from: index of the first encoder layer that is the reader's own; those below are the base model's.
    """

    def __init__(self, bert: BertModel, *, trained_from: int) -> None:
        super().__init__()
        self.bert = bert
        self.trained_from = trained_from
        self.qa_outputs = torch.nn.Linear(bert.config.hidden_size, 2)
        torch.nn.init.normal_(self.qa_outputs.weight, std=0.02)
        torch.nn.init.zeros_(self.qa_outputs.bias)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, tokens) int64 ids and mask -> start and end logits, both (n, tokens) float32, -inf on padding."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        logits = self.qa_outputs(hidden).float().masked_fill(mask[..., None] == 0, float("-inf"))
        return logits[..., 0], logits[..., 1]

    def trained_state(self) -> dict[str, torch.Tensor]:
        """The parameters that are the reader's own: layers from ``trained_from`` and the head."""
        return {name: tensor for name, tensor in self.state_dict().items() if self._is_trained(name)}

    def freeze_base(self) -> None:
        """Let gradients reach the reader's own parameters only."""
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(self._is_trained(name))

    def _is_trained(self, name: str) -> bool:
        if name.startswith("bert.encoder.layer."):
            return int(name.split(".")[3]) >= self.trained_from
        return name.startswith("qa_outputs.")


def build_network(
    bert: BertModel, state: Mapping[str, torch.Tensor], *, trained_from: int, bfloat16: bool
) -> ReaderNetwork:
    """The encoder with the reader's own parameters in place of its upper layers, in evaluation mode.

    In float32 it shares what it can with ``bert``. In bfloat16 it is a copy, all of it half as large: a layer that is
    kept in one format and computed in another would be converted at each call. The word table is shared in any case.
    Raises ModelError where ``state`` is not that of a reader over this encoder.
    """
    table = bert.embeddings.get_submodule("word_embeddings")
    shared: list[torch.nn.Module] = [table]
    if not bfloat16:
        shared += [bert.embeddings, *bert.encoder.layer[:trained_from]]
    network = ReaderNetwork(copy.deepcopy(bert, {id(module): module for module in shared}), trained_from=trained_from)
    if bfloat16:
        network.to(torch.bfloat16)  # before the weights come, so that they are never there in float32 twice
    own = network.trained_state()
    wrong = [name for name in own.keys() | state.keys() if getattr(state.get(name), "shape", None) != _shape(own, name)]
    if wrong:
        raise ModelError(f"the reader's weights do not fit its encoder ({min(wrong)})", hint="install hemeroteca again")
    network.load_state_dict(state, strict=False)
    if bfloat16:
        # torch's fused attention takes 1.5 times as long as its parts here, in this format and at these lengths.
        network.bert.set_attn_implementation("eager")
        if isinstance(table, QuantizedEmbedding):
            network.bert.embeddings.set_submodule("word_embeddings", table.in_format(torch.bfloat16))
    return network.eval().requires_grad_(False)


def _shape(state: Mapping[str, torch.Tensor], name: str) -> torch.Size | None:
    return state[name].shape if name in state else None
