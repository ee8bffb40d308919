"""Markdown: front matter, trusted with nothing, and prose."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemeroteca.corpus.articles import ReadError
from hemeroteca.corpus.markdown import read_markdown, to_prose


def test_front_matter_values_stay_text() -> None:
    raw = read_markdown(
        "---\ntitle: 2024\ndate: 2026-01-15\nlang: no\nsource:\nurl: null\ntags: [a, b]\n---\n\nHola.\n"
    )
    assert raw.fields == {
        "title": "2024",
        "date": "2026-01-15",
        "lang": "no",
        "source": None,
        "url": None,
        "tags": ["a", "b"],
    }
    assert raw.text == "Hola."


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_ends_and_crlf(end: str) -> None:
    raw = read_markdown(f"\ufeff---\r\ntitle: 'Uno: dos'\r\n{end}\r\nHola.\r\n")
    assert raw.fields == {"title": "Uno: dos"}
    assert raw.text == "Hola."


def test_a_heading_is_the_title_where_none_is_given() -> None:
    assert read_markdown("# Sube *el* pan\nSegún fuentes.").fields == {"title": "Sube el pan"}
    assert read_markdown("---\ntitle: Otro\n---\n# Sube el pan\n\nTexto.").fields == {"title": "Otro"}
    assert read_markdown("Texto.\n\n# Sube el pan").fields == {}


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        ("title: Uno: dos", "line 2"),
        ("source: x\ntitle: [a", "malformed front matter"),
        ("- a\n- b", "key: value"),
        ("una frase", "key: value"),
        ("a: &x 1\nb: 2", "anchors"),
        ("a: 1\nb: *x", "anchors"),
        ("<<: {a: 1}", "merge"),
        ("a: " + "[" * 5000, "malformed front matter"),
        ("? [a]\n: b", "malformed front matter"),
        ("title: !!python/object/apply:os.system [echo]\n<<: {a: 1}", "merge"),
    ],
)
def test_malformed_front_matter(front_matter: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_markdown(f"---\n{front_matter}\n---\n\nHola.")


@pytest.mark.parametrize("text", ["---\ntitle: x\n\nHola.", "---\n" + "a: 1\n" * 4000 + "---\nHola."])
def test_front_matter_that_does_not_end(text: str) -> None:
    with pytest.raises(ReadError, match="not closed"):
        read_markdown(text)


def test_references_cost_nothing() -> None:
    levels = "".join(f"k{n}: &k{n} {{{', '.join(f'<<: *k{n - 1}' for _ in range(9))}}}\n" for n in range(1, 9))
    start = time.process_time()
    with pytest.raises(ReadError):
        read_markdown(f"---\nk0: &k0 {{a: 1}}\n{levels}---\nHola.")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("markdown", "prose"),
    [
        ("una línea\nque sigue\n\notro párrafo", "una línea que sigue\n\notro párrafo"),
        ("## Título ##\ntexto", "Título\n\ntexto"),
        ("texto\n# Título", "texto\n\nTítulo"),
        ("#etiqueta", "#etiqueta"),
        ("**muy *bien* hecho** y ***todo*** y __nada__ _de_ eso", "muy bien hecho y todo y nada de eso"),
        ("2 * 3 * 4 y snake_case_name", "2 * 3 * 4 y snake_case_name"),
        (r"\*sin\* énfasis", "*sin* énfasis"),
        ('el [acta](http://a.b/c_(d) "t") y [otra][1] y <https://e.f>', "el acta y otra y https://e.f"),
        ("una ![foto](a.png) suelta", "una suelta"),
        ("[1]: http://a.b\ntexto", "texto"),
        ("[Foto]: de archivo, ayer", "[Foto]: de archivo, ayer"),
        ("> cita\n> larga", "cita larga"),
        ("- uno\n  sigue\n- dos", "- uno sigue\n- dos"),
        ("1. uno\n2. dos", "1. uno\n2. dos"),
        ("hasta\n2026. Después", "hasta 2026. Después"),
        ("uno\n\n***\n\ndos", "uno\n\ndos"),
        ("Título\n======\ntexto", "Título\n\ntexto"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\ntexto", "| a | b |\n|---|---|\n| 1 | 2 |\ntexto"),
        ("a <!-- no\nse ve --> b", "a  b"),
        ("a <!-- abierto", "a <!-- abierto"),
        ("el `campo` x", "el campo x"),
    ],
)
def test_prose(markdown: str, prose: str) -> None:
    assert to_prose(markdown) == prose


@given(st.text(st.sampled_from('ab \n*_`[]()<>!#-=|\\>:1."~^'), max_size=80))
def test_any_markdown_is_read(markdown: str) -> None:
    to_prose(markdown)


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "*a ", "_a ", "**", "<!--", "`a", "![", "> ", "- ", "a\n", "\\", "[a]: ", "# "]
)
def test_time_grows_with_length_only(piece: str) -> None:
    start = time.process_time()
    to_prose(piece * (300_000 // len(piece)))
    assert time.process_time() - start < 5
