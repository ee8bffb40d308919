"""A Spanish question taken apart: what it asks with, its verb, and the phrases around it. Rough, and no more. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.names import find_names
from hemeroteca.answering.words import fold

_PREPOSITIONS = frozenset(
    "a al ante bajo con contra de del desde durante en entre hacia hasta para por segun sin sobre tras".split()
)
_DETERMINERS = frozenset(
    "el la los las un una unos unas este esta estos estas ese esa esos esas aquel aquella dicho dicha su sus cada "
    "algun alguna algunos algunas otro otra otros otras".split()
)
_CLITICS = frozenset("se lo la los las le les me te nos".split())
_INTERROGATIVES = frozenset(
    "que quien quienes cual cuales cuando donde adonde como cuanto cuanta cuantos cuantas".split()
)
_NOUN_MAY_FOLLOW = frozenset("que cual cuales cuanto cuanta cuantos cuantas".split())
_ADVERBS = frozenset(
    "ayer hoy manana ahora antes despues luego tambien tampoco finalmente aqui alli ahi entonces exactamente ya "
    "todavia aun mas".split()
)
PRONOUNS = frozenset("el ella ellos ellas eso esto ello".split())
_TIME = re.compile(r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|fin(?:es)? de semana|noches?|mananas?|tardes?)\b")

_FORMS = frozenset(
    "es son fue fueron era eran esta estan estuvo hay hubo ha han tiene tienen tuvo hace hacen hizo dice dicen dijo va van "
    "puede pueden pudo debe deben quiere quieren quiso sabe saben supo cree creen piensa opina dirige dirigen preside "
    "entrena vive viven trata tratan cuesta cuestan vale valen dura duran llega llegan empieza empiezan comienza comienzan "
    "abre abren reabre cierra cierran celebra celebran ofrece ofrecen pide piden busca buscan necesita necesitan espera "
    "esperan trabaja trabajan participa participan juega juegan gana ganan pierde paga pagan recibe reciben entrega "
    "entregan duerme duermen llama llaman significa afecta afectan reparte reparten lleva llevan encabeza gobierna "
    "representa toma toman retrasa mide pesa guarda guardan lidera conduce produce vende venden compra sucede ocurre pasa "
    "falta faltan queda quedan sigue siguen existe existen incluye establece propone contiene muestra responde puso "
    "vino viene vienen sale salen corre muere mueren nace sirve busco gano dio vio".split()
)
_ENDINGS = re.compile(r"\w*(?:\w{2}ó|aron|ieron|jeron|[aei]rá|[aei]rán|drá|drán|brá|brán|rrá|ría|rían|aba|aban|ía|ían|[^\W\d]{2,}[ae]n)\Z")
_NO_VERBS = frozenset(
    "policia energia alcaldia compania economia mayoria minoria teoria garantia categoria historia dia dias via "
    "guia artilleria tecnologia fiscalia bahia lejania orden imagen examen joven origen margen crimen virgen volumen resumen "
    "gran tan capitan plan desden almacen sarten bien tambien quien alguien nadie".split()
)
_AUXILIARIES = frozenset(
    "ha han habia habian habra habran fue fueron sera seran es son era eran esta estan estaba estaban puede pueden podra podran "
    "debe deben va van iba iban".split()
)
_NONFINITE = re.compile(r"\w+(?:[ai]d[oa]s?|[ai]endo|[aei]r(?:se|l[oae]s?)?|hech[oa]s?|dich[oa]s?|puest[oa]s?|escrit[oa]s?)\Z")
# Nobody does these: they need no subject.
_IMPERSONAL = frozenset(
    "hay hubo habra habia pasa paso pasara pasaba ocurre ocurrio ocurrira sucede sucedio sucedera acontecio".split()
)
_TOKEN = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\d+(?:[.,:]\d+)*|[\w’'-]+|[^\w\s]")
_MARKS = "¿?¡!.… \t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, number, mark or quoted stretch. ``inside`` is True for all words of a name but its first."""

    start: int
    end: int
    text: str
    folded: str
    named: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A phrase: tokens [first, last). ``preposition`` is folded, «al» and «del» taken apart; ``head`` is a token.

    ``determiner`` is folded. A chunk without one whose head is no name is «bare»: «tomó posesión».
    """

    first: int
    last: int
    preposition: str | None
    determiner: str | None
    head: int
    named: bool
    time: bool
    adverb: bool
    pronoun: bool

    @property
    def nominal(self) -> bool:
        """Whether it can be a subject or an object with an article or a name of its own."""
        stands_alone = self.preposition is None and not self.time and not self.adverb
        return stands_alone and (self.named or self.determiner is not None or self.pronoun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A question of one clause over ``tokens``, which are those of ``text`` without the marks around it.

    ``asks`` are the tokens [from, to) it asks with («en qué estadio»), empty for yes or no; ``interrogative`` is the
    word, folded; ``noun`` the tokens of the noun asked for («estadio»). ``clitics`` are tokens before the verb; ``verb``
    is empty where there is none.
    """

    text: str
    tokens: tuple[Token, ...]
    asks: tuple[int, int]
    interrogative: str
    noun: tuple[int, int]
    clitics: tuple[int, ...]
    verb: tuple[int, int]
    chunks: tuple[Chunk, ...]

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def of(self, chunk: Chunk, *, preposition: bool = True) -> str:
        """The words of a chunk; without its preposition «al» and «del» leave «el»."""
        if preposition or chunk.preposition is None:
            return self.words(chunk.first, chunk.last)
        contracted = self.tokens[chunk.first].folded in {"al", "del"}
        rest = self.words(chunk.first + 1, chunk.last)
        return f"el {rest}" if contracted else rest

    @property
    def verb_words(self) -> str:
        return self.words(*self.verb)

    @property
    def asks_words(self) -> str:
        return self.words(*self.asks)

    @property
    def finite(self) -> str:
        """The first word of the verb, folded; empty where there is no verb."""
        return self.tokens[self.verb[0]].folded if self.verb[1] > self.verb[0] else ""

    @property
    def main(self) -> str:
        """The last word of the verb, folded."""
        return self.tokens[self.verb[1] - 1].folded if self.verb[1] > self.verb[0] else ""

    @property
    def plural(self) -> bool:
        return self.finite.endswith("n") or self.finite == "son"

    @property
    def preposition(self) -> str | None:
        """That of what it asks with: «con» of «con quién»."""
        first = self.tokens[self.asks[0]].folded if self.asks[1] > self.asks[0] else ""
        return first if first in _PREPOSITIONS else None

    @property
    def asks_subject(self) -> bool:
        """Whether what is asked for may be the subject: «quién», «qué equipo», «cuántos trabajadores»."""
        if self.preposition or self.interrogative in {"", "cuando", "donde", "adonde", "como"}:
            return False
        if self.interrogative in {"quien", "quienes", "cual", "cuales"}:
            return True
        if self.noun[1] > self.noun[0]:
            # «¿Cuántas estaciones tendrá?» is of one thing that has them.
            many = self.interrogative in {"cuantos", "cuantas"} or self.tokens[self.noun[0]].folded.endswith("s")
            return many == self.plural
        return False

    @property
    def impersonal(self) -> bool:
        what = self.interrogative == "que" and self.preposition is None and self.noun[0] == self.noun[1]
        return self.main in _IMPERSONAL or (self.reflexive and what)

    @property
    def reflexive(self) -> bool:
        return any(self.tokens[i].folded == "se" for i in self.clitics)

    @property
    def lacks_subject(self) -> bool:
        """Whether nothing in it can be who or what the verb is about."""
        return bool(self.finite) and not self.asks_subject and not self.impersonal and not any(c.nominal for c in self.chunks)


