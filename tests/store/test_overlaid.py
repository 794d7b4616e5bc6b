"""Corrections of imported events: only what is touched changes, and a corrected event changes its incident."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente import pipeline
from detente.config import Config, Engine
from detente.records import Correction, Event, Incident
from detente.store import ledger
from detente.store.database import Database
from detente.store.ledger import Line
from detente.store.verification import verify

ONE = Config(engine=Engine(workers=1))
HEADER = "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\tTarget Country\t" + (
    "Story ID\tPublisher\tCity"
)
ROWS = (
    ("1", "2018-01-03", "Norway", "111", "Sweden", "s1"),
    ("2", "2018-01-03", "Norway", "111", "Sweden", "s2"),
    ("3", "2018-01-03", "Norway", "040", "Sweden", "s3"),
    ("4", "2018-02-07", "Sweden", "057", "Norway", "s4"),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    lines = [HEADER]
    for number, day, source, code, target, story in ROWS:
        lines.append("\t".join((number, day, source, source, code, target, target, story, "The Echo", "Oslo")))
    (tmp_path / "in.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pipeline.import_events("icews", [tmp_path / "in.tab"], tmp_path / "s", ONE)
    return tmp_path / "s"


def records(store: Path, kind: type[Any]) -> tuple[Any, ...]:
    with Database(store) as database:
        return database.records(kind)


def say(store: Path, *lines: Line) -> None:
    ledger.append(store, lines)
    pipeline.measure(store, ONE)


def line(event: Event, action: str, **more: Any) -> Line:
    return Line("", "", "ann", "events", event.event_id, action, **more)


def coded(store: Path, cameo: str) -> list[Event]:
    return [event for event in records(store, Event) if event.cameo == cameo]


def test_a_rejected_report_leaves_its_incident_to_the_others(store: Path) -> None:
    one, other = coded(store, "111")
    assert one.incident_id == other.incident_id
    say(store, line(one, "reject"))
    (incident,) = (i for i in records(store, Incident) if i.incident_id == one.incident_id)
    assert (incident.event_ids, incident.n_documents) == ((other.event_id,), 1)
    say(store, line(other, "reject"))
    assert one.incident_id not in {i.incident_id for i in records(store, Incident)}
    assert len(records(store, Event)) == len(ROWS) - 2
    assert verify(store).faults == ()


def test_a_corrected_code_joins_the_incident_of_that_code(store: Path) -> None:
    (talks,) = coded(store, "040")
    one, _ = coded(store, "111")
    say(store, line(talks, "correct", field="cameo", value="111"))
    (now,) = (event for event in records(store, Event) if event.event_id == talks.event_id)
    assert (now.plover, now.incident_id, now.quad) == ("ACCUSE", one.incident_id, 3)
    (incident,) = (i for i in records(store, Incident) if i.incident_id == one.incident_id)
    assert incident.n_documents == 3 and talks.event_id in incident.event_ids
    assert talks.incident_id not in {i.incident_id for i in records(store, Incident)}


def test_a_corrected_day_founds_an_incident(store: Path) -> None:
    (deal,) = coded(store, "057")
    say(store, line(deal, "correct", field="date_from", value="2018-03-01"))
    (incident,) = (i for i in records(store, Incident) if deal.event_id in i.event_ids)
    assert incident.incident_id != deal.incident_id
    assert (incident.date_from, incident.date_to, incident.n_documents) == (date(2018, 3, 1), date(2018, 3, 1), 1)
    assert incident.summary.startswith("Sweden to Norway: ") and incident.origin == "icews"


def test_undone_everything_is_as_it_came(store: Path) -> None:
    before = records(store, Event), records(store, Incident)
    (talks,) = coded(store, "040")
    say(store, line(talks, "correct", field="source", value="DNK"), line(talks, "reject"))
    assert (records(store, Event), records(store, Incident)) != before
    say(store, *(line(talks, "undo", value=one.id) for one in reversed(ledger.read(store))))
    assert (records(store, Event), records(store, Incident)) == before
    assert [account.state for account in records(store, Correction)] == ["undone", "undone", "standing", "standing"]
