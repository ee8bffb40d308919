"""What a conversation has spoken of: the people and things that a follow-up may mean, with gender and number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hemeroteca.answering import clauses_en
from hemeroteca.answering.clause_parser import parse
from hemeroteca.answering.names import NameKind, find_names
from hemeroteca.answering.words import STOP_WORDS, content_terms, fold, language_of, stem, words
from hemeroteca.types import Exchange, Kind

#: How many exchanges back something may be meant.
REACH = 4


class Sort(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    THING = "thing"


class Role(StrEnum):
    """Where in an exchange it was spoken of."""

    ANSWER = "answer"
    NOMINAL = "nominal"
    """Subject or object of the question."""
    OBLIQUE = "oblique"
    """After a preposition."""
    ASKED = "asked"
    """The noun asked for: «cuántos voluntarios»."""
    INNER = "inner"
    """A name within a larger phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase with its article, as it was said. ``age`` counts exchanges back from 0; ``gender`` is m, f or open."""

    text: str
    head: str
    sort: Sort
    role: Role
    age: int
    gender: str | None = None
    plural: bool = False
    named: bool = False


def mentions(history: Sequence[Exchange]) -> list[Mention]:
    """Everything spoken of in the last exchanges, the newest exchange first and in each as ``Role`` has them."""
    order = list(Role)
    found = []
    for age, exchange in enumerate(reversed(history[-REACH:])):
        names = _known_names(exchange)
        here = [*_of_answer(exchange, age), *_of_question(exchange.question, age)]
        found += sorted((_judged(m, names, exchange) for m in here), key=lambda m: order.index(m.role))
    return found


def language(exchange: Exchange) -> str:
    return "en" if language_of(exchange.question) == "en" else "es"


def evidence_words(history: Sequence[Exchange]) -> frozenset[str]:
    """Stems of what the last exchanges say, and the articles that they cite or, where they cite none, found first."""
    said: set[str] = set()
    for exchange in history[-2:]:
        answer = exchange.answer
        cited = {c.article_id for c in answer.citations} or {hit.passage.article_id for hit in answer.passages[:1]}
        texts = [hit.passage.text for hit in answer.passages if hit.passage.article_id in cited]
        for text in (exchange.question, answer.text, *texts):
            said.update(content_terms(text))
    return frozenset(said)


def _of_question(question: str, age: int) -> Iterator[Mention]:
    if language_of(question) == "en":
        for phrase, role in clauses_en.phrases(question):
            yield _mention(phrase, Role(role), age)
            yield from _inner(phrase, age)
        return
    clause = parse(question)
    for chunk in clause.chunks:
        lasting = not (chunk.time or chunk.adverb or chunk.pronoun or chunk.preposition in {"segun", "ante"})
        if lasting and (chunk.named or chunk.determiner is not None):
            text = clause.of(chunk, preposition=False)
            yield _mention(text, Role.OBLIQUE if chunk.preposition else Role.NOMINAL, age)
            yield from _inner(text, age)
    if clause.noun[1] > clause.noun[0]:
        noun = clause.words(*clause.noun)
        yield _mention(f"{article_for(noun)} {noun}", Role.ASKED, age)


def _of_answer(exchange: Exchange, age: int) -> Iterator[Mention]:
    answer = exchange.answer
    if not answer.text or answer.value is not None or answer.kind in {Kind.WHEN, Kind.HOW_MANY}:
        return
    names = find_names(answer.text)
    if answer.kind is Kind.WHO and names:
        for name in names[:2]:
            yield _mention(name.text, Role.ANSWER, age)
    elif len(answer.text.split()) <= 6 and (names or answer.text[0] in '«“"' or _asks_for_a_thing(exchange.question)):
        # «¿Por qué novela?»: what answers it is a thing of that kind, whatever its words.
        said = answer.text.rstrip(".")
        yield _mention(said if names or said[0] in '«“"' else f"«{said}»", Role.ANSWER, age)


def _asks_for_a_thing(question: str) -> bool:
    noun = parse(question).noun
    return noun[1] > noun[0]


def _inner(phrase: str, age: int) -> Iterator[Mention]:
    for name in find_names(phrase):
        if name.text != phrase:
            article = re.search(r"(?:\A|\s|\bd)(el|la|los|las)\s\Z", phrase[: name.start])
            yield _mention(f"{article[1]} {name.text}" if article else name.text, Role.INNER, age)


def _mention(text: str, role: Role, age: int) -> Mention:
    first, *rest = text.split()
    determined = fold(first) in _ARTICLES and bool(rest)
    head = fold(rest[0] if determined else first)
    gender = _ARTICLES[fold(first)][0] if determined else None
    plural = determined and _ARTICLES[fold(first)][1]
    named = bool(find_names(text)) or text[0] in '«“"'
    return Mention(
        text=f"{first.lower()} {' '.join(rest)}" if determined and role is not Role.ANSWER else text,
        head=head,
        sort=Sort.THING,
        role=role,
        age=age,
        gender=gender,
        plural=plural,
        named=named,
    )


_ARTICLES: dict[str, tuple[str | None, bool]] = {
    **dict.fromkeys(("el", "un", "este", "ese"), ("m", False)),
    **dict.fromkeys(("la", "una", "esta", "esa"), ("f", False)),
    **dict.fromkeys(("los", "unos", "estos", "esos"), ("m", True)),
    **dict.fromkeys(("las", "unas", "estas", "esas"), ("f", True)),
    "the": (None, False),
}
_ROLE_NOUN = re.compile(
    r"(?:president|ministr|exministr|secretari|alcald|gobernador|director|jef|lider|portavoz|vocer|embajador|canciller|autor|"
    r"entrenador|novelist|poet|arquitect|ingenier|biolog|gerente|consejer|diputad|senador|candidat|capitan|delanter|obisp|juez|"
    r"fiscal|rey|rein|hij|madre|padre|espos|herman|hombre|mujer|responsable|chief|mayor|minister|author|coach|captain|leader)"
)
_GROUP_NOUN = re.compile(
    r"(?:empres|compan|naviera|sindicat|gobiern|ayuntamient|universidad|fundacion|partid|equip|club|grup|banc|comision|consej|"
    r"ministeri|secretaria\b|policia|ejercit|tribunal|juzgad|agencia|asociacion|federacion|oficina|camar|congres|senad|gabinet|"
    r"jurad|oposicion|union|company|team|government|party|university|foundation|council|police)"
)
_PLURAL_PEOPLE = re.compile(
    r"(?:evacuad|herid|detenid|vecin|trabajador|bomber|estibador|voluntari|comerciant|espectador|person|manifestant)"
)


def is_group(noun: str) -> bool:
    """Whether a folded noun names those who can say and do: a person by their post, or an organisation."""
    return bool(_ROLE_NOUN.match(noun) or _GROUP_NOUN.match(noun) or _PLURAL_PEOPLE.match(noun))


def is_post(noun: str) -> bool:
    """Whether a folded noun is what somebody is: «directora», «alcalde»."""
    return _ROLE_NOUN.match(noun) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the articles found say of a name: whether of a person, whether with an article before it, the gender."""

    person: bool
    article: str | None
    gender: str | None


