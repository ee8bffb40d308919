"""Spanish questions with a verb that lean on what was said: pronouns, subjects left out, parts of a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from hemeroteca.answering.antecedents import Mention, Role, Sort, evidence_words, is_group, mentions
from hemeroteca.answering.clauses import Chunk, Clause
from hemeroteca.answering.referents import (
    OF_PEOPLE,
    agrees,
    find,
    implied_subject,
    is_sort,
    is_thing,
    meant_by,
    owned_phrase,
    topic_of,
)
from hemeroteca.answering.words import fold, stem
from hemeroteca.types import Exchange

# What is done to people: its «lo» and «los» are persons.
_TO_PEOPLE = re.compile(
    r"(?:deten|detuv|agarr|captur|arrest|llev|traslad|felicit|derrot|mat|hiri|hier|acus|conden|entrevist|acompan|nombr"
    r"|elig|eligi|design|despid|evacu|atend|venci|contrat|propus)"
)
_INTRANSITIVE = re.compile(
    r"(?:medi|particip|asist|estuv|habl|muri|gan[oa]r?on?\Z|trabaj|intervin|acud|fallec|colabor|vot|perd)"
)


def complete(clause: Clause, history: Sequence[Exchange], *, leaning: bool) -> str | None:
    """The full question, or None where the clause is complete in itself. ``leaning``: it began with «y» or the like."""
    known = mentions(history)
    builder = _Builder(clause)
    changed = _pronouns(builder, known)
    changed = _clitics(builder, known) or changed
    changed = _subject(builder, known) or changed
    changed = _possessives(builder, known, subject_given=changed) or changed
    if not builder.named:
        changed = _repeated(builder, known) or changed
    if not changed and not builder.named:
        changed = _part_of(builder, known, evidence_words(history), leaning=leaning)
    return builder.text() if changed else None


class _Builder:
    """A clause whose chunks can be replaced and added to, put together again at the end."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.chunks = [clause.of(chunk) for chunk in clause.chunks]
        self.clitics = [clause.tokens[i].text for i in clause.clitics]
        self.verb = clause.verb_words
        self.subject = ""
        self.tail = ""

    @property
    def named(self) -> bool:
        """Whether the question has a name of its own."""
        return any(token.named for token in self.clause.tokens)

    @property
    def all_words(self) -> str:
        return " ".join([self.clause.asks_words, *self.clitics, self.verb, self.subject, *self.chunks, self.tail])

    def text(self) -> str:
        clause = self.clause
        place = 0
        while place < len(clause.chunks) and _bare(clause.chunks[place]):
            place += 1
        parts = [
            clause.asks_words,
            *self.clitics,
            self.verb,
            *self.chunks[:place],
            self.subject,
            *self.chunks[place:],
            self.tail,
        ]
        return sentence(parts)


def sentence(parts: Iterable[str]) -> str:
    """A Spanish question of these parts, the empty ones left out."""
    text = " ".join(part for part in parts if part)
    text = re.sub(r"\b([Aa]|[Dd]e) el (?=\S)", lambda m: f"{m[1]}l ", text)
    text = re.sub(r"\s+([,;])", r"\1", text)
    return f"¿{text[:1].upper()}{text[1:]}?"


def _bare(chunk: Chunk) -> bool:
    return chunk.determiner is None and not chunk.named and not chunk.time and not chunk.adverb and not chunk.pronoun


def _pronouns(builder: _Builder, known: Sequence[Mention]) -> bool:
    changed = False
    for place, chunk in enumerate(builder.clause.chunks):
        word = fold(builder.clause.tokens[chunk.head].text)
        if not chunk.pronoun:
            continue
        meant = meant_by(word, known, besides=builder.all_words)
        if meant is not None:
            preposition = builder.clause.tokens[chunk.first].text if chunk.preposition else ""
            builder.chunks[place] = f"{preposition} {meant.text}".strip()
            changed = True
    return changed


def _clitics(builder: _Builder, known: Sequence[Mention]) -> bool:
    clitic = next((c for c in builder.clitics if fold(c) in {"lo", "la", "los", "las", "le", "les"}), None)
    verb = builder.clause.main
    if clitic is None or _doubled(builder, fold(clitic)):
        return False
    word = fold(clitic)
    to_people = _TO_PEOPLE.match(verb) is not None
    if word in {"le", "les"}:
        meant = find(
            known,
            is_sort(Sort.PERSON, Sort.ORGANISATION),
            lambda m: m.plural is (word == "les"),
            besides=builder.all_words,
        )
        if meant is None and word == "les":
            meant = find(known, lambda m: m.plural, besides=builder.all_words)
        if meant is None:
            return False
        builder.tail = f"a {meant.text}"
        return True
    fits = agrees("f" if word in {"la", "las"} else "m", word.endswith("s"))
    who = is_sort(Sort.PERSON) if to_people else is_thing
    roles = (Role.NOMINAL, Role.ANSWER, Role.ASKED, Role.OBLIQUE, Role.INNER)
    if to_people:
        roles = (Role.ANSWER, Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ASKED)
    meant = find(known, who, fits, _settled, roles=roles, besides=builder.all_words)
    meant = meant or find(known, fits, _settled, roles=roles, besides=builder.all_words)
    if meant is None:
        return _neuter(builder, known) if word == "lo" else False
    at = builder.clitics.index(clitic)
    # «se lo entregan»: whom it is given to is not said again.
    del builder.clitics[at - 1 if at and fold(builder.clitics[at - 1]) == "se" else at : at + 1]
    builder.verb += f" {'a ' if meant.sort is Sort.PERSON else ''}{meant.text}"
    return True


