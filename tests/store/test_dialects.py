"""What leaves as ICEWS, GDELT or PLOVER comes back through our own importers as the same acts on the same days."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente import lexicons
from detente.errors import UsageError
from detente.records import Event
from detente.store import dialects, imports, schema
from tests.store import samples

DAY = date(2011, 5, 3)


def act(number: int, code: str = "NOR 112 SWE", **given: Any) -> Event:
    """A dated event of its own incident; `code` is source, CAMEO code, target."""
    source, cameo, target = code.split()
    plover = next(r["plover"] for r in lexicons.table("cameo") if r["code"] == cameo)
    quad = next(int(r["quad"]) for r in lexicons.table("plover") if r["type"] == plover)
    values: dict[str, Any] = {
        "event_id": f"e{number:016x}",
        "incident_id": f"i{number:016x}",
        "source": (source,),
        "target": (target,),
        "plover": plover,
        "cameo": cameo,
        "quad": quad,
        "status": "actual",
        "date_from": DAY,
        "date_to": DAY,
        "start": number,
        "end": number + 5,
    }
    return replace(samples.event(number), **(values | given))


ACTS = [
    act(1),
    act(2, "SWE 057 NOR", date_from=date(2011, 5, 4), date_to=date(2011, 5, 6)),
    act(3, "EUU 163 RUS", place="Brussels"),
    act(4, "NOR 036 UNO", source_text="a\tb\nc"),
    act(5, source=("NOR", "DNK"), target=("SWE", "FIN")),
]


def exported(tmp_path: Path, layout: str, events: list[Event], *, fold: bool = False) -> tuple[Path, int, int]:
    samples.store(tmp_path / "s", events=events)
    path = tmp_path / f"out.{layout}"
    count, left = dialects.export(tmp_path / "s", layout, path, fold=fold)
    return path, count, left


def told(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (one, two, row["plover"], row["quad"], row["date_from"])
        for row in rows
        for one in row["source"]
        for two in row["target"]
    )


@pytest.mark.parametrize("layout", ["icews", "gdelt", "plover"])
def test_round_trip(tmp_path: Path, layout: str) -> None:
    path, count, left = exported(tmp_path, layout, ACTS)
    found = imports.read(layout, [path])
    assert not found.rejects and left == 0
    assert told(found.events.to_pylist()) == told([schema.jsonable(e) | {"date_from": e.date_from} for e in ACTS])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == count + (layout == "icews")  # which begins with a header
    assert all(len(line.split("\t")) == {"icews": 20, "gdelt": 61}.get(layout, 1) for line in lines)


@pytest.mark.parametrize("layout", ["icews", "gdelt"])
def test_codes_come_back_to_the_digit(tmp_path: Path, layout: str) -> None:
    path, _, _ = exported(tmp_path, layout, ACTS[:4])
    assert {e["cameo"] for e in imports.read(layout, [path]).events.to_pylist()} == {"112", "057", "163", "036"}


def test_what_did_not_happen_or_has_no_day_is_left_out_and_counted(tmp_path: Path) -> None:
    rest = [
        act(6, status="planned"),
        act(7, date_from=None, date_to=None),
        act(8, date_to=date(2011, 6, 3)),
        act(9, target=()),
    ]
    _, count, left = exported(tmp_path, "gdelt", [*ACTS[:1], *rest])
    assert (count, left) == (1, 4)


def test_reports_of_one_incident_are_one_gdelt_line(tmp_path: Path) -> None:
    path, _, _ = exported(tmp_path, "gdelt", [act(1), act(2, incident_id="i" + "0" * 15 + "1")])
    (line,) = path.read_text(encoding="utf-8").splitlines()
    cells = line.split("\t")
    assert cells[0].isdigit() and int(cells[0]) < 2**63 and cells[31] == "2"
    assert (cells[1], cells[26], cells[27], cells[28]) == ("20110503", "112", "112", "11")


@pytest.mark.parametrize("row", lexicons.table("fold_types"), ids=lambda row: f"{row['plover']}-{row['status']}")
def test_every_row_of_the_fold_is_applied(row: lexicons.Row) -> None:
    event = schema.jsonable(act(1, plover=row["plover"], status=row["status"]))
    (found,) = dialects.folded([event])
    assert (found["plover"], found["status"], found["cameo"]) == (row["becomes"], "actual", row["cameo"])
    parents = {r["code"]: r["plover"] for r in lexicons.table("cameo")}
    assert parents[row["cameo"]] == row["becomes"]
    assert found["quad"] == next(int(r["quad"]) for r in lexicons.table("plover") if r["type"] == row["becomes"])


def test_a_threat_that_stands_beside_what_it_threatens_is_not_doubled() -> None:
    threat = schema.jsonable(act(1, "NOR 131 SWE", start=5, end=9))
    planned = schema.jsonable(act(2, "NOR 163 SWE", status="planned", start=5, end=9, doc_id=threat["doc_id"]))
    assert [row["event_id"] for row in dialects.folded([threat, planned])] == [threat["event_id"]]


def test_folded_events_leave_as_our_own_lines_too(tmp_path: Path) -> None:
    samples.store(tmp_path / "s", events=[act(1, "NOR 040 SWE", status="planned")])
    out = io.BytesIO()
    assert dialects.export(tmp_path / "s", "jsonl", out, fold=True) == (1, 0)
    assert json.loads(out.getvalue())["plover"] == "AGREE"
    with pytest.raises(UsageError, match="no layout phoenix"):
        dialects.export(tmp_path / "s", "phoenix", out)
