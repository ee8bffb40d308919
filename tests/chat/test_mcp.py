"""The Model Context Protocol by the client of its own library, and the tools by themselves."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx2
import pytest
from gradio_client import Client as GradioClient  # type: ignore[import-untyped]
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from hemeroteca.chat.accounts import Accounts
from hemeroteca.chat.desk import Desk
from hemeroteca.chat.mcp import CONTEXT, PIECE, SHORT, TOOLS, Tools, visible
from hemeroteca.chat.services import Access
from hemeroteca.errors import QuestionError
from hemeroteca.types import Article
from tests.chat.conftest import running
from tests.chat.doors import PASSWORD
from tests.chat.fakes import HARBOUR, FakeArchive, harbour_archive

QUESTION = "¿Cuándo se reúne la Junta?"
T = TypeVar("T")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server with accounts, and a token for it."""
    folder = tmp_path_factory.mktemp("mcp")
    with Accounts(folder) as accounts:
        accounts.add("ana", PASSWORD, is_admin=False)
        token = accounts.token("ana")
    with running(harbour_archive(), folder, access=Access.ACCOUNTS, with_mcp=True) as address:
        yield address, token


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What it comes to, in a thread: in the main one the browser tests keep an event loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def connected(served: tuple[str, str], work: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    async def run() -> T:
        address, token = served
        async with (
            httpx2.AsyncClient(headers={"authorization": f"Bearer {token}"}, timeout=30) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
        ):
            return await work(client)

    return finished(run())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_lists_the_tools_and_calls_them(served: tuple[str, str], mode: str) -> None:
    async def work(client: Client) -> Any:
        tools = (await client.list_tools()).tools
        answer = await client.call_tool("ask", {"question": QUESTION})
        found = await client.call_tool("search", {"question": QUESTION, "top": 2})
        article = await client.call_tool("article", {"article_id": "puerto"})
        wrong = await client.call_tool("ask", {"question": "a", "since": "ayer"})
        return tools, answer, found, article, wrong

    tools, answer, found, article, wrong = connected(served, work, mode)
    assert [tool.name for tool in tools] == ["ask", "search", "article"]
    assert all(tool.annotations.read_only_hint and tool.output_schema for tool in tools)
    content = answer.structured_content
    assert (content["trust"], content["answer"], content["abstained"]) == ("untrusted_content", "14 de marzo", None)
    quote = content["quotes"][0]
    assert HARBOUR.text[quote["start"] : quote["end"]] == quote["quote"] == "14 de marzo"
    assert quote["quote"] in quote["context"]
    assert (quote["article_id"], quote["published"], quote["source"]) == ("puerto", "2026-03-09", "El Faro")
    assert json.loads(answer.content[0].text) == content
    assert found.structured_content["quotes"]
    assert article.structured_content["text"] == HARBOUR.text
    assert wrong.is_error and "give a day as YYYY-MM-DD" in wrong.content[0].text


def test_strangers_and_foreign_pages_are_refused(served: tuple[str, str]) -> None:
    address, token = served
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream", "authorization": f"Bearer {token}"}

    def status(**changed: str) -> int:
        return httpx2.post(f"{address}/mcp", json=body, headers={**headers, **changed}).status_code

    assert status() == 200
    assert status(authorization="Bearer x") == 401
    assert status(origin="http://evil.example") == 403
    assert status(host="evil.example") == 400
    assert httpx2.get(f"{address}/gradio_api/mcp/schema", headers=headers).status_code == 404


def test_gradio_s_client_comes_in_with_a_token_and_not_without(served: tuple[str, str]) -> None:
    address, token = served
    client = GradioClient(address, headers={"Authorization": f"Bearer {token}"}, verbose=False)
    assert client.predict(QUESTION, api_name="/ask")["text"] == "14 de marzo"
    with pytest.raises(ValueError, match="credentials were not provided"):
        GradioClient(address, verbose=False)


def test_what_the_tools_say_of_themselves_is_fixed() -> None:
    """A change here is a change for every agent that was shown them before: make it on purpose."""
    digest = hashlib.sha256(json.dumps(TOOLS, sort_keys=True).encode()).hexdigest()
    assert digest == "3570ac267bc29d664b43dc648ae2af345b9ac4518230b946d33085c7ab4dd9ce"


def test_what_hides_or_steers_is_taken_out() -> None:
    assert visible("a\u202eb\u200bc\x1b[31md\U000e0041e\ufefff\ud800g\nh", 100) == "abc[31mdefg\nh"
    assert visible("<img src=x onerror=y>uno ![x](http://e.example) <b>dos</b> 1 < 2", 100) == (
        "uno [x](http://e.example) dos 1 < 2"
    )
    assert visible("x" * 11, 10) == "x" * 9 + "…"


def test_no_field_is_longer_than_it_may_be() -> None:
    article = Article(id="largo", title="t" * 5000, text="palabra " * 10_000, source="s" * 5000)
    tools = Tools(Desk(FakeArchive([article])))
    found = finished(tools.call("search", {"question": "palabra"}))["quotes"][0]
    assert (len(found["title"]), len(found["source"]), len(found["quote"])) == (SHORT, SHORT, CONTEXT)
    pieces, start = [], 0
    while start is not None:
        piece = finished(tools.call("article", {"article_id": "largo", "start": start}))
        assert len(piece["text"]) <= PIECE
        pieces.append(piece["text"])
        start = piece["next_start"]
    assert "".join(pieces) == article.text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("delete", {}), ("ask", {}), ("ask", {"question": 5}), ("ask", {"question": "a", "path": "/"}),
        ("article", {"article_id": "puerto", "start": -1}), ("article", {"article_id": 5}),
        ("search", {"question": "a", "top": True}),
    ],
)  # fmt: skip
def test_wrong_calls_are_refused(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(QuestionError):
        finished(Tools(Desk(harbour_archive())).call(name, arguments))


def test_an_abstention_gives_its_reason_and_the_nearest_passages() -> None:
    told = finished(Tools(Desk(harbour_archive())).call("ask", {"question": "¿Quién ganó?"}))
    assert (told["answer"], told["abstained"]) == ("", "not_this_fact")
    assert told["quotes"][0]["article_id"] == next(harbour_archive().articles()).id
