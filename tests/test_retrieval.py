from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from hemeroteca.index import record, writer
from hemeroteca.index.vectors import VectorIndex
from hemeroteca.retrieval import Filters, fuse, search
from hemeroteca.settings import Settings
from hemeroteca.types import Hit
from tests.fakes import SENSE, WordLengthEncoder


def test_fusion_is_the_sum_of_reciprocal_ranks() -> None:
    fused = fuse([[10, 20, 30], [30, 40]], k=60)
    assert [item for item, _ in fused] == [30, 10, 20, 40]
    assert [score for _, score in fused] == pytest.approx(
        [1 / (60 + 3) + 1 / (60 + 1), 1 / (60 + 1), 1 / (60 + 2), 1 / (60 + 2)]
    )


def test_fusion_breaks_ties_by_id() -> None:
    assert [i for i, _ in fuse([[9], [5], [7]], k=60)] == [5, 7, 9]


@pytest.fixture
def folder(tmp_path: Path, write_corpus: Callable[..., Path], encoder: WordLengthEncoder) -> Path:
    write_corpus(lluvia="Llovió en la sierra.", day="2026-03-07", source="El Faro")
    write_corpus(nieve="Nevó en la sierra alta.", day="2026-03-08", source="La Vela")
    corpus = write_corpus(puerto="Reabrió el puerto de Valdeluz.", day="2026-03-09", source="El Faro")
    (corpus / "sin.txt").write_text("Una nota sin fecha sobre la sierra.", "utf-8")
    writer.update(tmp_path / "index", [corpus], encoder=encoder, sense=SENSE, recipe=None)
    return tmp_path / "index"


def ask(
    folder: Path,
    question: str,
    *,
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
    top: int = 8,
) -> list[Hit]:
    with closing(record.connect(folder, write=False)) as connection:
        index = VectorIndex(8, flat_up_to=50_000)
        index.sync(connection)
        vector = WordLengthEncoder().encode_queries([question])[0]
        return search(
            connection, index, question, vector, languages=["es"], term_budget=1000, top=top,
            filters=Filters(since=since, until=until, source=source), settings=Settings(),
        )  # fmt: skip


def names(hits: list[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


def test_both_lists_are_fused_and_shown(folder: Path) -> None:
    hits = ask(folder, "¿Llovió en la sierra?")
    assert names(hits)[0] == "lluvia"
    best = hits[0]
    assert best.vector_rank is not None
    assert best.term_rank == 1
    assert best.fused == pytest.approx(1 / (60 + best.vector_rank) + 1 / (60 + 1))
    assert [h.fused for h in hits] == sorted((h.fused for h in hits), reverse=True)


def test_a_passage_without_a_term_of_the_question_has_no_term_rank(folder: Path) -> None:
    (hit,) = [h for h in ask(folder, "¿Llovió en la sierra?") if h.passage.article_id == "puerto"]
    assert (hit.term_rank, hit.term_score) == (None, 0.0)


def test_similarity_is_known_even_where_only_terms_found_the_passage(folder: Path) -> None:
    for hit in ask(folder, "sierra", top=1):
        assert -1 <= hit.similarity <= 1


def test_both_dates_are_included_and_undated_articles_are_out(folder: Path) -> None:
    assert sorted(names(ask(folder, "sierra", since=date(2026, 3, 8)))) == ["nieve", "puerto"]
    assert sorted(names(ask(folder, "sierra", until=date(2026, 3, 8)))) == ["lluvia", "nieve"]
    assert names(ask(folder, "sierra", since=date(2026, 3, 8), until=date(2026, 3, 8))) == ["nieve"]
    assert "sin" in names(ask(folder, "sierra"))


def test_a_source_is_matched_whole(folder: Path) -> None:
    assert sorted(names(ask(folder, "sierra", source="El Faro"))) == ["lluvia", "puerto"]
    assert ask(folder, "sierra", source="Faro") == []
    assert names(ask(folder, "sierra", source="El Faro", since=date(2026, 3, 8))) == ["puerto"]


def test_the_best_come_first_whatever_is_asked_for(folder: Path) -> None:
    assert names(ask(folder, "sierra", top=2)) == names(ask(folder, "sierra", top=4))[:2]
