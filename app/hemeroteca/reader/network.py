"""The reading network: the e5 encoder, its upper layers retrained, and a span head."""

from __future__ import annotations

import torch
from transformers import BertModel


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
