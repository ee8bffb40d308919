"""Ask an archive of news articles; get a quoted, cited answer, or an honest "the articles do not say"."""

from hemeroteca.archive import Archive
from hemeroteca.errors import HemerotecaError
from hemeroteca.types import Answer, Article, Citation, Passage

__all__ = ["Answer", "Archive", "Article", "Citation", "HemerotecaError", "Passage"]
