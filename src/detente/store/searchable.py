"""What the search looks in: the words of documents, quotes and events, with names and codes beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from detente import lexicons
from detente.store.database import Database, statement

READ: Final = frozenset({"headline", "body", "caption"})
"""Blocks of a document that are looked in; menus and notices are not."""

LONGEST: Final = 1_000_000
"""Characters of a document that are looked in."""

MARKS: Final = {2: " ", 3: " ", 0: " "}
Row = Mapping[str, Any]
Place = tuple[str, str, str | None, int | None, int | None, str | None]
Words = tuple[str, str, str, str, str, str]


def rows(database: Database, size: int) -> Iterator[tuple[str, list[Place], list[Words]]]:
    """Batches of one kind: what each row leads to, and its title, body, speaker, outlet, states and labels."""
    for kind, words in (("document", _document), ("quote", _quote), ("event", _event)):
        cursor = database.cursor()
        try:
            for batch in cursor.sql(statement(f"search_{kind}s")).to_arrow_reader(size):
                held = batch.to_pylist()
                yield kind, [_place(kind, row) for row in held], [words(row) for row in held]
        finally:
            cursor.close()


def _place(kind: str, row: Row) -> Place:
    first, last = row.get("first"), row.get("last")
    if kind == "quote" and row["content"]:
        first, last = row["content"][0]["start"], row["content"][0]["end"]
    return row["row_id"], row["doc_id"], row.get("incident_id"), first, last, row["day"]


def _document(row: Row) -> Words:
    text = row["text"]
    body = "\n".join(text[block["start"] : block["end"]] for block in row["blocks"] if block["kind"] in READ)
    outlet, authors = _joined(row["outlet"], row["agency"]), _joined(*row["authors"])
    return _words(row["title"], body[:LONGEST], authors, outlet, _states([row["outlet_country"]]), None)


def _quote(row: Row) -> Words:
    body = " … ".join(row["text"][span["start"] : span["end"]] for span in row["content"])
    speaker = _joined(row["speaker"], row["role"], row["affiliation"])
    return _words(row["title"], body, speaker, row["outlet"], _states([row["country"]]), row["kind"])


def _event(row: Row) -> Words:
    kind = _labels()
    labels = _joined(row["plover"], kind.get(("plover", row["plover"])), row["status"], row["place"], row["origin"])
    issues = (_joined(issue, kind.get(("issue", issue))) for issue in row["issues"])
    told = row["body"] or f"{_states(row['source'])} – {_states(row['target'])}: {kind.get(('plover', row['plover']))}"
    sides = _joined(row["source_text"], row["target_text"])
    called = _called((*row["source"], *row["target"]))
    return _words(row["title"], told, sides, row["outlet"], called, _joined(labels, *issues))


def _words(*parts: str | None) -> Words:
    title, body, speaker, outlet, states, labels = ((part or "").translate(MARKS) for part in parts)
    return title, body, speaker, outlet, states, labels


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _states(codes: Iterable[str | None]) -> str:
    """Codes and names of states and organisations."""
    return _joined(*(part for code in codes if code for part in (code, _names().get(code))))


def _called(codes: Iterable[str]) -> str:
    """Codes and every name of states and organisations, so that an event is found by each."""
    return _joined(*(part for code in codes for part in (code, _names().get(code), _others().get(code))))


@cache
def _others() -> dict[str, str]:
    tables = (lexicons.table(name) for name in ("organisations", "states"))
    return {row["code"]: row["names"].replace("|", " · ") for rows in tables for row in rows}


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for table in ("organisations", "states") for row in lexicons.table(table)}


@cache
def _labels() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["code"]): row["label"] for row in lexicons.table("glossary")}
