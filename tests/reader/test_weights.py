from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from hemeroteca.errors import ModelError
from hemeroteca.reader.weights import dequantize, load_state, quantize, read_card, recalibrate, save_weights
from hemeroteca.types import Calibration

CALIBRATION = Calibration(
    margin=1.0,
    similarity=2.0,
    agreement=0.5,
    retrieval=0.5,
    broad=1.0,
    untyped=-1.0,
    titled=0,
    bias=-1.0,
    threshold=0.4,
    fitted_on="hand",
)


def test_eight_bits_keep_each_weight_to_half_a_step() -> None:
    matrix = torch.randn(6, 96, generator=torch.Generator().manual_seed(1))
    codes, scale = quantize(matrix)
    assert (codes.dtype, codes.shape, scale.shape) == (torch.int8, (6, 96), (6, 3))
    step = matrix.reshape(6, 3, 32).abs().amax(dim=2) / 127
    # Half a step of the code, and what float16 rounds off the scale: 2**-11 of the largest weight.
    bound = step * 0.5 + matrix.reshape(6, 3, 32).abs().amax(dim=2) * 2**-11
    assert ((dequantize(codes, scale) - matrix).reshape(6, 3, 32).abs() <= bound[..., None] * 1.001).all()


def test_zeros_stay_zeros() -> None:
    assert dequantize(*quantize(torch.zeros(2, 32))).tolist() == torch.zeros(2, 32).tolist()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    state = {
        "bert.encoder.layer.11.output.dense.weight": torch.arange(64.0).reshape(1, 64),
        "bert.encoder.layer.11.output.dense.bias": torch.tensor([0.123456789]),
        "qa_outputs.weight": torch.full((2, 32), 0.1),
    }
    save_weights(tmp_path / "reader.safetensors", state, base="b" * 64, trained_from=11, calibration=CALIBRATION)
    return tmp_path / "reader.safetensors"


def test_a_file_says_what_it_is(path: Path) -> None:
    card = read_card(path)
    assert (card.base, card.trained_from, card.calibration) == ("b" * 64, 11, CALIBRATION)
    assert len(card.fingerprint) == 64


def test_vectors_and_the_head_are_kept_whole(path: Path) -> None:
    state = load_state(path)
    assert state["bert.encoder.layer.11.output.dense.bias"].item() == pytest.approx(0.123456789, abs=1e-7)
    assert torch.equal(state["qa_outputs.weight"], torch.full((2, 32), 0.1))
    assert state["bert.encoder.layer.11.output.dense.weight"][0, 63] == pytest.approx(63, rel=1e-3)


def test_another_calibration_leaves_the_weights(path: Path) -> None:
    before, state = read_card(path), load_state(path)
    recalibrate(path, replace(CALIBRATION, threshold=0.7))
    after = read_card(path)
    assert (after.calibration.threshold, after.base) == (0.7, before.base)
    assert after.fingerprint != before.fingerprint
    assert all(torch.equal(tensor, state[name]) for name, tensor in load_state(path).items())


def test_a_calibration_of_other_inputs_is_not_used_and_can_be_replaced(path: Path) -> None:
    with safe_open(path, "np") as file:
        described = json.loads(file.metadata()["reader"])
    del described["calibration"]["broad"]
    save_file(load_file(path), path, metadata={"reader": json.dumps(described)})
    with pytest.raises(ModelError, match=r"another version of hemeroteca \(it differs in broad\)"):
        read_card(path)
    recalibrate(path, CALIBRATION)
    assert read_card(path).calibration == CALIBRATION


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"\xff" * 16])
def test_a_file_that_is_none_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "reader.safetensors"
    path.write_bytes(content)
    for read in (read_card, load_state):
        with pytest.raises(ModelError, match=r"cannot be read .*install hemeroteca again"):
            read(path)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_card(tmp_path / "none")
