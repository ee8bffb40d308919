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
from hemeroteca.chat.serve import AddressError, listen, names_of, page_address, serve
from tests.chat.fakes import harbour_archive


def test_a_taken_port_is_a_clear_error() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=rf"cannot listen on 127.0.0.1 port {port} .*another with --port"):
            serve(harbour_archive(), port=port)


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
        "serve(harbour_archive(), port=0)\n"
        "print('closed')\n"
    )
    paths = os.pathsep.join(str(Path(__file__).parents[2] / folder) for folder in (".", "app"))
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
        assert list(tmp_path.iterdir()) == []
    finally:
        process.kill()
