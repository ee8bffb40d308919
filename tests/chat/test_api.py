"""The endpoint of a running chat, by Gradio's own client and by plain HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

from tests.chat.fakes import harbour_archive

QUESTION = "¿Cuándo se reúne la Junta?"


@pytest.fixture(scope="module")
def client(harbour: str) -> Client:
    return Client(harbour, verbose=False)


def test_the_client_gets_exactly_the_answer_s_json(client: Client) -> None:
    assert client.predict(QUESTION, api_name="/ask") == harbour_archive().ask(QUESTION).to_dict()
    assert client.predict(question=QUESTION, top=3, source="El Faro", api_name="/ask")["text"] == "14 de marzo"


def test_ask_is_the_only_endpoint(client: Client) -> None:
    endpoints: Any = client.view_api(return_format="dict")
    assert list(endpoints["named_endpoints"]) == ["/ask"]
    assert endpoints["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": "???"}, "the question has no words"),
        ({"question": "a" * 10_000}, "10000 characters"),
        ({"question": "a", "since": "2026-02-30"}, "since is '2026-02-30': give a day as YYYY-MM-DD"),
        ({"question": "a", "top": 0}, "top is 0"),
    ],
)
def test_a_bad_question_is_a_clear_message(client: Client, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(**arguments, api_name="/ask")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gradio_api/call/ask", '{"data": ["reúne \\ud800"]}'),
        ("/gradio_api/call/v2/ask", '{"question": "reúne \\ud800"}'),
    ],
)
def test_plain_http_works_and_a_lone_surrogate_does_no_harm(harbour: str, path: str, body: str) -> None:
    begun = httpx.post(harbour + path, content=body.encode(), headers={"content-type": "application/json"})
    assert begun.status_code == 200
    told = httpx.get(f"{harbour}/gradio_api/call/ask/{begun.json()['event_id']}", timeout=30).text
    assert "event: complete" in told
    (answer,) = json.loads(told.split("data: ", 1)[1])
    assert answer == harbour_archive().ask("reúne \ufffd").to_dict()


def test_the_running_server_is_guarded(harbour: str) -> None:
    for path in ("/docs", "/openapi.json", "/gradio_api/openapi.json", "/monitoring", "/gradio_api/file=/etc/passwd"):
        assert httpx.get(harbour + path).status_code == 404
    assert httpx.get(harbour, headers={"host": "evil.example"}).status_code == 400
    assert httpx.post(f"{harbour}/gradio_api/call/ask", headers={"origin": "http://evil.example"}).status_code == 403
    page = httpx.get(harbour)
    assert page.status_code == 200
    assert page.headers["x-content-type-options"] == "nosniff"
    settings = httpx.get(f"{harbour}/config").json()
    assert not settings["analytics_enabled"]
    assert not settings["show_error"]
    assert settings["footer_links"] == []
