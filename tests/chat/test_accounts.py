from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hemeroteca.chat import accounts as module
from hemeroteca.chat.accounts import AccountError, Accounts
from hemeroteca.chat.identity import Visitor

PASSWORD = "faro puerto lonja"
ANA = Visitor(owner="ana", name="ana", is_admin=True)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with Accounts(tmp_path) as accounts:
        accounts.add("ana", PASSWORD, is_admin=True)
        yield accounts


def test_who_has_name_and_password_comes_in_until_they_leave(accounts: Accounts) -> None:
    session = accounts.log_in("ana", PASSWORD)
    assert session and accounts.by_session(session) == ANA
    assert accounts.log_in("ana", PASSWORD) != session
    accounts.log_out(session)
    assert accounts.by_session(session) is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("ana", PASSWORD + "x"), ("ana", ""), ("bea", PASSWORD), ("", ""), ("ANA", PASSWORD), ("ana", "\ud800")],
)
def test_others_do_not(accounts: Accounts, name: str, password: str) -> None:
    assert accounts.log_in(name, password) is None


def test_an_unknown_name_is_as_much_work_as_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    monkeypatch.setattr(PasswordHasher, "verify", lambda _, hashed, password: checked.append(hashed))
    accounts.log_in("nobody", PASSWORD)
    accounts.log_in("ana", PASSWORD)
    parameters = [hashed.rsplit("$", 2)[0] for hashed in checked]
    assert len(parameters) == 2 and parameters[0] == parameters[1]
    assert parameters[0].startswith("$argon2id$")


def test_a_session_ends_by_itself(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SESSION", timedelta(seconds=-1))
    session = accounts.log_in("ana", PASSWORD)
    assert session and accounts.by_session(session) is None


def test_a_new_token_ends_the_one_before(accounts: Accounts) -> None:
    first, second = accounts.token("ana"), accounts.token("ana")
    assert accounts.by_token(first) is None
    assert accounts.by_token(second) == ANA
    assert accounts.by_token("") is None
    with pytest.raises(AccountError, match="no account 'bea'"):
        accounts.token("bea")


def test_a_removed_account_is_out_at_once(accounts: Accounts) -> None:
    session, token = accounts.log_in("ana", PASSWORD), accounts.token("ana")
    accounts.remove("ana")
    assert session and accounts.by_session(session) is None
    assert accounts.by_token(token) is None
    assert accounts.list() == []
    with pytest.raises(AccountError, match="no account 'ana'"):
        accounts.remove("ana")


def test_nothing_in_the_file_lets_anybody_in(accounts: Accounts, tmp_path: Path) -> None:
    session, token = accounts.log_in("ana", PASSWORD), accounts.token("ana")
    path = tmp_path / module.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(path)) as connection:
        held = "\n".join(connection.iterdump())
    assert session and not any(secret in held for secret in (session, token, PASSWORD))


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("Ana", PASSWORD, "cannot be the name"),
        ("ana", PASSWORD, "already"),
        ("bea", "short", "5 characters"),
        ("bea", "x" * 1001, "1001 characters"),
    ],
)
def test_what_cannot_be_an_account(accounts: Accounts, name: str, password: str, message: str) -> None:
    with pytest.raises(AccountError, match=message):
        accounts.add(name, password, is_admin=False)


def test_from_the_command_line(
    tmp_path: Path, run_cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--index", tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run_cli("user", "add", "ana", "--admin", *at)[:2] == (0, "ana: may read and administer\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    code, _, err = run_cli("user", "add", "bea", *at)
    assert (code, "5 characters" in err) == (1, True)
    token = run_cli("user", "token", "ana", *at)[1].strip()
    with Accounts(tmp_path) as accounts:
        assert accounts.by_token(token) == ANA
        assert accounts.log_in("ana", PASSWORD)
    assert run_cli("user", "list", *at)[1].split("\t")[:2] == ["ana", "admin"]
    assert run_cli("user", "remove", "ana", *at)[:2] == (0, "ana: removed\n")
    assert run_cli("user", "list", *at)[1] == ""
    code, _, err = run_cli("user", "list", "--index", tmp_path / "none")
    assert (code, "cannot be used" in err) == (1, True)
