"""The archive as HTML: what is in it, and for administrators a form to add articles and buttons to remove them."""

from __future__ import annotations

from itertools import islice

from hemeroteca.chat.answerer import Answerer
from hemeroteca.chat.markup import NAME, button, language_of, shortened, visible
from hemeroteca.chat.strings import Strings, count, write_date, write_number, write_span
from hemeroteca.types import Article

#: Articles that are listed.
LISTED = 200


def catalogue(archive: Answerer, strings: Strings, *, is_admin: bool) -> str:
    """What the archive holds; who ``is_admin`` may also change it."""
    upload = _upload(strings) if is_admin else ""
    return (
        f'<section class="hm-catalogue" lang="{strings.language}" aria-label="{strings.archive}">'
        f"<h2>{strings.archive}</h2>{_facts(archive, strings)}{upload}{_listed(archive, strings, is_admin)}</section>"
    )


def _facts(archive: Answerer, strings: Strings) -> str:
    info = archive.info()
    rows = [(strings.fact_articles, write_number(info.articles, strings))]
    if info.first and info.last:
        rows.append((strings.fact_span, write_span(info.first, info.last, strings)))
    if info.sources:
        names = " · ".join(f'<span dir="auto">{visible(shortened(name, NAME))}</span>' for name in info.sources)
        rows.append((strings.fact_sources, names))
    if info.undated:
        rows.append((strings.fact_undated, count(strings.articles, info.undated, strings)))
    if info.indexed:
        rows.append((strings.fact_indexed, f"{write_date(info.indexed.date(), strings)}, {info.indexed:%H:%M} UTC"))
    calibration = info.calibration
    if calibration:
        percent = write_number(round(100 * calibration.threshold), strings)
        told = strings.threshold.format(percent, visible(shortened(calibration.fitted_on)))
        rows.append((strings.fact_calibration, told))
    return f"<dl>{''.join(f'<div><dt>{name}</dt><dd>{words}</dd></div>' for name, words in rows)}</dl>"


def _upload(strings: Strings) -> str:
    """A form that ``upload.js`` sends file by file; what it says stands in its data, in the page's language."""
    outcomes = "".join(f' data-{name.replace("_", "-")}="{words}"' for name, words in strings.outcomes.items())
    return (
        f'<form class="hm-upload" data-none="{strings.upload_none}" {outcomes}>'
        f'<h3>{strings.upload}</h3><label class="hm-small">{strings.upload_choose}'
        f'<input type="file" name="files" multiple accept=".md,.txt,.html,.htm,.jsonl"></label> '
        f'<button class="hm-small">{strings.upload_start}</button> <span class="hm-chosen hm-meta"></span>'
        f'<p class="hm-meta">{strings.upload_hint}</p>'
        f'<progress value="0" max="1" aria-label="{strings.upload_progress}" hidden></progress>'
        f'<ul class="hm-outcomes" aria-live="polite"></ul></form>'
    )


def _listed(archive: Answerer, strings: Strings, is_admin: bool) -> str:
    shown = list(islice(archive.articles(), LISTED + 1))
    if not shown:
        return ""
    items = "".join(_article(article, strings, is_admin) for article in shown[:LISTED])
    total = archive.info().articles
    more = f"<p>{strings.list_more.format(write_number(total - LISTED, strings))}</p>" if total > LISTED else ""
    return f'<h3>{strings.listed}</h3><ul class="hm-articles">{items}</ul>{more}'


def _article(article: Article, strings: Strings, is_admin: bool) -> str:
    day = write_date(article.published, strings) if article.published else strings.no_date
    outlet = visible(shortened(article.source, NAME)) if article.source else strings.no_source
    remove = ""
    if is_admin:
        surely = button(strings.remove_surely, "remove", classes="hm-danger", id=article.id)
        remove = f"<details><summary>{strings.remove}</summary>{surely}</details>"
    language = language_of(article.language)
    return (
        f'<li><span class="hm-title"{language} dir="auto">{visible(shortened(article.title))}</span> '
        f'<span class="hm-meta">{day} · <span dir="auto">{outlet}</span></span>{remove}</li>'
    )
