"""Questions to begin with, made from the names in the articles. Each has been asked and is answered."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.strings import Language, Strings
from hemeroteca.chat.strings_en import EN
from hemeroteca.chat.strings_es import ES
from hemeroteca.errors import HemerotecaError
from hemeroteca.types import Answer

logger = logging.getLogger(__name__)

#: How many questions are offered, and what may be spent to find them: articles read, names tried, seconds.
OFFERED = 4
ARTICLES = 500
NAMES = 12
SECONDS = 20.0

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_LINKS = {"de", "del", "of"}
_LINKS_AFTER_LINKS = {"la", "las", "los", "the"}
#: In place of a determiner: the word before the name says that it is a place.
IN = "in"
# Each with the definite article that a question uses: «una Junta de Obras» is «la Junta de Obras» from then on.
_DETERMINERS = {
    "el": "el", "la": "la", "los": "los", "las": "las", "del": "el", "al": "el", "un": "el", "una": "la",
    "the": "the",
    "en": IN, "in": IN,
}  # fmt: skip
_LONGEST_NAME = 8


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """Names of two and more capitalised words within sentences, each with the determiner before it, "" for none, or IN.

    A run that opens a sentence is passed over: its first word may be capitalised for that reason alone.
    """
    run: list[str] = []
    previous, before, opens, end = "", "", True, 0
    for match in _WORD.finditer(text):
        word, gap = match.group(), text[end : match.start()]
        if gap != " ":
            yield from _name(run, before, opens)
            run = []
        if word[0].isupper() or (run and _links(word, run[-1])):
            if not run:
                opens = gap not in {" ", ", "}
                before = previous if gap == " " else ""
            run.append(word)
        else:
            yield from _name(run, before, opens)
            run = []
        previous, end = word, match.end()
    yield from _name(run, before, opens)


def _links(word: str, before: str) -> bool:
    """Whether a name may go on over this word: «Junta de Obras», «Puerto de la Luz», but not «Ayer la Junta»."""
    return word in _LINKS or (word in _LINKS_AFTER_LINKS and before in _LINKS)


def _name(run: list[str], before: str, opens: bool) -> Iterator[tuple[str, str]]:
    while run and not run[-1][0].isupper():
        run = run[:-1]
    if not opens and len(run) <= _LONGEST_NAME and sum(word[0].isupper() for word in run) >= 2:
        yield " ".join(run), _DETERMINERS.get(before, "")


def frequent_names(texts: Iterator[str]) -> list[tuple[str, str]]:
    """The names of these texts and their usual determiners, those of the most texts first, then by frequency.

    Without those of places: of «Puerto Viejo», once it is said what happened in it, nobody asks who it is.
    """
    texts_with: Counter[str] = Counter()
    determiners: dict[str, Counter[str]] = {}
    for text in texts:
        found = list(names_in(text))
        texts_with.update({name for name, _ in found})
        for name, determiner in found:
            determiners.setdefault(name, Counter())[determiner] += 1
    places = {name for name, found in determiners.items() if found[IN]}
    ranked = sorted(texts_with.keys() - places, key=lambda name: (-texts_with[name], -determiners[name].total(), name))
    return [(name, min(determiners[name].items(), key=lambda item: (-item[1], item[0]))[0]) for name in ranked]


def find_examples(
    archive: Answerer, strings: Strings, *, seconds: float = SECONDS, stopped: Callable[[], bool] = lambda: False
) -> list[str]:
    """Up to OFFERED questions that the archive answers about the name they ask for, within about ``seconds``."""
    deadline = time.monotonic() + seconds
    texts = (article.text for article in islice(archive.articles(), ARTICLES))
    used: Counter[str] = Counter()
    found: list[str] = []
    for name, determiner in frequent_names(texts)[:NAMES]:
        # «la Junta de Obras» is a thing, «Marta Ruiz» most often a person.
        templates = strings.about_things if determiner else strings.about_persons
        for template in sorted(templates, key=lambda template: used[template]):
            if stopped() or time.monotonic() > deadline or len(found) == OFFERED:
                return found
            question = template.format(_with_determiner(name, determiner, strings))
            if _answers_about(archive.ask(question), name, archive):
                used[template] += 1
                found.append(question)
                break
    return found


def _with_determiner(name: str, determiner: str, strings: Strings) -> str:
    if not determiner:
        return name
    return f"{determiner if strings.language is Language.ES else 'the'} {name}"


def _answers_about(answer: Answer, name: str, archive: Answerer) -> bool:
    """Whether there is an answer, it is not the name itself, and it stands beside the name."""
    if answer.abstained or not answer.citations or answer.text.casefold() in answer.question.casefold():
        return False
    best = answer.citations[0]
    context = archive.article(best.article_id).text[best.context_start : best.context_end]
    return name.casefold() in " ".join(context.split()).casefold()


class Examples:
    """The example questions of an archive, found once for each language, from ``start`` on."""

    def __init__(self, archive: Answerer, *, seconds: float = SECONDS) -> None:
        self._archive = archive
        self._seconds = seconds
        self._lock = threading.Lock()
        self._found: dict[Language, list[str]] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._find_all, name="examples", daemon=True)

    def start(self) -> None:
        """Begin to look, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking and wait for the question being asked, so that the archive can be closed."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _find_all(self) -> None:
        for strings in (ES, EN):
            self.get(strings)

    def ready(self, strings: Strings) -> list[str]:
        """The questions in this language as far as they are found already; does not wait."""
        return self._found.get(strings.language, [])

    def get(self, strings: Strings) -> list[str]:
        """The questions in this language; waits until they are found. None where the archive cannot be asked."""
        with self._lock:
            if strings.language not in self._found and not self._stopped.is_set():
                try:
                    questions = find_examples(
                        self._archive, strings, seconds=self._seconds, stopped=self._stopped.is_set
                    )
                except HemerotecaError as error:
                    logger.warning("no example questions: %s", error)
                    questions = []
                self._found[strings.language] = questions
            return self._found.get(strings.language, [])
