"""From turns to HTML. Every word of an article or a question goes through ``visible``; markup comes only from here."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from hemeroteca.chat.answerer import Holdings
from hemeroteca.chat.strings import Strings, write_date, write_value
from hemeroteca.chat.turns import Card, Mark, Sentence, Turn

#: How many different sentences are written out; further citations are given by number.
SENTENCES = 3

_BIDI_CLASSES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_BIDI_MARKS = {"\u200e", "\u200f", "\u061c"}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def visible(text: str) -> str:
    """``text`` as HTML: escaped, and characters that reorder or hide others named, as in ⟦U+202E⟧."""
    shown = "".join(f"⟦U+{ord(c):04X}⟧" if _hides(c) else c for c in text)
    # Gradio's page takes this marker in any text for one of its own translations.
    return html.escape(shown).replace("__i18n__", "&#95;_i18n__")


def _hides(character: str) -> bool:
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or character in _BIDI_MARKS or unicodedata.bidirectional(character) in _BIDI_CLASSES


def marked(text: str, marks: Iterable[Mark]) -> str:
    """``text`` as HTML with the stretches ``marks`` (code-point offsets, any order, may overlap) in ``<mark>``."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            pieces += [visible(text[at:start]), "<mark>", visible(text[start:end]), "</mark>"]
            at = end
    return "".join([*pieces, visible(text[at:])])


def masthead(holdings: Holdings, strings: Strings) -> str:
    """The head of the page: the name, what to do here, and what the archive holds."""
    facts = [strings.holdings_one if holdings.articles == 1 else strings.holdings.format(holdings.articles)]
    if holdings.first and holdings.last:
        first, last = write_date(holdings.first, strings), write_date(holdings.last, strings)
        facts.append(first if first == last else strings.period.format(first, last))
    if holdings.sources:
        count = len(holdings.sources)
        facts.append(strings.sources_one if count == 1 else strings.sources.format(count))
    return (
        f'<header class="hm-head" lang="{strings.language}"><h1>Hemeroteca</h1>'
        f'<p class="hm-motto">{strings.motto}</p><p class="hm-facts">{" · ".join(facts)}</p></header>'
    )


def error_line(message: str, strings: Strings) -> str:
    """One line that says what went wrong; empty for no message."""
    return f'<p class="hm-error" role="alert" lang="{strings.language}">{visible(message)}</p>' if message else ""


def hint(strings: Strings) -> str:
    """What stands in the passages' place before the first question."""
    body = f"<h2>{strings.cited}</h2><p>{strings.nothing_yet}</p>"
    return f'<section class="hm-sources" lang="{strings.language}">{body}</section>'


def examples_label(strings: Strings) -> str:
    return f'<p class="hm-label" lang="{strings.language}">{strings.examples}</p>'


def conversation(turns: Sequence[Turn], strings: Strings) -> str:
    """The questions of this visit with their answers, the newest first."""
    latest, *earlier = [_turn(turn, strings) for turn in reversed(turns)] or [""]
    # Only the newest is read out when it arrives.
    body = f'<div class="hm-latest" aria-live="polite">{latest}</div>{"".join(earlier)}'
    return f'<section class="hm-talk" lang="{strings.language}" aria-label="{strings.conversation}">{body}</section>'


def sources(turns: Sequence[Turn], strings: Strings) -> str:
    """The passages behind the answers of one or more turns: those of the newest open, those of earlier ones folded."""
    latest, *earlier = reversed(turns)
    heading = strings.nearest if latest.answer.abstained else strings.cited
    folded = "".join(_folded(turn, strings) for turn in earlier if turn.cards)
    body = f"<h2>{heading}</h2>{_cards(latest, strings)}{folded}"
    return f'<section class="hm-sources" lang="{strings.language}" aria-label="{strings.cited}">{body}</section>'


def _folded(turn: Turn, strings: Strings) -> str:
    summary = strings.earlier.format(visible(turn.answer.question))
    return f"<details><summary>{summary}</summary>{_cards(turn, strings)}</details>"


def _turn(turn: Turn, strings: Strings) -> str:
    question = f'<h2 dir="auto">{visible(turn.answer.question)}</h2>'
    body = _abstained(turn, strings) if turn.answer.abstained else _answered(turn, strings)
    return f'<article class="hm-turn" id="hm-turn-{turn.number}">{question}{body}</article>'


def _abstained(turn: Turn, strings: Strings) -> str:
    reason = strings.reasons[turn.answer.abstained] if turn.answer.abstained else ""
    return f'<p class="hm-abstained"><strong>{strings.abstained}</strong> {reason}</p>'


def _answered(turn: Turn, strings: Strings) -> str:
    answer = turn.answer
    parts: list[str] = []
    if not turn.sentences or answer.text != turn.sentences[0].text:
        parts.append(f'<p class="hm-short" dir="auto">{visible(answer.text)}</p>')
    parts += [_sentence(sentence, turn.number) for sentence in turn.sentences[:SENTENCES]]
    rest = [number for sentence in turn.sentences[SENTENCES:] for number in sentence.numbers]
    if rest:
        parts.append(f'<p class="hm-meta">{strings.more_in}{_references(rest, turn.number)}</p>')
    value = write_value(answer.value, strings)
    dated = [strings.dated.format(value)] if value and value != answer.text else []
    facts = [*dated, strings.confidence.format(int(answer.confidence * 100))]
    parts.append(f'<p class="hm-meta">{" · ".join(facts)}</p>')
    if turn.alternatives:
        others = "".join(_card(card, turn.number, strings) for card in turn.alternatives)
        parts.append(f"<details><summary>{strings.alternatives}</summary>{others}</details>")
    return "".join(parts)


def _sentence(sentence: Sentence, turn: int) -> str:
    words = marked(sentence.text, sentence.marks)
    references = _references(sentence.numbers, turn)
    return f'<p class="hm-sentence"{_language(sentence.language)} dir="auto">{words}{references}</p>'


def _references(numbers: Iterable[int], turn: int) -> str:
    return "".join(f' <a class="hm-ref" href="#{_anchor(turn, number)}">[{number}]</a>' for number in numbers)


def _anchor(turn: int, number: int) -> str:
    return f"hm-cite-{turn}-{number}"


def _cards(turn: Turn, strings: Strings) -> str:
    return "".join(_card(card, turn.number, strings) for card in turn.cards)


def _card(card: Card, turn: int, strings: Strings) -> str:
    numbers = "".join(f'<span class="hm-number" id="{_anchor(turn, n)}">[{n}]</span> ' for n in card.numbers)
    title = visible(card.title)
    if card.url and _is_web(card.url):
        address = html.escape(card.url, quote=True)
        title = f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{title}</a>'
    published = (
        f'<time datetime="{card.published.isoformat()}">{write_date(card.published, strings)}</time>'
        if card.published
        else f"<span>{strings.no_date}</span>"
    )
    source = visible(card.source) if card.source else strings.no_source
    language = _language(card.language)
    return (
        f'<article class="hm-card" tabindex="-1"><h3>{numbers}<span{language} dir="auto">{title}</span></h3>'
        f'<p class="hm-meta">{published} · <span class="hm-source" dir="auto">{source}</span></p>'
        f'<blockquote{language} dir="auto">{marked(card.text, card.marks)}</blockquote></article>'
    )


def _language(tag: str) -> str:
    return f' lang="{tag}"' if _LANGUAGE_TAG.fullmatch(tag) else ""


def _is_web(url: str) -> bool:
    """Whether this is a plain http(s) address: anything else (``javascript:``, ``data:``) is not made a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(_hides(c) or c.isspace() for c in url)
