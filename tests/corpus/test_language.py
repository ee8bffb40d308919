"""Telling languages apart by their small words."""

from __future__ import annotations

import pytest

from hemeroteca.corpus.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El alcalde dijo que no sabe cuándo se abrirá la estación, pero que las obras van según lo previsto."),
        ("en", "The mayor said that he did not know when the station will open, but it is on time for the summer."),
        ("pt", "O prefeito disse que não sabe quando a estação será aberta, mas as obras vão como foi previsto."),
        (
            "fr",
            "Le maire a dit qu'il ne sait pas quand la gare sera ouverte, mais les travaux avancent dans les temps.",
        ),
        (
            "it",
            "Il sindaco ha detto che non sa quando la stazione sarà aperta, ma i lavori sono in linea con il piano.",
        ),
        (
            "de",
            "Der Bürgermeister hat gesagt, dass er nicht weiß, wann der Bahnhof auf ist und die Züge zu sehen sind.",
        ),
        ("ca", "L'alcalde ha dit que no sap quan s'obrirà l'estació, però les obres van amb el pla i són més a prop."),
        ("es", "Madrid 2026"),
        ("es", ""),
        ("es", "日本語の記事です。"),
    ],
)
def test_examples(language: str, text: str) -> None:
    assert detect_language(text) == language
