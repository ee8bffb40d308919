"""Which way a verb near a date points: what happened, or what is to happen. Pure."""

from __future__ import annotations

import re

from hemeroteca.answering.calendar import Direction

_REACH = 160

_FUTURE = (
    r"\w*[aeioudbr]rá[ns]?|\w+(?:ar|er|ir)emos|(?:va|van|vamos)\s+a|previst[oa]s?|programad[oa]s?|prevén?|planean?"
    r"|alistan?|pretenden?|se\s+esperan?|convocad[oa]s?"
    # the present of what stands in a calendar: «se reúne el viernes»
    r"|reúnen?|celebran?|comienzan?|empiezan?|inician?|arrancan?|vencen?|viajan?|juegan?|se\s+realizan?"
    r"|will|shall|going\s+to|scheduled|plans?\s+to|expected|(?:is|are)\s+to|meets?|begins?|starts?|opens?"
)
_PAST = (
    r"[^\W\d_]+(?:ó|aron|ieron|[cjñ]eron)|fue|fueron|dijo|hizo|tuvo|estuvo|hubo|puso|pudo|vino|quiso|supo|trajo|dio|vio"
    r"|anduvo|convino|propuso|era|eran|[^\W\d_]+aban?|(?:ha|han|había|habían|he|hemos)\s+[^\W\d_]+"
    r"|[^\W\d_]{2,}(?<!ust)(?<!par)(?<!césp)(?<!merc)ed|was|were|said|met|held|took|went|came|told|began|won|fell|did"
)
# The time of an infinitive is its own («acordaron celebrar en febrero»): the verb before it says nothing of the date.
_OPEN = r"[^\W\d_]{2,}(?:ar|er|ir|ár|ér|ír)(?:se|l[aoe]s?|nos)?|to\s+[a-z]+"
_NO_VERBS = frozenset(
    str.split(
        "lugar ayer mujer militar popular particular titular familiar hogar similar nuclear taller primer "
        "tercer mayor escolar ejemplar millar par mar bar mal cualquier alquiler to"
    )
)
_CUE = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST})|(?P<open>{_OPEN}))\b")
_BREAK = re.compile(r"[!?;\n]|[^\W\d_]{3}\.\s|[\d»”\"]\.\s")
# «reunión para el lunes»: the preposition alone says that it is to come.
_FOR = re.compile(r"\b(?:para|a\s+partir\s+de)(?:\s+(?:el|la|los|las|este|esta|mes|día|de))*\s*\Z")


def tense_at(text: str, start: int, end: int) -> Direction | None:
    """The direction of the verb nearest to ``text[start:end]`` in its sentence; None where none tells."""
    left = max(0, start - _REACH)
    breaks = [m.end() for m in _BREAK.finditer(text, left, start)]
    left = breaks[-1] if breaks else left
    right = min(len(text), end + _REACH)
    stop = _BREAK.search(text, end, right)
    right = stop.start() + 1 if stop else right
    if _FOR.search(text, left, start):
        return Direction.FUTURE
    best: tuple[int, Direction | None] | None = None
    for match in _CUE.finditer(text, left, right):
        # A capital letter makes it a name (Irán, Beltrán); so does standing inside the expression itself.
        if (match[0][0].isupper() and match.start() > left + 2) or match[0].casefold() in _NO_VERBS:
            continue
        if match.start() < end and match.end() > start:
            continue
        distance = start - match.end() if match.end() <= start else match.start() - end
        meaning = Direction.FUTURE if match["future"] else Direction.PAST if match["past"] else None
        # Across a comma stands another clause.
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        distance += 25 * between.count(",")
        if best is None or distance < best[0]:
            best = distance, meaning
    return best[1] if best else None
