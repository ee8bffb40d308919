from __future__ import annotations

import json
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from hemeroteca.chat.endpoint import Call, Door, check_event, read_call, well_formed
from hemeroteca.errors import QuestionError


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(
        f"{request.url.path} {request.headers['content-length']} {(await request.body()).decode()}"
    )


WEB = TestClient(Door(Starlette(routes=[Route("/{path:path}", _echo, methods=["POST"])])))


@pytest.mark.parametrize(
    "body",
    [
        {"question": "¿?", "since": "2026-01-01", "source": "El Faro"},
        {"data": ["¿?", None, "2026-01-01", None, "El Faro"]},
        {"data": ["¿?", 8, "2026-01-01", None, "El Faro"], "event_data": None},
    ],
)
def test_a_call_is_read_by_name_and_by_place(body: object) -> None:
    expected = Call(question="¿?", top=8, since=date(2026, 1, 1), until=None, source="El Faro")
    assert read_call(json.dumps(body).encode()) == expected


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "question is None"),
        (b'{"data": []}', "data is []"),
        (b'{"data": ["a", 8, null, null, null, null, true, 1]}', "1 to 7 values"),
        (b'{"question": 5}', "question is 5"),
        (b'{"question": "a", "top": 0}', "top is 0"),
        (b'{"question": "a", "top": 101}', "top is 101"),
        (b'{"question": "a", "top": 2.5}', "top is 2.5"),
        (b'{"question": "a", "top": true}', "top is True"),
        (b'{"question": "a", "since": "ayer"}', "since is 'ayer'"),
        (b'{"question": "a", "until": "2026-02-30"}', "until is '2026-02-30'"),
        (b'{"question": "a", "until": 5}', "until is 5"),
        (b'{"question": "a", "source": ["x"]}', "source is ['x']"),
        (b'{"question": "a", "colour": 1}', "unknown field 'colour'"),
    ],
)
def test_a_bad_call_says_what_is_wrong(body: bytes, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read_call(body)
    assert message in str(caught.value)
    assert caught.value.hint
    answer = WEB.post("/gradio_api/call/ask", content=body)
    assert (answer.status_code, answer.json()) == (400, {"error": str(caught.value)})


def test_a_good_call_reaches_gradio_with_every_value() -> None:
    body = '{"data": ["a", 8, "2026-01-01", null, null, null, true]}'
    for path in ("/gradio_api/call/ask", "/gradio_api/call/v2/ask", "/gradio_api/call/v2/ask/"):
        answer = WEB.post(path, json={"question": "a", "since": "2026-01-01"})
        assert answer.text == f"/gradio_api/call/ask {len(body)} {body}"


def test_events_of_the_page_carry_plain_values_only() -> None:
    plain = b'{"data": ["texto", 8, null, 2.5, true], "fn_index": 1}'
    check_event(json.loads(plain))
    assert (
        WEB.post("/gradio_api/queue/join", content=plain).text
        == f"/gradio_api/queue/join {len(plain)} {plain.decode()}"
    )
    file_record = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    for data in ([file_record], [[file_record]], file_record, None):
        answer = WEB.post("/gradio_api/queue/join", json={"data": data})
        assert (answer.status_code, answer.json()["error"][:7]) == (400, "data is")


def test_other_requests_pass_untouched() -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert WEB.post("/login", content=b"not json", headers=form).text == "/login 8 not json"


def test_json_for_any_other_path_is_cleaned_on_the_way() -> None:
    body = b'{"a\\u0000": ["\\ud800", "\\u202eok", 1.5, null]}'
    expected = '{"a": ["\ufffd", "\u202eok", 1.5, null]}'
    assert WEB.post("/api/v1/ask", content=body).text == f"/api/v1/ask {len(expected.encode())} {expected}"
    for bad in (b"{", b"[" * 100_000, b"NaN", b"1e999", b"1" * 5000, b"\xff"):
        answer = WEB.post("/mcp", content=bad)
        assert (answer.status_code, answer.json()["error"]) == (400, "the call is not JSON")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\ud800b", "a\ufffdb"), ("\ude00\ud83d", "\ufffd\ufffd"), ("\ud83d\ude00", "😀"), ("ñ😀", "ñ😀")],
)
def test_lone_surrogates_are_replaced(text: str, expected: str) -> None:
    assert well_formed(text) == expected
    well_formed(text).encode()
