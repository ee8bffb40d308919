from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from hemeroteca.chat.gate import Gate
from hemeroteca.chat.guard import ANY_ADDRESS, LOCAL_HOSTS, Guard, address_of, host_allowed, origin_allowed, path_open
from hemeroteca.chat.identity import VisitorCookies, visitor_of
from hemeroteca.chat.services import Access
from hemeroteca.chat.throttle import Rates, Throttle


async def _echo(request: Request) -> PlainTextResponse:
    visitor = visitor_of(request)
    headers = {"x-owner": visitor.owner, "x-admin": str(visitor.is_admin), "x-seen": ",".join(request.headers)}
    return PlainTextResponse(str(len(await request.body())), headers=headers)


async def _accept(socket: WebSocket) -> None:
    await socket.accept()


def client(max_body: int = 1000, *, access: Access = Access.LOCAL, throttle: Throttle | None = None) -> TestClient:
    app = Starlette(routes=[WebSocketRoute("/", _accept), Route("/{path:path}", _echo, methods=["GET", "POST"])])
    gate = Gate(access, cookies=VisitorCookies(b"k" * 32))
    return TestClient(Guard(app, gate=gate, throttle=throttle, max_body=max_body), base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:7860", "localhost:80", "LOCALHOST", "[::1]:7860"])
def test_this_computer_s_own_names_are_answered(host: str) -> None:
    assert host_allowed(host, LOCAL_HOSTS)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil@localhost.example",
        "[::1",
        "192.168.1.5",
    ],
)
def test_other_names_are_not(host: str) -> None:
    assert not host_allowed(host, LOCAL_HOSTS)


def test_a_server_open_to_all_answers_to_addresses_but_not_to_names() -> None:
    assert host_allowed("192.168.1.5:7860", {ANY_ADDRESS})
    assert host_allowed("[fe80::1]:7860", {ANY_ADDRESS})
    assert not host_allowed("evil.example", {ANY_ADDRESS})
    assert not host_allowed("*", LOCAL_HOSTS)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://127.0.0.1:7860", True),
        ("https://127.0.0.1:7860", True),
        ("http://127.0.0.1:9999", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_this_server_s_own_page_and_programs_may_ask(origin: str | None, allowed: bool) -> None:
    assert origin_allowed(origin, "127.0.0.1:7860") is allowed


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True),
        ("/gradio_api/call/ask", True),
        ("/gradio_api/call/ask/0123", True),
        ("/gradio_api/queue/join", True),
        ("/assets/index.js", True),
        ("/gradio_api/call/respond", False),
        ("/gradio_api/run/ask", False),
        ("/gradio_api/upload", False),
        ("/gradio_api/file=/etc/passwd", False),
        ("/gradio_api/proxy=http://x", False),
        ("/openapi.json", False),
        ("/monitoring", False),
        ("/gradio_api/mcp/sse", False),
        ("/mcp", True),
        ("/login", True),
        ("/login/", False),
        ("/api/v1/articles/2026/enero", True),
        ("/api/v2/ask", False),
        ("/assets/../gradio_api/file=/etc/passwd", False),
        ("/static/..\\..\\x", False),
        ("/api/v1/articles/a\0", False),
    ],
)
def test_only_what_the_page_and_the_endpoint_use_is_open(path: str, is_open: bool) -> None:
    assert path_open(path) is is_open


def test_refusals_have_their_own_codes_and_every_answer_the_headers() -> None:
    web = client()
    answers = {
        200: web.get("/"),
        400: web.get("/", headers={"host": "evil.example"}),
        403: web.post("/gradio_api/queue/join", headers={"origin": "http://evil.example"}),
        404: web.get("/docs"),
    }
    for code, answer in answers.items():
        assert answer.status_code == code
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "http" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"


def test_a_body_over_the_limit_is_refused_also_when_its_length_is_not_said() -> None:
    web = client(max_body=10)
    path = "/gradio_api/queue/join"
    assert web.post(path, content=b"x" * 10).text == "10"
    assert web.post(path, content=b"x" * 11).status_code == 413
    assert web.post(path, content=iter([b"x" * 6, b"x" * 6])).status_code == 413


def test_websockets_are_refused() -> None:
    with pytest.raises(WebSocketDisconnect) as refused, client().websocket_connect("/"):
        pass
    assert refused.value.code == 1008


def test_a_browser_is_known_again_by_its_cookie_and_only_here_an_administrator() -> None:
    web = client()
    first = web.get("/")
    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    again = web.get("/")
    assert again.headers["x-owner"] == first.headers["x-owner"]
    assert "set-cookie" not in again.headers
    assert client().get("/").headers["x-owner"] != first.headers["x-owner"]
    assert first.headers["x-admin"] == "True"
    assert client(access=Access.PUBLIC).get("/").headers["x-admin"] == "False"


def test_what_others_say_of_whom_they_speak_for_is_not_passed_on() -> None:
    told = {"x-forwarded-host": "evil.example", "Forwarded": "host=evil.example", "x-forwarded-for": "10.0.0.1"}
    assert "forwarded" not in client().get("/", headers=told).headers["x-seen"]


def test_too_many_requests_and_questions_are_refused_for_a_while() -> None:
    web = client(throttle=Throttle(Rates(requests="5/minute", questions="2/minute")))
    assert [web.post("/api/v1/ask").status_code for _ in range(3)] == [200, 200, 429]
    assert web.get("/").status_code == 200
    refused = [web.get("/") for _ in range(2)][-1]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 61


def test_what_a_browser_calls_cross_site_is_refused_unless_it_is_a_link() -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    assert client().post("/api/v1/ask", headers=foreign).status_code == 403
    assert client().get("/", headers=foreign).status_code == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_with_its_neighbours(host: str, expected: str) -> None:
    assert address_of({"client": (host, 1)}) == expected
