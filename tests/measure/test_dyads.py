"""Dyad panels: every period of every pair once, counts as the relations have them, codes side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.config import Measure
from detente.errors import UsageError
from detente.measure.dyads import COLUMNS, panel
from detente.measure.relations import relations
from detente.records import Incident
from detente.store import schema
from tests.store.samples import incident


def table(*made: Incident) -> Any:
    return schema.to_arrow("incidents", [schema.row(one) for one in made])


def on(day: str, number: int, **changes: Any) -> Incident:
    when = date.fromisoformat(day)
    return incident(number, **({"date_from": when, "date_to": when} | changes))


WEEKS = table(
    on("2017-01-02", 1),
    on("2017-01-08", 2, source=("USA",), target=("RUS",), quad=1, plover="CONSULT", goldstein=1.0),
    on("2017-01-23", 3, quad=1, plover="CONSULT", goldstein=2.5, reciprocal=True),
    on("2017-01-24", 4, source=("CHN",), target=("NAT",)),
    on("2017-01-25", 5, status="planned"),
)


def test_weeks_from_the_first_to_the_last_silent_ones_too() -> None:
    rows = panel(WEEKS, "week").to_pylist()
    assert [(row["a"], row["b"], row["from"].isoformat()) for row in rows] == [
        ("CHN", "NAT", "2017-01-23"),
        ("RUS", "USA", "2017-01-02"),
        ("RUS", "USA", "2017-01-09"),
        ("RUS", "USA", "2017-01-16"),
        ("RUS", "USA", "2017-01-23"),
    ]
    first, silent, last = rows[1], rows[2], rows[4]
    assert (first["n_incidents"], first["a_to_b"], first["b_to_a"], first["goldstein"]) == (2, 1, 1, -3.0)
    assert (first["verbal_cooperation"], first["material_conflict"], first["to"]) == (1, 1, date(2017, 1, 8))
    assert (silent["n_incidents"], silent["n_documents"], silent["goldstein"]) == (0, 0, 0.0)
    assert (last["a_to_b"], last["b_to_a"], last["n_incidents"]) == (1, 1, 1)


def test_codes_of_three_systems_stand_side_by_side() -> None:
    china, *_, pair = panel(WEEKS, "month").to_pylist()
    assert (pair["cow_a"], pair["cow_b"], pair["gw_a"], pair["gw_b"]) == (365, 2, 365, 2)
    assert (china["cow_a"], china["cow_b"], china["gw_b"]) == (710, None, None)


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_counts_and_index_are_those_of_the_relations(by: str) -> None:
    made = [on(f"201{n % 8}-0{1 + n % 9}-{10 + n % 17}", n, quad=1 + n % 4) for n in range(60)]
    measured = relations(made, Measure(day_events=1))
    rows = schema.to_arrow("relations", [schema.row(row) for row in measured])
    found = {row["from"]: row for row in panel(table(*made), by, relations=rows).to_pylist()}
    chosen = [row for row in measured if row.period == by and not row.directed]
    assert chosen and sum(row["n_incidents"] for row in found.values()) == sum(row.n_incidents for row in chosen)
    for row in chosen:
        cell = found[row.from_]
        conflict = cell["verbal_conflict"] + cell["material_conflict"]
        assert (cell["n_incidents"], cell["n_documents"], conflict) == (row.n_incidents, row.n_documents, row.conflict)
        assert (cell["index"], cell["low"], cell["high"]) == (row.index, row.low, row.high)
    days = sorted(found)
    assert len(days) == len(set(days)) and days[0] == min(row.from_ for row in chosen)


def test_no_incident_gives_no_row_but_every_column() -> None:
    empty = panel(table(), "week")
    assert empty.num_rows == 0 and empty.column_names == [name for name, _, _ in COLUMNS]


def test_another_period_is_refused() -> None:
    with pytest.raises(UsageError, match=r"There is no panel by year\. There are: day, week, month\."):
        panel(WEEKS, "year")


def test_every_column_is_explained(tmp_path: Path) -> None:
    assert all(meaning for _, _, meaning in COLUMNS)
