"""Shared fixtures. The network is refused for the whole run, and real models load once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hemeroteca.models.encoder import SentenceTransformerEncoder, load_encoder
from tests.fakes import WordLengthEncoder

REPOSITORY = Path(__file__).parents[1]


class NetworkRefusedError(RuntimeError):
    pass


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: every way out of this process raises, however a library gets there. Loopback is let through."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "unix"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in {"127.0.0.1", "::1", "localhost", "unix", "", None}:
        raise NetworkRefusedError(f"a test tried to reach {host!r}")


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def e5() -> SentenceTransformerEncoder:
    """The packed multilingual-e5-small, as users get it."""
    return load_encoder()


@pytest.fixture
def encoder() -> WordLengthEncoder:
    return WordLengthEncoder()


@pytest.fixture
def run_cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line as ``main`` does; returns exit code, stdout and stderr."""
    from hemeroteca import cli

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hemeroteca", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
            raise SystemExit(0)
        out, err = capfd.readouterr()
        return int(stopped.value.code or 0), out, err

    return run


@pytest.fixture
def write_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Write ``name=text`` as ``corpus/name.md`` with a date; returns the corpus folder."""

    def write(*, day: str = "2026-03-08", source: str = "El Faro", **texts: str) -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            head = f"---\ntitle: {name.capitalize()}\ndate: {day}\nsource: {source}\n---\n"
            (folder / f"{name}.md").write_text(head + text, encoding="utf-8")
        return folder

    return write
