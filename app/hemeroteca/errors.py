"""One base class for everything a user can mend, and its few leaves.

A message says what happened and names the value; ``hint`` says what to do next. The command line prints
both on one line and exits with 1.
"""

from __future__ import annotations


class HemerotecaError(Exception):
    """Base of all errors a user can mend. ``hint`` is the next step, in the imperative."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}: {self.hint}" if self.hint else message


class CorpusNotFound(HemerotecaError, FileNotFoundError):
    """The corpus path does not exist, or holds nothing that can be read."""


class IndexNotFound(HemerotecaError, FileNotFoundError):
    """There is no archive where one was to be opened."""


class IndexLocked(HemerotecaError, RuntimeError):
    """Another process is writing to this archive."""


class IndexDamaged(HemerotecaError, ValueError):
    """The archive's record is not one, or of a format this version does not read."""


class IndexWriteError(HemerotecaError, OSError):
    """The archive's folder cannot be written (read-only, full)."""


class ModelMismatch(HemerotecaError, ValueError):
    """The archive was built with another model than the one it is opened with."""


class ModelError(HemerotecaError, ValueError):
    """The model weights are missing, damaged or not what they claim to be."""


class RecipeError(HemerotecaError, ValueError):
    """A recipe file is malformed or asks for something impossible."""


class QuestionError(HemerotecaError, ValueError):
    """A question or one of its filters cannot be used."""


class ArticleNotFound(HemerotecaError, KeyError):
    """The archive holds no article with this id."""

    # KeyError.__str__ shows the repr of its argument; the message is meant for people.
    __str__ = HemerotecaError.__str__


class MissingExtra(HemerotecaError, ImportError):
    """A library that only some formats need is not installed."""
