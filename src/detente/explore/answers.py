"""Answers to a program that asks for a person: found rows, an incident with its reports, an index, how to cite.

Everything comes as plain values with ids that lead to rows, and with the sentences that rows rest on.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from detente.errors import UsageError
from detente.explore.wording import state_name, term
from detente.store import citation, schema
from detente.store import search as searching
from detente.store.database import Database

MOST: Final = 50
"""Rows of a search, and reports of an incident, that one answer holds."""

LONGEST: Final = 1000
"""Characters of a sentence."""

PERIODS: Final = ("day", "week", "month")
SERIES: Final = 600
"""Periods of an index that one answer holds, the latest ones."""

Answer = dict[str, Any]


def search(database: Database, query: str, *, kind: str | None = None, limit: int = 10) -> Answer:
    """What documents, quotes and events say of some words. Raises `UsageError` for a query without a word."""
    with searching.opened(database) as index:
        found = searching.hits(index, query, kind=kind or None, limit=max(1, min(limit, MOST)))
    hits = [
        {
            "kind": hit.kind,
            "id": hit.row_id,
            "incident_id": hit.incident_id,
            "date": hit.day,
            "outlet": hit.outlet,
            "title": hit.title,
            "speaker": hit.speaker,
            "text": "".join(text for text, _ in hit.snippet)[:LONGEST],
        }
        for hit in found.hits
    ]
    return {"total": dict(found.total), "hits": hits, "notes": list(found.told)}


def incident(database: Database, incident_id: str) -> Answer:
    """An incident with the sentences that report it. Raises `UsageError` where there is none of that id."""
    rows = database.ask("incidents_by_id", id=incident_id)
    if not rows:
        raise UsageError(f"There is no incident {incident_id}.", hint="Take its id from a search.")
    row: Answer = schema.plain(rows[0])
    events = database.ask("events_of_incident", incident_id=incident_id)
    row["type_meaning"] = term("plover", row["plover"]).definition
    row["reports"] = [_report(database, event) for event in events[:MOST]]
    row["n_reports"] = len(events)
    return row


def index_series(
    database: Database, a: str, b: str, *, period: str = "month", since: str | None = None, until: str | None = None
) -> Answer:
    """The index of a pair with its 90 % band, counts, and what moved it. Raises `UsageError` where nothing is held."""
    if period not in PERIODS:
        raise UsageError(f"There is no period {period}.", hint=f"There are: {', '.join(PERIODS)}.")
    one, other = sorted((a.strip().upper(), b.strip().upper()))
    days = {name: _day(name, value) for name, value in (("since", since), ("until", until))}
    rows = database.ask("index_of_pair", a=one, b=other, period=period, **days)
    if not rows:
        raise UsageError(f"The store holds no index of {one} and {other} by {period}.", hint="Try another period.")
    return {
        "a": {"code": one, "name": state_name(one)},
        "b": {"code": other, "name": state_name(other)},
        "period": period,
        "meaning": "100 (P(cooperation) - P(conflict)) with a 90 % band; drivers are incidents and index points",
        "rows": [schema.plain(row) for row in rows[-SERIES:]],
        "left_out": max(0, len(rows) - SERIES),
    }


def cite(database: Database) -> Answer:
    """How to cite the data set."""
    return {"sentence": citation.sentence(database), "bibtex": citation.bibtex(database)}


def _report(database: Database, event: Answer) -> Answer:
    documents = database.ask("documents_by_id", id=event["doc_id"])
    document: Answer = documents[0] if documents else {}
    start, end = event["start"], event["end"]
    words = document["text"][start:end] if document and start is not None else None
    return {
        "event_id": event["event_id"],
        "status": event["status"],
        "p": event["p"],
        "sentence": None if words is None else words[:LONGEST],
        "outlet": document.get("outlet"),
        "title": document.get("title"),
        "published": schema.plain(document.get("published") or document.get("published_to")),
        "url": document.get("url"),
        "origin": event["origin"],
    }


def _day(name: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"{name} is a day such as 2017-01-28, not {value!r}.") from None
