"""Who it is that says something: the words for a speaker before, after and beside a verb of saying. Pure."""

from __future__ import annotations

import re

from hemeroteca.answering.attribution_words import (
    BORDER,
    IS_TIME,
    NAME_AFTER,
    NO_WHO,
    NOBODY,
    PRONOUNS,
    SAYING,
    SAYS,
    UNNAMED,
    WHEN,
    WHERE,
    WHO,
    WHO_ENDS,
    WORD,
)
from hemeroteca.sentences import split_sentences

VERB = rf"(?P<verb>{SAYS})"
TO_THEM = r"(?:(?:les?|nos|me|se|lo)\s+)?"
OPENS = r"(?:,|»,?|”,?|\",?|—|–)\s*"

TRAILING = re.compile(rf"{OPENS}(?:así\s+)?(?:como\s+)?{TO_THEM}{VERB}{WHEN}{WHERE}\s+(?!{NO_WHO}){WHO}{BORDER}")

# Who a sentence begins with: «La directora del hospital, Pilar Anchuela, compareció», «El capitán Rincones atendió».
OPENING = re.compile(
    rf"(?P<who>(?:(?:El|La|Los|Las|Un|Una)\s+{WORD}(?:\s+(?!{SAYING}){WORD}){{0,7}}?(?:,\s+[A-ZÁÉÍÓÚÑ][^,]*(?=,))?"
    rf"|[A-ZÁÉÍÓÚÑ]\w+(?:\s+[A-ZÁÉÍÓÚÑ]\w+)*))"
    r"(?=,?\s+(?:(?:se|lo|le|no|ya)\s+)?(?:[a-zñáéíóú]+(?:ó|aron|ieron|aba|ía)|dijo|hizo|fue|estuvo|tuvo|dio)\b)"
)

_ALSO_SPOKE = re.compile(rf"(?:Habló|Hablaron|Intervino|Compareció)\s+(?:también\s+)?{WHO}{BORDER}")


def is_nobody(who: str) -> bool:
    return NOBODY.match(who.strip()) is not None or UNNAMED.search(who) is not None


def source_name(text: str, sentence: str, first: int, match: re.Match[str]) -> str | None:
    who = match["who"].strip()
    told = re.match(rf"(?:lo\s+(?:dicho|que\s+{SAYING})\s+(?:por\s+)?|{SAYING}{WHEN}\s+)(?=\w)", who)
    if told:
        return tidy(who[told.end() :])
    if re.fullmatch(SAYING, who) or who in PRONOUNS:
        return carried(text, first, "" if who in PRONOUNS else sentence[: match.start()])
    stands = re.match(r"(?:consta|figura|se\s+lee|aparece)\s+en\s+", who)
    if stands:
        return who[stands.end() :]
    return tidy(
        re.split(r"\s+(?:difundid|publicad|emitid|presentad|dad[oa]\s|a\s+conocer|en\s+(?:un|una|su)\s)", who)[0]
    )


_CLAUSE_BORDER = re.compile(r"[,;:.«»“”\"—–]|\b(?:[Dd]esde|y|pero|mientras|donde|cuando|porque|aunque|que)\s")


def subject(text: str, first: int, before: str) -> str | None:
    """The subject before a verb of saying: the words from the last border, without what is set in commas."""
    bare = re.sub(
        r"\b(?:también|además|ya|no|lo|le|les|se|nos|me|ha|han|este\s+\w+|ayer|hoy)\s+\Z", "", before.rstrip() + " "
    )
    name = re.search(r",\s*((?:(?:el|la)\s)?[^,]*[A-ZÁÉÍÓÚÑ][^,]*),\s*\Z", bare)
    clean = re.sub(r",[^,]*,\s*\Z", " ", bare)
    piece = _CLAUSE_BORDER.split(clean)[-1].strip()
    if piece.casefold() in PRONOUNS:
        return name[1] if name else carried(text, first, "")
    if (
        not piece
        or len(piece.split()) > 12
        or IS_TIME.match(piece)
        or not re.match(r"(?:El|La|Los|Las|Un|Una|Su|Sus|el|la|los|las|un|una|su|sus)\s|[A-ZÁÉÍÓÚÑ]", piece)
    ):
        return None
    return piece


def tidy(who: str) -> str | None:
    who = WHO_ENDS.split(f"{who} ")[0].strip()
    # «calificó la senadora Perla Tolosa el debate»: what follows a name is what the verb is about.
    object_ = re.search(r"[A-ZÁÉÍÓÚÑ]\w+(?=\s+(?:el|la|los|las|un|una)\s)", who)
    return (who[: object_.end()] if object_ else who) or None


def named(text: str, match: re.Match[str]) -> str | None:
    """The speaker of a match, with the name that follows an office: «la directora, Pilar Anchuela»."""
    who = tidy(match["who"])
    name = NAME_AFTER.match(text, match.end("who"))
    if who and name and who == match["who"].strip() and re.match(r"(?:el|la)\s+[a-zñáéíóú]", who):
        return text[match.start("who") : name.end()]
    return who


def carried(text: str, first: int, before: str) -> str | None:
    """Who spoke or acted in the sentence before, where this one begins with the verb: «Agregó que…»."""
    if not re.fullmatch(r"(?:Además|También|Asimismo|Luego|Después|Y)?,?\s*(?:también\s+)?", before):
        return None
    paragraph = text[text.rfind("\n\n", 0, first) + 1 : first]
    earlier = split_sentences(paragraph)
    if not earlier:
        return None
    sentence = paragraph[slice(*earlier[-1])]
    trailing = TRAILING.search(sentence)
    if trailing:
        return named(sentence, trailing)
    opening = _ALSO_SPOKE.match(sentence) or OPENING.match(sentence)
    return opening["who"] if opening else None


def carried_person(text: str, start: int) -> str | None:
    """Who the sentence before a quotation begins with, where that is somebody with a name."""
    who = carried(text, start, "")
    return who if who and re.search(r"\s[A-ZÁÉÍÓÚÑ]", who) else None