def _settled(mention: Mention) -> bool:
    """Whether its gender is known, or it is a name, which may be of either."""
    return mention.gender is not None or mention.named or mention.sort in {Sort.PERSON, Sort.ORGANISATION}


def _doubled(builder: _Builder, clitic: str) -> bool:
    """«le dijo a Rubio», «les pidió a los vecinos»: what the clitic stands for is in the question."""
    personal = any(chunk.preposition == "a" and (chunk.named or chunk.determiner) for chunk in builder.clause.chunks)
    return clitic in {"le", "les"} and personal


def _neuter(builder: _Builder, known: Sequence[Mention]) -> bool:
    """«¿Quién lo anunció?» after no masculine: all that was said before."""
    topic = topic_of(known)
    if topic is None:
        return False
    builder.clitics = [c for c in builder.clitics if fold(c) != "lo"]
    builder.verb += f" lo de {topic}"
    return True


def _subject(builder: _Builder, known: Sequence[Mention]) -> bool:
    """Say who or what the question is about where it does not."""
    clause = builder.clause
    if clause.lacks_subject:
        if clause.plural and builder.verb != clause.verb_words:
            return False  # «¿Dónde los detuvieron?»: nobody in particular did.
        meant = implied_subject(clause, known, besides=builder.all_words)
        if meant is None and clause.plural:
            topic = topic_of(known)
            builder.tail = f"en {topic}" if topic and not builder.named else ""
            return bool(builder.tail)
        if meant is not None:
            builder.subject = meant.text
        return meant is not None
    chunks = [chunk for chunk in clause.chunks if chunk.nominal]
    speaks = OF_PEOPLE.match(clause.main) and not clause.plural and not clause.impersonal
    if (
        not speaks
        or clause.reflexive
        or clause.asks_subject
        or any(c.named or c.pronoun or _can_speak(clause, c) for c in chunks)
    ):
        return False
    # «¿A quién dedicó el triunfo?»: the phrase is what was dedicated.
    meant = find(known, is_sort(Sort.PERSON), lambda m: not m.plural and m.age < 2, besides=builder.all_words)
    if meant is not None:
        builder.subject = meant.text
    return meant is not None


def _can_speak(clause: Clause, chunk: Chunk) -> bool:
    return is_group(clause.tokens[chunk.head].folded) or any(t.named for t in clause.tokens[chunk.first : chunk.last])


def _possessives(builder: _Builder, known: Sequence[Mention], *, subject_given: bool) -> bool:
    clause = builder.clause
    changed = False
    nominal = [chunk for chunk in clause.chunks if chunk.nominal]
    for place, chunk in enumerate(clause.chunks):
        if chunk.determiner not in {"su", "sus"} or subject_given or any(c is not chunk for c in nominal):
            continue
        preposition = clause.tokens[chunk.first].text if chunk.preposition else ""
        said = clause.words(chunk.head, chunk.last)
        owned = owned_phrase(said, known, plural=chunk.determiner == "sus")
        if owned is not None:
            builder.chunks[place] = f"{preposition} {owned}".strip()
            changed = True
    return changed


def _repeated(builder: _Builder, known: Sequence[Mention]) -> bool:
    """«el premio» where «el premio Garza» was spoken of: in the words that said which."""
    clause = builder.clause
    changed = False
    for place, chunk in enumerate(clause.chunks):
        plain = chunk.determiner in {
            "el",
            "la",
            "los",
            "las",
            "ese",
            "esa",
            "esos",
            "esas",
            "este",
            "esta",
            "dicho",
            "dicha",
        }
        if not plain or chunk.time or chunk.last - chunk.head > 1 or builder.chunks[place] != clause.of(chunk):
            continue
        head = clause.tokens[chunk.head].folded
        longer = find([m for m in known if m.head == head], lambda m: m.named or len(m.text.split()) > 2)
        if longer is not None:
            preposition = clause.tokens[chunk.first].text if chunk.preposition else ""
            preposition = {"al": "a", "del": "de"}.get(fold(preposition), preposition)
            builder.chunks[place] = f"{preposition} {longer.text}".strip()
            changed = True
    return changed


def _part_of(builder: _Builder, known: Sequence[Mention], evidence: AbstractSet[str], *, leaning: bool) -> bool:
    """«¿Cuánto costó la obra?»: of what was spoken of, where the articles read for that speak of it too."""
    clause = builder.clause
    topic = topic_of(known)
    if topic is None or fold(topic) in fold(builder.all_words):
        return False
    parts = [c for c in clause.chunks if c.determiner in {"el", "la", "los", "las"} and not c.time and not c.named]
    nouns = [clause.tokens[c.head].folded for c in (parts or [c for c in clause.chunks if not c.adverb and not c.time])]
    nouns += [clause.tokens[clause.noun[0]].folded] if clause.noun[1] > clause.noun[0] else []
    related = any(stem(noun) in evidence for noun in nouns) if nouns else bool(clause.chunks) or clause.asks_subject
    if not leaning and not related:
        return False
    if not clause.chunks and not nouns:
        topic = topic_of(known, whole=True) or topic
    last = parts[-1] if parts else None
    specified = (last is not None and last.last - last.head > 2) or clause.noun[1] - clause.noun[0] > 2
    if specified and not leaning:
        return False  # It says itself of what.
    if last is not None:
        place = clause.chunks.index(last)
        builder.chunks[place] += f" de {topic}"
    elif (
        clause.asks_subject
        and not clause.chunks
        and not clause.impersonal
        and not _INTRANSITIVE.match(clause.main)
        and not nouns
    ):
        builder.subject = topic
    else:
        builder.tail = f"en {topic}"
    return True
