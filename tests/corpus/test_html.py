"""Saved pages: their encoding, their metadata, and pages made to do harm."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest

from hemeroteca.corpus.articles import ReadError
from hemeroteca.corpus.html import HtmlReader, decode_page

PARAGRAPHS = (
    "El ayuntamiento aprobó ayer el presupuesto del año próximo, que sube un tres por ciento respecto al actual.",
    "La oposición votó en contra porque, según su portavoz, faltan 23 millones de euros para escuelas y caminos.",
    "El alcalde respondió que el 3 de septiembre de 2019 ya se había dicho lo mismo y que las cuentas cuadraron.",
)
BODY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
MENU = "<nav><a href='/'>Portada</a> <a href='/d'>Deportes</a></nav>"


def page(head: str = "", body: str = BODY, attributes: str = 'lang="es-MX"') -> str:
    return (
        f"<!DOCTYPE html><html {attributes}><head><title>Cuentas</title>{head}</head>"
        f"<body>{MENU}<article>{body}</article><footer>Todos los derechos reservados</footer></body></html>"
    )


@pytest.fixture(scope="module")
def reader() -> Iterator[HtmlReader]:
    with HtmlReader() as reader:
        yield reader


def test_article_and_metadata(reader: HtmlReader) -> None:
    head = (
        '<meta property="og:title" content="Aprobadas las cuentas"><meta property="og:site_name" content="El Faro">'
        '<meta property="article:published_time" content="2031-01-15T23:30:00-06:00">'
        '<link rel="canonical" href="https://elfaro.example/cuentas">'
    )
    raw = reader.read(page(head))
    assert raw.text == "\n\n".join(PARAGRAPHS)
    assert raw.fields == {
        "title": "Aprobadas las cuentas",
        "date": "2031-01-15",
        "source": "El Faro",
        "url": "https://elfaro.example/cuentas",
        "lang": "es",
    }


def test_a_date_in_the_text_is_not_the_date_of_the_page(reader: HtmlReader) -> None:
    fields = reader.read(page(attributes='lang="klingon!"')).fields
    assert (fields["date"], fields["lang"], fields["url"]) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["", "solo texto", "https://elfaro.example/", "<html><body></body></html>", "<" * 5000]
)
def test_pages_without_an_article(reader: HtmlReader, text: str) -> None:
    with pytest.raises(ReadError, match=r"not an HTML page|no article text"):
        reader.read(text)


def test_deep_nesting_ends_in_a_reason_or_an_article(reader: HtmlReader) -> None:
    with contextlib.suppress(ReadError):
        reader.read(page(body="<div><span>" * 50_000 + BODY))
    assert PARAGRAPHS[0] in reader.read(page()).text


def test_a_page_that_takes_too_long_is_left_out_and_the_next_is_read() -> None:
    slow = "<html><body>" + "<div><p>hola que tal</p></div>" * 100_000  # half an hour for trafilatura 2.3
    with HtmlReader(seconds=4) as reader:
        assert PARAGRAPHS[0] in reader.read(page()).text
        start = time.monotonic()
        with pytest.raises(ReadError, match="in 4 seconds"):
            reader.read(slow)
        assert time.monotonic() - start < 20
        assert PARAGRAPHS[0] in reader.read(page()).text


def test_no_process_is_left_behind() -> None:
    with HtmlReader() as reader:
        reader.read(page())
        child = reader._child
        assert child is not None
        assert child.poll() is None
    assert child.poll() is not None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "windows-1252"), ("windows-1252", "windows-1252"), ("ISO-8859-15", "iso-8859-15")],
)
def test_declared_encodings(declared: str, encoding: str) -> None:
    text = page(f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">') + "«€»"
    assert decode_page(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "charset", ["", '<meta charset="utf-8">', '<meta charset="hex">', '<meta charset="iso-8859-99">']
)
def test_encodings_that_do_not_hold(charset: str) -> None:
    with pytest.raises(ReadError, match="UTF-8"):
        decode_page(page(charset).encode("windows-1252"))


def test_utf8_wins_over_a_wrong_declaration() -> None:
    text = page('<meta charset="iso-8859-1">')
    assert decode_page(text.encode()) == text
