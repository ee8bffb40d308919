"""The one form that all text takes before it is stored, cut, quoted or searched."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: A letter carries at most so many marks; Unicode's stream-safe format (UAX 15) sets the same limit. Without one,
#: putting marks in order takes time quadratic in their number.
MOST_MARKS = 30

# C0 and C1 controls, and the marks of places where a line may break: none is seen, each hides a word from a search.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FIXED_SPACES = re.compile("[\u00a0\u202f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile("\n{3,}")
# All marks lie in this range, and few letters of the scripts of Europe: twenty times as fast to look for.
_PERHAPS_MARKS = re.compile(f"[\u0300-\U0001efff]{{{MOST_MARKS + 1}}}")


def normalize_text(text: str) -> str:
    r"""The text in NFC with ``\n`` line ends.

    Controls other than ``\n`` and ``\t``, byte order marks, soft hyphens and zero-width spaces are dropped, fixed
    spaces become spaces, lone surrogates U+FFFD. Lines lose trailing space, the whole its outer space, and of several
    blank lines one stays. Idempotent.
    """
    text = _UNSEEN.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _FIXED_SPACES.sub(" ", text)
    text = _SURROGATES.sub("\ufffd", text)
    if not text.isascii():
        # Once before, to bound the work; once after, because NFC splits a few marks in two.
        text = unicodedata.normalize("NFC", _limit_marks(text))
        text = _limit_marks(text)
    # Not a regular expression: r"[ \t]+$" is quadratic in a long run of spaces.
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """The text normalised, with every run of white space as one space: for titles, names and messages."""
    return " ".join(normalize_text(text).split())


def _limit_marks(text: str) -> str:
    return _too_many_marks().sub(r"\1", text) if _PERHAPS_MARKS.search(text) else text


@lru_cache(maxsize=1)
def _too_many_marks() -> re.Pattern[str]:
    """A run of more than ``MOST_MARKS`` combining marks; group 1 is what stays of it."""
    # From U+1F000 on are pictures, ideographs and tags; none combines.
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")
