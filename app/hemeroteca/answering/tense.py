"""Which way a verb near a date points: what happened, or what is to happen. Pure."""

from __future__ import annotations

import re

from hemeroteca.answering.attribution_words import SAYING
from hemeroteca.answering.calendar import Direction

_REACH = 160

_FUTURE = (
    r"\w*[aeioudbr]rá[ns]?|\w+(?:ar|er|ir)emos|(?:va|van|vamos)\s+a|previst[oa]s?|programad[oa]s?|prevén?|planean?"
    r"|alistan?|pretenden?|se\s+esperan?|convocad[oa]s?"
    # what was said would happen: «dijo que viajaría»; nouns (secretaría, librería) do not follow these words
    r"|(?:se|que|no|les?)\s+(?!habr)[^\W\d_]{2,}(?:[aei]r|dr|br)ían?"
    # the present of what one says one will do: «te llamo el lunes», «vuelvo en dos días»
    r"|(?:me|te)\s+(?![^\W\d_]*(?:dijo|hizo|tuvo|puso|pudo|vino|quiso|supo|trajo|dujo|dio|vio)\b)[^\W\d_]{3,}o"
    r"|vuelvo|salgo|vengo|voy|empiezo|tengo"
    r"|tenemos|(?!prepar|esper|declar|recuper|retir|separ|respir|admir)[^\W\d_]{3,}(?:ar|er|ir|dr)é"
    # the present of what stands in a calendar: «se reúne el viernes»
    r"|reúnen?|celebran?|comienzan?|empiezan?|inician?|arrancan?|vencen?|viajan?|juegan?|se\s+realizan?|abren?"
    r"|cierran?|llegan?|salen?|vuelven?|regresan?|debutan?|estrenan?|enfrentan?|inauguran?|tienen?\s+lugar"
    r"|will|shall|going\s+to|scheduled|plans?\s+to|expected|(?:is|are)\s+to|meets?|begins?|starts?|opens?"
)
_PAST = (
    r"[^\W\d_]+(?:ó|aron|ieron|[cjñ]eron)|fue|fueron|dijo|hizo|tuvo|estuvo|hubo|puso|pudo|vino|quiso|supo|trajo|dio|vio"
    r"|anduvo|convino|propuso|era|eran|[^\W\d_]+aban?|(?:ha|han|había|habían|he|hemos|habría|habrían)\s+[^\W\d_]+"
    r"|(?:me|te|les?|l[oa]s?|nos|ya|yo)\s+[^\W\d_]{2,}[^r\W\d_]é"
    r"|(?:ten|hab|pod|deb|sab|quer|dec|hac|viv)ían?"
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
_CUE = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST})|(?P<open>{_OPEN}))\b", re.IGNORECASE)
# What makes an infinitive point somewhere: «debe votar el lunes», «volverá a abrir el martes», «tras perder ayer».
_AHEAD = re.compile(
    r"\b(?:[^\W\d_]+rá[ns]?(?:\s+(?:a|de|que))?|vamos\s+a|van?\s+a|para|debe[ns]?|puede[ns]?|quieren?|buscan?|esperan?|piensan?|prometen?|prometi(?:ó|eron)|acord(?:ó|aron)"
    r"|decidi(?:ó|eron)|tienen?\s+que|tendrán?\s+que|invitan?\s+a)\s+\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:tras|al|por|después\s+de|luego\s+de)\s+\Z")
_BREAK = re.compile(r"[!?;\n]|[^\W\d_]{3}\.\s|[\d»”\"]\.\s")
# «reunión para el lunes»: the preposition alone says that it is to come.
_FOR = re.compile(r"\b(?:para|a\s+partir\s+del?)(?:\s+(?:el|la|los|las|este|esta|mes|día|de)){0,4}\s*\Z")
_WAS_FOR = re.compile(r"\b(?:eran?|estaban?)\s+para(?:\s+(?:el|la|este|mes|día|de)){0,3}\s+\Z")
# «se extendió hasta el viernes»: what was put off was put off to a day to come.
_PUT_OFF = re.compile(
    r"\b(?:extend|prorrog|ampli|aplaz|pospu|posterg|suspend)(?:[ií]|ó|aron|ieron|ad|id|s)\w*\s+(?:[^\W\d_]+\s+){0,3}hasta\s+(?:el\s+)?\Z"
)
# «…, informó la firma»: when it was said, not when it is to happen.
_SAID = re.compile(rf",\s+(?:según\s+)?{SAYING}\b")
# «el 1 de abril y volverá»: after these another clause begins.
_AND = re.compile(r"\s(?:y|e|pero|aunque|mientras|cuando|o)\s")
_FOLLOWS = re.compile(rf",?\s+(?:(?:se|no|le|les|lo|la|ya|también)\s+){{0,2}}(?:{_PAST})\b")


def tense_at(text: str, start: int, end: int) -> Direction | None:
    """The direction of the verb nearest to ``text[start:end]`` in its sentence; None where none tells."""
    left = max(0, start - _REACH)
    breaks = [m.end() for m in _BREAK.finditer(text, left, start)]
    left = breaks[-1] if breaks else left
    right = min(len(text), end + _REACH)
    stop = _BREAK.search(text, end, right)
    right = stop.start() + 1 if stop else right
    if text[left:right].isupper() and len(text.lower()) == len(text):  # a headline in capitals
        text = text.lower()
    if _WAS_FOR.search(text, left, start):
        return Direction.PAST
    if _FOR.search(text, left, start) or _PUT_OFF.search(text, left, start):
        return Direction.FUTURE
    said = _SAID.match(text, end)
    best: tuple[int, Direction | None] | None = None
    for match in _CUE.finditer(text, left, right):
        # A capital letter makes it a name (Irán, Beltrán); so does standing inside the expression itself.
        if (match[0][0].isupper() and match.start() > left + 2) or match[0].casefold() in _NO_VERBS:
            continue
        if match.start() < end and match.end() > start:
            continue
        if said and match.start() < said.end() and match.start() >= end:
            continue
        distance = start - match.end() if match.end() <= start else match.start() - end
        meaning = Direction.FUTURE if match["future"] else Direction.PAST if match["past"] else None
        if match["open"] and _AHEAD.search(text, max(left, match.start() - 20), match.start()):
            meaning = Direction.FUTURE
        elif match["open"] and _BEHIND.search(text, max(left, match.start() - 15), match.start()):
            meaning = Direction.PAST
        # Across a comma stands another clause, and behind «y» too.
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        distance += 25 * between.count(",")
        if match.start() >= end and _AND.search(between):
            distance += 25
        if best is None or distance < best[0]:
            best = distance, meaning
    return best[1] if best else None


def past_follows(text: str, end: int) -> bool:
    """Whether a verb of the past stands right after ``end``."""
    return _FOLLOWS.match(text, end) is not None
