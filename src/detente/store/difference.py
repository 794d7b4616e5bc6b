"""What differs between two stores: the rows that came, went and changed, table by table, and why.

Why a row differs is the first of these that holds: its document is in one store only or was replaced; a person
corrected it in one of the two; another version coded it; else it follows from rows that differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from detente.records import STORED
from detente.store import corrigible, schema
from detente.store.database import Database
from detente.store.segments import load

NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    **{table: (name,) for table, name in corrigible.IDENTITY.items()},
    "incidents": ("incident_id",),
    "corrections": ("correction_id",),
    "turning_points": ("a", "b", "date", "direction", "online"),
}
IDENTITY: Final = {table: NAMED.get(table, schema.ORDER[table]) for table in STORED}
"""The columns that name a row of each table."""

CAME, GONE, CHANGED = "came", "gone", "changed"
UNCOMPARED: Final = frozenset({"version"})
"""Columns that say who made a row; that they differ explains a change and is none."""

Row = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs: its table and name, whether it came, went or changed, why, and the columns that differ."""

    table: str
    row: Key
    change: str
    why: str
    columns: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Summary:
    """How the rows of one table differ: how many stand in each store, came, went and changed, and the reasons."""

    table: str
    before: int
    after: int
    came: int
    gone: int
    changed: int
    why: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """What is asked of both stores to say why."""

    documents: tuple[frozenset[str], frozenset[str]]
    replaced: frozenset[str]
    corrected: frozenset[tuple[str, str]]


class Difference:
    """Two stores side by side, `a` the earlier and `b` the later one."""

    def __init__(self, a: Database, b: Database) -> None:
        self.a, self.b = a, b

    def changes(self, table: str) -> Iterator[Change]:
        """Every row of a table that differs, by its name."""
        if self._checksums(self.a, table) == self._checksums(self.b, table):
            return
        before, after = self._rows(self.a, table), self._rows(self.b, table)
        for key in sorted({*before, *after}):
            old, new = before.get(key), after.get(key)
            columns = _differing(old, new)
            if old is None or new is None:
                yield Change(table, key, CAME if old is None else GONE, self._why(table, old, new), {})
            elif columns:
                yield Change(table, key, CHANGED, self._why(table, old, new), columns)

    def summary(self, table: str) -> Summary:
        """How the rows of a table differ."""
        found = tuple(self.changes(table))
        kinds = Counter(change.change for change in found)
        why = Counter(change.why for change in found)
        return Summary(
            table,
            self.a.count(table),
            self.b.count(table),
            kinds[CAME],
            kinds[GONE],
            kinds[CHANGED],
            dict(sorted(why.items(), key=lambda item: (-item[1], item[0]))),
        )

    @cached_property
    def sides(self) -> Sides:
        """Documents, replacements and corrections of both."""
        ids = tuple(frozenset(store.arrow("documents")["doc_id"].to_pylist()) for store in (self.a, self.b))
        past = frozenset(self.b.arrow("superseded")["doc_id"].to_pylist())
        said = [_standing(store) for store in (self.a, self.b)]
        lines = dict(said[0]) | dict(said[1])
        only = set(said[0]) ^ set(said[1])
        return Sides((ids[0], ids[1]), past, frozenset(lines[name] for name in only))

    def _why(self, table: str, old: Row | None, new: Row | None) -> str:
        row = new if new is not None else old or {}
        doc_id = row.get("doc_id")
        sides = self.sides
        if doc_id is not None and table != "superseded":
            if doc_id in sides.replaced and doc_id not in sides.documents[1]:
                return "its document was replaced"
            if (doc_id in sides.documents[0]) != (doc_id in sides.documents[1]):
                return "its document is new" if doc_id in sides.documents[1] else "its document is gone"
        if table == "corrections":
            return "said by a reviewer"
        ids = {row.get(corrigible.IDENTITY.get(table, "")), *row.get("event_ids", ())}
        if any((kind, name) in sides.corrected for name in ids for kind in (table, "events")):
            return "corrected by a reviewer"
        versions = {str(held["version"]) for held in (old, new) if held is not None}
        if len(versions) > 1:
            return "coded by another version"
        return "follows from other rows" if doc_id is None else "other settings or other documents beside it"

    @staticmethod
    def _checksums(store: Database, table: str) -> list[str]:
        return [segment.sha256 for segment in store.manifest.segments("publish", table)]

    @staticmethod
    def _rows(store: Database, table: str) -> dict[Key, Row]:
        names = IDENTITY[table]
        found: dict[Key, Row] = {}
        for segment in store.manifest.segments("publish", table):
            for row in load(store.root, segment).to_pylist():
                key = tuple("" if row[name] is None else str(schema.plain(row[name])) for name in names)
                found[key] = row
        return found


def _standing(store: Database) -> dict[str, tuple[str, str]]:
    """The lines that stand and change a row, each with the row it changes."""
    rows = store.arrow("corrections").select(["correction_id", "table", "row_id", "state", "action"]).to_pylist()
    told = ("reject", "correct")
    return {
        row["correction_id"]: (row["table"], row["row_id"])
        for row in rows
        if row["state"] == "standing" and row["action"] in told
    }


def _differing(old: Row | None, new: Row | None) -> dict[str, tuple[Any, Any]]:
    if old is None or new is None:
        return {}
    names = (name for name in new if name not in UNCOMPARED)
    return {
        name: (schema.plain(old.get(name)), schema.plain(new[name])) for name in names if old.get(name) != new[name]
    }


def tables() -> tuple[str, ...]:
    """Every table that is compared."""
    return tuple(STORED)
