"""Files to articles: Markdown, plain text, HTML and JSON lines."""

from hemeroteca.corpus.read import SUFFIXES, BadFile, read_corpus
from hemeroteca.corpus.text import normalize_text

__all__ = ["SUFFIXES", "BadFile", "normalize_text", "read_corpus"]
