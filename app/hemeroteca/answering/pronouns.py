"""Spanish questions with a verb that lean on what was said: pronouns, possessives, subjects left out, parts of a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from hemeroteca.answering.antecedents import (
    Mention,
    Role,
    Sort,
    article_for,
    evidence_words,
    is_group,
    is_post,
    mentions,
    noun_gender,
    shorter,
)
from hemeroteca.answering.clauses import Chunk, Clause
from hemeroteca.answering.words import fold, stem
from hemeroteca.types import Exchange

# Verbs of people: saying, wanting, living. Folded beginnings.
_OF_PEOPLE = re.compile(
    r"(?:dij|dic[eh]|declar|explic|anunci|promet|pidi|pid[eo]|respond|contest|dedic|felicit|nac[eio]|viv[eio]|opin|afirm|asegur"
    r"|reconoc|senal|sostuv|critic|denunci|exig|coment|agreg|advirt|propus|propon|pretend|quier|quis|sab[eio]|cree|crey|piens"
    r"|derrot|visit|viaj|habl|convers|estudi|dimit|renunc|muri|fallec|prefir|confirm|nego|nieg|rechaz|salud|entrevist|calific"
    r"|agradec|lament|insist|record|recomend|sugir|atribuy|achac|escrib|public|firm|toma|jur)"
)
_OF_THINGS = re.compile(
    r"(?:sera|seran|fue|fueron|es|son|era|empez|empiez|comenz|comienz|termin|acab|cost|cuest|dur|abr|reabr|cerr|cierr|celebr"
    r"|trat|entra|inaugur|retras|estall|vale|mide|pesa)"
)
# What is done to people: its «lo» and «los» are persons.
_TO_PEOPLE = re.compile(
    r"(?:deten|detuv|agarr|captur|arrest|llev|traslad|felicit|derrot|mat|hiri|hier|acus|conden|entrevist|acompan|nombr|elig|eligi"
    r"|design|despid|evacu|atend|venci|contrat|propus)"
)
_INTRANSITIVE = re.compile(r"(?:medi|particip|asist|estuv|habl|muri|gan[oa]r?on?\Z|trabaj|intervin|acud|fallec|colabor|vot|perd)")
_IMPERSONAL = frozenset("hay hubo habra habia".split())


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
        parts = [clause.asks_words, *self.clitics, self.verb, *self.chunks[:place], self.subject, *self.chunks[place:], self.tail]
        return sentence(parts)


def sentence(parts: Iterable[str]) -> str:
    """A Spanish question of these parts, the empty ones left out."""
    text = " ".join(part for part in parts if part)
    text = re.sub(r"\b([Aa]|[Dd]e) el (?=\S)", lambda m: f"{m[1]}l ", text)
    text = re.sub(r"\s+([,;])", r"\1", text)
    return f"¿{text[:1].upper()}{text[1:]}?"


def _bare(chunk: Chunk) -> bool:
    return chunk.determiner is None and not chunk.named and not chunk.time and not chunk.adverb and not chunk.pronoun


def find(
    known: Sequence[Mention],
    *tests: Callable[[Mention], bool],
    roles: Sequence[Role] = tuple(Role),
    besides: str = "",
) -> Mention | None:
    """The mention that passes all tests: the newest exchange first, then by the order of roles; not one said already."""
    taken = fold(besides)
    fitting = [m for m in known if m.role in roles and fold(m.text) not in taken and all(test(m) for test in tests)]
    return min(fitting, key=lambda m: (m.age, list(roles).index(m.role)), default=None)


def _is(*sorts: Sort) -> Callable[[Mention], bool]:
    return lambda m: m.sort in sorts


def _agrees(gender: str | None, plural: bool) -> Callable[[Mention], bool]:
    return lambda m: m.plural is plural and (gender is None or m.gender in (None, gender))


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


def meant_by(pronoun: str, known: Sequence[Mention], *, besides: str = "") -> Mention | None:
    """Whom or what «él», «ella», «ellos», «eso» stand for (folded)."""
    if pronoun in {"eso", "esto", "ello"}:
        return find(known, lambda m: m.sort is not Sort.PERSON, lambda m: m.role is not Role.INNER, besides=besides)
    gender, plural = ("f" if pronoun.startswith("ella") else "m"), pronoun.endswith("s")
    fits = _agrees(gender, plural)
    roles = (Role.ANSWER, Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ASKED)
    return (
        find(known, _is(Sort.PERSON), fits, roles=roles, besides=besides)
        or find(known, _is(Sort.ORGANISATION), fits, roles=roles, besides=besides)
        or find(known, fits, roles=roles, besides=besides)
    )


def _clitics(builder: _Builder, known: Sequence[Mention]) -> bool:
    clitic = next((c for c in builder.clitics if fold(c) in {"lo", "la", "los", "las", "le", "les"}), None)
    verb = builder.clause.main
    if clitic is None or _doubled(builder, fold(clitic)):
        return False
    word = fold(clitic)
    to_people = _TO_PEOPLE.match(verb) is not None
    if word in {"le", "les"}:
        meant = find(known, _is(Sort.PERSON, Sort.ORGANISATION), lambda m: m.plural is (word == "les"), besides=builder.all_words)
        if meant is None and word == "les":
            meant = find(known, lambda m: m.plural, besides=builder.all_words)
        if meant is None:
            return False
        builder.tail = f"a {meant.text}"
        return True
    fits = _agrees("f" if word in {"la", "las"} else "m", word.endswith("s"))
    people, things = _is(Sort.PERSON), lambda m: m.sort is not Sort.PERSON
    roles = (Role.NOMINAL, Role.ANSWER, Role.ASKED, Role.OBLIQUE, Role.INNER)
    settled = lambda m: m.gender is not None or m.sort in {Sort.PERSON, Sort.ORGANISATION} or m.named  # noqa: E731
    meant = find(known, people if to_people else things, fits, settled, roles=roles, besides=builder.all_words)
    meant = meant or find(known, fits, settled, roles=roles, besides=builder.all_words)
    if meant is None:
        return _neuter(builder, known) if word == "lo" else False
    at = builder.clitics.index(clitic)
    # «se lo entregan»: whom it is given to is not said again.
    del builder.clitics[at - 1 if at and fold(builder.clitics[at - 1]) == "se" else at : at + 1]
    builder.verb += f" {'a ' if meant.sort is Sort.PERSON else ''}{meant.text}"
    return True


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
    speaks = _OF_PEOPLE.match(clause.main) and not clause.plural and not clause.impersonal
    if not speaks or clause.reflexive or clause.asks_subject or any(c.named or c.pronoun or _can_speak(clause, c) for c in chunks):
        return False
    # «¿A quién dedicó el triunfo?»: the phrase is what was dedicated.
    meant = find(known, _is(Sort.PERSON), lambda m: not m.plural and m.age < 2, besides=builder.all_words)
    if meant is not None:
        builder.subject = meant.text
    return meant is not None


def _can_speak(clause: Clause, chunk: Chunk) -> bool:
    return is_group(clause.tokens[chunk.head].folded) or any(t.named for t in clause.tokens[chunk.first : chunk.last])


def implied_subject(clause: Clause, known: Sequence[Mention], *, besides: str = "") -> Mention | None:
    """Who or what a question without a subject is about: by what its verb can be said of, and by number."""
    reflexive = clause.reflexive
    number = lambda m: m.plural is clause.plural  # noqa: E731
    verb = clause.finite if clause.finite in {"fue", "es", "sera"} and clause.verb[1] - clause.verb[0] == 1 else clause.main
    about = (Role.NOMINAL, Role.ANSWER, Role.OBLIQUE, Role.ASKED, Role.INNER)
    if _OF_PEOPLE.match(verb) and not reflexive:
        roles = (Role.ANSWER, Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ASKED)
        for age in range(4):
            near = [m for m in known if m.age == age]
            meant = find(near, _is(Sort.PERSON), number, roles=roles, besides=besides) or find(
                near, _is(Sort.ORGANISATION), number, roles=about, besides=besides
            )
            if meant is not None:
                return meant
        return find(known, number, lambda m: m.role is not Role.ASKED, roles=about, besides=besides)
    # What was found as the answer is spoken of next, where it is a thing that has a name.
    answered = find(known, lambda m: m.role is Role.ANSWER and m.age == 0, number, besides=besides)
    if answered is not None and (answered.sort is Sort.PERSON) is not (bool(_OF_THINGS.match(verb)) or reflexive):
        return answered
    if _OF_THINGS.match(verb) or reflexive:
        things = lambda m: m.sort is not Sort.PERSON  # noqa: E731
        return find(known, things, number, lambda m: m.role is not Role.ASKED, roles=about, besides=besides)
    return find(known, number, lambda m: m.role is not Role.ASKED or clause.plural, roles=about, besides=besides)


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


def owned_phrase(noun: str, known: Sequence[Mention], *, plural: bool) -> str | None:
    """«autora» gives «la autora de …»: of a thing or body for what somebody is, else of a person first."""
    things = lambda m: m.sort is not Sort.PERSON  # noqa: E731
    unasked = lambda m: m.role is not Role.ASKED  # noqa: E731
    first = things if is_post(fold(noun)) else _is(Sort.PERSON)
    recent = [m for m in known if m.age < 2]
    owner = find(recent, first, unasked, besides=noun) or find(known, unasked, besides=noun)
    return f"{article_for(noun, plural=plural)} {noun} de {owner.text}" if owner else None


def _repeated(builder: _Builder, known: Sequence[Mention]) -> bool:
    """«el premio» where «el premio Garza» was spoken of: in the words that said which."""
    clause = builder.clause
    changed = False
    for place, chunk in enumerate(clause.chunks):
        plain = chunk.determiner in {"el", "la", "los", "las", "ese", "esa", "esos", "esas", "este", "esta", "dicho", "dicha"}
        if not plain or chunk.time or chunk.last - chunk.head > 1 or builder.chunks[place] != clause.of(chunk):
            continue
        head = clause.tokens[chunk.head].folded
        longer = find(known, lambda m, h=head: m.head == h and (m.named or len(m.text.split()) > 2))  # type: ignore[misc]
        if longer is not None:
            preposition = clause.tokens[chunk.first].text if chunk.preposition else ""
            preposition = {"al": "a", "del": "de"}.get(fold(preposition), preposition)
            builder.chunks[place] = f"{preposition} {longer.text}".strip()
            changed = True
    return changed


def topic_of(known: Sequence[Mention]) -> str | None:
    """What the last question was about, to say a part of it: a thing with a name rather than a person."""
    roles = (Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ANSWER, Role.ASKED)
    things = lambda m: m.sort is not Sort.PERSON  # noqa: E731
    topic = (
        find([m for m in known if m.age == 0], things, lambda m: m.named, roles=roles)
        or find([m for m in known if m.age == 0], things, lambda m: m.role is not Role.ASKED, roles=roles)
        or find(known, lambda m: m.named, roles=roles)
        or find(known, roles=roles)
    )
    return _known_as(topic, known) if topic else None


def _known_as(topic: Mention, known: Sequence[Mention]) -> str:
    """«los goles del Atlético Ámbar» was spoken of as «el Atlético Ámbar» before: the whole rather than its part."""
    wholes = [m.text for m in known if m.role is not Role.INNER and m.named and f" {topic.text}".endswith(_after_de(m.text))]
    return shorter(min([topic.text, *wholes], key=len))


def _after_de(phrase: str) -> str:
    return f" del {phrase[3:]}" if phrase.startswith("el ") else f" de {phrase}"


def _part_of(builder: _Builder, known: Sequence[Mention], evidence: AbstractSet[str], *, leaning: bool) -> bool:
    """«¿Cuánto costó la obra?»: of what was spoken of, where the articles read for that speak of it too."""
    clause = builder.clause
    topic = topic_of(known)
    if topic is None or fold(topic) in fold(builder.all_words):
        return False
    parts = [c for c in clause.chunks if c.determiner in {"el", "la", "los", "las"} and not c.time and not c.named]
    nouns = [clause.tokens[c.head].folded for c in (parts or [c for c in clause.chunks if not c.adverb and not c.time])]
    nouns += [clause.tokens[clause.noun[0]].folded] if clause.noun[1] > clause.noun[0] else []
    if not leaning and not any(stem(noun) in evidence for noun in nouns) and (nouns or not clause.chunks):
        if nouns or not clause.asks_subject:
            return False
    last = parts[-1] if parts else None
    if last is not None and not leaning and last.last - last.head > 2:
        return False  # It says itself of what.
    if last is not None:
        place = clause.chunks.index(last)
        builder.chunks[place] += f" de {topic}"
    elif clause.asks_subject and not clause.chunks and not clause.impersonal and not _INTRANSITIVE.match(clause.main) and not nouns:
        builder.subject = topic
    else:
        builder.tail = f"en {topic}"
    return True


__all__ = ["complete", "find", "implied_subject", "meant_by", "noun_gender", "owned_phrase", "sentence", "topic_of"]
