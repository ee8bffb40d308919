"""The XLM-RoBERTa tokeniser of multilingual-e5, rebuilt from the model file as a ``tokenizers`` pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hemeroteca.models.charsmap import compile_charsmap
from hemeroteca.models.e5_file import Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BOS, EOS, PAD, UNK = "<s>", "</s>", "<pad>", "<unk>"


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """The id of a token that is known to be there."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise KeyError(token)
    return int(found)


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Normaliser table, runs of spaces to one, metaspace, Unigram, ``<s> A </s>`` and ``<s> A </s></s> B </s>``.

    Offsets are code points of the text as given.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(compile_charsmap(vocabulary.normalizer)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A {EOS}",
        pair=f"{BOS} $A {EOS} {EOS} $B {EOS}",
        special_tokens=[(BOS, vocabulary.bos), (EOS, vocabulary.eos)],
    )
    return tokenizer