def is_verb(token: Token) -> bool:
    """Whether the word looks like a finite verb by itself."""
    if token.named or token.folded in _NO_VERBS:
        return False
    return token.folded in _FORMS or _ENDINGS.match(token.text.lower()) is not None


def parse(question: str) -> Clause:
    """The question's parts; never fails, and may be wrong."""
    text = question.strip(_MARKS)
    tokens = _tokens(text)
    asks, interrogative, noun = _asking(tokens)
    place = asks[1]
    clitics, verb = _verb(tokens, place, sure=bool(interrogative) and (noun[1] > noun[0] or place < len(tokens)))
    return Clause(
        text=text,
        tokens=tokens,
        asks=asks,
        interrogative=interrogative,
        noun=noun,
        clitics=clitics,
        verb=verb,
        chunks=tuple(_chunks(text, tokens, max(place, verb[1]))),
    )


def _tokens(text: str) -> tuple[Token, ...]:
    names = find_names(text)
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        name = next((n for n in names if n.start < end and n.end > start), None)
        quoted = match[0][0] in "«“\""
        tokens.append(
            Token(
                start=start,
                end=end,
                text=match[0],
                folded=fold(match[0]),
                named=quoted or (name is not None and not (start == 0 and _begins_as_verb(match[0], name.end))),
                inside=name is not None and name.start < start,
            )
        )
    return tuple(tokens)


