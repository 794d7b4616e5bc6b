"""Corrections through whole builds: they outlive every build, and taken back they leave no trace in what is told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import detente
from detente import pipeline
from detente.config import Config, Engine
from detente.records import STORED, Correction, Event, Forecast, Incident, Quote, Relation
from detente.store import corrigible, ledger, schema
from detente.store.database import Database
from detente.store.ledger import LEDGER, Line
from detente.store.overlay import Overlay
from tests.cli.samples import articles

ONE = Config(engine=Engine(workers=1))
TOLD = [table for table in STORED if table != "corrections"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sources, and a store of them that nobody has corrected."""
    root = tmp_path_factory.mktemp("built")
    sources = articles(root / "in")
    detente.build([sources], root / "s", ONE)
    return sources, root / "s"


@pytest.fixture
def store(built: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of that store, to correct."""
    import shutil

    shutil.copytree(built[1], tmp_path / "s")
    return tmp_path / "s"


def told(store: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything that a store tells, but the account of the corrections."""
    with Database(store) as database:
        return {table: database.arrow(table).to_pylist() for table in TOLD}


def say(store: Path, *lines: Line) -> None:
    ledger.append(store, lines)
    pipeline.measure(store, ONE)


def line(table: str, row_id: str, action: str, reviewer: str = "ann", **more: Any) -> Line:
    return Line("", "", reviewer, table, row_id, action, **more)


def records(store: Path, kind: type[Any]) -> tuple[Any, ...]:
    with Database(store) as database:
        return database.records(kind)


def test_a_rejected_event_leaves_incidents_and_index(store: Path) -> None:
    gone = next(event for event in records(store, Event) if event.plover == "SANCTION" and event.status == "actual")
    before = sum(row.conflict for row in records(store, Relation))
    say(store, line("events", gone.event_id, "reject"))
    assert gone.event_id not in {event.event_id for event in records(store, Event)}
    assert all(gone.event_id not in incident.event_ids for incident in records(store, Incident))
    assert sum(row.conflict for row in records(store, Relation)) < before
    (account,) = records(store, Correction)
    assert (account.state, '"event_id"' in account.original) == ("standing", True)


def test_corrected_columns_reach_the_incident(store: Path) -> None:
    event = next(event for event in records(store, Event) if event.plover == "SANCTION" and event.status == "actual")
    changes = {"plover": "ACCUSE", "target": ["CHN"], "date_from": "2016-05-19", "date_to": "2016-05-19"}
    corrections = (line("events", event.event_id, "correct", field=f, value=v) for f, v in changes.items())
    say(store, *corrections)
    (incident,) = (row for row in records(store, Incident) if event.event_id in row.event_ids)
    assert (incident.plover, incident.target, incident.quad) == ("ACCUSE", ("CHN",), 3)
    assert incident.date_from.isoformat() == incident.date_to.isoformat() == "2016-05-19"


def test_a_speaker_and_an_outcome_by_a_persons_word(store: Path) -> None:
    quote = next(quote for quote in records(store, Quote) if quote.speaker)
    forecast = next(forecast for forecast in records(store, Forecast) if forecast.quote_id != quote.quote_id)
    say(
        store,
        line("quotes", quote.quote_id, "correct", field="speaker", value="Jo Bloggs"),
        line("forecasts", forecast.forecast_id, "correct", field="outcome", value="false"),
        line("forecasts", forecast.forecast_id, "correct", field="p", value=0.8),
    )
    assert "Jo Bloggs" in {row.speaker for row in records(store, Quote)}
    (decided,) = (row for row in records(store, Forecast) if row.forecast_id == forecast.forecast_id)
    assert (decided.outcome, decided.outcome_basis, decided.brier) == ("false", (), 0.64)


def test_corrections_outlive_a_build_of_more(built: tuple[Path, Path], store: Path, tmp_path: Path) -> None:
    gone = records(store, Event)[0]
    ledger.append(store, [line("events", gone.event_id, "reject"), line("events", "e-never", "accept")])
    more = tmp_path / "more"
    more.mkdir()
    (more / "note.txt").write_text("Norway thanked Sweden for its help on Monday, 4 May 2015.\n", "utf-8")
    summary = detente.build([built[0], more], store, ONE)
    assert gone.event_id not in {event.event_id for event in records(store, Event)}
    assert dict(summary.corrections) == {"dangling": 1, "standing": 1}


def _random(rows: Sequence[tuple[str, str]], count: int) -> list[Line]:
    """Corrections that a die chooses, by two reviewers in turns."""
    dice = random.Random(19)
    values: dict[str, list[Any]] = {
        "plover": list(corrigible.codes("plover")),
        "status": list(corrigible.codes("status")),
        "actors": [["CHN"], ["FRA", "POL"], ["USA"]],
        "date": ["2015-02-03", "2016-06-07"],
        "text": ["Jo Bloggs", "The Echo"],
        "outcome": ["true", "false", "unresolved"],
        "stance": list(corrigible.codes("stance")),
        "probability": [0.2, 0.9],
    }
    found = []
    for number in range(count):
        table, row_id = dice.choice(rows)
        fields = [name for name, sort in corrigible.FIELDS[table].items() if sort in values]
        action = dice.choice(["accept", "reject", "correct", "correct", "note"])
        if (table, action) == ("documents", "reject"):
            action = "correct"
        more: dict[str, Any] = {"note": f"remark {number}"} if action == "note" else {}
        if action == "correct":
            field = dice.choice(fields)
            more = {"field": field, "value": dice.choice(values[corrigible.FIELDS[table][field]])}
        found.append(line(table, row_id, action, dice.choice(["ann", "bob"]), **more))
    return found


def test_300_corrections_undone_and_redone_by_two_are_what_the_ledger_says(
    built: tuple[Path, Path], store: Path, tmp_path: Path
) -> None:
    untouched = told(built[1])
    rows = [
        (table, row[corrigible.IDENTITY[table]])
        for table in ("events", "quotes", "forecasts", "documents", "stances")
        for row in untouched[table]
    ]
    made = [one for one in ledger.append(store, _random(rows, 300)) if one.action != "note"]
    pipeline.measure(store, ONE)
    corrected = told(store)
    assert corrected != untouched

    undone = ledger.append(store, [line("events", "", "undo", one.reviewer, value=one.id) for one in reversed(made)])
    pipeline.measure(store, ONE)
    assert told(store) == untouched, "what is taken back leaves no trace"
    assert all(account.state in ("undone", "standing") for account in records(store, Correction))

    ledger.append(store, [line("events", "", "undo", one.reviewer, value=one.id) for one in reversed(undone)])
    pipeline.measure(store, ONE)
    assert told(store) == corrected, "what is said again holds again"

    assert _laid(untouched, store) == {name: corrected[name] for name in ("events", "quotes")}, "as the replay says"

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ledger.append(elsewhere, [line("events", "e-other", "accept", "cy")])
    ledger.merge(elsewhere, (store / LEDGER).read_bytes(), LEDGER)
    (elsewhere / LEDGER).rename(tmp_path / LEDGER)
    detente.build([built[0]], elsewhere / "s", ONE)
    (tmp_path / LEDGER).rename(elsewhere / "s" / LEDGER)
    detente.build([built[0]], elsewhere / "s", ONE)
    assert told(elsewhere / "s") == corrected, "and so it does in another store of the same sources"
    judged = [a for a in records(elsewhere / "s", Correction) if a.action in ("accept", "reject", "correct")]
    assert all(account.original is not None for account in judged if account.reviewer != "cy")


def _laid(untouched: dict[str, list[dict[str, Any]]], store: Path) -> dict[str, list[dict[str, Any]]]:
    """Events and quotes as the standing lines make them, laid over the untouched rows by hand."""
    overlay = Overlay.of(ledger.read(store))
    tables: dict[str, tuple[Any, ...]] = {
        table: tuple(schema.record(STORED[table], row) for row in untouched[table])
        for table in ("events", "quotes", "forecasts", "stances")
    }
    laid = overlay.keep(overlay.lay(tables))
    rows = {table: [schema.row(record) for record in laid[table]] for table in ("events", "quotes")}
    corrected = {row["event_id"]: row["incident_id"] for row in told(store)["events"]}
    for row in rows["events"]:
        row["incident_id"] = corrected[row["event_id"]]  # incidents are merged anew
    return {table: schema.ordered(table, held) for table, held in rows.items()}
