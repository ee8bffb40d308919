"""Spanish follow-ups without a verb: «¿Y en febrero?», «¿Y la empresa?», «¿Dónde?», «¿Y quién más?». Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hemeroteca.answering.antecedents import Mention, Role, Sort, is_group, is_post, mentions
from hemeroteca.answering.clause_parser import parse
from hemeroteca.answering.clauses import Chunk, Clause
from hemeroteca.answering.pronouns import sentence
from hemeroteca.answering.referents import find, meant_by, owned_phrase, topic_of
from hemeroteca.answering.words import fold
from hemeroteca.types import Exchange, Kind

_PAST = re.compile(r"\w+(?:ó|aron|ieron|jeron|aba|aban|ía|ían)\Z")


def ask_otherwise(asked: Clause, history: Sequence[Exchange]) -> str | None:
    """The last question, asking for something else of it: «¿Dónde?», «¿Con qué porcentaje?», «¿Y quién más?»."""
    last = parse(history[-1].question)
    if not last.verb_words:
        topic = topic_of(mentions(history))
        return sentence([asked.asks_words, "de", topic]) if topic else None
    more = fold(asked.asks_words).endswith(" mas")
    counted = asked.interrogative.startswith("cuant") and not last.interrogative.startswith("cuant")
    if counted and asked.noun[1] == asked.noun[0]:
        bare = next((c for c in last.chunks if c.preposition is None and c.determiner is None and not c.named), None)
        rest = [last.of(c) for c in last.chunks if c is not bare]
        return sentence([asked.asks_words, last.of(bare) if bare else "", *_verb(last), *rest])
    if asked.interrogative.startswith("cuant") and asked.noun[1] > asked.noun[0] and not asked.preposition and counted:
        topic = topic_of(mentions(history))
        exists = "hubo" if _PAST.match(last.verb_words.split()[0].lower()) else "hay"
        return sentence([asked.asks_words, exists, f"en {topic}"]) if topic else None
    rest = [last.of(c) for c in last.chunks if not _same_place(asked, c)]
    if more and asked.interrogative == last.interrogative:
        return sentence([asked.asks_words, last.words(*last.noun), *_verb(last), *rest])
    return sentence([asked.asks_words, *_verb(last), *_bare_first(last, rest, _filled(last, history))])


def _verb(clause: Clause) -> list[str]:
    words = [*(clause.tokens[i].text for i in clause.clitics), clause.verb_words]
    # «¿Hubo…?» moves behind what is asked with.
    return words if clause.asks_words else [words[0][:1].lower() + words[0][1:], *words[1:]]


def _bare_first(last: Clause, rest: list[str], filled: list[str]) -> list[str]:
    """«tomará posesión Urrutia», not «tomará Urrutia posesión»."""
    bare = [
        last.of(c) for c in last.chunks if c.preposition is None and c.determiner is None and not c.named and not c.time
    ]
    return [*(part for part in rest if part in bare), *filled, *(part for part in rest if part not in bare)]


def _same_place(asked: Clause, chunk: Chunk) -> bool:
    """What the new question asks for is not said again: «¿Cuándo?» drops «el jueves», «¿Según quién?» «según X»."""
    asks_time = asked.interrogative == "cuando" or fold(asked.words(*asked.noun)) in {
        "dia",
        "fecha",
        "ano",
        "mes",
        "hora",
    }
    return (asks_time and chunk.time) or (asked.preposition is not None and asked.preposition == chunk.preposition)


def _filled(last: Clause, history: Sequence[Exchange]) -> list[str]:
    """What the last question asked for, as its answer or at least its noun, where the new one does not ask for it."""
    answer = history[-1].answer
    if last.asks_subject and answer.kind is Kind.WHO:
        person = find(mentions(history), lambda m: m.role is Role.ANSWER and m.age == 0)
        return [person.text] if person else []
    if last.noun[1] > last.noun[0] and last.interrogative != "cual":
        noun = last.words(*last.noun)
        kept = last.preposition if last.preposition in {"a", "en", "con"} else ""
        asks_when = fold(noun).split()[0] in {
            "dia",
            "fecha",
            "ano",
            "mes",
            "hora",
            "horas",
            "porcentaje",
            "edad",
            "estadio",
            "lugar",
        }
        return [] if asks_when else [f"{kept} {noun}".strip()]
    return []


def fill(fragment: Clause, history: Sequence[Exchange]) -> str | None:
    """The last question with the fragment in the place of what it differs from, or added to it."""
    if not fragment.chunks:
        return None
    last = parse(history[-1].question)
    known = mentions(history)
    chunk = fragment.chunks[0]
    said = _said(fragment, chunk, last, known)
    rest = [fragment.of(c) for c in fragment.chunks[1:]]
    if not last.verb_words and not last.chunks:
        return None
    place = _place(fragment, chunk, last, known)
    chunks = [last.of(c) for c in last.chunks]
    noun_replaced = ""
    if place is not None:
        chunks[place] = _into(fragment, chunk, said, last, last.chunks[place])
    elif _replaces_noun(fragment, chunk, last):
        noun_replaced = said
    elif last.asks_subject and chunk.preposition is None and not chunk.time and not chunk.adverb and not chunks:
        return sentence([last.asks_words, *_verb(last), said, *rest])
    else:
        chunks.append(said)
    asks = f"{last.words(last.asks[0], last.noun[0])} {noun_replaced}" if noun_replaced else last.asks_words
    return sentence([asks, *_verb(last), *chunks, *rest])


def _said(fragment: Clause, chunk: Chunk, last: Clause, known: Sequence[Mention]) -> str:
    """The fragment's phrase with its pronoun, possessive or missing noun made whole."""
    preposition = fragment.tokens[chunk.first].text if chunk.preposition else ""
    if chunk.pronoun:
        meant = meant_by(
            fragment.tokens[chunk.head].folded, known, besides=" ".join(last.of(c) for c in last.chunks if c.nominal)
        )
        return f"{preposition} {meant.text}".strip() if meant else fragment.of(chunk)
    if chunk.determiner in {"su", "sus"}:
        owned = owned_phrase(fragment.words(chunk.head, chunk.last), known, plural=chunk.determiner == "sus")
        return f"{preposition} {owned}".strip() if owned else fragment.of(chunk)
    if fragment.tokens[chunk.head].folded in {"de", "del", "que"} or _headless(fragment, chunk):
        article = fragment.tokens[chunk.first].folded
        gender, plural = ("f" if article.startswith("la") else "m"), article.endswith("s")
        noun = find(
            known,
            lambda m: m.gender == gender and m.plural is plural and len(m.text.split()) > 1,
            roles=(Role.NOMINAL, Role.OBLIQUE, Role.ASKED),
        )
        if noun is not None:
            head = noun.text.split()[1]
            return f"{fragment.tokens[chunk.first].text} {head} {fragment.words(chunk.first + 1, chunk.last)}"
    return fragment.of(chunk)


