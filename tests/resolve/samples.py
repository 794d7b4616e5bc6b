"""Small invented documents and events for the tests of this folder."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from detente.records import Document, Event


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def document(name: str, text: str, published: str | None, **given: Any) -> Document:
    on = day(published)
    values: dict[str, Any] = {
        "doc_id": "d" + name,
        "path": f"{name}.txt",
        "record": None,
        "url": None,
        "title": None,
        "outlet": f"Gazette of {name}",
        "outlet_country": None,
        "authors": (),
        "agency": None,
        "published_from": on,
        "published_to": on,
        "published": on,
        "published_p": 0.9,
        "published_basis": (),
        "lang": "en",
        "text": text,
        "blocks": (),
        "encoding": "utf-8",
        "encoding_p": 1.0,
    }
    return Document(**(values | given))


def events(
    of: Document, clause: str, act: str, *, on: tuple[str | None, str | None], both: bool = False, **given: Any
) -> list[Event]:
    """The rows for one act in `of`: `act` is "NOR CONSULT 041 SWE"; two rows when it goes both ways."""
    one, plover, cameo, two = act.split()
    start = of.text.index(clause)
    rows = []
    for source, target in ((one, two), (two, one)) if both else ((one, two),):
        identity = "\0".join((of.doc_id, clause, source, target, plover, str(given.get("status"))))
        values: dict[str, Any] = {
            "event_id": "e" + hashlib.sha256(identity.encode()).hexdigest()[:16],
            "incident_id": None,
            "doc_id": of.doc_id,
            "start": start,
            "end": start + len(clause),
            "trigger_start": start,
            "trigger_end": start + 4,
            "source": (source,),
            "target": (target,),
            "source_text": None,
            "target_text": None,
            "plover": plover,
            "mode": None,
            "cameo": cameo,
            "goldstein": 1.0,
            "quad": 4 if plover == "SANCTION" else 3 if plover in ("ACCUSE", "REJECT") else 1,
            "status": "actual",
            "historical": False,
            "date_from": day(on[0]),
            "date_to": day(on[1]),
            "place": None,
            "issues": (),
            "quote_id": None,
            "p": 0.9,
            "rule": "test",
        }
        rows.append(Event(**(values | given)))
    return rows
