"""Sentences of a text by offsets: paragraphs first, then sentence ends. Pure."""

from __future__ import annotations

import re

# A sentence may end at these, with the quotes and brackets that close after them; a line may end one too.
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|\n+")
_WORD_BEFORE = re.compile(r"[^\s(«“\"¿¡—–]+\Z")
_OPENERS = "\"'«“‘(¿¡[—–-*•"

# Something always follows these, so a full stop after them ends nothing.
_TITLES = frozenset(
    str.split(
        "sr sra srta sres dr dra drs prof profa lic ing arq gral cap cmdte tte cnel mons fr hno st sto sta ud "
        "uds d dª dña mr mrs ms jr gen col capt sen rep gov no núm nº n.º art arts pág págs p pp vol cap fig av "
        "avda blvd col c cía vs aprox ej p.ej i.e e.g cf ca ed eds ene feb mar abr may jun jul ago sept sep oct "
        "nov dic jan apr aug dec"
    )
)
# Letters with full stops: D.C., EE.UU., a.m., J. They end a sentence only before a word that begins one.
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}\Z|[A-ZÁÉÍÓÚÑ]\.\Z")
_BEGINNERS = frozenset(
    str.split(
        "el la los las un una en por para con sin según tras desde hasta este esta estos estas ese esa esos "
        "esas su sus al del no si ya pero además asimismo también cuando aunque mientras entre sobre ante the a "
        "an in on at by for with this that these those it he she they we but and however o os as em no na um "
        "uma"
    )
)
# A line that ends in one of these goes on in the next.
_GOES_ON = frozenset(
    str.split(
        "a al con de del desde e el en entre hasta la las los o para por que según sin sobre su sus un una y "
        "and at by for from in of on or that the to with da das do dos em"
    )
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as (start, end) offsets, in order, without the white space around them.

    They do not overlap, and every character that is not white space lies in one. An empty line always ends a
    sentence; a single line end does unless the next line goes on in lower case or the line breaks off.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, start, match):
            _append(spans, text, start, match.end())
            start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    follow = _follow(text, match.end())
    if match[0][0] == "\n":
        return _line_ends(text[max(start, match.start() - 40) : match.start()], follow, text, match)
    if follow is None:
        return True
    if follow.islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    return _full_stop_ends(text, max(start, match.start() - 40), match, follow)


def _follow(text: str, position: int) -> str | None:
    """The first word of what follows, without opening marks; None at a paragraph's end."""
    gap = re.compile(r"\s*").match(text, position)
    assert gap is not None  # the pattern matches the empty string
    if gap.end() == len(text) or gap[0].count("\n") > 1:
        return None
    position = gap.end()
    while position < len(text) and text[position] in _OPENERS:
        position += 1
    word = re.compile(r"\w{0,30}").match(text, position)
    return word[0] if word else ""


def _full_stop_ends(text: str, start: int, match: re.Match[str], follow: str) -> bool:
    before = _WORD_BEFORE.search(text, start, match.start())
    word = before[0] if before else ""
    if word.casefold() in _TITLES:
        # «el 3 de sept. Rubio…» is rare; «Dr. Pérez», «núm. 5» are not.
        return False
    if _DOTTED.match(f"{word}."):
        return follow.casefold() in _BEGINNERS
    # «1. Primer punto»: the number of a list item belongs to what it numbers.
    return not (word.isdigit() and len(word) < 3 and _at_line_start(text, match.start() - len(word)))


def _at_line_start(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] == "\n"


def _line_ends(before: str, follow: str | None, text: str, match: re.Match[str]) -> bool:
    if follow is None or len(match[0]) > 1 or text[match.end() : match.end() + 1] in "-*•":
        return True
    last = before.split()[-1].casefold() if before.split() else ""
    return not (follow[:1].islower() or last.endswith(",") or last in _GOES_ON)
