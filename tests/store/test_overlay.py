"""Corrections laid over rows: what is rejected is gone, what is corrected holds, and the original is never lost."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.records import Event, Forecast, Quote
from detente.store import schema
from detente.store.ledger import Line
from detente.store.overlay import Overlay
from tests.store.samples import event, quote

ROWS = tuple(event(n) for n in range(1, 7))


def lines(*said: dict[str, Any]) -> list[Line]:
    """Lines named by their place, as the ledger would link them."""
    made = []
    for n, one in enumerate(said):
        given: dict[str, Any] = {"reviewer": "ann", "table": "events", "row_id": ROWS[0].event_id} | one
        made.append(Line(f"c{n}", f"c{n - 1}" if n else "", **given))
    return made


def laid(*said: dict[str, Any], rows: tuple[Event, ...] = ROWS[:1]) -> tuple[Any, ...]:
    return Overlay.of(lines(*said)).lay({"events": rows})["events"]


def test_a_rejected_row_is_gone_and_its_original_is_kept() -> None:
    overlay = Overlay.of(lines({"action": "reject"}))
    assert overlay.lay({"events": ROWS})["events"] == ROWS[1:]
    (line,) = overlay.corrections()
    assert line.state == "standing" and schema.record(Event, _read(line.original)) == ROWS[0]


def _read(original: str | None) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(original or "")
    return row | {name: date.fromisoformat(row[name]) for name in ("date_from", "date_to")}


def test_a_corrected_type_brings_code_weight_and_class() -> None:
    (row,) = laid({"action": "correct", "field": "plover", "value": "CONSULT"})
    assert (row.plover, row.cameo, row.quad, row.goldstein > 0) == ("CONSULT", "040", 1, True)
    assert row.event_id == ROWS[0].event_id, "the identity stays that of the row that was coded"
    (row,) = laid({"action": "correct", "field": "cameo", "value": "173"})
    assert (row.plover, row.quad) == ("COERCE", 4)


def test_a_corrected_day_never_ends_before_it_begins() -> None:
    (row,) = laid({"action": "correct", "field": "date_from", "value": "2017-03-04"})
    assert (row.date_from, row.date_to) == (date(2017, 3, 4), date(2017, 3, 4))
    (row,) = laid({"action": "correct", "field": "date_to", "value": "2016-03-04"})
    assert (row.date_from, row.date_to) == (date(2016, 3, 4), date(2016, 3, 4))


def test_of_two_the_later_holds_and_the_earlier_is_overruled() -> None:
    said = [
        {"action": "reject"},
        {"action": "accept", "reviewer": "bob"},
        {"action": "correct", "field": "status", "value": "denied"},
        {"action": "correct", "field": "status", "value": "planned", "reviewer": "bob"},
    ]
    overlay = Overlay.of(lines(*said))
    assert overlay.lay({"events": ROWS[:1]})["events"][0].status == "planned"
    states = [line.state for line in overlay.corrections()]
    assert states == ["overruled", "standing", "overruled", "standing"]


def test_a_line_taken_back_uncovers_the_one_below() -> None:
    first = {"action": "correct", "field": "status", "value": "denied"}
    second = {"action": "correct", "field": "status", "value": "planned", "reviewer": "bob"}
    assert laid(first, second, {"action": "undo", "reviewer": "bob", "value": "c1"})[0].status == "denied"


def test_rows_that_are_gone_leave_dangling_lines_and_old_codes_void_ones() -> None:
    overlay = Overlay.of(
        lines({"action": "accept", "row_id": "e-gone"}, {"action": "correct", "field": "plover", "value": "FUSS"})
    )
    assert overlay.lay({"events": ROWS[:1]})["events"] == ROWS[:1]
    assert [line.state for line in overlay.corrections()] == ["dangling", "void"]


def test_a_rejected_quote_no_longer_holds_what_was_said_in_it() -> None:
    said = quote(1)
    overlay = Overlay.of(lines({"action": "reject", "table": "quotes", "row_id": said.quote_id}))
    found = overlay.lay({"quotes": (said,), "events": (event(1, quote_id=said.quote_id),), "forecasts": ()})
    assert found["quotes"] == () and found["events"][0].quote_id is None


def test_a_corrected_speaker_is_the_speaker_of_what_stands_in_the_quote() -> None:
    said = quote(1)
    correct = {
        "action": "correct",
        "field": "speaker",
        "value": "Jo Bloggs",
        "table": "quotes",
        "row_id": said.quote_id,
    }
    overlay = Overlay.of(lines(correct))
    foreseen = _forecast(said)
    tables = overlay.keep({"quotes": (said,), "forecasts": (foreseen,), "stances": ()})
    assert tables["quotes"][0].speaker == tables["forecasts"][0].speaker == "Jo Bloggs"


def _forecast(said: Quote) -> Forecast:
    empty: dict[str, Any] = dict.fromkeys(column.attribute for column in schema.columns("forecasts"))
    lists: dict[str, Any] = {"a": (), "b": (), "outcome_basis": ()}
    known = {"forecast_id": "f1", "doc_id": said.doc_id, "quote_id": said.quote_id, "start": 0, "end": 9}
    return Forecast(**(empty | lists | known | {"class_": "assertion", "scoreable": False, "speaker": "somebody"}))


VALUES: dict[str, list[Any]] = {
    "plover": ["ACCUSE", "AID", "CONSULT"],
    "status": ["denied", "planned"],
    "source": [["CHN"], ["FRA", "POL"]],
}
SAYINGS = st.tuples(
    st.sampled_from(["accept", "reject", "correct", "correct", "undo"]),
    st.sampled_from(["ann", "bob"]),
    st.integers(0, 5),
    st.sampled_from(sorted(VALUES)),
    st.integers(0, 99),
)


def _ledger(sayings: list[Any]) -> list[Line]:
    """Random sayings as a ledger; an undo takes back something of its own reviewer, if there is anything."""
    found: list[Line] = []
    for number, (action, reviewer, row, field, pick) in enumerate(sayings):
        row_id, value, column = ROWS[row].event_id, None, None
        if action == "correct":
            column, value = field, VALUES[field][pick % len(VALUES[field])]
        if action == "undo":
            own = [line for line in found if line.reviewer == reviewer]
            if not own:
                continue
            taken = own[pick % len(own)]
            row_id, column, value = taken.row_id, taken.field, taken.id
        found.append(Line(f"c{number}", "", reviewer, "events", row_id, action, column, value))
    return found


def _replayed(ledger: list[Line]) -> dict[str, dict[str, Any]]:
    """A second opinion, line after line: what stands is asked anew of each line by looking for who takes it back."""

    def stands(line: Line) -> bool:
        return not any(other.action == "undo" and other.value == line.id and stands(other) for other in ledger)

    state: dict[str, dict[str, Any]] = {row.event_id: {"verdict": "accept"} for row in ROWS}
    for line in ledger:
        if line.action in ("accept", "reject") and stands(line):
            state[line.row_id]["verdict"] = line.action
        if line.action == "correct" and stands(line):
            state[line.row_id][line.field or ""] = line.value
    return state


@settings(max_examples=60, deadline=None)
@given(st.lists(SAYINGS, max_size=300))
def test_any_ledger_gives_what_its_replay_gives(sayings: list[Any]) -> None:
    ledger = _ledger(sayings)
    expected = _replayed(ledger)
    found = {row.event_id: row for row in Overlay.of(ledger).lay({"events": ROWS})["events"]}
    assert set(found) == {row_id for row_id, state in expected.items() if state["verdict"] == "accept"}
    for row_id, row in found.items():
        state = expected[row_id]
        assert row.plover == state.get("plover", "SANCTION")
        assert row.status == state.get("status", "actual")
        assert list(row.source) == state.get("source", ["RUS"])


@pytest.mark.parametrize("order", [ROWS, ROWS[::-1]])
def test_the_order_of_the_rows_does_not_matter(order: tuple[Event, ...]) -> None:
    said = [{"action": "reject", "row_id": row.event_id} for row in ROWS[::2]]
    assert {row.event_id for row in laid(*said, rows=order)} == {row.event_id for row in ROWS[1::2]}
