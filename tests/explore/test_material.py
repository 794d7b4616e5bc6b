"""What bears on a pair is selected whole, and nothing else."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from detente.explore import material
from detente.explore.dossier import page_of, render
from detente.records import Document, Event, Framing, Reaction
from detente.store.database import Database
from tests.explore import corpus, texts
from tests.explore.html_tree import parse
from tests.explore.test_dossier import check_links, check_numbers
from tests.store import samples

Record = TypeVar("Record")


def test_pairs_are_counted_the_busiest_first() -> None:
    third = corpus.incident("f", source=("NOR", "SWE"), target=("FIN",))
    found = material.pairs(corpus.Corpus(*corpus.incidents(), third))
    assert [(pair.a, pair.b, pair.n_incidents) for pair in found] == [
        ("NOR", "SWE", 5),
        ("FIN", "NOR", 1),
        ("FIN", "SWE", 1),
    ]


def test_states_that_act_side_by_side_are_no_pair() -> None:
    assert material.pairs_of(corpus.incident("f", source=("NOR", "SWE"), target=("FIN",))) == (
        ("FIN", "NOR"),
        ("FIN", "SWE"),
    )


def test_a_meeting_of_both_is_one_pair() -> None:
    both = corpus.incident("f", source=("NOR", "SWE"), target=(), reciprocal=True)
    assert material.pairs_of(both) == (("NOR", "SWE"),)


def test_records_of_other_pairs_stay_out() -> None:
    other = corpus.incident("f", source=("FIN",))
    selected = material.select(corpus.Corpus(*corpus.corpus()._records, other), "NOR", "SWE")
    assert other not in selected.incidents
    assert len(selected.incidents) == 5


def test_a_copy_comes_with_its_original() -> None:
    assert {row.doc_id for row in corpus.material().documents} == set(texts.DOCUMENTS)


def test_a_pair_with_too_much_is_shown_from_a_month_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "MOST", 2)
    selected = material.select(corpus.corpus(), "NOR", "SWE")
    assert (selected.since, selected.left_out) == (date(2011, 4, 1), 4)
    assert [row.incident_id[1] for row in selected.incidents] == ["b"]
    page = parse(page_of(selected))
    assert "only incidents from April 2011 on stand here. 4 others" in " ".join(page.text().split())
    check_links(page)
    check_numbers(page)


def test_a_pair_with_too_much_on_one_day_shows_the_last_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "MOST", 3)
    rows = [corpus.incident(f"z{n}", date_from=date(2012, 5, 2), date_to=date(2012, 5, 2)) for n in range(8)]
    selected = material.select(corpus.Corpus(*corpus.corpus()._records, *rows), "NOR", "SWE")
    assert selected.since == date(2012, 5, 1)
    assert len(selected.incidents) == 3 and set(selected.incidents) <= set(rows)


def test_imported_events_without_documents_make_a_page() -> None:
    rows = [row for row in corpus.corpus()._records if not isinstance(row, Document | Event)]
    rows = [row for row in rows if not hasattr(row, "doc_id")]
    bare = [
        dataclasses.replace(row, doc_id="", start=None, end=None, trigger_start=None, trigger_end=None, origin="gdelt")
        for row in corpus.events()
    ]
    page = parse(render(corpus.Corpus(*rows, *bare), "NOR", "SWE"))
    assert "gdelt record" in page.text()
    check_links(page)
    check_numbers(page)


class Whole:
    """A store that hands out whole tables and answers no query."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        return self.database.records(kind)


def test_what_the_queries_select_is_what_whole_tables_hold(tmp_path: Path) -> None:
    rows = corpus.incidents()
    other = dataclasses.replace(rows[0], incident_id="i" + "9" * 16, source=("FIN",), target=("DNK",), event_ids=())
    held: dict[str, Any] = {
        "documents": [texts.document(doc_id) for doc_id in texts.DOCUMENTS],
        "events": corpus.events(),
        "incidents": [*rows, other],
        "relations": corpus.months((*rows, other)),
        "framing": [row for row in corpus.rest() if isinstance(row, Framing)],
        "reactions": [row for row in corpus.rest() if isinstance(row, Reaction)],
    }
    samples.store(tmp_path / "s", **held)
    with Database(tmp_path / "s") as database:
        asked, whole = material.select(database, "SWE", "NOR"), material.select(Whole(database), "SWE", "NOR")
    assert asked == whole
    assert asked.events and asked.relations and asked.framing and asked.reactions and other not in asked.incidents
