"""Every route that the server really has, tried by a stranger, two readers and an administrator."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from hemeroteca.chat.services import Access
from hemeroteca.chat.store import Store
from hemeroteca.chat.throttle import Rates
from tests.chat.doors import PASSWORD, House, house
from tests.chat.fakes import HARBOUR, harbour_archive

QUESTION = "¿Cuándo se reúne la Junta?"
MANY = Rates(requests="1000000/minute", questions="1000000/minute", questions_of_address="1000000/minute")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("doors"), rates=MANY) as people:
        yield people


def routes_of(routes: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from routes_of(route.routes, before + route.path)
        elif isinstance(route, Route):
            for method in route.methods or {"GET", "POST", "DELETE"}:
                yield method, before + route.path
        else:
            # FastAPI holds routers as they were included; what else there may be must not go untried.
            router: Any = route
            yield from routes_of(router.original_router.routes, before)


def test_a_stranger_finds_the_login_and_nothing_else(people: House) -> None:
    tried = set()
    for method, path in routes_of(people.app.routes):
        filled = re.sub(r"\{[^}]*\}", "x", path)
        for asked in {filled, filled.rstrip("/") or "/", f"{filled}/"}:
            answer = people.stranger.request(method, asked)
            tried.add((method, asked))
            allowed = asked == "/login"
            expected = {200, 401, 405} if allowed else {401, 404}
            assert answer.status_code in expected, (method, asked, answer.status_code)
            if not allowed and method != "HEAD":
                assert answer.json().keys() <= {"error", "hint"}
    paths = {path for _, path in tried}
    assert {"/api/v1/ask", "/mcp", "/config", "/gradio_api/queue/join", "/", "/gradio_api/upload"} <= paths
    assert len(tried) > 100


def test_people_are_led_to_the_login_and_on_to_the_page_they_asked_for(people: House) -> None:
    html = {"accept": "text/html"}
    assert people.stranger.get("/", headers=html).headers["location"] == "/login"
    asked = people.stranger.get("/?turn=abc", headers=html).headers["location"]
    assert asked == "/login?next=%2F%3Fturn%3Dabc"
    assert 'action="/login?next=%2F%3Fturn%3Dabc"' in people.stranger.get(asked).text
    for lead, expected in (("%2F%3Fturn%3Dabc", "/?turn=abc"), ("//evil.example", "/"), ("https://evil.example", "/")):
        form = {"name": "ana", "password": PASSWORD}
        answer = fresh(people).post(f"/login?next={lead}", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, expected)


def test_the_login_page_speaks_the_browser_s_language(people: House) -> None:
    assert "Contraseña" in people.stranger.get("/login").text
    english = people.stranger.get("/login", headers={"accept-language": "fr, en;q=0.8, es;q=0.5"}).text
    assert '<html lang="en">' in english and "Password" in english


def test_a_session_is_new_with_each_login_and_ends_with_the_logout(people: House) -> None:
    person = fresh(people)
    person.post("/login", data={"name": "ana", "password": PASSWORD})
    first = person.cookies["hemeroteca_session"]
    flags = person.post("/login", data={"name": "ana", "password": PASSWORD}).headers["set-cookie"]
    assert "httponly" in flags.lower() and "samesite=lax" in flags.lower()
    assert person.cookies["hemeroteca_session"] != first
    assert person.get("/config").status_code == 200
    kept = dict(person.cookies)
    assert fresh(people).get("/config", headers=cookie(first)).status_code == 401
    assert person.post("/logout", headers={"origin": "http://evil.example"}).status_code == 403
    assert person.get("/logout").status_code == 405
    assert person.post("/logout").headers["location"] == "/login"
    assert fresh(people).get("/config", headers=cookie(kept["hemeroteca_session"])).status_code == 401


def test_guessing_passwords_is_stopped_for_names_there_are_and_names_there_are_not(tmp_path: Any) -> None:
    with house(tmp_path) as people:
        for name in ("bea", "nobody"):
            codes = [
                people.stranger.post("/login", data={"name": name, "password": f"guess {i}"}).status_code
                for i in range(7)
            ]
            assert codes == [401] * 5 + [429] * 2
        locked = people.stranger.post("/login", data={"name": "bea", "password": PASSWORD})
        assert locked.status_code == 429
        assert int(locked.headers["retry-after"]) > 600
        assert people.stranger.post("/login", data={"name": "ana", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("path", ["/", "/config", "/api/v1/articles", "/gradio_api/info"])
def test_those_with_an_account_come_in(people: House, path: str) -> None:
    for person in (people.ana, people.bea, people.admin):
        assert person.get(path).status_code == 200


def test_only_administrators_administer(people: House) -> None:
    files = [("files", ("nota.md", b"# Nota\n\nEl faro luce."))]
    for person, code in ((people.ana, 403), (people.bea, 403), (people.admin, 202)):
        assert person.post("/api/v1/articles", files=files).status_code == code
        assert person.get("/api/v1/feedback").status_code == {403: 403, 202: 200}[code]
    assert people.ana.delete("/api/v1/articles/puerto").status_code == 403
    assert people.ana.get("/api/v1/articles/puerto").status_code == 200


def test_a_job_is_its_owner_s(people: House) -> None:
    files = [("files", ("nota.md", b"# Nota\n\nEl faro luce.")), ("files", ("a.exe", b"x"))]
    job = people.admin.post("/api/v1/articles", files=files).json()
    for _ in range(100):
        state = people.admin.get(f"/api/v1/jobs/{job['id']}").json()
        if state["state"] == "done":
            break
        time.sleep(0.05)
    assert {file["name"]: file["outcome"] for file in state["files"]} == {"nota.md": "unchanged", "a.exe": "left_out"}
    assert people.bea.get(f"/api/v1/jobs/{job['id']}").status_code == 403
    assert people.admin.get("/api/v1/jobs/none").status_code == 404


def test_nothing_of_one_reader_answers_another(people: House) -> None:
    with Store(people.folder, article_of=harbour_archive().article) as store:
        row = store.create("ana", title="La Junta")
        turn = store.add_turn("ana", row.id, asked=QUESTION, answer=harbour_archive().ask(QUESTION))
    at, of = f"/api/v1/conversations/{row.id}", f"/api/v1/turns/{turn.id}"
    calls: list[tuple[str, str, Any]] = [
        ("GET", at, None), ("GET", f"{at}/export", None), ("GET", f"{at}/export?format=json", None), ("GET", of, None),
        ("PUT", f"{of}/feedback", {"verdict": "wrong"}), ("PATCH", at, {"title": "x"}),
        ("DELETE", f"{of}/feedback", None), ("DELETE", at, None),
    ]  # fmt: skip
    for other in (people.bea, people.admin):
        assert other.get("/api/v1/conversations").json() == []
        for method, path, body in calls:
            answer = other.request(method, path, json=body)
            assert (answer.status_code, answer.json().keys()) == (404, {"error", "hint"}), (method, path)
    assert [found["id"] for found in people.ana.get("/api/v1/conversations").json()] == [row.id]
    for method, path, body in calls:
        assert people.ana.request(method, path, json=body).status_code in {200, 204}, (method, path)
    assert people.ana.get(at).status_code == 404


def test_events_and_sessions_of_the_queue_are_their_owner_s(people: House) -> None:
    event = people.ana.post("/gradio_api/call/ask", json={"question": QUESTION}).json()["event_id"]
    for path in (f"/gradio_api/call/ask/{event}", f"/gradio_api/call/v2/ask/{event}"):
        assert people.bea.get(path).status_code == 404
    assert people.bea.post("/gradio_api/reset", json={"event_id": event}).status_code == 404
    body = {"event_id": event, "session_hash": "s1", "fn_index": 0}
    assert people.bea.post("/gradio_api/cancel", json=body).status_code == 404
    assert people.bea.get(f"/gradio_api/queue/data?session_hash={event}x&session_hash=s2").status_code in {200, 404}
    told = people.ana.get(f"/gradio_api/call/ask/{event}").text
    assert "14 de marzo" in told
    join = {"session_hash": "ana-1", "fn_index": 0, "data": []}
    people.ana.post("/gradio_api/queue/join", json=join)
    assert people.bea.post("/gradio_api/queue/join", json=join).status_code == 404
    assert people.bea.get("/gradio_api/queue/data?session_hash=ana-1").status_code == 404
    assert people.bea.get("/gradio_api/heartbeat/ana-1").status_code == 404
    assert people.bea.post("/gradio_api/cancel", json={"session_hash": "ana-1"}).status_code == 404


def test_a_token_opens_every_door_and_a_wrong_one_none(people: House) -> None:
    from hemeroteca.chat.accounts import Accounts

    with Accounts(people.folder) as accounts:
        token = accounts.token("ana")
    for path in ("/api/v1/articles", "/config", "/gradio_api/info"):
        assert people.stranger.get(path, headers={"authorization": f"Bearer {token}"}).status_code == 200
        for wrong in ("Bearer x", "Bearer ", f"Basic {token}", token, "Bearer \xff"):
            answer = people.stranger.get(path, headers={b"authorization": wrong.encode("latin-1")})
            assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/", "/login", "/mcp", "/api/v1/ask", "/gradio_api/queue/join"])
def test_foreign_hosts_and_origins_are_refused_everywhere(people: House, path: str) -> None:
    for person in (people.stranger, people.admin):
        assert person.post(path, headers={"host": "evil.example"}).status_code == 400
        for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
            assert person.post(path, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("place", ["{}", "/static/{}", "/assets/{}", "/gradio_api/file={}", "/api/v1/articles/{}"])
@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd", "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cetc%5cpasswd", "....//....//etc/passwd", "%00/etc/passwd",
        "FOLDER/users.sqlite", "FOLDER/chat.sqlite", "FOLDER/chat.key", "..%252f..%252fetc%252fpasswd",
    ],
)  # fmt: skip
def test_no_file_of_the_disk_is_reached(people: House, place: str, name: str) -> None:
    asked = place.format(name.replace("FOLDER", str(people.folder)))
    for person in (people.ana, people.admin):
        answer = person.get(asked if asked.startswith("/") else f"/{asked}")
        assert answer.status_code in {400, 403, 404}, asked
        assert b"root:" not in answer.content and b"SQLite" not in answer.content


def test_the_openapi_document_shows_every_endpoint_and_no_other(people: House) -> None:
    document = people.ana.get("/api/v1/openapi.json").json()
    assert {"/ask", "/search", "/articles", "/articles/{article_id}", "/conversations", "/jobs/{job_id}"} <= set(
        document["paths"]
    )
    assert all(operation["description"] for path in document["paths"].values() for operation in path.values())
    schema = document["paths"]["/ask"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert {"text", "citations", "abstained", "confidence"} <= set(schema["properties"])
    assert "$ref" not in json.dumps(schema)


def test_asking_searching_and_reading_by_rest(people: House) -> None:
    answer = people.ana.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert answer == harbour_archive().ask(QUESTION).to_dict()
    hits = people.ana.post("/api/v1/search", json={"question": QUESTION, "top": 2}).json()["passages"]
    assert hits == json.loads(json.dumps(answer["passages"]))
    article = people.ana.get("/api/v1/articles/puerto").json()
    assert article["text"] == HARBOUR.text and "path" not in article
    assert people.ana.get("/api/v1/articles?limit=1").json()["total"] == len(list(harbour_archive().articles()))
    wrong: list[Any] = [
        {},
        [],
        {"question": 5},
        {"question": "?"},
        {"question": "a", "top": 0},
        {"question": "a", "x": 1},
    ]
    for bad in wrong:
        refused = people.ana.post("/api/v1/ask", json=bad)
        assert (refused.status_code, refused.json().keys()) == (400, {"error", "hint"})
    assert people.ana.get("/api/v1/articles/none").json()["error"] == "no article 'none'"


texts = st.text(st.characters(), max_size=30) | st.sampled_from(["\ud800", "\0", "\u202e", "a" * 3000, QUESTION])
plain = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))
fields = st.dictionaries(
    st.sampled_from(
        ["question", "top", "since", "until", "source", "data", "title", "verdict", "comment", "session_hash",
         "event_id", "fn_index", "jsonrpc", "method", "params", "id"]
    ),
    values, max_size=6,
)  # fmt: skip
POSTS = [
    "/api/v1/ask", "/api/v1/search", "/gradio_api/call/ask", "/gradio_api/call/v2/ask", "/gradio_api/queue/join",
    "/gradio_api/cancel", "/gradio_api/reset", "/mcp", "/login", "/api/v1/articles",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(POSTS), body=fields | values | st.binary(max_size=50))
def test_whatever_is_sent_no_endpoint_breaks(people: House, path: str, body: Any) -> None:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = people.admin.post(path, content=sent, headers={"content-type": "application/json"})
    assert answer.status_code < 500, (path, sent, answer.text)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    folder=st.sampled_from(["articles", "conversations", "turns", "jobs"]),
    method=st.sampled_from(["GET", "DELETE", "PATCH", "PUT"]),
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    rest=st.sampled_from(["", "/export", "/feedback", "/export?format=xml", "?limit=-1", "?offset=9999999999999999"]),
)
def test_whatever_is_asked_for_by_name_no_endpoint_breaks(
    people: House, folder: str, method: str, name: str, rest: str
) -> None:
    from urllib.parse import quote

    answer = people.admin.request(method, f"/api/v1/{folder}/{quote(name, safe='')}{rest}", json={"title": name})
    assert answer.status_code < 500


@pytest.mark.parametrize(
    "name", ["\ud800", "a\0b", "\u202etxt.md", "../../x.md", "a" * 500 + ".md", "", ".md", "README.md"]
)
def test_a_file_s_name_does_no_harm(people: House, name: str) -> None:
    body = (
        b'--b\r\ncontent-disposition: form-data; name="files"; filename="'
        + name.encode("utf-8", "surrogatepass")
        + b'"\r\n\r\nEl faro luce.\r\n--b--\r\n'
    )
    answer = people.admin.post(
        "/api/v1/articles", content=body, headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code in {202, 400}


def test_without_accounts_each_browser_has_its_own(tmp_path: Any) -> None:
    from hemeroteca.chat.app import build_app
    from tests.chat.doors import ADDRESS, changing_archive

    app = build_app(changing_archive(), tmp_path, access=Access.PUBLIC)
    with TestClient(app, base_url=ADDRESS) as one:
        other = TestClient(app, base_url=ADDRESS)
        other.portal = one.portal
        assert one.get("/config").status_code == other.get("/config").status_code == 200
        event = one.post("/gradio_api/call/ask", json={"question": QUESTION}).json()["event_id"]
        assert other.get(f"/gradio_api/call/ask/{event}").status_code == 404
        assert "14 de marzo" in one.get(f"/gradio_api/call/ask/{event}").text
        assert one.delete("/api/v1/articles/puerto").status_code == 403
        for path in ("/login", "/login/", "/logout"):
            assert one.get(path).status_code == one.post(path).status_code == 404


def fresh(people: House) -> TestClient:
    person = TestClient(people.app, base_url=str(people.ana.base_url), follow_redirects=False)
    person.portal = people.stranger.portal
    return person


def cookie(session: str) -> dict[str, str]:
    return {"cookie": f"hemeroteca_session={session}"}
