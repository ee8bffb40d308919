"""What stands around a conversation, as HTML: the head, the list of conversations, the filters."""

from __future__ import annotations

from collections.abc import Sequence

from hemeroteca.chat.answerer import Holdings
from hemeroteca.chat.identity import Visitor
from hemeroteca.chat.markup import NAME, button, shortened, visible
from hemeroteca.chat.store import ConversationRow
from hemeroteca.chat.strings import Strings, count, write_span


def masthead(holdings: Holdings, strings: Strings, *, view: str = "chat", visitor: Visitor | None = None) -> str:
    """The head of the page: its name, what the archive holds, the views, the other language, whose account it is."""
    views = "".join(
        button(words, "view", classes="hm-tab", attributes=_current("page", name == view), view=name)
        for name, words in (("chat", strings.view_chat), ("archive", strings.view_archive))
    )
    other = "en" if strings.language == "es" else "es"
    brief = f'<span class="hm-brief" aria-hidden="true">{other.upper()}</span>'
    label = f'<span class="hm-long">{strings.switch_language}</span>{brief}'
    switch = button(label, "language", name=strings.switch_language, attributes=f' lang="{other}"', to=other)
    leave = _leave(visitor.name, strings) if visitor and visitor.name else ""
    controls = ' aria-controls="hm-sidebar"'
    side = button("☰", "side", name=strings.toggle_conversations, classes="hm-icon", attributes=controls)
    return (
        f'<header class="hm-head" lang="{strings.language}" data-view="{view}">{side}<h1>Hemeroteca</h1>'
        f'<p class="hm-facts"><em>{strings.motto}</em> {held(holdings, strings)}</p>'
        f'<nav aria-label="{strings.views}">{views}{switch}{leave}</nav></header>'
    )


def _leave(name: str, strings: Strings) -> str:
    return (
        f'<form method="post" action="/logout"><button class="hm-link">{strings.log_out}'
        f'<span class="hm-long"> ({visible(name)})</span></button></form>'
    )


def held(holdings: Holdings, strings: Strings) -> str:
    """«3 artículos · del 9 al 10 de marzo de 2026 · 2 medios»."""
    facts = [count(strings.articles, holdings.articles, strings) if holdings.articles else strings.no_articles]
    if holdings.first and holdings.last:
        facts.append(write_span(holdings.first, holdings.last, strings))
    if holdings.sources:
        facts.append(count(strings.sources, len(holdings.sources), strings))
    return " · ".join(facts)


def _current(kind: str, chosen: bool) -> str:
    return f' aria-current="{kind}"' if chosen else ""


def conversations(rows: Sequence[ConversationRow], strings: Strings, *, current: str | None = None) -> str:
    """The visitor's conversations, the last used first, each with what can be done with it."""
    items = "".join(_conversation(row, strings, row.id == current) for row in rows)
    listed = f"<ul>{items}</ul>" if items else f'<p class="hm-meta">{strings.no_conversations}</p>'
    new = button(f"+ {strings.new_conversation}", "new", classes="hm-new")
    return (
        f'<nav class="hm-side" lang="{strings.language}" aria-label="{strings.conversations}">'
        f"<h2>{strings.conversations}</h2>{new}{listed}</nav>"
    )


def _conversation(row: ConversationRow, strings: Strings, chosen: bool) -> str:
    title = visible(shortened(row.title, NAME))
    identifier = visible(row.id)
    where = f"/api/v1/conversations/{identifier}/export?format="
    opened = button(title, "open", classes="hm-open", attributes=f' dir="auto"{_current("true", chosen)}', id=row.id)
    options = visible(strings.options_of.format(shortened(row.title, NAME)))
    return (
        f"<li>{opened}"
        f'<details class="hm-menu"><summary aria-label="{options}">⋯</summary><div>'
        f'<form data-do="rename" data-id="{identifier}"><label>{strings.new_name} '
        f'<input name="title" value="{visible(row.title)}" maxlength="200" dir="auto" required></label>'
        f'<button class="hm-small">{strings.save}</button></form>'
        f'<a class="hm-link" href="{where}md" download>{strings.export_markdown}</a>'
        f'<a class="hm-link" href="{where}json" download>{strings.export_json}</a>'
        f"<details><summary>{strings.delete}</summary>"
        f"{button(strings.delete_surely, 'delete', classes='hm-danger', id=row.id)}</details></div></details></li>"
    )


def filters(sources: Sequence[str], strings: Strings) -> str:
    """The filters as a form of the browser's own controls; the page reads it when a question is sent."""
    outlets = "".join(f'<option value="{visible(name)}">{visible(shortened(name, NAME))}</option>' for name in sources)
    return (
        f'<details class="hm-filters" lang="{strings.language}"><summary>{strings.filters}'
        f'<span class="hm-filters-set"></span></summary><form data-do="filters">'
        f'<label>{strings.filters_since} <input type="date" name="since" min="0001-01-01" max="9999-12-31"></label>'
        f'<label>{strings.filters_until} <input type="date" name="until" min="0001-01-01" max="9999-12-31"></label>'
        f'<label>{strings.filters_source} <select name="source"><option value="">{strings.filters_any}</option>'
        f"{outlets}</select></label>"
        f'<button type="reset" class="hm-link">{strings.filters_clear}</button></form></details>'
    )