def _begins_as_verb(word: str, end: int) -> bool:
    """«Hubo» of «¿Hubo heridos?» has a capital and is no name; a name of several words is one."""
    return len(word) == end and (fold(word) in _FORMS or (len(word) > 5 and _ENDINGS.match(word.lower()) is not None))


def _asking(tokens: Sequence[Token]) -> tuple[tuple[int, int], str, tuple[int, int]]:
    """What it asks with, the interrogative, and the noun asked for."""
    place = 0
    if place < len(tokens) and tokens[place].folded in _PREPOSITIONS:
        place += 1
    if place >= len(tokens) or tokens[place].folded not in _INTERROGATIVES or tokens[place].named:
        return (0, 0), "", (0, 0)
    word = tokens[place].folded
    place += 1
    if place < len(tokens) and tokens[place].folded == "mas":
        place += 1
    noun = place
    if word in _NOUN_MAY_FOLLOW and place < len(tokens) and not _is_verb_at(tokens, place):
        place = _end_of_noun(tokens, place, prepositional=tokens[0].folded in _PREPOSITIONS)
    return (0, place), word, (noun, place)


def _end_of_noun(tokens: Sequence[Token], place: int, *, prepositional: bool) -> int:
    """Where the noun asked for ends that begins at ``place``: before the verb, where one is known."""
    end = next((i for i in range(place, len(tokens)) if _is_verb_at(tokens, i)), None)
    if end is not None:
        while end > place and tokens[end - 1].folded == "no":
            end -= 1
        return end
    following = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    if prepositional or not following or following in {"de", "del"}:
        return len(tokens)
    # No verb is known: «¿Qué ocupa el edificio?», «¿Qué cargo ostenta Pérez?».
    apart = following in _PREPOSITIONS | _DETERMINERS or tokens[place + 1].named
    return place if apart else place + 1


def _is_verb_at(tokens: Sequence[Token], place: int) -> bool:
    """A verb, or the clitic before one."""
    token = tokens[place]
    if token.folded in _CLITICS | {"no"} and place + 1 < len(tokens):
        following = tokens[place + 1]
        return following.folded not in _PREPOSITIONS | _DETERMINERS and (is_verb(following) or token.folded in {"se", "le", "les"})
    return is_verb(token)


