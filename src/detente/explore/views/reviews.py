"""What a reviewer's page shows: the queue, the row with its words, what may be said of it, what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from detente.explore import addresses, reviewing
from detente.explore.reviewing import Item
from detente.explore.wording import state_name, term
from detente.store.reader import Reader

QUEUES: Final[Mapping[str, tuple[str, str]]] = {
    "uncertain": ("Least certain first", "rows whose probability is nearest to a half"),
    "disputed": ("Disputed", "rows that reviewers judge differently, or that reports of one incident tell differently"),
    "chance": ("By chance", "a fair sample: only these tell how often the coder is right in general"),
}
TABLES: Final[Mapping[str, str]] = {"events": "Events", "quotes": "Quotes", "forecasts": "Forecasts"}
KINDS: Final[Mapping[str, str]] = {"events": "plover", "forecasts": "class"}
LATEST: Final = 500
CHANGING: Final = ("reject", "correct", "undo")
"""What changes a figure once it is laid over the rows."""


@dataclass(frozen=True, slots=True)
class Before:
    """Something that was said of this row before."""

    reviewer: str
    words: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the queue's form."""

    code: str
    label: str
    chosen: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything the page of a review shows."""

    item: Item | None
    document_href: str
    incident_href: str
    waiting: int
    judged: int
    new: int
    reviewer: str
    told: str
    before: tuple[Before, ...]
    hidden: tuple[tuple[str, str], ...]
    skip_href: str
    again_href: str
    queue_href: str
    tables: tuple[Choice, ...]
    queues: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    asked: Any
    pair: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of the ledger in words."""

    id: str
    reviewer: str
    words: str
    row_id: str
    href: str
    note: str
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger, the latest lines first."""

    lines: tuple[AccountLine, ...]
    total: int
    states: tuple[tuple[str, int], ...]


def view(reader: Reader, asked: Any, item: Item | None, waiting: int, reviewer: str, told: str) -> ReviewView:
    """The page for one row, or for a queue that is done."""
    lines = reviewing.account(reader)
    rows = () if item is None else item.rows
    own = {line["row_id"] for line in lines if line["reviewer"] == reviewer and line["state"] != "undone"}
    state = asked.state(reviewer=reviewer)
    kinds = _kinds(asked.table, asked.kind)
    return ReviewView(
        item=item,
        document_href="" if item is None else addresses.document(item.doc_id, item.start, item.end),
        incident_href="" if item is None or item.incident_id is None else addresses.incident(item.incident_id),
        waiting=waiting,
        judged=len(own),
        new=sum(line["state"] == "new" and line["action"] in CHANGING for line in lines),
        reviewer=reviewer,
        told=told,
        before=tuple(_before(line) for line in lines if line["row_id"] in rows[:1] and line["action"] != "undo"),
        hidden=tuple((name, str(value)) for name, value in state.items()),
        skip_href=addresses.joined("/review", **(state | {"skip": asked.skip + 1, "row": None})),
        again_href=addresses.joined("/review", **(state | {"skip": None, "row": None})),
        queue_href=addresses.joined("/review", **(state | {"row": None})),
        tables=tuple(Choice(code, label, code == asked.table) for code, label in TABLES.items()),
        queues=tuple(Choice(code, label, code == asked.queue, why) for code, (label, why) in QUEUES.items()),
        kinds=kinds,
        asked=asked,
        pair=" and ".join(state_name(code) for code in (asked.a, asked.b) if code),
    )


def account(reader: Reader) -> Account:
    """The whole ledger in words."""
    lines = reviewing.account(reader)
    states: dict[str, int] = {}
    for line in lines:
        states[line["state"]] = states.get(line["state"], 0) + 1
    latest = reversed(lines[-LATEST:])
    return Account(tuple(_account_line(line) for line in latest), len(lines), tuple(sorted(states.items())))


def _kinds(table: str, chosen: str | None) -> tuple[Choice, ...]:
    from detente.store import corrigible

    sort = KINDS.get(table)
    codes = () if sort is None else corrigible.codes(sort)
    return tuple(Choice(code, term(sort or "", code).label, code == chosen) for code in codes)


def _before(line: Mapping[str, Any]) -> Before:
    return Before(line["reviewer"], _words(line), line["note"] or "", line["state"])


def _account_line(line: Mapping[str, Any]) -> AccountLine:
    href = addresses.joined("/review", row=line["row_id"], reviewer=line["reviewer"])
    at = (line["at"] or "")[:16].replace("T", " ")
    return AccountLine(
        line["correction_id"],
        line["reviewer"],
        _words(line),
        line["row_id"],
        href,
        line["note"] or "",
        line["state"],
        at,
    )


def _words(line: Mapping[str, Any]) -> str:
    """What a line says, in words."""
    if line["action"] == "correct":
        return f"{line['field']}: {_plain(line['before'])} → {_plain(line['value'])}"
    said = {"accept": "right as it stands", "reject": "wrong", "note": "note", "undo": f"takes back {line['value']}"}
    return said[line["action"]]


def _plain(value: Any) -> str:
    if value is None or value == []:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