def _judged(mention: Mention, names: Mapping[str, _Known], exchange: Exchange) -> Mention:
    """With its sort and gender, and the article that a name has in the articles found: «el Atlético Ámbar»."""
    found = find_names(mention.text)
    if not (found and found[0].start == 0 and len(found[0].text) == len(mention.text)):
        if _ROLE_NOUN.match(mention.head) or _PLURAL_PEOPLE.match(mention.head):
            return replace(mention, sort=Sort.PERSON)
        return replace(mention, sort=Sort.ORGANISATION) if _GROUP_NOUN.match(mention.head) else mention
    known = names.get(mention.text) or next(
        (k for name, k in names.items() if k.person and set(mention.text.split()) < set(name.split())), None
    )
    kind = found[0].kind
    answered = mention.role is Role.ANSWER and exchange.answer.kind is Kind.WHO
    by_itself = (
        kind is NameKind.UNKNOWN and answered and not (known and known.article) and not _GROUP_NOUN.match(mention.head)
    )
    if kind is NameKind.PERSON or (known and known.person) or by_itself:
        gender = (known.gender if known else None) or _first_name_gender(mention.text)
        return replace(mention, sort=Sort.PERSON, gender=gender)
    place = kind is NameKind.PLACE or (kind is NameKind.UNKNOWN and not (known and known.article))
    if known and known.article and mention.role is Role.ANSWER:
        mention = replace(mention, text=f"{known.article} {mention.text}", gender="f" if known.article == "la" else "m")
    return replace(mention, sort=Sort.PLACE if place else Sort.ORGANISATION)


