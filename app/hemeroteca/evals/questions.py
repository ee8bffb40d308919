"""Question sets: our own YAML, SQuAD v1 and v2 files, retrieval sets in BEIR's form. One type for all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hemeroteca.answering.grouping import key_of
from hemeroteca.errors import HemerotecaError
from hemeroteca.reader.squad import load_squad

KINDS = ("when", "who", "where", "how_many", "what", "why", "quote")
LANGUAGES = ("es", "en", "pt")


class QuestionSetError(HemerotecaError, ValueError):
    """A question set that cannot be used: unreadable, malformed, or not of this archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalQuestion:
    """A question with what is known of its answer.

    Attributes:
        id: unique in its set; the question itself where the file gives none.
        answers: any of these is right; none where ``unanswerable``, and in retrieval sets.
        value: the typed answer as ``Answer.to_dict()`` writes it: ISO 8601, or a number.
        articles: ids of all articles that hold the answer.
        kind: one of ``KINDS``; what the question asks for, finer than ``types.Kind``.
        near_miss: the right people or things, but not this fact.
        paraphrase: no word of substance in common with the sentence that answers.
        full: a follow-up, complete in itself; None where ``question`` already is.
        conversation: turns of one conversation share it and stand in order.
        passage: the text that is known to hold the answer, in sets that give it (SQuAD).
        line: where it stands in its file, from 1; 0 where the format has no lines.
    """

    id: str
    question: str
    kind: str | None = None
    language: str = "es"
    answers: tuple[str, ...] = ()
    value: str | float | None = None
    articles: tuple[str, ...] = ()
    unanswerable: bool = False
    near_miss: bool = False
    paraphrase: bool = False
    full: str | None = None
    conversation: str | None = None
    passage: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions, and the articles they are about where the set brings its own.

    ``articles`` are records as a ``.jsonl`` corpus has them; empty where the set is for an archive that is there.
    ``digest`` is the SHA-256 of the file it came from.
    """

    name: str
    questions: tuple[EvalQuestion, ...]
    articles: tuple[Mapping[str, Any], ...] = ()
    digest: str = field(default="", compare=False)


def load_questions(path: Path) -> QuestionSet:
    """The set in ``path``: a YAML file, a SQuAD ``.json`` or ``.json.gz``, or a folder in BEIR's form.

    Raises QuestionSetError naming the file, the line and what is wrong there.
    """
    if path.is_dir():
        return _load_beir(path)
    if path.name.endswith((".json", ".json.gz")):
        return _load_squad(path)
    return _load_yaml(path)


def with_articles_of(questions: QuestionSet, other: QuestionSet) -> QuestionSet:
    """The questions with the other set's articles beside their own: more to search, nothing more to find."""
    taken = {article["text"] for article in questions.articles}
    more = [{**a, "id": f"{other.name}/{a['id']}"} for a in other.articles if a["text"] not in taken]
    digest = hashlib.sha256(f"{questions.digest}{other.digest}".encode()).hexdigest()
    return replace(
        questions, name=f"{questions.name}+{other.name}", articles=(*questions.articles, *more), digest=digest
    )


def _load_squad(path: Path) -> QuestionSet:
    examples = load_squad(path)
    titles = {title: i for i, title in enumerate(dict.fromkeys(e.title for e in examples))}
    ids = {e.context: f"{titles[e.title]:03d}/{i:05d}" for i, e in enumerate(examples)}
    if not examples:
        raise _unusable(path, "it holds no questions")
    language = "en" if path.name.startswith("squadshifts") else "pt" if "-pt-" in path.name else "es"
    questions = tuple(
        EvalQuestion(
            id=example.id,
            question=example.question,
            language=language,
            answers=tuple(dict.fromkeys(text for text, _ in example.answers)),
            articles=(ids[example.context],),
            unanswerable=not example.answers,
            passage=example.context,
        )
        for example in examples
    )
    articles = tuple({"id": i, "title": i, "text": context, "lang": language} for context, i in ids.items())
    name = path.name.removesuffix(".gz").removesuffix(".json")
    return QuestionSet(name=name, questions=questions, articles=articles, digest=_digest(path))


def _load_beir(folder: Path) -> QuestionSet:
    """``corpus.jsonl``, ``queries.jsonl`` and ``qrels/*.tsv`` (Thakur et al. 2021). Judgements of 0 count as none."""
    try:
        documents = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines() if line]
        queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines() if line]
        tables = sorted((folder / "qrels").glob("*.tsv"))
        relevant: dict[str, list[str]] = {}
        for row in tables[-1].read_text("utf-8").splitlines()[1:]:
            query, document, score = row.split("\t")
            if float(score) > 0:
                relevant.setdefault(query, []).append(document)
        questions = tuple(
            EvalQuestion(id=str(q["_id"]), question=q["text"], articles=tuple(relevant[str(q["_id"])]))
            for q in queries
            if str(q["_id"]) in relevant
        )
        articles = tuple({"id": str(d["_id"]), "title": d.get("title") or "", "text": d["text"]} for d in documents)
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise _unusable(folder, f"not a retrieval set in BEIR's form ({error!r})") from error
    if not questions:
        raise _unusable(folder, "it holds no questions")
    return QuestionSet(
        name=folder.name, questions=questions, articles=articles, digest=_digest(folder / "queries.jsonl")
    )


_KEYS = {
    "id", "question", "kind", "language", "answers", "value", "articles", "unanswerable", "near_miss", "paraphrase",
    "full", "conversation",
}  # fmt: skip


