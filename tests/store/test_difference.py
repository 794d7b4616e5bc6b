"""What differs between two stores, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.records import STORED, Correction, Superseded
from detente.store.database import Database
from detente.store.difference import IDENTITY, Difference
from detente.store.schema import columns
from tests.store import samples

REJECTED = Correction(
    1, "c1", "ann", "events", samples.event(2).event_id, "reject", None, None, None, None, "{}", "standing"
)


def difference(tmp_path: Path, before: dict[str, Any], after: dict[str, Any]) -> Difference:
    stores = [samples.store(tmp_path / name, **tables) for name, tables in (("a", before), ("b", after))]
    return Difference(*(Database(store) for store in stores))


def test_every_table_has_a_name_for_its_rows() -> None:
    assert set(IDENTITY) == set(STORED)
    for table, names in IDENTITY.items():
        assert set(names) <= {column.name for column in columns(table)}


def test_the_same_rows_differ_in_nothing(tmp_path: Path) -> None:
    held = {"events": [samples.event(1)], "documents": [samples.document(1)]}
    found = difference(tmp_path, held, held)
    assert all(tuple(found.changes(table)) == () for table in STORED)


def test_rows_that_came_went_and_changed(tmp_path: Path) -> None:
    documents = [samples.document(n) for n in (1, 2, 3)]
    before = {"documents": documents, "events": [samples.event(1), samples.event(2)]}
    after = {"documents": documents, "events": [samples.event(1, status="denied"), samples.event(3)]}
    changed, gone, came = difference(tmp_path, before, after).changes("events")
    assert (changed.change, changed.columns) == ("changed", {"status": ("actual", "denied")})
    assert (gone.change, gone.row) == ("gone", (samples.event(2).event_id,))
    assert (came.change, came.why) == ("came", "other settings or other documents beside it")
    summary = difference(tmp_path, before, after).summary("events")
    assert (summary.before, summary.after, summary.came, summary.gone, summary.changed) == (2, 2, 1, 1, 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"documents": []}, "its document is gone"),
        (
            {"documents": [], "superseded": [Superseded(samples.document(2).doc_id, None, "x", None, "events", "{}")]},
            "its document was replaced",
        ),
        ({"corrections": [REJECTED]}, "corrected by a reviewer"),
    ],
)
def test_why_a_row_is_gone(tmp_path: Path, more: dict[str, Any], why: str) -> None:
    documents = {"documents": [samples.document(2)]}
    found = difference(tmp_path, documents | {"events": [samples.event(2)]}, documents | more)
    (change,) = found.changes("events")
    assert (change.change, change.why) == ("gone", why)


def test_another_version_explains_a_change_and_is_none(tmp_path: Path) -> None:
    held = {"documents": [samples.document(1)]}
    same = difference(
        tmp_path / "1", held | {"events": [samples.event(1)]}, held | {"events": [samples.event(1, version="2")]}
    )
    assert tuple(same.changes("events")) == ()
    other = samples.event(1, version="2", place="Geneva")
    found = difference(tmp_path / "2", held | {"events": [samples.event(1)]}, held | {"events": [other]})
    (change,) = found.changes("events")
    assert change.why == "coded by another version"


def test_what_is_measured_follows_and_an_incident_is_corrected_with_its_events(tmp_path: Path) -> None:
    incident = {"incidents": [samples.incident(2)]}
    (change,) = difference(tmp_path / "1", incident, {"rejects": []}).changes("incidents")
    assert change.why == "follows from other rows"
    (change,) = difference(tmp_path / "2", incident, {"corrections": [REJECTED]}).changes("incidents")
    assert change.why == "corrected by a reviewer"
