"""A title for an article that brings none."""

from __future__ import annotations

import re

from hemeroteca.corpus.text import one_line

#: In characters. A longer first line is text, and a longer sentence is cut.
LONGEST_TITLE = 120

_HEAD = 2_000
_LINE_WITH_WORD = re.compile(r"^.*\w", re.MULTILINE)
_CLOSING = "\"'»”’)] "
# A full stop counts only after a longer word: «Sr.», «núm.» and «EE. UU.» end no sentence.
_SENTENCE_END = re.compile(r"(?:\w{4}\.|[!?…])[\"'»”’)\]]*(?=\s)")


def derive_title(text: str) -> str:
    """The first short line that stands alone, else the first sentence, cut at a word with ``…`` where it is long.

    ``text`` is normalised. A line stands alone when a blank line follows it, or nothing, or a line too long for
    a title (so that text wrapped by hand is not taken for one); it does not end in a full stop.
    """
    head = text[:_HEAD]
    found = _LINE_WITH_WORD.search(head)
    head = head[found.start() :] if found else head
    first, _, rest = head.partition("\n")
    following = rest.partition("\n")[0]
    alone = not following or len(following) > LONGEST_TITLE
    if len(first) <= LONGEST_TITLE and alone and not first.rstrip(_CLOSING).endswith("."):
        return one_line(first)
    paragraph = one_line(head.partition("\n\n")[0])
    end = _SENTENCE_END.search(paragraph)
    return _shortened(paragraph[: end.end()] if end else paragraph)


def _shortened(sentence: str) -> str:
    if len(sentence) <= LONGEST_TITLE:
        return sentence.removesuffix(".")
    cut = sentence[:LONGEST_TITLE]
    words, space, _ = cut.rpartition(" ")
    return (words if space else cut[:-1]).rstrip(" ,;:.–—-") + "…"
