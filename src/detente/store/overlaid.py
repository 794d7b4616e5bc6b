"""Imported events and incidents with the ledger of corrections laid over them; only what is touched is worked out anew.

An imported incident is one act of one actor toward another on one day (`imports/numbered.sql`): an event that was
corrected leaves its incident for the one of its new day, sides and code, which is founded where there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from detente import lexicons
from detente.records import Event, Incident
from detente.store import schema
from detente.store.overlay import Overlay
from detente.store.segments import Writer
from detente.store.tables import imported as brought

if TYPE_CHECKING:
    import pyarrow as pa

UNIT: Final = "\x1f"
COPIED: Final = ("source", "target", "plover", "cameo", "goldstein", "quad", "status", "date_from", "date_to", "place")


def imported(writer: Writer, overlay: Overlay) -> dict[str, pa.Table | None]:
    """What imports brought of `events` and `incidents`, corrected; None where they brought nothing."""
    tables = {table: brought(writer, table) for table in ("events", "incidents")}
    events, incidents = tables["events"], tables["incidents"]
    if events is None or incidents is None or not overlay.touched("events"):
        return tables
    old = _records(Event, events, "event_id", overlay.touched("events"))
    if not old:
        return tables
    new = {event.event_id: event for event in overlay.lay({"events": tuple(old.values())})["events"]}
    moved = {event_id for event_id, event in old.items() if event_id not in new or _left(event, new[event_id])}
    places = {event_id: _place(event, old[event_id]) for event_id, event in new.items() if event_id in moved}
    touched = {old[event_id].incident_id for event_id in moved} | set(places.values())
    held = _records(Incident, incidents, "incident_id", {name for name in touched if name})
    new |= {event_id: replace(new[event_id], incident_id=name) for event_id, name in places.items()}
    merged = _moved(held, moved, [new[event_id] for event_id in sorted(places)], events)
    return {
        "events": _replaced(events, "events", "event_id", old, new.values()),
        "incidents": _replaced(incidents, "incidents", "incident_id", held, merged),
    }


def _left(old: Event, new: Event) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in COPIED)


def _place(event: Event, old: Event) -> str:
    """The incident of an event as the import names incidents."""
    kind, day = old.origin, event.date_from.isoformat() if event.date_from else ""
    parts = (
        kind,
        day,
        ",".join(event.source),
        ",".join(event.target),
        event.source_text or "",
        event.target_text or "",
    )
    said = "" if event.status == "actual" else event.status
    name = UNIT.join((*parts, event.cameo, said) if said else (*parts, event.cameo))
    return "i" + hashlib.sha256(name.encode()).hexdigest()[:16]


def _moved(held: Mapping[str, Incident], moved: set[str], arrived: Iterable[Event], events: pa.Table) -> list[Incident]:
    """The incidents touched, each with the events it now has; one without any is gone."""
    import pyarrow.compute as pc

    found = {
        name: replace(incident, event_ids=tuple(e for e in incident.event_ids if e not in moved))
        for name, incident in held.items()
    }
    for event in arrived:
        name = event.incident_id or ""
        known = found.get(name) or _founded(event)
        found[name] = replace(known, event_ids=tuple(sorted({*known.event_ids, event.event_id})))
    result = []
    for name, incident in sorted(found.items()):
        if not incident.event_ids:
            continue
        before = held.get(name)
        if before is None or before.event_ids != incident.event_ids:
            rows = events.filter(pc.is_in(events["event_id"], value_set=_strings(incident.event_ids)))
            documents = len(set(rows["doc_id"].to_pylist()))
            outlets = min(incident.n_outlets, documents) if before is not None else 1
            incident = replace(incident, n_documents=documents, n_outlets=max(1, outlets))
        result.append(incident)
    return result


def _founded(event: Event) -> Incident:
    """An incident of one imported event."""
    names = {row["code"]: row["name"] for table in ("organisations", "states") for row in lexicons.table(table)}
    nouns = {row["code"]: row["noun"] for row in lexicons.table("act_phrases")}
    noun = next((nouns[event.cameo[:n]] for n in range(len(event.cameo), 2, -1) if event.cameo[:n] in nouns), None)
    sides = (" and ".join(names.get(code, code) for code in side) for side in (event.source, event.target))
    day = "" if event.date_from is None else f", {event.date_from.isoformat()}"
    return Incident(
        incident_id=event.incident_id or "",
        reciprocal=False,
        issues=event.issues,
        n_documents=1,
        n_outlets=1,
        summary=f"{' to '.join(sides)}: {noun or nouns[event.plover]}{day}",
        origin=event.origin,
        version=event.version,
        **{name: getattr(event, name) for name in COPIED},
    )


def _records(kind: type[Any], table: pa.Table, name: str, wanted: Iterable[str]) -> dict[str, Any]:
    import pyarrow.compute as pc

    rows = table.filter(pc.is_in(table[name], value_set=_strings(wanted))).to_pylist()
    return {row[name]: schema.record(kind, row) for row in rows}


def _replaced(table: pa.Table, kind: str, name: str, old: Iterable[str], new: Iterable[Any]) -> pa.Table:
    """The table without some rows and with others; `published` puts it in order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = table.filter(pc.invert(pc.is_in(table[name], value_set=_strings(old))))
    return pa.concat_tables([kept, schema.to_arrow(kind, [schema.row(record) for record in new])])


def _strings(values: Iterable[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(sorted(values), pa.string())