def _headless(fragment: Clause, chunk: Chunk) -> bool:
    """«la de febrero», «los del puerto»."""
    second = fragment.tokens[chunk.first + 1].folded if chunk.last > chunk.first + 1 else ""
    return chunk.determiner in {"el", "la", "los", "las"} and second in {"de", "del"}


def _place(fragment: Clause, chunk: Chunk, last: Clause, known: Sequence[Mention]) -> int | None:
    """Which phrase of the last question the fragment stands for; None where it adds to it."""
    places = range(len(last.chunks))
    if chunk.adverb or chunk.time:
        return next((i for i in places if last.chunks[i].time), None)
    if chunk.preposition is not None:
        same = [i for i in places if last.chunks[i].preposition == chunk.preposition and not last.chunks[i].time]
        if same or chunk.preposition not in {"en", "de"}:
            return same[-1] if same else None
        ending = [i for i in places if _complement(last, last.chunks[i]) is not None]
        return ending[-1] if ending and chunk.named else None
    nominal = [i for i in places if last.chunks[i].nominal]
    if chunk.determiner is None and not chunk.named and not chunk.pronoun:
        return None
    sort = _sort(fragment, chunk, known)
    alike = [i for i in nominal if _sort(last, last.chunks[i], known) is sort]
    if alike:
        return alike[0] if sort is Sort.PERSON or chunk.pronoun else alike[-1]
    if nominal:
        return nominal[0] if len(nominal) == 1 or sort is Sort.PERSON else nominal[-1]
    personal = [i for i in places if last.chunks[i].named and last.chunks[i].preposition in {"a", "con", "de"}]
    return personal[-1] if personal else None


def _sort(clause: Clause, chunk: Chunk, known: Sequence[Mention]) -> Sort:
    """What kind of thing the phrase names."""
    text = clause.of(chunk, preposition=False)
    same = find(known, lambda m: fold(m.text) == fold(text))
    if same is not None:
        return same.sort
    head = clause.tokens[chunk.head].folded
    if is_post(head) or chunk.pronoun or (chunk.named and chunk.determiner is None):
        return Sort.PERSON
    return Sort.ORGANISATION if is_group(head) else Sort.THING


def _complement(clause: Clause, chunk: Chunk) -> int | None:
    """The token of the last «de» before a name within the phrase: «alcaldesa de Villa Ámbar»."""
    for place in range(chunk.last - 1, chunk.head, -1):
        if clause.tokens[place].folded in {"de", "del"} and place + 1 < chunk.last and not clause.tokens[place].inside:
            return place if any(t.named for t in clause.tokens[place + 1 : chunk.last]) else None
    return None


def _into(fragment: Clause, chunk: Chunk, said: str, last: Clause, old: Chunk) -> str:
    """The fragment in the words that it takes the place of: with its preposition, or its complement."""
    complement = _complement(last, old)
    if chunk.preposition in {"en", "de"} and old.preposition != chunk.preposition and complement is not None:
        return f"{last.words(old.first, complement)} de {fragment.of(chunk, preposition=False)}"
    if chunk.preposition is None and old.preposition is not None:
        return f"{ {'al': 'a', 'del': 'de'}.get(last.tokens[old.first].folded, last.tokens[old.first].text) } {said}"
    # «¿Y la arquitecta?» after the director of a museum means that museum's.
    whose = complement is not None and chunk.last - chunk.head == 1 and is_group(fragment.tokens[chunk.head].folded)
    if whose and complement is not None and chunk.determiner in {"el", "la", "los", "las"}:
        return f"{said} {last.words(complement, old.last)}"
    return said


def _replaces_noun(fragment: Clause, chunk: Chunk, last: Clause) -> bool:
    """«¿Y helicópteros?» after «¿Cuántos aviones…?»."""
    bare = (
        chunk.preposition is None
        and chunk.determiner is None
        and not chunk.named
        and not chunk.adverb
        and not chunk.time
    )
    return bare and last.noun[1] > last.noun[0]
