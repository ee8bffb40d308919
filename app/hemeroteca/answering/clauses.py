"""The parts of a Spanish question: what it asks with, its verb, and the phrases around it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hemeroteca.answering.clause_words import IMPERSONAL, PREPOSITIONS, is_verb_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, number, mark or quoted stretch. ``inside`` is True for all words of a name but its first."""

    start: int
    end: int
    text: str
    folded: str
    named: bool = False
    inside: bool = False

    @property
    def verb(self) -> bool:
        """Whether it looks like a finite verb by itself."""
        return not self.named and is_verb_form(self.text)


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
    word, folded; ``noun`` the tokens of the noun asked for («estadio»). ``clitics`` are the tokens before the verb;
    ``verb`` is empty where there is none.
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
        return first if first in PREPOSITIONS else None

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
        return self.main in IMPERSONAL or (self.reflexive and what)

    @property
    def reflexive(self) -> bool:
        return any(self.tokens[i].folded == "se" for i in self.clitics)

    @property
    def lacks_subject(self) -> bool:
        """Whether nothing in it can be who or what the verb is about."""
        return (
            bool(self.finite)
            and not self.asks_subject
            and not self.impersonal
            and not any(c.nominal for c in self.chunks)
        )
