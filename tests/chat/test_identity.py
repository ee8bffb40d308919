from __future__ import annotations

from pathlib import Path

import gradio as gr
import pytest
from starlette.requests import Request

from hemeroteca.chat.database import DatabaseError
from hemeroteca.chat.identity import (
    KEY_FILE,
    Visitor,
    VisitorCookies,
    is_account_name,
    load_key,
    set_visitor,
    visitor_of,
)

ANA = Visitor(owner="ana", name="ana", is_admin=False)


def test_the_visitor_is_the_same_for_a_route_and_for_an_event_of_the_page() -> None:
    request = Request({"type": "http", "headers": []})
    set_visitor(request.scope, ANA)
    assert visitor_of(request) == ANA
    assert visitor_of(gr.Request(request)) == ANA


def test_what_did_not_come_through_the_guard_is_nobody_s() -> None:
    for request in (Request({"type": "http", "headers": []}), gr.Request(), object()):
        with pytest.raises(PermissionError):
            visitor_of(request)


def test_a_cookie_names_its_owner_and_no_other_can_be_made() -> None:
    cookies = VisitorCookies(b"k" * 32)
    owner, cookie = cookies.new()
    assert cookies.owner(cookie) == owner
    assert owner.startswith("~") and not is_account_name(owner)
    assert cookies.new()[0] != owner
    name, _, signature = cookie.rpartition(".")
    for forged in (None, "", name, f"{name}x.{signature}", f"{name}.{signature[:-2]}", "ñ.ñ", "ana"):
        assert cookies.owner(forged) is None
    other = VisitorCookies(b"o" * 32)
    assert other.owner(cookie) is None
    assert other.name != cookies.name


def test_the_key_stays_and_is_this_user_s_alone(tmp_path: Path) -> None:
    key = load_key(tmp_path)
    assert load_key(tmp_path) == key
    assert len(key) == 32
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / KEY_FILE).write_bytes(b"")
    with pytest.raises(DatabaseError, match="is not a key"):
        load_key(tmp_path)
    with pytest.raises(DatabaseError, match="cannot be used"):
        load_key(tmp_path / "none")


@pytest.mark.parametrize("name", ["ana", "a", "ana.b-c_1", "1a"])
def test_names_of_accounts(name: str) -> None:
    assert is_account_name(name)


@pytest.mark.parametrize("name", ["", "Ana", "ña", "a b", "~a", "-a", "a\n", "a" * 33, "a/b", "../a"])
def test_what_is_no_name_of_an_account(name: str) -> None:
    assert not is_account_name(name)