# «la alcaldesa Ofelia Quintanar», «El director de la naviera, Gaspar Linde»: the post, and its article.
_POST = re.compile(
    r"\b(?:(el|la|al|del)\s)?([a-záéíóúñü]+)(?:\s(?:de|del)(?:\s(?:la|los|las|el))?\s[\wáéíóúñü]+)*(?:\s(?!del?\b)[a-záéíóúñü]+)?,?\s\Z",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(el|la|al|del)\s\Z", re.IGNORECASE)


def _known_names(exchange: Exchange) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for text in (*(hit.passage.text for hit in exchange.answer.passages[:8]), exchange.answer.text, exchange.question):
        for name in find_names(text):
            left = max(0, name.start - 80)
            posts = [m for m in _POST.finditer(text, left, name.start) if is_post(fold(m[2]))]
            gender = {"la": "f", "el": "m", "al": "m", "del": "m"}.get((posts[-1][1] or "").lower()) if posts else None
            article = _ARTICLE.search(text, left, name.start)
            before = found.get(name.text, _Known(person=False, article=None, gender=None))
            found[name.text] = _Known(
                person=before.person or name.kind is NameKind.PERSON or bool(posts),
                article=before.article
                or ("la" if article and article[1].lower() == "la" else "el" if article else None),
                gender=before.gender or gender,
            )
    return found


def _first_name_gender(name: str) -> str | None:
    return {"a": "f", "o": "m"}.get(fold(name.split()[0])[-1])


_FEMININE = re.compile(r"\w+(?:a|as|cion|ciones|sion|siones|dad|dades|tad|tud|umbre|ez)\Z")
_MASCULINE_A = frozenset(
    [
        "dia",
        "dias",
        "tema",
        "temas",
        "problema",
        "problemas",
        "sistema",
        "sistemas",
        "programa",
        "programas",
        "mapa",
        "clima",
        "idioma",
    ]
)


def noun_gender(noun: str) -> str:
    """m or f, by the ending of the first word."""
    first = fold(noun.split()[0]) if noun.split() else ""
    return "f" if _FEMININE.match(first) and first not in _MASCULINE_A else "m"


def article_for(noun: str, *, plural: bool | None = None) -> str:
    """«el», «la», «los» or «las» for a noun phrase without one."""
    many = fold(noun.split()[0]).endswith("s") if plural is None else plural
    return {("m", False): "el", ("f", False): "la", ("m", True): "los", ("f", True): "las"}[noun_gender(noun), many]


def shorter(text: str) -> str:
    """The end of a phrase of many «de»: «la ceremonia de apertura del puente de Ámbar» gives «el puente de Ámbar»."""
    names = find_names(text)
    joints = [
        m
        for m in re.finditer(r"\s(del|de\s(?=el\s|la\s|los\s|las\s))", text)
        if not any(n.start < m.start() < n.end for n in names)
    ]
    loose = [m for m in re.finditer(r"\sdel?\s", text) if not any(n.start < m.start() < n.end for n in names)]
    if len(loose) < 2 or not joints:
        return text
    joint = joints[-1] if text[joints[-1].end() :].find(" de") >= 0 else joints[max(0, len(joints) - 2)]
    rest = text[joint.end() :].strip()
    return f"el {rest}" if joint[1] == "del" else rest


def heads(text: str) -> frozenset[str]:
    """Stems of the words of substance."""
    return frozenset(stem(w) for w, _, _ in words(text) if w not in STOP_WORDS)
