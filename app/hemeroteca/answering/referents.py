"""Whom or what a pronoun, a possessive or a verb without a subject means, of all that was spoken of. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hemeroteca.answering.antecedents import Mention, Role, Sort, article_for, is_post, shorter
from hemeroteca.answering.clauses import Clause
from hemeroteca.answering.words import fold

# Verbs of people: saying, wanting, living. Folded beginnings.
OF_PEOPLE = re.compile(
    r"(?:dij|dic[eh]|declar|explic|anunci|promet|pidi|pid[eo]|respond|contest|dedic|felicit|nac[eio]|viv[eio]|opin|afirm|asegur"
    r"|reconoc|senal|sostuv|critic|denunci|exig|coment|agreg|advirt|propus|propon|pretend|quier|quis|sab[eio]|cree|crey|piens"
    r"|derrot|visit|viaj|habl|convers|estudi|dimit|renunc|muri|fallec|prefir|confirm|nego|nieg|rechaz|salud|entrevist|calific"
    r"|agradec|lament|insist|record|recomend|sugir|atribuy|achac|escrib|public|firm|toma|jur)"
)
OF_THINGS = re.compile(
    r"(?:sera|seran|fue|fueron|es|son|era|empez|empiez|comenz|comienz|termin|acab|cost|cuest|dur|abr|reabr|cerr|cierr|celebr"
    r"|trat|entra|inaugur|retras|estall|vale|mide|pesa)"
)


def find(
    known: Sequence[Mention],
    *tests: Callable[[Mention], bool],
    roles: Sequence[Role] = tuple(Role),
    besides: str = "",
) -> Mention | None:
    """The mention that passes all tests, the newest exchange first, then as ``roles`` stand; not one said already."""
    taken = fold(besides)
    fitting = [m for m in known if m.role in roles and fold(m.text) not in taken and all(test(m) for test in tests)]
    return min(fitting, key=lambda m: (m.age, list(roles).index(m.role)), default=None)


def is_thing(mention: Mention) -> bool:
    return mention.sort is not Sort.PERSON


def was_not_asked(mention: Mention) -> bool:
    return mention.role is not Role.ASKED


def is_sort(*sorts: Sort) -> Callable[[Mention], bool]:
    return lambda m: m.sort in sorts


def agrees(gender: str | None, plural: bool) -> Callable[[Mention], bool]:
    return lambda m: m.plural is plural and (gender is None or m.gender in (None, gender))


def meant_by(pronoun: str, known: Sequence[Mention], *, besides: str = "") -> Mention | None:
    """Whom or what «él», «ella», «ellos», «eso» stand for (folded)."""
    if pronoun in {"eso", "esto", "ello"}:
        return find(known, is_thing, lambda m: m.role is not Role.INNER, besides=besides)
    gender, plural = ("f" if pronoun.startswith("ella") else "m"), pronoun.endswith("s")
    fits = agrees(gender, plural)
    roles = (Role.ANSWER, Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ASKED)
    return (
        find(known, is_sort(Sort.PERSON), fits, roles=roles, besides=besides)
        or find(known, is_sort(Sort.ORGANISATION), fits, roles=roles, besides=besides)
        or find(known, fits, roles=roles, besides=besides)
    )


def implied_subject(clause: Clause, known: Sequence[Mention], *, besides: str = "") -> Mention | None:
    """Who or what a question without a subject is about: by what its verb can be said of, and by number."""
    reflexive = clause.reflexive
    number = agrees(None, clause.plural)
    verb = (
        clause.finite
        if clause.finite in {"fue", "es", "sera"} and clause.verb[1] - clause.verb[0] == 1
        else clause.main
    )
    about = (Role.NOMINAL, Role.ANSWER, Role.OBLIQUE, Role.ASKED, Role.INNER)
    if OF_PEOPLE.match(verb) and not reflexive:
        roles = (Role.ANSWER, Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ASKED)
        for age in range(4):
            near = [m for m in known if m.age == age]
            meant = find(near, is_sort(Sort.PERSON), number, roles=roles, besides=besides) or find(
                near, is_sort(Sort.ORGANISATION), number, roles=about, besides=besides
            )
            if meant is not None:
                return meant
        return find(known, number, was_not_asked, roles=about, besides=besides)
    # What was found as the answer is spoken of next, where it is a thing that has a name.
    answered = find(known, lambda m: m.role is Role.ANSWER and m.age == 0, number, besides=besides)
    if answered is not None and (answered.sort is Sort.PERSON) is not (bool(OF_THINGS.match(verb)) or reflexive):
        return answered
    if OF_THINGS.match(verb) or reflexive:
        return find(known, is_thing, number, was_not_asked, roles=about, besides=besides)
    return find(known, number, lambda m: m.role is not Role.ASKED or clause.plural, roles=about, besides=besides)


def owned_phrase(noun: str, known: Sequence[Mention], *, plural: bool) -> str | None:
    """«autora» gives «la autora de …»: of a thing or body for what somebody is, else of a person first."""
    first = is_thing if is_post(fold(noun)) else is_sort(Sort.PERSON)
    recent = [m for m in known if m.age < 2]
    owner = find(recent, first, was_not_asked, besides=noun) or find(known, was_not_asked, besides=noun)
    return f"{article_for(noun, plural=plural)} {noun} de {owner.text}" if owner else None


def topic_of(known: Sequence[Mention], *, whole: bool = False) -> str | None:
    """What the last question was about, to say a part of it: a thing with a name rather than a person.

    «la ceremonia del puente» is of the bridge, where that was spoken of before; ``whole`` takes all of it.
    """
    roles = (Role.NOMINAL, Role.OBLIQUE, Role.INNER, Role.ANSWER, Role.ASKED)
    newest = [m for m in known if m.age == 0]
    topic = (
        find(newest, is_thing, lambda m: m.named, roles=roles)
        or find(newest, is_thing, was_not_asked, roles=roles)
        or find(known, lambda m: m.named, roles=roles)
        or find(known, roles=roles)
    )
    if topic is None or whole:
        return topic.text if topic else None
    wholes = [m.text for m in known if m.role is not Role.INNER and topic.text.endswith(_joined(m.text))]
    return shorter(min([topic.text, *wholes], key=len))


def _joined(phrase: str) -> str:
    """As it stands behind what is part of it."""
    if phrase.startswith("the "):
        return f" of {phrase}"
    return f" del {phrase[3:]}" if phrase.startswith("el ") else f" de {phrase}"
