"""What a reviewer sees: a row with its sentence, the account of all corrections, agreement and precision."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.errors import UsageError
from detente.explore import wording
from detente.measure.agreement import Agreement, Precision, agreement, precision
from detente.store import corrigible, ledger, rulings, schema
from detente.store.judgements import judgements
from detente.store.overlay import Overlay
from detente.store.rulings import Asked

TABLES: Final = ("events", "quotes", "forecasts")
AROUND: Final = 400
"""Characters shown before and after the words that a row rests on."""

LABELS: Final = frozenset({"plover", "status", "class", "direction", "outcome"})
FIRST: Final = ("plover", "status", "source", "target", "date_from", "date_to")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One column that may be corrected: its name, its value in JSON's plain form, and how a page says it."""

    field: str
    value: str
    shown: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One row to judge: the words it rests on among those around them (marked ones true), and what was coded."""

    row_id: str
    table: str
    rows: tuple[str, ...]
    doc_id: str
    start: int | None
    end: int | None
    outlet: str
    day: str
    title: str
    passage: tuple[tuple[str, bool], ...]
    cells: tuple[Cell, ...]
    p: float | None
    rule: str
    incident_id: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows were judged by how many, how far they agree, and how often the coder was right."""

    judged: int
    reviewers: int
    agreement: tuple[Agreement, ...]
    precision: tuple[Precision, ...]
    chance: tuple[Precision, ...]


def check(table: str, queue: str) -> None:
    """Raises `UsageError` for a table or queue that does not exist."""
    if table not in TABLES:
        raise UsageError(f"There is no queue of {table}.", hint=f"There are: {', '.join(TABLES)}.")
    if queue not in ledger.QUEUES:
        raise UsageError(f"There is no queue {queue}.", hint=f"There are: {', '.join(ledger.QUEUES)}.")


def item(store: Asked, row_id: str) -> Item:
    """A row with what a reviewer needs to judge it. Raises `UsageError` where there is none."""
    table, rows = rulings.rows(store, row_id)
    row = rows[0]
    documents = store.ask("documents_by_id", id=row["doc_id"])
    document: Row = documents[0] if documents else {}
    spans = _spans(row)
    day = document.get("published") or document.get("published_to")
    return Item(
        row_id=str(row[corrigible.IDENTITY[table]]),
        table=table,
        rows=tuple(str(held[corrigible.IDENTITY[table]]) for held in rows),
        doc_id=row["doc_id"],
        start=spans[0][0] if spans else None,
        end=spans[0][1] if spans else None,
        outlet=document.get("outlet") or "",
        day=wording.day(day) if day else "",
        title=document.get("title") or "",
        passage=tuple(_passage(document.get("text") or "", spans)),
        cells=tuple(_cells(table, row)),
        p=row.get("p") if table != "forecasts" else None,
        rule=row.get("rule") or "",
        incident_id=row.get("incident_id"),
    )


def account(store: Asked) -> list[dict[str, Any]]:
    """Every line of the ledger with its state; `new` is what the published tables do not know yet."""
    lines = ledger.read(store.root)
    states = Overlay.of(lines).states
    published = {row["correction_id"]: row for row in store.ask("corrections")}
    found = []
    for number, line in enumerate(lines, start=1):
        known = published.get(line.id)
        before = "new" if known is None else known["state"]
        state = states.get(line.id) or ("standing" if before in ("undone", "overruled") else before)
        found.append(
            {
                "number": number,
                "correction_id": line.id,
                "reviewer": line.reviewer,
                "table": line.table,
                "row_id": line.row_id,
                "action": line.action,
                "field": line.field,
                "value": line.value,
                "note": line.note,
                "queue": line.queue,
                "before": line.before,
                "at": line.at,
                "state": state,
            }
        )
    return found


def report(store: Asked) -> Report:
    """Agreement and precision over everything that was judged."""
    every = judgements(ledger.read(store.root))
    rows = as_coded(store, {judgement.row_id for judgement in every if judgement.table == "events"})
    twice = _other_sides(rows)
    held = tuple(judgement for judgement in every if judgement.row_id not in twice)
    places: dict[tuple[str, str], Row] = {(j.table, j.row_id): {} for j in held if j.table != "events"}
    places |= {("events", name): row for name, row in rows.items()}
    return Report(
        judged=len({(j.table, j.row_id) for j in held}),
        reviewers=len({j.reviewer for j in held}),
        agreement=agreement(held, places),
        precision=precision(held, places),
        chance=precision(held, places, chance=True),
    )


def as_coded(store: Asked, ids: set[str]) -> dict[str, Row]:
    """Type, status and sides of events as the coder has them, whatever was corrected or rejected since."""
    found: dict[str, dict[str, Any]] = {row["event_id"]: row for row in store.ask("reviewed_events", ids=sorted(ids))}
    for row in store.ask("corrections"):
        if row["row_id"] not in ids or row["original"] is None or row["table"] != "events":
            continue
        original = json.loads(row["original"])
        if row["action"] == "correct" and row["row_id"] in found:
            found[row["row_id"]][row["field"]] = original
        elif row["action"] in ledger.VERDICTS and isinstance(original, dict) and "plover" in original:
            found[row["row_id"]] = original
    return dict(found)


def _other_sides(rows: Mapping[str, Row]) -> frozenset[str]:
    """Of acts that were judged from either side, the rows of one side: an act counts once."""
    seen: dict[tuple[Any, ...], str] = {}
    found = set()
    for name, row in sorted(rows.items()):
        if row["trigger_start"] is None:
            continue
        place = (row["doc_id"], row["trigger_start"], row["trigger_end"], row["plover"], row["status"])
        sides = (tuple(row["source"]), tuple(row["target"]))
        if (*place, *sides[::-1]) in seen:
            found.add(name)
        seen[*place, *sides] = name
    return frozenset(found)


def _spans(row: Row) -> list[tuple[int, int]]:
    """The words that a row rests on, in the order of the text."""
    if row.get("start") is not None:
        return [(row["start"], row["end"])]
    spans = [(span["start"], span["end"]) for span in row.get("content") or ()]
    return sorted(spans)


def _passage(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text around the spans, cut at words, with the spans marked."""
    if not spans or not text:
        return
    first, last = max(0, spans[0][0] - AROUND), min(len(text), spans[-1][1] + AROUND)
    while 0 < first < spans[0][0] and not text[first - 1].isspace():
        first += 1
    while spans[-1][1] < last < len(text) and not text[last].isspace():
        last -= 1
    at = first
    for start, end in spans:
        yield ("… " if at == first and first else "") + text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:last] + (" …" if last < len(text) else ""), False


def _cells(table: str, row: Row) -> Iterator[Cell]:
    fields = corrigible.FIELDS[table]
    for field in sorted(fields, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        value = schema.plain(row[field])
        sort = fields[field]
        options = tuple((code, _said(sort, code)) for code in corrigible.codes(sort)) if sort in LABELS else ()
        yield Cell(field, _plain(value), _shown(sort, value), options)


def _plain(value: Any) -> str:
    """A value as a field of a form holds it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(sort: str, value: Any) -> str:
    """A value as a page says it."""
    if value is None or value == []:
        return "–"
    if sort == "actors":
        return ", ".join(f"{wording.state_name(code)} ({code})" for code in value)
    if sort == "issues":
        return ", ".join(wording.issue_name(code) for code in value)
    said = _said(sort, value) if sort in LABELS else ""
    return f"{value}: {said}" if said and said != value else _plain(value)


def _said(sort: str, code: str) -> str:
    return wording.term(sort, code).label
