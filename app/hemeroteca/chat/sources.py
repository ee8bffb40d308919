"""What stands beside the conversation, as HTML: the sources of an answer as cards, or one whole article."""

from __future__ import annotations

import html
from datetime import date

from hemeroteca.chat.markup import NAME, button, excerpt, is_web, language_of, marked, shortened, visible
from hemeroteca.chat.render import label
from hemeroteca.chat.strings import Strings, count, write_date
from hemeroteca.chat.turns import Mark, Nearby, Quote, Statement, Turn
from hemeroteca.types import Article

#: Independent witnesses whose cards are open; further ones, and other answers, are folded.
OPEN = 2


def sources(turn: Turn | None, strings: Strings) -> str:
    """The cards of an answer: its citations by independent witness, the strongest open; or the nearest passages."""
    if turn is None:
        return _pane(f"<h2>{strings.cited}</h2><p class='hm-meta'>{strings.nothing_yet}</p>", strings)
    about = f'<p class="hm-meta" dir="auto">{strings.sources_of.format(visible(shortened(turn.asked)))}</p>'
    parts = [_heading(strings.cited if turn.quotes else strings.nearest), about]
    if turn.given:
        parts += [
            _origin(turn, quotes, strings, opened=place < OPEN) for place, quotes in enumerate(turn.given.origins())
        ]
    for relation, heading in strings.others.items():
        found = [statement for statement in turn.others if statement.relation is relation and statement.quotes]
        if found:
            parts.append(f"<h3>{heading}</h3>")
            parts += [_statement(turn, statement, strings) for statement in found]
    if turn.nearby:
        parts += [f"<h3>{strings.nearest}</h3>"] if turn.quotes else []
        parts += [_passage(turn, place, passage, strings) for place, passage in enumerate(turn.nearby)]
    return _pane(_close(strings) + "".join(parts), strings)


def article(shown: Article, marks: list[Mark], target: Mark, turn: str, strings: Strings) -> str:
    """A whole article: what is quoted from it marked, and ``target`` among it the place to go to."""
    title = visible(shortened(shown.title))
    back = button(f"← {strings.back}", "sources", classes="hm-back", turn=turn)
    link = ""
    if shown.url and is_web(shown.url):
        address = html.escape(shown.url, quote=True)
        link = f' · <a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{strings.original}</a>'
    language = language_of(shown.language)
    return _pane(
        f'<div class="hm-bar">{back}</div><article class="hm-article" tabindex="-1">'
        f'<h2{language} dir="auto">{title}</h2>'
        f'<p class="hm-meta">{_imprint(shown.published, shown.source, strings)}{link}</p>'
        f'<div class="hm-text"{language} dir="auto">{marked(shown.text, marks, target=target)}</div></article>',
        strings,
    )


def gone(turn: str, strings: Strings) -> str:
    """In place of an article that was removed."""
    back = button(f"← {strings.back}", "sources", classes="hm-back", turn=turn)
    return _pane(f'<div class="hm-bar">{back}</div><p>{strings.gone}</p>', strings)


def _pane(body: str, strings: Strings) -> str:
    return f'<section class="hm-sources" lang="{strings.language}" aria-label="{strings.cited}">{body}</section>'


def _heading(words: str) -> str:
    return f'<h2 tabindex="-1">{words}</h2>'


def _close(strings: Strings) -> str:
    """Seen on a phone only, where the sources cover the conversation."""
    return f'<div class="hm-bar hm-only-phone">{button(f"← {strings.close}", "close", classes="hm-back")}</div>'


def _statement(turn: Turn, statement: Statement, strings: Strings) -> str:
    return "".join(_origin(turn, quotes, strings, opened=False) for quotes in statement.origins())


def _origin(turn: Turn, quotes: list[Quote], strings: Strings, *, opened: bool) -> str:
    """One independent witness: the first of its quotes, and folded in it what only repeats it."""
    first, *copies = quotes
    folded = ""
    if copies:
        inner = "".join(_card(turn, quote, strings) for quote in copies)
        folded = f"<details><summary>{count(strings.same_origin, len(copies), strings)}</summary>{inner}</details>"
    return _card(turn, first, strings, opened=opened, folded=folded)


def _card(turn: Turn, quote: Quote, strings: Strings, *, opened: bool = True, folded: str = "") -> str:
    citation = quote.citation
    text, mark = excerpt(quote.text, quote.mark)
    language = language_of(quote.language)
    title = f'<span class="hm-title"{language} dir="auto">{visible(shortened(citation.title))}</span>'
    said = label(quote, strings)
    return (
        f'<details class="hm-card"{" open" if opened else ""}><summary><span class="hm-number">[{quote.number}]</span> '
        f'{title}<span class="hm-meta">{_imprint(citation.published, citation.source, strings)}</span></summary>'
        f'<blockquote{language} dir="auto">{marked(text, [mark])}</blockquote>'
        f'<p class="hm-meta">{said}{" · " if said else ""}{_open(turn, quote, strings)}</p>{folded}</details>'
    )


def _open(turn: Turn, quote: Quote, strings: Strings) -> str:
    if not quote.here:
        return strings.gone
    name = strings.open_reference.format(quote.number, shortened(quote.citation.title))
    return button(strings.open_article, "cite", name=f"{strings.open_article}: {name}", turn=turn.id, n=quote.number)


def _passage(turn: Turn, place: int, passage: Nearby, strings: Strings) -> str:
    title = visible(shortened(passage.title))
    language = language_of(passage.language)
    link = button(strings.open_article, "passage", turn=turn.id, n=place) if passage.here else strings.gone
    return (
        f'<details class="hm-card"{" open" if place < OPEN else ""}><summary>'
        f'<span class="hm-title"{language} dir="auto">{title}</span>'
        f'<span class="hm-meta">{_imprint(passage.published, passage.source, strings)}</span></summary>'
        f'<blockquote{language} dir="auto">{visible(passage.text)}</blockquote><p class="hm-meta">{link}</p></details>'
    )


def _imprint(published: date | None, source: str | None, strings: Strings) -> str:
    day = (
        f'<time datetime="{published.isoformat()}">{write_date(published, strings)}</time>'
        if published
        else f"<span>{strings.no_date}</span>"
    )
    outlet = visible(shortened(source, NAME)) if source else strings.no_source
    return f'{day} · <span class="hm-source" dir="auto">{outlet}</span>'
