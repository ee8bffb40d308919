"""Words to search terms: folded, stemmed by the article's language, stop words out; and the query made of them."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol

#: FTS5 takes longer expressions, but a question has no use for more.
MAX_QUERY_TERMS = 32

_WORD = re.compile(r"[^\W_]+")

_SNOWBALL = {
    "es": "spanish", "en": "english", "pt": "portuguese", "fr": "french", "it": "italian", "de": "german",
    "ca": "catalan", "nl": "dutch", "ro": "romanian", "sv": "swedish",
}  # fmt: skip

# Closed-class words and the question words, folded. A question is half made of them.
_STOP = {
    "es": """
        a al algo ante aquel aquella asi aun aunque cada como con contra cual cuales cuando cuanta cuantas cuanto
        cuantos cuyo de del desde donde e el ella ellas ellos en entre era eran es esa ese eso esos esta estaba
        estan estas este esto estos fue fueron ha habia han hasta hay la las le les lo los mas me mi muy ni no nos o
        os otra otro para pero por porque pues que quien quienes se segun ser sera seran si sin sobre son su sus
        tambien tan te tiene tienen tras tu u un una unas uno unos y ya yo""",
    "en": """
        a about after all an and any are as at be been before but by can did do does for from had has have he her
        him his how i if in into is it its many me more much my no not of on or our over she so than that the their
        them then there these they this those to under up us was we were what when where which who whom whose why
        will with would you your""",
    "pt": """
        a ao aos aquela aquele as ate com como contra da das de dela dele depois do dos e ela elas ele eles em entre
        era essa esse esta este eu foi foram ha isso isto ja lhe mais mas me muito na nao nas nem no nos o onde os
        ou para pela pelo por porque qual quais quando quanta quanto quantos que quem se sem ser seu sobre sua
        tambem um uma umas uns voce""",
}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's name


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(_STOP.get(language, "").split())


@cache
def _stemmer(language: str) -> _Stemmer | None:
    import Stemmer

    return Stemmer.Stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None


def fold(text: str) -> str:
    """Lower case without accents: NFKD, combining marks removed, casefolded."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def index_terms(text: str, language: str) -> list[str]:
    """The terms of a passage, in order, repeated as they occur.

    Stemming comes before folding: Snowball's Spanish rules look at accents.
    """
    stemmer, stop = _stemmer(language), _stop_words(language)
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    terms = (fold(stemmer.stemWord(word) if stemmer else word) for word in words if fold(word) not in stop)
    return [term for term in terms if _WORD.fullmatch(term)]


def query_terms(question: str, languages: Iterable[str]) -> list[str]:
    """The distinct terms of a question in each of the archive's languages, in order of appearance.

    A word that is a stop word in one of them is left out of that one only: «no» is Spanish, and a film.
    """
    return list(dict.fromkeys(term for language in sorted(languages) for term in index_terms(question, language)))


def rarest(frequencies: Sequence[tuple[str, int]], budget: int) -> list[str]:
    """The rarest terms whose document frequencies add up to at most ``budget``; always at least the rarest one.

    FTS5 pays for each matching row, whatever LIMIT says, so common words are what a slow query is made of.
    """
    kept: list[str] = []
    spent = 0
    for term, frequency in sorted(frequencies, key=lambda pair: (pair[1], pair[0])):
        spent += frequency
        if kept and (spent > budget or len(kept) == MAX_QUERY_TERMS):
            break
        kept.append(term)
    return kept


def search_terms(
    connection: sqlite3.Connection,
    terms: Sequence[str],
    *,
    budget: int,
    limit: int,
    where: str,
    parameters: Sequence[object],
) -> list[tuple[int, float]]:
    """(passage id, BM25) of the best matches, best first, ties by id. Larger is better: FTS5's sign is turned.

    ``where`` is a condition on ``rowid`` with its ``parameters``. Terms are quoted, so that none is FTS5 syntax.
    """
    frequencies = [
        (term, row[0])
        for term in terms
        if (row := connection.execute("SELECT doc FROM term_frequencies WHERE term = ?", (term,)).fetchone())
    ]
    if not frequencies:
        return []
    expression = " OR ".join('"' + term.replace('"', '""') + '"' for term in rarest(frequencies, budget))
    rows = connection.execute(
        "SELECT rowid, -bm25(terms) AS weight FROM terms"
        f" WHERE terms MATCH ? AND {where} ORDER BY weight DESC, rowid LIMIT ?",
        (expression, *parameters, limit),
    )
    return [(int(row[0]), float(row[1])) for row in rows]
