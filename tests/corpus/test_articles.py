"""The fields of an article, checked in one place for all formats."""

from __future__ import annotations

from datetime import date

import pytest

from hemeroteca.corpus.articles import Raw, ReadError, build_article, parse_date, parse_language
from hemeroteca.types import Article


def build(text: str = "El pan subió ayer.", /, **fields: object) -> Article:
    return build_article(Raw(fields=fields, text=text), fallback_id="a/b", path="/c/a/b.md")


def test_what_is_not_given() -> None:
    article = build()
    assert (article.id, article.title, article.path) == ("a/b", "El pan subió ayer", "/c/a/b.md")
    assert (article.published, article.source, article.url, article.language) == (None, None, None, "es")


def test_what_is_given_stands_on_one_line() -> None:
    article = build(
        id=17, title="Sube\n el  pan", date="2026-01-15", source=" El Faro ", url="https://a.b", lang="EN-us"
    )
    assert (article.id, article.title, article.source) == ("17", "Sube el pan", "El Faro")
    assert (article.published, article.url, article.language) == (date(2026, 1, 15), "https://a.b", "en")
    assert article.text == "El pan subió ayer."


@pytest.mark.parametrize(
    "value", ["2026-01-15", "2026-01-15T23:59:00-06:00", "2026-01-15 10:00:00 -0600", "2026-01-15T10:00Z"]
)
def test_dates(value: str) -> None:
    assert parse_date(value) == date(2026, 1, 15)


@pytest.mark.parametrize(
    "value",
    [
        "2026-13-45",
        "2026-02-29",
        "15/01/2026",
        "ayer",
        "2026",
        "0000-01-01",
        "2026-01-15 y más",
        "1" * 5000,
        "1" * 5000 + "-1-1",
    ],
)
def test_a_date_that_is_none(value: str) -> None:
    with pytest.raises(ReadError, match="is not a date") as caught:
        parse_date(value)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("value", ["español", "e", "es mx", "castellano"])
def test_a_language_that_is_none(value: str) -> None:
    with pytest.raises(ReadError, match="language code"):
        parse_language(value)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": ["a"]}, "title must be text, not a list"),
        ({"source": {"name": "a"}}, "source must be text, not a group of keys"),
        ({"date": 20260115}, "date must be text, not a number"),
        ({"id": True}, "id must be text, not true or false"),
        ({"url": "x" * 3000}, "url is longer than 2000 characters"),
    ],
)
def test_fields_of_the_wrong_kind(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        build(**fields)


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff\x01\x02", "---", "…"])
def test_text_without_words(text: str) -> None:
    with pytest.raises(ReadError, match=r"empty|no words"):
        build(text)


def test_the_hash_covers_what_the_article_says_and_nothing_else() -> None:
    fields = {"id": "1", "title": "t", "date": "2026-01-15", "source": "s", "url": "u", "lang": "es"}
    base = build(**fields)
    changed = [build("Otro texto.", **fields)]
    other = {"title": "x", "date": "2026-01-16", "source": "x", "url": "x", "lang": "en"}
    changed += [build(**{**fields, key: value}) for key, value in other.items()]
    assert len({article.sha256 for article in [base, *changed]}) == 1 + len(changed)
    moved = build_article(Raw(fields={**fields, "id": "2"}, text=base.text), fallback_id="z", path="/z")
    assert moved.sha256 == base.sha256
    # Fields do not run into one another.
    assert build(source="ab", url="c", title="t").sha256 != build(source="a", url="bc", title="t").sha256
