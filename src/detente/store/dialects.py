"""Dialects: the table `events` as ICEWS, GDELT 2.0 and PLOVER files have it, for programs that read those.

One line a report, source and target; GDELT lines stand for incidents, with the numbers of reports beside them. Only
what happened and has a day (an interval of a week at most, its first day) has a place in event data: the rest is left
out and counted. With `fold`, what was announced or called off is read in the PLOVER manual's way
(`lexicons/fold_types.tsv`): an announced meeting is an agreement, a meeting called off a refusal, announced sanctions
a threat.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from detente import lexicons
from detente.errors import UsageError
from detente.places import Place
from detente.store import export as exporting
from detente.store import segments

LOOSE: Final = 7
"""Days of an interval beyond which it names no day."""

PLAIN: Final = ("jsonl", "csv")
"""Formats of our own in which folded events can leave."""

HEADED: Final = ("icews", "csv")
"""What begins with a line of column names."""

ICEWS: Final = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
GDELT: Final = 61
"""Columns of GDELT 2.0, which has no header."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One line in the making: the event's row, one source and one target, and its document, if there is one."""

    event: Row
    source: str
    target: str
    document: Row | None
    incident: Row | None


def export(root: Place, layout: str, target: Path | BinaryIO, *, fold: bool = False) -> tuple[int, int]:
    """Writes the events of a store in a layout (or, folded, as jsonl or csv): rows written, events without a place.

    Raises `UsageError` for a layout that does not exist, `MachineError` when the file cannot be written.
    """
    if layout not in LAYOUTS and layout not in PLAIN:
        raise UsageError(f"There is no layout {layout}.", hint=f"There are: {', '.join(LAYOUTS)}.")
    manifest = segments.read(root)

    def held(table: str) -> Iterator[dict[str, Any]]:
        return segments.rows(root, manifest.segments("publish", table))

    if layout in PLAIN:
        given, left = exporting.lines(layout, "events", folded(held("events"))), [0]
    else:
        documents = {row["doc_id"]: row for row in held("documents")}
        incidents = {row["incident_id"]: row for row in held("incidents")}
        found, left = lines(layout, held("events"), documents, incidents, fold=fold)
        given = (line + "\n" for line in found)
    heads = layout in HEADED
    if not isinstance(target, Path):
        return _sent(given, target) - heads, left[0]
    with exporting.replacing(target) as file:
        return _sent(given, file) - heads, left[0]


def _sent(given: Iterable[str], sink: BinaryIO) -> int:
    count = 0
    for line in given:
        sink.write(line.encode("utf-8"))
        count += 1
    return count


def lines(
    layout: str, events: Iterable[Row], documents: Mapping[str, Row], incidents: Mapping[str, Row], *, fold: bool
) -> tuple[Iterator[str], list[int]]:
    """The lines of a layout, and the number of events that had no place in it, true once all lines are taken."""
    left = [0]

    def acts() -> Iterator[Act]:
        for event in folded(events) if fold else events:
            if event["status"] != "actual" or _day(event) is None or not event["source"] or not event["target"]:
                left[0] += 1
                continue
            for source in event["source"]:
                for target in event["target"]:
                    if source != target:
                        of = incidents.get(event["incident_id"] or "")
                        yield Act(event, source, target, documents.get(event["doc_id"]), of)

    return LAYOUTS[layout](acts()), left


