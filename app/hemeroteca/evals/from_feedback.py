"""What readers said of answers, as a question set that an editor can finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from hemeroteca.chat.store import FeedbackRow, Verdict
from hemeroteca.corpus.language import detect_language
from hemeroteca.evals.questions import KINDS, LANGUAGES

_HEAD = """\
# Made of what readers said of answers. What is complete can be asked at once: hemeroteca eval FILE
# Entries behind # wait for an editor: fill in answers and articles (or unanswerable: true) and take the # away.
"""


def to_question_set(rows: Sequence[FeedbackRow]) -> str:
    """A question set in YAML. An answer said to be right becomes an accepted one, with its articles; a question that
    should not have been answered becomes unanswerable; all others stand in comments, to be filled in.

    The same said of the same answer twice is one entry.
    """
    lines, seen = [_HEAD, "name: feedback", "questions:"], set()
    for row in rows:
        key = (row.answer.question, row.verdict, row.answer.text)
        if key in seen:
            continue
        seen.add(key)
        lines += _entry(row)
    return "\n".join(lines) + "\n"


def _entry(row: FeedbackRow) -> list[str]:
    note = [f"# {row.verdict.value}, {row.created:%Y-%m-%d}; answered: {_one_line(row.answer.text) or '(nothing)'}"]
    if row.comment.strip():
        note.append(f"# «{_one_line(row.comment)}»")
    known = _known(row)
    answered = known or {"answers": [], "articles": []}
    entry = {"id": row.turn_id, "question": row.answer.question, **_described(row), **answered}
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
    body = [f"  {line}" for line in text.splitlines()]
    return ["", *(f"  {line}" for line in note), *(body if known else [f"  # {line[2:]}" for line in body])]


def _known(row: FeedbackRow) -> dict[str, Any] | None:
    """What the reader's word says of the right answer, None where that is open."""
    answer = row.answer
    if row.verdict is Verdict.SHOULD_NOT_HAVE_ANSWERED or (row.verdict is Verdict.RIGHT and answer.abstained):
        return {"unanswerable": True}
    if row.verdict is Verdict.RIGHT and answer.citations:
        return {
            "answers": list(dict.fromkeys(citation.quote for citation in answer.citations)),
            "articles": list(dict.fromkeys(citation.article_id for citation in answer.citations)),
        }
    return None


def _described(row: FeedbackRow) -> dict[str, str]:
    kind, language = row.answer.kind.value, detect_language(row.answer.question)
    return {
        **({"kind": kind} if kind in KINDS else {}),
        **({"language": language} if language in LANGUAGES else {}),
    }


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
