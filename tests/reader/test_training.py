"""Retraining from the command, small: invented sentences, a few steps, and the reading improves."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.reader.network import ReaderNetwork, build_network
from hemeroteca.reader.squad import auroc, load_squad
from hemeroteca.reader.training.data import TrainingWindow, batches, find_files, training_stages
from hemeroteca.reader.training.evaluate import evaluate
from hemeroteca.reader.training.recipe import Source, TrainingRecipe, load_recipe
from hemeroteca.reader.training.train import schedule_factor, train
from hemeroteca.reader.weights import load_state, read_card, save_weights
from tests.conftest import REPOSITORY
from tests.fakes import PhraseReader

NAMES = ["Ofelia Quintanar", "Bruno Salvat", "Inés Carrasquilla", "Teo Montalbán", "Rita Ferrán", "Saúl Oviedo"]
THINGS = ["el puente", "la biblioteca", "el mercado", "la escuela", "el faro", "el tranvía", "la fuente", "el estadio"]
PLACES = ["Valdeluz", "Robledal", "Puerto Cárdeno", "Villa Ámbar"]


def squad(names: list[str]) -> dict[str, object]:
    """Who opened what, where: three questions on each sentence, one of them without an answer."""
    paragraphs = []
    for i, (name, thing) in enumerate(itertools.product(names, THINGS)):
        place = PLACES[i % len(PLACES)]
        context = f"Con una fiesta, {name} inauguró {thing} de {place} ante los vecinos."
        asked = {
            f"¿Quién inauguró {thing}?": [name],
            f"¿De qué ciudad es {thing}?": [place],
            f"¿Cuánto costó {thing}?": [],
        }
        qas = [
            {
                "id": f"{i}-{question}",
                "question": question,
                "answers": [{"text": answer, "answer_start": context.index(answer)} for answer in answers],
                "is_impossible": not answers,
            }
            for question, answers in asked.items()
        ]
        paragraphs.append({"context": context, "qas": qas})
    return {"data": [{"title": "t", "paragraphs": paragraphs}]}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "train.json").write_text(json.dumps(squad(NAMES[:4])), "utf-8")
    (folder / "dev.json").write_text(json.dumps(squad(NAMES[4:])), "utf-8")
    return folder


RECIPE = TrainingRecipe(
    stages=((Source(file="train.json", answerable=4.0, unanswerable=4.0, mined=0.2),),),
    dev=("dev.json",),
    trained_from=9,
    learning_rate=1e-3,
    batch_tokens=512,
    checkpoint_every=10,
)


def network(e5: SentenceTransformerEncoder) -> ReaderNetwork:
    torch.manual_seed(RECIPE.seed)
    from hemeroteca.models import e5_file
    from hemeroteca.models.e5 import build_bert

    path = e5_file.default_path()
    assert path is not None
    return ReaderNetwork(build_bert(e5_file.read(path)), trained_from=RECIPE.trained_from)


@pytest.fixture(scope="module")
def stages(e5: SentenceTransformerEncoder, data: Path) -> list[list[TrainingWindow]]:
    return training_stages(RECIPE, find_files(RECIPE, [data]), encoder=e5, tokenizer=e5.packed.tokenizer)


TOML = """
dev = ["dev.json"]
trained_from = 9
learning_rate = 1e-3
batch_tokens = 512
checkpoint_every = 10