def folded(events: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The events as the PLOVER manual reads them; announced threats that a document states itself are not doubled."""
    held = list(events)
    told = {_place(event) for event in held if event["status"] == "actual"}
    for event in held:
        row = dict(event)
        rule = _folds().get((event["plover"], event["status"]))
        if rule is not None:
            plover, cameo, weight, quad = rule
            row |= {"plover": plover, "cameo": cameo, "goldstein": weight, "quad": quad, "status": "actual"}
            row["rule"] = f"{event['rule']} (folded)"
            if _place(row) in told:
                continue
        yield row


def _place(event: Row) -> tuple[Any, ...]:
    sides = tuple(event["source"]), tuple(event["target"])
    return event["doc_id"], event["start"], event["end"], event["plover"], *sides


@cache
def _folds() -> Mapping[tuple[str, str], tuple[str, str, float, int]]:
    weights = {row["code"]: float(row["goldstein"]) for row in lexicons.table("cameo")}
    quads = {row["type"]: int(row["quad"]) for row in lexicons.table("plover")}
    return {
        (row["plover"], row["status"]): (
            row["becomes"],
            row["cameo"],
            weights.get(row["cameo"], weights.get(row["cameo"][:2], 0.0)),
            quads[row["becomes"]],
        )
        for row in lexicons.table("fold_types")
    }


def _day(event: Row) -> date | None:
    first, last = event["date_from"], event["date_to"]
    return first if first is not None and last is not None and (last - first).days <= LOOSE else None


# --- ICEWS ------------------------------------------------------------------------------------------------------


def _icews(acts: Iterable[Act]) -> Iterator[str]:
    yield _cells(ICEWS)
    for act in acts:
        event, document = act.event, act.document
        yield _cells(
            (
                event["event_id"] if _single(event) else f"{event['event_id']}-{act.source}-{act.target}",
                _day(event),
                event["source_text"] or _name(act.source),
                "",
                _name(act.source),
                _noun(event["plover"], event["cameo"]),
                event["cameo"],
                event["goldstein"],
                event["target_text"] or _name(act.target),
                "",
                _name(act.target),
                event["doc_id"],
                "",
                document["outlet"] if document else "",
                event["place"] or "",
                *[""] * 5,
            )
        )


# --- GDELT ------------------------------------------------------------------------------------------------------


def _gdelt(acts: Iterable[Act]) -> Iterator[str]:
    """One line an incident, source and target: the first of its reports, with the number of them."""
    groups: dict[tuple[str, str, str], list[Act]] = {}
    for act in acts:
        key = act.event["incident_id"] or act.event["event_id"], act.source, act.target
        groups.setdefault(key, []).append(act)
    for (name, source, target), reports in groups.items():
        first = min(reports, key=lambda act: ((_span(act.event)), str(act.event["event_id"])))
        event, incident, day = first.event, first.incident, _day(first.event) or date.min
        cells: list[Any] = [""] * GDELT
        cells[0] = _number(name, source, target)
        cells[1:5] = f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + day.timetuple().tm_yday / 366:.4f}"
        for side, start, text in ((source, 5, event["source_text"]), (target, 15, event["target_text"])):
            code, state = _gdelt_code(side)
            cells[start], cells[start + 1] = code, (text or _name(side)).upper()
            cells[start + (2 if state else 3)] = code
        cells[25:31] = "1", event["cameo"], event["cameo"][:3], event["cameo"][:2], event["quad"], event["goldstein"]
        documents = {act.event["doc_id"] for act in reports}
        outlets = {act.document["outlet"] for act in reports if act.document and act.document["outlet"]}
        cells[31] = len(reports)
        cells[32] = incident["n_outlets"] if incident else max(1, len(outlets))
        cells[33] = incident["n_documents"] if incident else len(documents)
        cells[52] = event["place"] or ""
        cells[59] = f"{day:%Y%m%d}000000"
        cells[60] = (first.document or {}).get("url") or event["doc_id"]
        yield _cells(cells)


def _span(event: Row) -> int:
    return int((event["date_to"] - event["date_from"]).days)


def _number(*names: str) -> str:
    """A whole number that fits into 60 bits, from names: GDELT knows its events by number."""
    return str(int(hashlib.sha256("\0".join(names).encode()).hexdigest()[:15], 16))


@cache
def _gdelt_code(code: str) -> tuple[str, bool]:
    """The code that GDELT uses, and whether it is one of a state."""
    states = {row["code"]: row["cameo"] or row["code"] for row in lexicons.table("states")}
    if code in states:
        return states[code], True
    groups = {row["code"]: row["given"] for row in lexicons.table("import_names") if row["kind"] == "gdelt"}
    return groups.get(code, code), False


# --- PLOVER -----------------------------------------------------------------------------------------------------


def _plover(acts: Iterable[Act]) -> Iterator[str]:
    for act in acts:
        event, document = act.event, act.document
        inside = document is not None and event["start"] is not None
        row = {
            "id": event["event_id"] if _single(event) else f"{event['event_id']}-{act.source}-{act.target}",
            "date": str(_day(event)),
            "enddate": str(event["date_to"]),
            "actor": [{"code": act.source, "entity_text": event["source_text"]}],
            "recipient": [{"code": act.target, "entity_text": event["target_text"]}],
            "event": [event["plover"]],
            "mode": event["mode"],
            "quad_code": event["quad"],
            "event_scale": event["goldstein"],
            "cameo": event["cameo"],
            "context": list(event["issues"]),
            "event_loc": event["place"],
            "text": document["text"][event["start"] : event["end"]] if document is not None and inside else None,
            "text_info": {"start": event["start"], "end": event["end"]} if inside else None,
            "link": event["incident_id"],
            "cite_info": {
                "citation": event["doc_id"],
                "url": document["url"] if document else None,
                "title": document["title"] if document else None,
                "publication": document["outlet"] if document else None,
            },
            "coder": event["rule"],
        }
        yield json.dumps({key: value for key, value in row.items() if value not in (None, [])}, ensure_ascii=False)


# --- small parts ------------------------------------------------------------------------------------------------


def _single(event: Row) -> bool:
    return len(event["source"]) == len(event["target"]) == 1


@cache
def _names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for table in ("organisations", "states") for row in lexicons.table(table)}


def _name(code: str) -> str:
    return _names().get(code, code)


@cache
def _noun(plover: str, cameo: str) -> str:
    nouns = {row["code"]: row["noun"] for row in lexicons.table("act_phrases")}
    found = (nouns[cameo[:k]] for k in range(len(cameo), 2, -1) if cameo[:k] in nouns)
    return next(found, nouns.get(plover, plover.lower()))


def _cells(values: Iterable[Any]) -> str:
    """Tab-separated cells; no tab or line end inside one."""
    return "\t".join(" ".join(str(value).split()) if isinstance(value, str) else str(value) for value in values)


LAYOUTS: Final[Mapping[str, Callable[[Iterable[Act]], Iterator[str]]]] = {
    "icews": _icews,
    "gdelt": _gdelt,
    "plover": _plover,
}
