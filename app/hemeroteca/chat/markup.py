"""Words as HTML. Every word of an article, a file name or a question goes through ``visible``; tags are the page's."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from hemeroteca.chat.turns import Mark

#: Characters of a title, of an outlet's or a speaker's name, and around a quote that are shown.
TITLE, NAME, AROUND = 160, 80, 400

_BIDI_CLASSES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_BIDI_MARKS = {"\u200e", "\u200f", "\u061c"}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def visible(text: str) -> str:
    """``text`` as HTML: escaped, and characters that reorder or hide others named, as in ⟦U+202E⟧."""
    shown = "".join(f"⟦U+{ord(c):04X}⟧" if _hides(c) else c for c in text)
    # Gradio's page takes this marker in any text for one of its own translations.
    return html.escape(shown).replace("__i18n__", "&#95;_i18n__")


def _hides(character: str) -> bool:
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or character in _BIDI_MARKS or unicodedata.bidirectional(character) in _BIDI_CLASSES


def shortened(text: str, most: int = TITLE) -> str:
    """The first ``most`` characters, with an ellipsis where there were more."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def marked(text: str, marks: Iterable[Mark], *, target: Mark | None = None) -> str:
    """``text`` as HTML with the stretches ``marks`` (code-point offsets, any order, may overlap) in ``<mark>``.

    ``target`` is marked whole, as one element with the id ``hm-target``; what overlaps it is not marked besides.
    """
    pieces: list[str] = []
    at = 0
    for start, end, tag in sorted(_stretches(marks, target)):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [visible(text[at:start]), tag, visible(text[start:end]), "</mark>"]
            at = end
    return "".join([*pieces, visible(text[at:])])


def _stretches(marks: Iterable[Mark], target: Mark | None) -> list[tuple[int, int, str]]:
    if target is None:
        return [(*mark, "<mark>") for mark in marks]
    apart = [mark for mark in marks if mark[1] <= target[0] or target[1] <= mark[0]]
    return [(*target, '<mark id="hm-target" tabindex="-1">'), *((*mark, "<mark>") for mark in apart)]


def excerpt(text: str, mark: Mark) -> tuple[str, Mark]:
    """``text`` cut to AROUND characters on either side of what is marked, and the mark in what is left."""
    first, last = max(0, mark[0] - AROUND), min(len(text), mark[1] + AROUND)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return before + text[first:last] + after, (mark[0] + shift, mark[1] + shift)


def language_of(tag: str) -> str:
    """The attribute for this language; nothing where the tag is none."""
    return f' lang="{tag}"' if _LANGUAGE_TAG.fullmatch(tag) else ""


def is_web(url: str) -> bool:
    """Whether this is a plain http(s) address: anything else (``javascript:``, ``data:``) is not made a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(_hides(c) or c.isspace() for c in url)


def button(
    label: str, does: str, *, name: str = "", classes: str = "hm-link", attributes: str = "", **data: object
) -> str:
    """A button that ``actions.js`` reports as ``does`` with this data; ``name`` is said where the label is not enough.

    ``label`` and ``attributes`` are HTML; ``name`` and data are escaped here.
    """
    said = f' aria-label="{visible(name)}"' if name else ""
    fields = "".join(f' data-{key}="{visible(str(value))}"' for key, value in data.items())
    return f'<button type="button" class="{classes}" data-do="{does}"{fields}{said}{attributes}>{label}</button>'