[[stages]]
sources = [{ file = "train.json", answerable = 4.0, unanswerable = 4.0, mined = 0.2 }]
"""


def test_the_command_trains_and_what_it_writes_reads_better(
    e5: SentenceTransformerEncoder, data: Path, tmp_path: Path
) -> None:
    recipe, out = tmp_path / "recipe.toml", tmp_path / "reader.safetensors"
    recipe.write_text(TOML, "utf-8")
    assert load_recipe(recipe) == RECIPE
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "hemeroteca.reader.training",
        "--data",
        data,
        "--work",
        tmp_path / "work",
    ]
    done = subprocess.run([*command, "--recipe", recipe, "--out", out], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    dev = load_squad(data / "dev.json")
    before = evaluate(network(e5), e5.packed.tokenizer, dev, autocast=False)
    trained = build_network(e5.packed.model, load_state(out), trained_from=RECIPE.trained_from, bfloat16=False)
    after = evaluate(trained, e5.packed.tokenizer, dev, autocast=False)
    assert before["f1"] is not None
    assert after["f1"] is not None
    assert after["f1"] > before["f1"] + 30
    assert after["auroc"] is not None
    assert after["auroc"] > 0.8
    log = (tmp_path / "work" / "log.txt").read_text("utf-8")
    assert "loss" in log
    assert "dev.json {'n': 32" in log


def test_an_interrupted_run_goes_on_where_it_was(
    e5: SentenceTransformerEncoder, stages: list[list[TrainingWindow]], tmp_path: Path
) -> None:
    whole, half = network(e5), network(e5)
    (tmp_path / "whole").mkdir()
    (tmp_path / "half").mkdir()
    train(whole, stages, RECIPE, work=tmp_path / "whole", pad_id=1, autocast=False, max_steps=14)
    # What a run that was stopped after step 10 leaves is its checkpoint.
    assert (tmp_path / "whole" / "checkpoint.safetensors").exists()
    (tmp_path / "whole" / "checkpoint.safetensors").rename(tmp_path / "half" / "checkpoint.safetensors")
    train(half, stages, RECIPE, work=tmp_path / "half", pad_id=1, autocast=False, max_steps=14)
    for name, tensor in whole.trained_state().items():
        assert torch.allclose(tensor, half.trained_state()[name], atol=1e-6), name


def test_only_the_readers_own_parameters_change(
    e5: SentenceTransformerEncoder, stages: list[list[TrainingWindow]], tmp_path: Path
) -> None:
    reader, untouched = network(e5), network(e5).state_dict()
    train(reader, stages, RECIPE, work=tmp_path, pad_id=1, autocast=False, max_steps=2)
    changed = {name for name, tensor in reader.state_dict().items() if not torch.equal(tensor, untouched[name])}
    assert changed <= set(reader.trained_state())
    assert "bert.encoder.layer.11.output.dense.weight" in changed


def test_windows_hold_their_answers(e5: SentenceTransformerEncoder, stages: list[list[TrainingWindow]]) -> None:
    texts = {
        e5.packed.tokenizer.decode(w.ids[w.start : w.end + 1]).strip() for stage in stages for w in stage if w.start > 0
    }
    assert texts == {*NAMES[:4], *PLACES}
    without = sum(w.start == 0 for stage in stages for w in stage)
    assert without == 4 * 32 + round(0.2 * 4 * 64), "those without an answer, and those mined"


def test_the_rate_rises_and_falls() -> None:
    factors = [schedule_factor(step, 20, 0.1) for step in range(20)]
    assert factors[:3] == [1 / 2, 2 / 2, 18 / 18]
    assert factors[-1] == pytest.approx(1 / 18)


def test_batches_hold_like_lengths_within_the_budget() -> None:
    import random

    windows = [TrainingWindow(ids=(0,) * n, start=0, end=0) for n in [3, 9, 4, 8, 3, 20]]
    made = batches(windows, 20, random.Random(1))
    assert sorted([sorted(len(w.ids) for w in batch) for batch in made]) == [[3, 3, 4], [8, 9], [20]]


def test_auroc_is_worked_by_hand() -> None:
    # Pairs: 3 > 1, 3 > 2, 2 > 1, 2 = 2: (3 + 1/2) of 4.
    assert auroc([3, 2], [1, 2]) == pytest.approx(3.5 / 4)
    assert auroc([], [1]) is None


def test_a_later_round_may_train_layers_that_were_the_encoders(
    e5: SentenceTransformerEncoder, data: Path, tmp_path: Path
) -> None:
    first = network(e5)
    save_weights(
        tmp_path / "first.safetensors",
        first.trained_state(),
        base="",
        trained_from=9,
        calibration=PhraseReader.calibration,
    )
    (tmp_path / "recipe.toml").write_text("interpolation = 0.5\n" + TOML.replace("from = 9", "from = 8"), "utf-8")
    command: list[str | Path] = [sys.executable, "-m", "hemeroteca.reader.training", "--data", data, "--max-steps", "1"]
    command += ["--work", tmp_path / "work", "--recipe", tmp_path / "recipe.toml", "--out", tmp_path / "second"]
    done = subprocess.run(
        [*command, "--start", tmp_path / "first.safetensors"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert read_card(tmp_path / "second").trained_from == 8
    name = "bert.encoder.layer.8.output.dense.weight"
    step = (load_state(tmp_path / "second")[name] - first.state_dict()[name]).abs().max()
    assert 0 < step < 0.6 * RECIPE.learning_rate + 0.005, "half of one step of AdamW, and what 8 bits lose"


def test_a_second_round_needs_the_first(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("interpolation = 0.5\n" + TOML, "utf-8")
    command: list[str | Path] = [sys.executable, "-m", "hemeroteca.reader.training", "--data", tmp_path]
    command += ["--work", tmp_path / "work", "--recipe", tmp_path / "recipe.toml"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.endswith("recipe.toml interpolates from weights that are not given: name them with --start\n")


def test_a_file_that_no_folder_has_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text(TOML, "utf-8")
    command: list[str | Path] = [sys.executable, "-m", "hemeroteca.reader.training", "--data", tmp_path]
    command += ["--work", tmp_path / "work", "--recipe", tmp_path / "recipe.toml"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: the recipe names a file that is not there (train.json, in ")


@pytest.mark.parametrize("name", ["recipe.toml", "second.toml", "third.toml", "fourth.toml", "fifth.toml"])
def test_the_recipes_that_ship_are_sound(name: str) -> None:
    recipe = load_recipe(REPOSITORY / "app/hemeroteca/reader/training" / name)
    files = {source.file for stage in recipe.stages for source in stage}
    assert files.isdisjoint(recipe.dev)
    assert not any("dev" in name or "xquad" in name.lower() for name in files)


WRITTEN = sorted((REPOSITORY / "training").glob("*.json"))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_questions_written_for_the_reader_hold_their_answers(path: Path) -> None:
    examples = load_squad(path)
    assert len({example.id for example in examples}) == len(examples)
    for example in examples:
        for text, start in example.answers:
            assert example.context[start : start + len(text)] == text, example.id
            around = f" {example.context} "[start : start + len(text) + 2]
            assert not (around[0].isalnum() and text[0].isalnum()), f"{example.id} begins inside a word"
            assert not (around[-1].isalnum() and text[-1].isalnum()), f"{example.id} ends inside a word"
    assert 0.25 < sum(not example.answers for example in examples) / len(examples) < 0.55


def test_what_is_measured_on_is_not_trained_on() -> None:
    contexts = {path.stem: {example.context for example in load_squad(path)} for path in WRITTEN}
    assert "dev" in contexts
    trained = set().union(*(texts for name, texts in contexts.items() if name != "dev"))
    assert trained.isdisjoint(contexts["dev"])
    measured = "\n".join(path.read_text("utf-8") for path in sorted((REPOSITORY / "evals").glob("*.yaml")))
    # A passage's first words: as good as its name.
    assert not [text[:60] for text in trained | contexts["dev"] if text[:60] in measured]
