"""``.md``: YAML front matter, and Markdown made into prose."""

from __future__ import annotations

import re
from typing import Any

import yaml

from hemeroteca.corpus.articles import Raw, ReadError
from hemeroteca.corpus.text import normalize_text

#: In characters, between the two ``---``.
LONGEST_FRONT_MATTER = 16_000

_UNSET = ("", "~", "null")

# Each pattern stops at the next delimiter of its own kind, so that none is quadratic in a long line.
_URL = r"(?:[^()\s]|\([^()\s]*\))*"
_IMAGE = re.compile(rf"[ \t]?!\[[^\[\]\n]*\]\({_URL}(?:[ \t]+\"[^\"\n]*\")?\)")
_LINK = re.compile(rf"(?<!\\)\[([^\[\]\n]*)\]\({_URL}(?:[ \t]+\"[^\"\n]*\")?\)")
_REFERENCE_LINK = re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(?<!\\)\*\*(?=\S)([^*\n]+)(?<![\s\\])\*\*|(?<![\w\\])__(?=\S)([^_\n]+)(?<![\s\\])__(?!\w)")
_EMPHASIS = re.compile(r"(?<!\\)\*(?=\S)([^*\n]+)(?<![\s\\])\*|(?<![\w\\])_(?=\S)([^_\n]+)(?<![\s\\])_(?!\w)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING_HASHES = re.compile(r"[ \t]#+$")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
# As in CommonMark: inside a paragraph only a list that starts at 1 begins, so that a line may begin «2026. ».
_ITEM = re.compile(r"[ \t]*(?:[-*+]|1[.)])[ \t]")
_NUMBERED_ITEM = re.compile(r"[ \t]*[0-9]{1,9}[.)][ \t]")
_ROW = re.compile(r"[ \t]*[|<]")
_RULE = re.compile(r"[ ]{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,}|`{3,}.*|~{3,}.*|(?:[-*_][ \t]+){2,}[-*_])")
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\[\]^][^\[\]]*\]:[ \t]*\S+(?:[ \t]+[\"'(].*)?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(text: str) -> Raw:
    """The fields of the front matter and the body as prose; a first line ``# …`` is the title where none is given.

    Raises ReadError where the front matter is malformed.
    """
    fields, body = _front_matter(normalize_text(text))
    prose = to_prose(body)
    if not fields.get("title") and body.startswith("# "):
        fields["title"] = prose.partition("\n")[0]
    return Raw(fields=fields, text=prose)


def to_prose(markdown: str) -> str:
    """Markdown as it is read aloud.

    The lines of a paragraph become one. The marks of headings, emphasis, code and quotation go and their words stay;
    a link is its words; images, comments, rules, fences and link definitions go. Lists keep their bullets, an item a
    line. HTML and tables are left as they are.
    """
    lines: list[list[str]] = []  # of pieces, so that joining a long paragraph is not quadratic
    continues = in_list = False
    for line in _without_comments(markdown).split("\n"):
        line = _unquoted(line)
        prose = "" if _RULE.fullmatch(line) or _REFERENCE.fullmatch(line) else _prose_line(line)
        heading = _HEADING.match(line) is not None
        item = _ITEM.match(line) is not None or (in_list and _NUMBERED_ITEM.match(line) is not None)
        row = _ROW.match(line) is not None
        if heading:
            lines += [[""], [prose], [""]]
        elif continues and prose and not item and not row:
            lines[-1].append(prose.lstrip())
        else:
            lines.append([prose])
        continues = bool(prose) and not heading and not row
        in_list = item or (in_list and (not prose or continues))
    return normalize_text("\n".join(" ".join(pieces) for pieces in lines))


def _unquoted(line: str) -> str:
    found = _QUOTE.match(line)
    return line[found.end() :] if found else line


def _prose_line(line: str) -> str:
    if heading := _HEADING.match(line):
        line = _CLOSING_HASHES.sub("", line[heading.end() :])
    line = _IMAGE.sub("", line)
    for link in (_LINK, _REFERENCE_LINK, _AUTOLINK):
        line = link.sub(r"\1", line)
    for marked in (_STRONG, _EMPHASIS, _STRONG):  # strong words that hold emphasised ones are seen only afterwards
        line = marked.sub(lambda found: found[1] or found[2], line)
    return _ESCAPE.sub(r"\1", _CODE.sub(r"\1", line))


def _without_comments(markdown: str) -> str:
    # By hand: a regular expression over unclosed comments is quadratic.
    kept = []
    position = 0
    while (start := markdown.find("<!--", position)) >= 0 and (end := markdown.find("-->", start)) >= 0:
        kept.append(markdown[position:start])
        position = end + len("-->")
    return "".join(kept) + markdown[position:]


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    first, _, rest = text.partition("\n")
    if first != "---":
        return {}, text
    head = rest[: LONGEST_FRONT_MATTER + 1]
    found = re.search(r"^(?:---|\.\.\.)$", head, re.MULTILINE)
    if found is None:
        raise ReadError(f"the front matter that --- opens is not closed within {LONGEST_FRONT_MATTER} characters")
    return _parse(head[: found.start()]), rest[found.end() :].lstrip("\n")


class _Loader(yaml.BaseLoader):
    """Every scalar stays text: dates and numbers are checked later, in one place, and ``no`` is a language.

    References are refused: a few hundred bytes of them can stand for millions of values.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:  # an alias carries the name of its anchor
            raise yaml.composer.ComposerError(None, None, "anchors and aliases are not read", event.start_mark)
        return super().compose_node(parent, index)


def _parse(front_matter: str) -> dict[str, object]:
    try:
        loaded = yaml.load(front_matter, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 2}" if mark else ""
        raise ReadError(
            f"malformed front matter{where} ({error.problem}): put a value that holds : & * # between quotes"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ReadError(f"malformed front matter ({type(error).__name__})") from error
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        raise ReadError("malformed front matter: write one `key: value` a line")
    if "<<" in loaded:
        raise ReadError("malformed front matter: merge keys (<<) are not read")
    return {key: None if value in _UNSET else value for key, value in loaded.items()}
