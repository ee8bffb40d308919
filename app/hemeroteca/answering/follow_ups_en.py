"""English follow-ups: pronouns in their place, «And X?», «Why?», «And who else?», parts of a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from hemeroteca.answering.antecedents import Mention, Role, Sort, evidence_words, mentions
from hemeroteca.answering.clauses_en import Clause, end_of_phrase, parse, phrases
from hemeroteca.answering.dates import find_dates
from hemeroteca.answering.names import find_names
from hemeroteca.answering.referents import find, is_thing, topic_of, was_not_asked
from hemeroteca.answering.words import content_terms, fold
from hemeroteca.types import Exchange, Kind

_PRONOUN = re.compile(r"\b(?P<word>it|he|him|she|they|them|its|his|her|their)\b", re.IGNORECASE)
_SUBJECT_NEXT = re.compile(
    r"\s+(?!(?:in|on|at|to|for|from|with|about|and|or|of|the|by|during|when|after|before)\b)[a-z]", re.IGNORECASE
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|to|for|from|with|about|by|during|after|before|according\s+to|since|until)\b", re.IGNORECASE
)


def resolve(body: str, leaning: bool, history: Sequence[Exchange]) -> str | None:
    """The full question; None where ``body`` is complete in itself. ``leaning``: «and» or «what about» came before."""
    clause = parse(body)
    if clause.bare:
        return ask_otherwise(clause.asks, history)
    if not clause.asks and not clause.auxiliary:
        prepositional = _PREPOSITION.match(body.strip("¿?¡!. ")) is not None
        return fill(body.strip("¿?¡!. "), history) if leaning or (prepositional and len(body.split()) <= 6) else None
    known = mentions(history)
    text = _pronouns(body, known)
    if text == body:
        text = _part_of(body, known, history, leaning=leaning)
    return None if text == body else sentence(text)


def sentence(text: str) -> str:
    text = " ".join(text.strip("¿?¡!. ").split())
    return f"{text[:1].upper()}{text[1:]}?"


def _pronouns(body: str, known: Sequence[Mention]) -> str:
    """Each pronoun by what it stands for, once; possessives by «X's»."""
    done: list[str] = []
    text = body
    for match in reversed(list(_PRONOUN.finditer(body))):
        word = match["word"].lower()
        owner = word in {"its", "his", "their"} or (
            word == "her" and _SUBJECT_NEXT.match(body, match.end()) is not None
        )
        meant = _meant(word, known, besides=" ".join([body, *done]))
        if meant is None:
            continue
        done.append(meant.text)
        text = f"{text[: match.start()]}{meant.text}{chr(39) + 's' if owner else ''}{text[match.end() :]}"
    return text


def _meant(word: str, known: Sequence[Mention], *, besides: str) -> Mention | None:
    if word in {"it", "its"}:
        roles = (Role.NOMINAL, Role.OBLIQUE, Role.ANSWER, Role.INNER, Role.ASKED)
        return find(known, is_thing, was_not_asked, roles=roles, besides=besides)
    if word in {"they", "them", "their"}:
        several = find([m for m in known if m.age < 2], _several, was_not_asked, besides=besides)
        return several or find(known, lambda m: m.sort is Sort.ORGANISATION, besides=besides)
    gender = "f" if word in {"she", "her"} else "m"
    people = [m for m in known if m.sort is Sort.PERSON and not m.plural]
    certain = find(people, lambda m: m.gender == gender, besides=besides)
    return certain or find(people, lambda m: m.gender is None, besides=besides)


def _several(mention: Mention) -> bool:
    head = fold(mention.text.split()[-1] if mention.sort is Sort.THING and not mention.named else mention.head)
    return mention.plural or (
        mention.text.lower().startswith("the ") and head.endswith("s") and not head.endswith("ss")
    )