def _verb(tokens: Sequence[Token], place: int, *, sure: bool) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Clitics and verb from ``place`` on. ``sure``: a verb must stand there, known or not."""
    clitics = []
    start = place
    while start + 1 < len(tokens) and tokens[start].folded in _CLITICS | {"no"} and _takes_clitic(tokens[start + 1], sure=sure):
        clitics.append(start)
        start += 1
    if start >= len(tokens):
        return (), (place, place)
    token = tokens[start]
    known = is_verb(token) or bool(clitics)
    if not known and (not sure or token.named or token.folded in _PREPOSITIONS | _DETERMINERS | _ADVERBS | PRONOUNS):
        return (), (place, place)
    end = start + 1
    while end < len(tokens) and tokens[end - 1].folded in _AUXILIARIES | {"a", "sido", "estado", "ser"}:
        following = tokens[end]
        if following.folded == "a" and tokens[end - 1].folded in {"va", "van", "iba", "iban"}:
            end += 1
        elif _NONFINITE.match(following.folded) and not following.named and following.folded not in _NO_VERBS:
            end += 1
        else:
            break
    return tuple(i for i in clitics if tokens[i].folded != "no"), (start, end)


def _takes_clitic(token: Token, *, sure: bool) -> bool:
    """«¿Quién la dirige?» has a clitic, «¿Y la empresa?» an article: without an interrogative the verb must be known."""
    if not sure:
        return is_verb(token) or token.folded in _CLITICS
    return not token.named and token.folded not in _PREPOSITIONS | (_DETERMINERS - _CLITICS)


def _chunks(text: str, tokens: Sequence[Token], place: int) -> list[Chunk]:
    found: list[Chunk] = []
    first = place
    while first < len(tokens):
        if not (tokens[first].named or tokens[first].folded[0].isalnum()):
            first += 1
            continue
        last = _end_of_chunk(tokens, first)
        found.append(_chunk(text, tokens, first, last))
        first = last
    return found


def _end_of_chunk(tokens: Sequence[Token], first: int) -> int:
    """The token after the phrase that begins at ``first``."""
    head: int | None = None
    place = first
    joined = True  # whether the next word continues what the last one opened
    bare = tokens[first].folded not in _PREPOSITIONS | _DETERMINERS
    while place < len(tokens):
        token = tokens[place]
        if token.inside:
            place += 1
            continue
        if not (token.named or token.folded[0].isalnum()):
            return place
        if token.named:
            if head is not None and not joined and (bare or tokens[head].named or tokens[place - 1].named):
                return place
            head, joined = place if head is None else head, False
        elif token.folded in _PREPOSITIONS:
            if head is None:
                joined = True
            elif token.folded in {"de", "del", "entre", "contra"} and tokens[head].folded not in PRONOUNS | _ADVERBS:
                joined = True
            else:
                return place
        elif token.text in {"él", "ella", "ellos", "ellas", "eso", "esto", "ello"} or token.folded in _ADVERBS:
            if head is not None and not joined:
                return place
            return place + 1
        elif token.folded in _DETERMINERS:
            if head is not None and not joined:
                return place
            joined = True
        elif token.folded in {"y", "e", "o", "ni"} and head is not None:
            joined = True
        elif token.folded == "que" and head is not None:
            return len(tokens)
        else:
            if head is not None and not joined and (tokens[place - 1].named or is_verb(token)):
                return place
            head, joined = place if head is None else head, False
        place += 1
    return place


def _chunk(text: str, tokens: Sequence[Token], first: int, last: int) -> Chunk:
    opening = tokens[first].folded
    preposition = {"al": "a", "del": "de"}.get(opening, opening) if opening in _PREPOSITIONS and not tokens[first].named else None
    body = first + 1 if preposition and last > first + 1 else first
    determiner = "el" if opening in {"al", "del"} else None
    pronoun = tokens[body].folded in PRONOUNS and last == body + 1
    if not pronoun and determiner is None and tokens[body].folded in _DETERMINERS and not tokens[body].named and last > body + 1:
        determiner = tokens[body].folded
        body += 1
    words = text[tokens[first].start : tokens[last - 1].end]
    plain = text[tokens[body].start : tokens[last - 1].end]
    dated = next(iter(find_dates(words, date(2030, 1, 1))), None)
    return Chunk(
        first=first,
        last=last,
        preposition=preposition,
        determiner=determiner,
        head=body,
        named=tokens[body].named,
        time=_TIME.match(fold(plain)) is not None or (dated is not None and dated.start <= tokens[body].end - tokens[first].start),
        adverb=tokens[body].folded in _ADVERBS,
        pronoun=pronoun,
    )
