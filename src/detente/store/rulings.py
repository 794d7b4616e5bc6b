"""What a reviewer's key or command becomes: lines of the ledger for a row, and for the same act the other way round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from detente.errors import UsageError
from detente.places import Place
from detente.records import STORED
from detente.store import corrigible, schema
from detente.store.judgements import judgements
from detente.store.ledger import VERDICTS, Line, read, standing

SWAPPED: Final = {"source": "target", "target": "source"}
"""Columns that change places in the same act the other way round."""

TOLD: Final = ("doc_id", "start", "end", "plover", "status", "source", "target", "speaker", "class", "direction")
"""Columns that a line keeps of the row it judges, so that it can be understood when the row is gone."""


class Asked(Protocol):
    """A store that answers named queries: `Database`, or a `Reader` from many threads."""

    root: Place

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows that a named query answers with."""
        ...


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody says of a row, before it is known which lines that makes."""

    reviewer: str
    row_id: str
    action: str
    field: str | None = None
    value: Any = None
    note: str | None = None
    queue: str | None = None
    at: str | None = None


def lines(store: Asked, ruling: Ruling, *, alone: bool = False) -> tuple[Line, ...]:
    """The lines that a ruling makes: one, or one for each row of the same telling; for an incident of all its events.

    Raises `UsageError` where there is no such row.
    """
    table, held = rows(store, ruling.row_id)
    if alone or ruling.action == "note":
        held = held[:1]
    return tuple(_line(table, row, ruling, turned=_turned(held[0], row)) for row in held)


def rows(store: Asked, row_id: str) -> tuple[str, list[dict[str, Any]]]:
    """The table of an identity and its row, with the same act the other way round; of an incident all its events."""
    if row_id.startswith("i"):
        found = store.ask("events_of_incident", incident_id=row_id)
        table: str | None = "events"
    else:
        table = corrigible.table_of(row_id)
        found = [] if table is None else _found(store, table, row_id) or _rejected(store, row_id)
    if table is None or not found:
        raise UsageError(f"There is no row {row_id} to review.", hint="Take its id from the page or from an export.")
    return table, found


def original(store: Asked, row_id: str) -> dict[str, Any]:
    """A row as the coder made it, whatever was corrected or rejected since. Raises `UsageError` where there is none."""
    table, held = rows(store, row_id)
    found = dict(held[0])
    for row in store.ask("corrections_of_row", id=row_id):
        before = json.loads(row["original"])
        found |= before if row["field"] is None else {row["field"]: before}
    return schema.row(schema.record(STORED[table], _dated(table, found)))


def _dated(table: str, found: dict[str, Any]) -> dict[str, Any]:
    """Days as dates, where they came out of JSON."""
    days = {column.name for column in schema.columns(table) if column.kind == "date"}
    return {k: date.fromisoformat(v) if k in days and isinstance(v, str) else v for k, v in found.items()}


def last(lines_held: Sequence[Line], reviewer: str, row_id: str | None = None) -> tuple[Line, ...]:
    """The lines of a reviewer's last ruling that stands, of any row or of one. Raises `UsageError` without any."""
    kept = standing(lines_held)
    own = [n for n, one in enumerate(lines_held) if one.reviewer == reviewer and one.action in (*VERDICTS, "correct")]
    chosen = [n for n in own if lines_held[n].id in kept and row_id in (None, lines_held[n].row_id)]
    if not chosen:
        where = f" on {row_id}" if row_id else ""
        raise UsageError(f"There is nothing of {reviewer}{where} to take back.")
    at = chosen[-1]
    first = end = at
    while first and _together(lines_held[first - 1], lines_held[at]):
        first -= 1
    while end + 1 < len(lines_held) and _together(lines_held[end + 1], lines_held[at]):
        end += 1
    return tuple(one for one in lines_held[first : end + 1] if one.id in kept)


def undone(taken: Iterable[Line], ruling: Ruling) -> tuple[Line, ...]:
    """The lines that take others back, the last one first."""
    held = tuple(taken)
    return tuple(
        Line("", "", ruling.reviewer, one.table, one.row_id, "undo", value=one.id, note=ruling.note, at=ruling.at)
        for one in reversed(held)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next row to be judged and how many wait, itself included; no row where none does or all were skipped."""

    row_id: str | None
    waiting: int


def next_row(store: Asked, table: str, queue: str, reviewer: str, **filters: Any) -> Waiting:
    """The next row of a queue for a reviewer. `filters`: seed, skip, kind, a and b."""
    lines_held = read(store.root)
    given = {"seed": 1, "skip": 0, "kind": None, "a": None, "b": None} | filters
    judged = sorted({j.row_id for j in judgements(lines_held) if j.reviewer == reviewer and j.table == table})
    question = {"queue": queue, "judged": judged, "disputed": disputed(lines_held, table), **given}
    found = store.ask(f"review_{table}", **question)
    if not found and given["skip"]:
        skipped = store.ask(f"review_{table}", **(question | {"skip": 0}))
        return Waiting(None, skipped[0]["waiting"] if skipped else 0)
    return Waiting(found[0]["row_id"], found[0]["waiting"]) if found else Waiting(None, 0)


def disputed(lines_held: Sequence[Line], table: str) -> list[str]:
    """The rows that reviewers judge differently."""
    said: dict[str, set[str]] = {}
    for judgement in judgements(lines_held):
        if judgement.table == table:
            held = (judgement.verdict, sorted(judgement.values.items(), key=lambda item: item[0]))
            said.setdefault(judgement.row_id, set()).add(repr(held))
    return sorted(row_id for row_id, views in said.items() if len(views) > 1)


def _found(store: Asked, table: str, row_id: str) -> list[dict[str, Any]]:
    name = "events_of_one_report" if table == "events" else f"{table}_by_id"
    return [dict(row) for row in store.ask(name, id=row_id)]


def _rejected(store: Asked, row_id: str) -> list[dict[str, Any]]:
    """A row that was rejected, as the coder made it."""
    return [json.loads(row["original"]) for row in store.ask("original_of_row", id=row_id)]


def _turned(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """True for the same act the other way round."""
    sides = (one.get("source"), one.get("target"))
    return "source" in one and sides[0] != sides[1] and sides == (other["target"], other["source"])


def _line(table: str, row: dict[str, Any], ruling: Ruling, *, turned: bool) -> Line:
    plain = schema.plain(row)
    field = SWAPPED.get(ruling.field or "", ruling.field) if turned else ruling.field
    before: Any = {name: plain[name] for name in TOLD if name in plain}
    if ruling.action == "correct":
        corrigible.kind(table, field or "")
        before = plain[field or ""]
    made = Line("", "", ruling.reviewer, table, str(plain[corrigible.IDENTITY[table]]), ruling.action)
    return replace(
        made,
        field=field,
        value=ruling.value,
        note=ruling.note,
        queue=ruling.queue,
        before=None if ruling.action == "note" else before,
        at=ruling.at,
    )


def _together(one: Line, other: Line) -> bool:
    """True for lines that one key or command made."""
    return (
        other.at is not None
        and (one.at, one.reviewer, one.action) == (other.at, other.reviewer, other.action)
        and one.table == other.table
    )