def _load_yaml(path: Path) -> QuestionSet:
    try:
        text = path.read_text("utf-8")
        root, loaded = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unusable(path, " ".join(str(error).split())) from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("questions"), list) or not loaded["questions"]:
        raise _unusable(path, "it holds no questions")
    unknown = loaded.keys() - {"name", "articles", "questions"}
    if unknown:
        raise _unusable(path, f"unknown key {min(map(str, unknown))!r}")
    lines = _lines(root)
    questions = [_question(path, line, raw) for line, raw in zip(lines, loaded["questions"], strict=True)]
    first: dict[str, int] = {}
    for question in questions:
        if question.id in first:
            raise _unusable(path, f"id {question.id!r} is taken since line {first[question.id]}", question.line)
        first[question.id] = question.line
    articles = tuple(_article(path, raw) for raw in loaded.get("articles") or [])
    return QuestionSet(
        name=str(loaded.get("name", path.stem)), questions=tuple(questions), articles=articles, digest=_digest(path)
    )


def _lines(root: yaml.Node | None) -> list[int]:
    assert isinstance(root, yaml.MappingNode)
    (questions,) = (value for key, value in root.value if key.value == "questions")
    return [item.start_mark.line + 1 for item in questions.value]


def _article(path: Path, raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not isinstance(raw.get("text"), str):
        raise _unusable(path, "an article needs an id and a text")
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in raw.items()}


def _question(path: Path, line: int, raw: object) -> EvalQuestion:
    if not isinstance(raw, dict):
        raise _unusable(path, f"a question is a mapping, not {raw!r}", line)
    unknown = raw.keys() - _KEYS
    if unknown:
        raise _unusable(path, f"unknown key {min(map(str, unknown))!r}", line)
    if not isinstance(raw.get("question"), str) or not raw["question"].strip():
        raise _unusable(path, "a question needs its question", line)
    for key in ("id", "full", "conversation"):
        if not isinstance(raw.get(key, ""), str):
            raise _unusable(path, f"{key} is a text, not {raw[key]!r}", line)
    for key in ("unanswerable", "near_miss", "paraphrase"):
        if not isinstance(raw.get(key, False), bool):
            raise _unusable(path, f"{key} is true or false, not {raw[key]!r}", line)
    for key, allowed in (("kind", KINDS), ("language", LANGUAGES)):
        if raw.get(key) is not None and raw[key] not in allowed:
            raise _unusable(path, f"{key} is one of {', '.join(allowed)}, not {raw[key]!r}", line)
    answers, articles = (_strings(path, line, key, raw.get(key, [])) for key in ("answers", "articles"))
    if bool(answers) == bool(raw.get("unanswerable", False)):
        raise _unusable(path, "a question has either answers or unanswerable: true", line)
    if answers and not articles:
        raise _unusable(path, "a question with answers names the articles that hold them", line)
    return EvalQuestion(
        id=raw.get("id", raw["question"].strip()),
        question=raw["question"].strip(),
        kind=raw.get("kind"),
        language=raw.get("language", "es"),
        answers=answers,
        value=_value(path, line, raw.get("value")),
        articles=articles,
        unanswerable=raw.get("unanswerable", False),
        near_miss=raw.get("near_miss", False),
        paraphrase=raw.get("paraphrase", False),
        full=raw.get("full"),
        conversation=raw.get("conversation"),
        line=line,
    )


def _strings(path: Path, line: int, key: str, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise _unusable(path, f"{key} is a list, not {raw!r}", line)
    texts = tuple(str(item).strip() for item in raw)
    if not all(texts):
        raise _unusable(path, f"one of the {key} is empty", line)
    return texts


def _value(path: Path, line: int, raw: object) -> str | float | None:
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool) or not (raw is None or isinstance(raw, (str, int, float))):
        raise _unusable(path, f"value is a date, a month, a range or a number, not {raw!r}", line)
    return float(raw) if isinstance(raw, int) else raw


def check_against(questions: QuestionSet, texts: Mapping[str, str], path: Path) -> None:
    """Raise QuestionSetError where the set is not of this archive.

    Args:
        texts: title and text of the archive's articles by id.

    Every article that a question names must be there, hold one of its answers, and every answer must stand in one.
    """
    keys = {name: f" {key_of(text)} " for name, text in texts.items()}
    for question in questions.questions:
        absent = [name for name in question.articles if name not in keys]
        if absent:
            raise _unusable(path, f"is it for another archive? This one has no {absent[0]!r}", question.line)
        if not question.answers or question.passage is not None:
            continue
        for answer in question.answers:
            if not any(f" {key_of(answer)} " in keys[name] for name in question.articles):
                raise _unusable(path, f"the answer {answer!r} stands in none of the articles named", question.line)
        for name in question.articles:
            if not any(f" {key_of(answer)} " in keys[name] for answer in question.answers):
                raise _unusable(path, f"the article {name!r} holds none of the answers", question.line)


def agree(accepted: Sequence[str], given: str) -> bool:
    """Whether what was given is right: the words of an accepted answer inside it, or it inside them.

    Compared are the words without case and accents, and without articles, prepositions and the like in front.
    """
    other = f" {key_of(given)} "
    return bool(given) and any(f" {key_of(a)} " in other or other in f" {key_of(a)} " for a in accepted)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unusable(path: Path, what: str, line: int = 0) -> QuestionSetError:
    where = f"{path}, line {line}" if line else str(path)
    return QuestionSetError(f"the question set cannot be used ({where}: {what})", hint="see evals/README.md")
