"""Records and small stores made by hand, for tests that need no parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from detente.places import Place
from detente.records import STORED, Block, Document, Event, Incident, Quote, RawDocument, Reject, Span
from detente.store import schema
from detente.store.segments import Writer
from detente.store.tables import published

Root = TypeVar("Root", Path, Place)
TEXT = "Freedonia recalled its envoy from Sylvania on Monday, the ministry said."


def document(number: int = 1, **changes: Any) -> Document:
    """A document of one sentence; its id, path and text tell the number."""
    text = f"{TEXT} Note {number}."
    made = Document(
        doc_id=f"d{number:016x}",
        path=f"news/{number:03}.txt",
        record=None,
        url=None,
        title="Envoy recalled",
        outlet="The Courier",
        outlet_country="FRA",
        authors=("A. Writer",),
        agency=None,
        published_from=date(2017, 1, 2),
        published_to=date(2017, 1, 3),
        published=None,
        published_p=None,
        published_basis=(),
        lang="en",
        text=text,
        blocks=(Block(0, len(text), "body"),),
        encoding="utf-8",
        encoding_p=1.0,
    )
    return replace(made, **changes)


def raw(number: int = 1, **changes: Any) -> RawDocument:
    """The raw document that `document` of the same number was cleaned from."""
    made = document(number)
    return replace(RawDocument(made.doc_id, made.path, None, made.text, "utf-8", 1.0), **changes)


def event(number: int = 1, **changes: Any) -> Event:
    """An expulsion in the document of the same number."""
    made = Event(
        event_id=f"e{number:016x}",
        incident_id=f"i{number:016x}",
        doc_id=f"d{number:016x}",
        start=0,
        end=40,
        trigger_start=10,
        trigger_end=18,
        source=("RUS",),
        target=("USA",),
        source_text="Freedonia",
        target_text="Sylvania",
        plover="SANCTION",
        mode=None,
        cameo="161",
        goldstein=-4.0,
        quad=4,
        status="actual",
        historical=False,
        date_from=date(2017, 1, 2),
        date_to=date(2017, 1, 2),
        place=None,
        issues=(),
        quote_id=None,
        p=0.75,
        rule="frames:recall-envoy",
    )
    return replace(made, **changes)


def incident(number: int = 1, **changes: Any) -> Incident:
    """The incident that the event of the same number reports."""
    made = Incident(
        incident_id=f"i{number:016x}",
        source=("RUS",),
        target=("USA",),
        reciprocal=False,
        plover="SANCTION",
        cameo="161",
        goldstein=-4.0,
        quad=4,
        status="actual",
        date_from=date(2017, 1, 2),
        date_to=date(2017, 1, 2),
        place=None,
        issues=(),
        n_documents=1,
        n_outlets=1,
        summary="Russia to United States: envoy recalled, 2 January 2017",
        event_ids=(f"e{number:016x}",),
    )
    return replace(made, **changes)


def quote(number: int = 1, **changes: Any) -> Quote:
    """The ministry's words in the document of the same number."""
    made = Quote(
        quote_id=f"q{number:016x}",
        doc_id=f"d{number:016x}",
        content=(Span(0, 52),),
        source_spans=(Span(54, 66),),
        cue_spans=(Span(67, 71),),
        kind="indirect",
        speaker=None,
        role="ministry",
        affiliation=None,
        country=None,
        chain=("TASS",),
        p=0.5,
    )
    return replace(made, **changes)


def reject(path: str = "news/bad.txt", place: str | None = None, code: str = "binary") -> Reject:
    """A refused input."""
    return Reject(path, place, code, "The file is no text.")


def store(root: Root, **tables: Sequence[Any]) -> Root:
    """A store that has published these tables, or three documents with an event, incident and quote each."""
    numbers = range(1, 4)
    filled = tables or {
        "documents": [document(n) for n in numbers],
        "events": [event(n) for n in numbers],
        "incidents": [incident(n) for n in numbers],
        "quotes": [quote(n) for n in numbers],
        "rejects": [reject()],
    }
    with Writer(root) as writer:
        held = {table: published(table, filled.get(table, ())) for table in STORED}
        writer.commit(add=(writer.write("publish", "1", "all", held),))
    return root


def rows(records: Sequence[Any]) -> list[dict[str, Any]]:
    """The records as rows."""
    return [schema.row(record) for record in records]
