"""The training loop: seeded, resumable, length-sorted batches, bfloat16 where the CPU has it."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.nn.functional import cross_entropy

from hemeroteca.reader.inputs import pad
from hemeroteca.reader.network import ReaderNetwork
from hemeroteca.reader.training.data import TrainingWindow, batches
from hemeroteca.reader.training.recipe import TrainingRecipe

logger = logging.getLogger(__name__)


def train(
    network: ReaderNetwork,
    stages: Sequence[Sequence[TrainingWindow]],
    recipe: TrainingRecipe,
    *,
    work: Path,
    pad_id: int,
    autocast: bool,
    max_steps: int | None = None,
) -> int:
    """Train ``network`` in place and return the number of steps of the whole schedule.

    AdamW (Loshchilov & Hutter, 2019), linear warm-up then linear decay to 0, gradient norm cut at 1. Every
    ``recipe.checkpoint_every`` steps weights and optimiser state go to ``work/checkpoint.safetensors``; a run that
    finds one there goes on from it. ``max_steps`` shortens the schedule.
    """
    rng = random.Random(recipe.seed)
    schedule = [batch for windows in stages for batch in batches(windows, recipe.batch_tokens, rng)]
    if max_steps is not None:
        # Keep the order of the stages: drop batches evenly, not from the end.
        schedule = [schedule[i * len(schedule) // max_steps] for i in range(min(max_steps, len(schedule)))]
    total = len(schedule)

    network.freeze_base()
    network.train()
    parameters = {name: p for name, p in network.named_parameters() if p.requires_grad}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters.values() if p.ndim > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in parameters.values() if p.ndim == 1], "weight_decay": 0.0},
        ],
        lr=recipe.learning_rate,
    )
    checkpoint = work / "checkpoint.safetensors"
    done = _resume(checkpoint, parameters, optimizer) if checkpoint.exists() else 0
    began, losses = time.perf_counter(), []
    for step in range(done, total):
        for group in optimizer.param_groups:
            group["lr"] = recipe.learning_rate * schedule_factor(step, total, recipe.warmup)
        losses.append(_step(network, schedule[step], optimizer, list(parameters.values()), pad_id, autocast))
        if (step + 1) % 20 == 0 or step + 1 == total:
            rate = (time.perf_counter() - began) / (step + 1 - done)
            logger.info(
                "step %d/%d loss %.3f %.2f s/step, %.0f min left",
                step + 1, total, sum(losses) / len(losses), rate, rate * (total - step - 1) / 60,
            )  # fmt: skip
            losses.clear()
        if (step + 1) % recipe.checkpoint_every == 0 and step + 1 < total:
            _save(checkpoint, parameters, optimizer, step + 1)
    network.eval()
    return total


def schedule_factor(step: int, total: int, warmup: float) -> float:
    """Share of the peak rate at ``step`` (from 0): linear up over ``warmup * total`` steps, then linear down to 0."""
    rise = max(1, round(warmup * total))
    if step < rise:
        return (step + 1) / rise
    return (total - step) / max(1, total - rise)


def _step(
    network: ReaderNetwork,
    batch: Sequence[TrainingWindow],
    optimizer: torch.optim.Optimizer,
    parameters: list[torch.nn.Parameter],
    pad_id: int,
    autocast: bool,
) -> float:
    ids, mask = pad([window.ids for window in batch], pad_id)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        start, end = network(torch.from_numpy(ids), torch.from_numpy(mask))
    loss = (
        cross_entropy(start, torch.tensor([w.start for w in batch]))
        + cross_entropy(end, torch.tensor([w.end for w in batch]))
    ) / 2
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    return float(loss.detach())


def _save(path: Path, parameters: dict[str, torch.nn.Parameter], optimizer: torch.optim.AdamW, step: int) -> None:
    state = {f"weight/{name}": p.detach() for name, p in parameters.items()}
    for name, p in parameters.items():
        state[f"first/{name}"] = optimizer.state[p]["exp_avg"]
        state[f"second/{name}"] = optimizer.state[p]["exp_avg_sq"]
    partial = path.with_suffix(".partial")
    save_file(state, partial, metadata={"step": str(step)})
    partial.replace(path)


def _resume(path: Path, parameters: dict[str, torch.nn.Parameter], optimizer: torch.optim.AdamW) -> int:
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        step = int(file.metadata()["step"])
    state = load_file(path)
    for name, p in parameters.items():
        p.data.copy_(state[f"weight/{name}"])
        optimizer.state[p] = {
            "step": torch.tensor(float(step)),
            "exp_avg": state[f"first/{name}"],
            "exp_avg_sq": state[f"second/{name}"],
        }
    logger.info("resuming from step %d (%s)", step, path)
    return step
