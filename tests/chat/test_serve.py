from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from hemeroteca.chat.guard import ANY_ADDRESS, LOCAL_HOSTS
from hemeroteca.chat.serve import AccessError, AddressError, is_local, listen, names_of, page_address, serve
from tests.chat.fakes import harbour_archive


def test_a_taken_port_is_a_clear_error(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=rf"cannot listen on 127.0.0.1 port {port} .*another with --port"):
            serve(harbour_archive(), tmp_path, port=port)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", LOCAL_HOSTS),
        ("Archivo.example", LOCAL_HOSTS | {"archivo.example"}),
        ("0.0.0.0", LOCAL_HOSTS | {ANY_ADDRESS, socket.gethostname().lower()}),
        ("::", LOCAL_HOSTS | {ANY_ADDRESS, socket.gethostname().lower()}),
    ],
)
def test_the_server_answers_to_the_names_of_where_it_listens(host: str, expected: frozenset[str]) -> None:
    assert names_of(host) == expected


def test_the_address_printed_can_be_opened() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert page_address("127.0.0.1", listener) == f"http://127.0.0.1:{port}"
        assert page_address("0.0.0.0", listener) == f"http://127.0.0.1:{port}"
        assert page_address("::1", listener) == f"http://[::1]:{port}"


def test_ctrl_c_ends_it_cleanly_also_with_a_page_open(tmp_path: Path) -> None:
    program = (
        "from tests.chat.fakes import harbour_archive\n"
        "from hemeroteca.chat.serve import serve\n"
        "from pathlib import Path\n"
        "serve(harbour_archive(), Path('kept'), port=0)\n"
        "print('closed')\n"
    )
    paths = os.pathsep.join(str(Path(__file__).parents[2] / folder) for folder in (".", "app"))
    (tmp_path / "kept").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr and select.select([process.stderr], [], [], 60)[0]
        line = process.stderr.readline()
        assert line.startswith("Hemeroteca: http://127.0.0.1:") and line.endswith("(Ctrl-C stops)\n")
        address = line.split()[1]
        with httpx.stream("GET", f"{address}/gradio_api/heartbeat/visitor", timeout=60) as held_open:
            assert held_open.status_code == 200
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            out, err = process.communicate(timeout=30)
        assert (out, err, process.returncode) == ("closed\n", "", 0)
        assert time.monotonic() - began < 15
        assert {path.name for path in tmp_path.iterdir()} == {"kept"}
        assert {path.name for path in (tmp_path / "kept").iterdir()} == {"chat.key", "chat.sqlite"}
    finally:
        process.kill()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "archivo.example"])
def test_other_computers_are_let_in_only_with_accounts(host: str, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"there are no accounts.*hemeroteca user add NAME .*--public"):
        serve(harbour_archive(), tmp_path, host=host, port=0)


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("::", False)])
def test_what_only_this_computer_reaches(host: str, local: bool) -> None:
    assert is_local(host) is local
