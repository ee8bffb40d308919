"""``hemeroteca user``: parses and prints; the work is done by ``accounts``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemeroteca.errors import HemerotecaError

if TYPE_CHECKING:
    from hemeroteca.chat.accounts import Accounts

app = typer.Typer(help="Who may come into the chat of an archive.", no_args_is_help=True, rich_markup_mode=None)

IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the archive.")]
NameArgument = Annotated[str, typer.Argument(help="Name of the account: a-z, 0-9 and . _ -", show_default=False)]


class PasswordError(HemerotecaError, ValueError):
    """No password was given that can be used."""


@app.command()
def add(
    name: NameArgument,
    index: IndexOption = Path("index"),
    admin: Annotated[bool, typer.Option("--admin", help="May add and remove articles and read all feedback.")] = False,
) -> None:
    """Make an account. The password is asked for twice; where there is no terminal it is a line on stdin.

    Example: hemeroteca user add ana --admin
    """
    with _accounts(index) as accounts:
        accounts.add(name, _password(), is_admin=admin)
    _say(f"{name}: may {'read and administer' if admin else 'read'}")


@app.command("list")
def list_accounts(index: IndexOption = Path("index")) -> None:
    """List the accounts: name, rights, the day it was made, whether it has a token.

    Example: hemeroteca user list
    """
    with _accounts(index) as accounts:
        for account in accounts.list():
            rights = "admin" if account.is_admin else "reader"
            _say(f"{account.name}\t{rights}\t{account.created:%Y-%m-%d}\t{'token' if account.has_token else '-'}")


@app.command()
def remove(name: NameArgument, index: IndexOption = Path("index")) -> None:
    """Remove an account with its conversations; who is logged in with it is out at once.

    Example: hemeroteca user remove ana
    """
    from hemeroteca.chat.store import Store, no_article

    with _accounts(index) as accounts, Store(index, article_of=no_article) as store:
        accounts.remove(name)
        store.delete_owner(name)
    _say(f"{name}: removed")


@app.command()
def token(name: NameArgument, index: IndexOption = Path("index")) -> None:
    """Make a token for programs in the name of an account and print it, this once; the one before ends.

    Example: hemeroteca user token ana
    """
    with _accounts(index) as accounts:
        _say(accounts.token(name))


@contextmanager
def _accounts(index: Path) -> Iterator[Accounts]:
    from hemeroteca.chat.accounts import Accounts

    with Accounts(index) as accounts:
        yield accounts


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    import getpass

    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise PasswordError("the two passwords differ", hint="try again")
    return first


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
