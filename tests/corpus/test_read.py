"""Folders of files to articles: order, ids, what is passed over, and every bad file named with its reason."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemeroteca.corpus import BadFile, normalize_text, read_corpus
from hemeroteca.errors import CorpusNotFound
from hemeroteca.types import Article

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "articles"


def write(folder: Path, **files: str | bytes) -> Path:
    """``a__b_md`` is written to ``a/b.md``."""
    for name, content in files.items():
        path = folder / Path(*name.split("__"))
        stem, _, suffix = path.name.rpartition("_")
        path = path.with_name(f"{stem}.{suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(*paths: Path) -> tuple[list[Article], list[BadFile]]:
    found = list(read_corpus(paths))
    return [x for x in found if isinstance(x, Article)], [x for x in found if isinstance(x, BadFile)]


def test_every_format_in_order_with_ids_from_paths(tmp_path: Path) -> None:
    write(
        tmp_path,
        z_txt=" date 2026-01-15 El pan subió hoy.",
        b__two_md="---\ntitle: Dos\ndate: 2026-01-16\n---\nTexto dos.",
        b__one_jsonl='{"text": "Texto uno."}\n{"text": "Con id.", "id": "propio", "date": "2026-01-17"}',
        a_HTML="<html><body><article><p>"
        + "Una página guardada con palabras bastantes. " * 5
        + "</p></article></body></html>",
    )
    articles, bad = read(tmp_path)
    assert bad == []
    assert [a.id for a in articles] == ["a", "b/one#1", "propio", "b/two", "z"]
    assert [a.published for a in articles] == [None, None, date(2026, 1, 17), date(2026, 1, 16), date(2026, 1, 15)]
    assert articles[-1].text == "El pan subió hoy."
    assert [a.path for a in articles] == [
        str(tmp_path.resolve() / name) for name in ("a.HTML", "b/one.jsonl", "b/one.jsonl", "b/two.md", "z.txt")
    ]


def test_ids_and_paths_do_not_depend_on_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, corpus__a__b_md="Hola a todos.")
    monkeypatch.chdir(tmp_path)
    first = read(Path("corpus"))
    monkeypatch.chdir(tmp_path / "corpus" / "a")
    assert read(Path("..")) == first
    assert read(tmp_path / "corpus") == first
    assert first[0][0].id == "a/b"


def test_a_single_file_has_its_stem_as_id(tmp_path: Path) -> None:
    write(tmp_path, sub__nota_txt="Hola a todos.", sub__README_md="Léeme, que me han nombrado.")
    articles, _ = read(tmp_path / "sub" / "nota.txt", tmp_path / "sub" / "README.md")
    assert [a.id for a in articles] == ["nota", "README"]


def test_what_is_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        README_md="# Sobre esto",
        sub__readme_txt="Sobre esto",
        _hidden_md="",
        a_csv="x",
        a_py="x",
        a_md="Hola a todos.",
    )
    (tmp_path / "_hidden.md").rename(tmp_path / ".hidden.md")
    write(tmp_path / ".git", b_md="Hola.")
    articles, bad = read(tmp_path)
    assert ([a.id for a in articles], bad) == (["a"], [])


def test_a_file_met_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_md="Hola a todos.", b_md="Adiós a todos.")
    articles, bad = read(tmp_path / "b.md", tmp_path, tmp_path / "a.md")
    assert ([a.id for a in articles], bad) == (["b", "a"], [])


BAD: dict[str, tuple[str, bytes, str]] = {
    "latin": ("a.txt", "canción".encode("latin-1"), "not UTF-8 (byte 0xf3 at 5)"),
    "utf16": ("a.md", "Hola".encode("utf-16"), "UTF-16"),
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.md", b" \n\n", "empty"),
    "no body": ("a.md", b"---\ntitle: x\n---\n", "empty"),
    "only a date": ("a.txt", b" date 2026-01-15 ", "empty"),
    "binary": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
    "one line": ("a.txt", b"x" * 5_000_001, "larger than 5 MB"),
    "huge page": ("a.html", b"x" * 5_000_001, "larger than 5 MB"),
    "front matter": ("a.md", b"---\ntitle: a: b\n---\nHola.", "malformed front matter in line 2"),
    "open front matter": ("a.md", b"---\ntitle: a\n\nHola.", "not closed"),
    "date": ("a.md", b"---\ndate: 2026-13-45\n---\nHola.", "«2026-13-45» is not a date"),
    "text date": ("a.txt", b" date 2026-13-45 Hola.", "«2026-13-45» is not a date"),
    "long number": ("a.md", b"---\ndate: " + b"1" * 5000 + b"\n---\nHola.", "date is longer"),
    "long text date": ("a.txt", b"date " + b"1" * 5000 + b"-1-1 Hola.", "date is longer"),
    "no article": ("a.html", b"<html><body><p></p></body></html>", "no article text"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_named_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    name, data, reason = BAD[case]
    (tmp_path / name).write_bytes(data)
    write(tmp_path, b_md="Hola a todos.")
    articles, bad = read(tmp_path)
    assert [a.id for a in articles] == ["b"]
    assert [(Path(b.path).name, b.line) for b in bad] == [(name, None)]
    assert reason in bad[0].reason
    assert str(bad[0]) == f"{tmp_path.resolve() / name}: {bad[0].reason}"
    assert "\n" not in str(bad[0])
    assert len(bad[0].reason) < 200


def test_a_bad_line_is_named_by_its_number(tmp_path: Path) -> None:
    write(tmp_path, a_jsonl='{"text": "uno"}\n{"text": "dos", "date": "ayer"}\n{"text": ""}\n{"text": "tres"}\n')
    articles, bad = read(tmp_path)
    assert [a.id for a in articles] == ["a#1", "a#4"]
    assert [b.line for b in bad] == [2, 3]
    assert str(bad[0]) == f"{tmp_path.resolve()}/a.jsonl:2: «ayer» is not a date: write it as 2026-01-31"


def test_the_second_article_with_an_id_names_the_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_md="---\nid: x\n---\nPrimero.",
        b_md="---\nid: x\n---\nSegundo.",
        c_jsonl='{"id": "y", "text": "uno"}\n{"id": "y", "text": "dos"}',
        d_md="Con extensión md.",
        d_txt="Con extensión txt.",
    )
    articles, bad = read(tmp_path)
    root = tmp_path.resolve()
    assert [a.text for a in articles] == ["Primero.", "uno", "Con extensión md."]
    assert [b.reason for b in bad] == [
        f"«x» is already the id of the article in {root}/a.md",
        f"«y» is already the id of the article in {root}/c.jsonl:1",
        f"«d» is already the id of the article in {root}/d.md",
    ]
    assert [b.line for b in bad] == [None, 2, None]


def test_names_in_two_unicode_forms_are_one_id(tmp_path: Path) -> None:
    for name in ("canci\u00f3n.md", "cancio\u0301n.txt"):
        (tmp_path / name).write_text("Hola a todos.", encoding="utf-8")
    articles, bad = read(tmp_path)
    assert [a.id for a in articles] == ["canci\u00f3n"]
    assert len(bad) == 1


def test_reading_streams_and_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="Hola a todos.", b_md="Adiós a todos.", c_md="Otra vez.")
    found = read_corpus([tmp_path])
    assert isinstance(next(found), Article)
    (tmp_path / "b.md").unlink()
    second, third = found
    assert isinstance(second, BadFile)
    assert "cannot be read: No such file" in second.reason
    assert isinstance(third, Article)


def test_what_was_named_and_vanishes_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="Hola a todos.", sub__b_md="Adiós a todos.")
    found = read_corpus([tmp_path / "a.md", tmp_path / "sub"])
    (tmp_path / "a.md").unlink()
    (tmp_path / "sub" / "b.md").unlink()
    (tmp_path / "sub").rmdir()
    root = tmp_path.resolve()
    reason = "cannot be read: No such file or directory"
    assert list(found) == [BadFile(str(root / "a.md"), reason), BadFile(str(root / "sub"), reason)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="Hola a todos.", b_md="Secreto.", sub__c_md="Secreto.")
    (tmp_path / "b.md").chmod(0)
    (tmp_path / "sub").chmod(0)
    try:
        _, bad = read(tmp_path)
        assert [(Path(b.path).name, b.reason) for b in bad] == [
            ("b.md", "cannot be read: Permission denied"),
            ("sub", "cannot be read: Permission denied"),
        ]
        with pytest.raises(CorpusNotFound, match="Permission denied"):
            read(tmp_path / "sub")
    finally:
        (tmp_path / "sub").chmod(0o700)


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, outside__x_md="Fuera.", corpus__a_md="Dentro.")
    corpus = tmp_path / "corpus"
    (corpus / "again.md").symlink_to(corpus / "a.md")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "self.md").symlink_to("self.md")
    (corpus / "gone.md").symlink_to("nowhere.md")
    (corpus / "out.md").symlink_to(tmp_path / "outside" / "x.md")
    (corpus / "outfolder").symlink_to(tmp_path / "outside")
    (corpus / "out.csv").symlink_to(tmp_path / "outside" / "x.md")
    articles, bad = read(corpus)
    assert [a.id for a in articles] == ["a"]
    assert [Path(b.path).name for b in bad] == ["gone.md", "out.md", "outfolder", "self.md"]
    (tmp_path / "named").symlink_to(corpus)
    assert read(tmp_path / "named") == (articles, bad)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, b_md="Hola a todos.")
    os.mkfifo(tmp_path / "a.md")
    articles, bad = read(tmp_path)
    assert [a.id for a in articles] == ["b"]
    assert [b.reason for b in bad] == ["not a regular file"]


def test_odd_file_names(tmp_path: Path) -> None:
    write(tmp_path, b_md="Hola a todos.")
    (tmp_path / "a\nb.md").write_text("Uno con salto.", encoding="utf-8")
    (tmp_path / "c\n.md").write_bytes(b"")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xf3.md")).write_text("Hola.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert (
        read(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xf3.md")))[1][0].reason == "the name of the file is not UTF-8"
    )
    articles, bad = read(tmp_path)
    assert [a.id for a in articles] == ["a b", "b"]
    assert [b.reason.split(":")[0] for b in bad] == ["empty", "the name of the file is not UTF-8"]
    for item in bad:
        assert "\n" not in str(item)
        assert item.path.encode()


@pytest.mark.parametrize(
    "name", ["nowhere", "a.md/x", "a\0b", "x" * 5000, "\ud800", "empty", "other", "other/a.csv", "\n"]
)
def test_no_corpus(tmp_path: Path, name: str) -> None:
    write(tmp_path, a_md="Hola a todos.", other__a_csv="x", other__README_md="Sobre esto.")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusNotFound) as caught:
        read_corpus([tmp_path, tmp_path / name])  # raised before anything is read
    assert caught.value.hint
    if name in ("empty", "other", "other/a.csv"):
        assert all(suffix in caught.value.hint for suffix in (".md", ".txt", ".html", ".jsonl"))


@settings(deadline=None)
@given(st.sampled_from(["a.md", "a.txt", "a.jsonl"]), st.one_of(st.text().map(str.encode), st.binary()))
def test_any_bytes_give_an_article_or_a_reason(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        articles, bad = read(Path(folder))
    assert articles or bad
    assert all(a.text == normalize_text(a.text) and a.text and a.title for a in articles)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_front_matter_gives_an_article_or_a_reason(value: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.md").write_bytes(f"---\ntitle: {value}\ndate: {text}\n---\n{text}".encode())
        articles, bad = read(Path(folder))
    assert len(articles) + len(bad) == 1


def test_the_sample_corpus() -> None:
    articles, bad = read(ROOT / "corpus")
    assert bad == []
    assert len(articles) == 5
    for article in articles:
        assert article.language == "es"
        assert article.source is not None
        assert article.published is not None
        assert str(article.published) == article.id[:10]
        assert 180 <= len(article.text.split()) <= 350
        assert not {"#", "*", "`"} & set(article.text)
    meeting = [a for a in articles if "Grupo de Implementación de Seguridad" in a.text and "23 de enero" in a.text]
    assert len(meeting) == 4


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published articles do not lie beside this checkout")
def test_published_articles() -> None:
    articles, bad = read(PUBLISHED)
    assert bad == []
    days = [date(2026, 1, 15), None, date(2026, 1, 16), date(2026, 1, 16), date(2026, 1, 30)]
    assert [a.published for a in articles] == days
    assert {a.language for a in articles} == {"es"}
    assert not [a.id for a in articles if "date 2026" in a.text or not a.text[0].isupper()]
    assert [len(a.title) <= 120 for a in articles] == [True] * 5
