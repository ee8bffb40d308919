"""Contract 4: after installation nothing opens a connection."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, NetworkRefusedError

#: Refuses every connection, loopback too, below anything a library may do in Python, and then runs the command line.
REFUSED = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"network: {event} {arguments}")
sys.addaudithook(refuse)
from hemeroteca.cli import main
main()
"""


def test_the_run_itself_refuses_the_network() -> None:
    with pytest.raises(NetworkRefusedError), socket.socket() as opened:
        opened.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkRefusedError):
        socket.getaddrinfo("example.org", 80)


def test_indexing_and_asking_open_no_connection(tmp_path: Path) -> None:
    for arguments in (
        ["index", "corpus", "--into", str(tmp_path / "index")],
        ["ask", "¿Dónde será la reunión ministerial?", "--index", str(tmp_path / "index"), "--json"],
    ):
        command = [sys.executable, "-c", REFUSED, *arguments]
        result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert (result.returncode, "network:" in result.stderr) == (0, False), result.stderr
