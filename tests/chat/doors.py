"""A server with accounts, in this process without a socket, and people at its doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from hemeroteca.chat.accounts import Accounts
from hemeroteca.chat.app import build_app
from hemeroteca.chat.services import Access
from hemeroteca.index.writer import IndexReport, Progress
from tests.chat.fakes import FakeArchive, harbour_archive

PASSWORD = "faro puerto lonja"
ADDRESS = "http://127.0.0.1:7860"


class ChangingArchive(FakeArchive):
    """A fake archive that files can be added to: each becomes no article, and is noted."""

    def add(
        self, corpus: str | Path | Sequence[str | Path], *, on_progress: Callable[[Progress], None] = lambda _: None
    ) -> IndexReport:
        assert isinstance(corpus, Path)
        on_progress(Progress(articles=1, of=1, encoded=1))
        return IndexReport(unchanged=len(list(corpus.iterdir())))

    def remove(self, article_id: str) -> None:
        del self._articles[self.article(article_id).id]


def changing_archive() -> ChangingArchive:
    still = harbour_archive()
    return ChangingArchive(list(still.articles()), still._facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The server and those who come: a stranger, two readers and an administrator, each with their own cookies."""

    app: Any
    folder: Path
    stranger: TestClient
    ana: TestClient
    bea: TestClient
    admin: TestClient


@contextmanager
def house(folder: Path, **options: Any) -> Iterator[House]:
    with Accounts(folder) as accounts:
        for name in ("ana", "bea", "root"):
            accounts.add(name, PASSWORD, is_admin=name == "root")
    options = {"access": Access.ACCOUNTS, "with_mcp": True, **options}
    app = build_app(changing_archive(), folder, **options)

    def person() -> TestClient:
        return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)

    # Entering one client runs the server's start and end; the others talk to the same server.
    with person() as stranger:
        people = {name: person() for name in ("ana", "bea", "root")}
        for name, client in people.items():
            client.portal = stranger.portal
            answer = client.post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
        yield House(
            app=app, folder=folder, stranger=stranger, ana=people["ana"], bea=people["bea"], admin=people["root"]
        )
