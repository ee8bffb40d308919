"""The reader as a standard transformers folder, for others to run and to compare."""

from __future__ import annotations

from pathlib import Path

from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

from hemeroteca.errors import HemerotecaError
from hemeroteca.models import e5_file
from hemeroteca.models.e5 import QuantizedEmbedding
from hemeroteca.models.encoder import SentenceTransformerEncoder
from hemeroteca.models.tokenizer import BOS, EOS, PAD, UNK, build_fast_tokenizer
from hemeroteca.reader.network import build_network
from hemeroteca.reader.trained import default_weights
from hemeroteca.reader.weights import load_state, read_card


def export_reader(encoder: SentenceTransformerEncoder, folder: Path, *, path: Path | None = None) -> None:
    """Write encoder, trained layers and head as ``BertForQuestionAnswering`` in float32, with the tokeniser.

    About 470 MB, most of it the word table. ``AutoModelForQuestionAnswering.from_pretrained(folder)`` loads it; the
    logits are those of the reader in float32, token 0 holding the no-answer logits. Raises HemerotecaError where the
    folder is there already and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise HemerotecaError(f"{folder} is there already and is not an empty folder", hint="name a new one")
    packed, path = encoder.packed, path or default_weights()
    card = read_card(path)
    source = e5_file.default_path()
    assert source is not None, "the packed encoder was read from it"
    network = build_network(packed.model, load_state(path), trained_from=card.trained_from, bfloat16=False)
    config = packed.model.config
    model = BertForQuestionAnswering(config)
    state = network.state_dict()
    table = packed.model.embeddings.get_submodule("word_embeddings")
    assert isinstance(table, QuantizedEmbedding)
    state["bert.embeddings.word_embeddings.weight"] = table.dense()
    model.load_state_dict(state)
    model.train(False).save_pretrained(folder)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=build_fast_tokenizer(e5_file.read(source).vocabulary),
        bos_token=BOS, cls_token=BOS, eos_token=EOS, sep_token=EOS, pad_token=PAD, unk_token=UNK,
        model_max_length=config.max_position_embeddings,
        model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip
    tokenizer.save_pretrained(folder)