def _part_of(body: str, known: Sequence[Mention], history: Sequence[Exchange], *, leaning: bool) -> str:
    """«the repair» as «the repair of …», where the articles read before, or the conversation, speak of it."""
    topic = topic_of(known)
    if topic is None or find_names(body.lstrip("¿ ")[1:]) or fold(topic) in fold(body):
        return body
    found = [text for text, _ in phrases(body) if text.lower().startswith("the ")]
    if not found:
        return f"{body.rstrip('? ')} in {topic}" if leaning else body
    said = evidence_words(history)
    crossed = language_differs(history)
    if not leaning and not crossed and not any(term in said for term in content_terms(found[-1])):
        return body
    start = body.index(found[-1])
    end = end_of_phrase(body, start)
    return f"{body[:end]} of {topic}{body[end:]}"


def language_differs(history: Sequence[Exchange]) -> bool:
    """Whether the articles found are Spanish: their words cannot be compared with the question's."""
    cited = history[-1].answer.passages[:1]
    return any(re.search(r"\b(?:el|la|los|del|que)\b", hit.passage.text) for hit in cited)


def ask_otherwise(asks: str, history: Sequence[Exchange]) -> str | None:
    """«Why?», «At what cost?», «And who else?»: the last question, asking for something else."""
    last = parse(history[-1].question)
    if not last.asks:
        topic = topic_of(mentions(history))
        return sentence(f"{asks} about {topic}") if topic else None
    word, before = asks.split()[0].lower(), last.asks.split()[0].lower()
    if asks.lower().endswith(" else") and word == before:
        return sentence(f"{asks} {last.auxiliary} {last.rest}")
    if last.auxiliary and not _asks_subject(last):
        return sentence(f"{asks} {last.auxiliary} {last.rest}")
    person = find(mentions(history), lambda m: m.role is Role.ANSWER and m.age == 0)
    if history[-1].answer.kind is Kind.WHO and person is not None:
        # The verb keeps its form: «Where was it that X won the cup?»
        return sentence(f"{asks} was it that {person.text} {last.auxiliary} {last.rest}")
    noun = last.asks.split(maxsplit=2)[2:] if last.asks.lower().startswith("how many ") else []
    middle = f"{last.auxiliary} {' '.join(noun)}" if noun else last.auxiliary
    return sentence(f"{asks} {middle} {last.rest}" if noun else f"{asks} was it that {last.auxiliary} {last.rest}")


def _asks_subject(clause: Clause) -> bool:
    """«who will command X», «how many people were evacuated»: no other subject stands after the auxiliary."""
    head = clause.asks.split()[0].lower()
    if head not in {"who", "which", "how", "what"}:
        return False
    starts = re.match(r"(?:the|an?|this|that|it|he|she|they|[A-ZÁÉÍÓÚÑ])", clause.rest) is not None
    return not starts


def fill(said: str, history: Sequence[Exchange]) -> str | None:
    """«in February», «the ministerial meeting», «Londaiz»: in the place of its like in the last question, or added."""
    question = history[-1].question.strip("¿?¡!. ")
    dated = find_dates(said, date(2030, 1, 1))
    if dated:
        old = next(iter(find_dates(question, date(2030, 1, 1))), None)
        if old is not None:
            lead = re.compile(r"(?:\b(?:in|on|at|since|until|during)\s+)?\Z").search(question, 0, old.start)
            return sentence(question[: lead.start() if lead else old.start] + said + question[old.end :])
        return sentence(f"{question} {said}")
    if _PREPOSITION.match(said):
        word = said.split()[0].lower()
        name = next((n for n in find_names(said)), None)
        old_place = re.search(rf"\b{word}\s+(?:the\s+)?[\w’'-]+(?:\s+[A-ZÁÉÍÓÚ][\w’'-]+)*", question)
        if old_place and name:
            return sentence(question[: old_place.start()] + said + question[old_place.end() :])
        return sentence(f"{question} {said}")
    found = phrases(question)
    if not found:
        return sentence(f"{question} {said}")
    person = not said.lower().startswith("the ")
    known = mentions(history)
    people = {fold(m.text) for m in known if m.sort is Sort.PERSON}
    like = [text for text, _ in found if (fold(text) in people) is person] or [
        text for text, role in found if role == "nominal"
    ]
    old_text = like[0] if like else found[0][0]
    return sentence(question.replace(old_text, said, 1))
