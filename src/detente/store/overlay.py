"""The ledger of corrections laid over the rows that the coder made; the coder's rows stay as they are, in their shards.

1. `Overlay.lay` takes rejected rows out and puts corrected values in, before incidents are merged;
2. `Overlay.keep` puts them in once more where names were linked across documents since;
3. `Overlay.outcomes` says which forecasts have an outcome by a person's word;
4. `Overlay.corrections` is the account of it: every line with what it found and what came of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from detente import lexicons
from detente.errors import UsageError
from detente.records import STORED, Correction
from detente.store import corrigible, schema
from detente.store.ledger import VERDICTS, Line, digest, standing

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, Sequence[Any]]

DERIVED: Final = frozenset({("forecasts", "outcome")})
"""Columns that are measured after the rows: they are laid over the measured table."""


@dataclass(slots=True)
class Overlay:
    """The standing lines of a ledger, by what they do, and what they found on their way."""

    lines: tuple[Line, ...]
    kept: frozenset[str] = frozenset()
    rejected: dict[str, set[str]] = field(default_factory=dict)
    fields: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    originals: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Overlay:
        """The overlay that a ledger makes: of the standing lines on one row or column the last one holds."""
        overlay = cls(tuple(lines), standing(lines))
        held: dict[tuple[str, str, str | None], Line] = {}
        for line in lines:
            if line.id not in overlay.kept:
                overlay.states[line.id] = "undone"
                continue
            if line.action not in (*VERDICTS, "correct"):
                continue
            if line.action == "correct" and not overlay._valid(line):
                overlay.states[line.id] = "void"
                continue
            place = (line.table, line.row_id, line.field if line.action == "correct" else None)
            if place in held:
                overlay.states[held[place].id] = "overruled"
            held[place] = line
        for (table, row_id, column), line in held.items():
            if column is not None:
                overlay.fields.setdefault(table, {}).setdefault(row_id, {})[column] = line.value
            elif line.action == "reject":
                overlay.rejected.setdefault(table, set()).add(row_id)
        return overlay

    def digest(self) -> str:
        """A name for what is laid over the rows; empty where nothing is."""
        return digest(self.lines)

    @staticmethod
    def _valid(line: Line) -> bool:
        """Whether the value still is one: codes come and go with the lexicons."""
        try:
            return bool(corrigible.value(line.table, line.field or "", line.value) == line.value)
        except UsageError:
            return False

    def touched(self, table: str) -> frozenset[str]:
        """The rows of a table that some line speaks of."""
        return frozenset(line.row_id for line in self.lines if line.table == table)

    def lay(self, tables: Tables) -> dict[str, tuple[Any, ...]]:
        """The records of each table without those rejected, and with what was corrected."""
        if not self.lines:
            return {table: tuple(rows) for table, rows in tables.items()}
        laid = {table: tuple(self._laid(table, rows)) for table, rows in tables.items()}
        gone = self.rejected.get("quotes", set())
        for table in ("events", "forecasts") if gone else ():
            rows = laid.get(table, ())
            laid[table] = tuple(replace(row, quote_id=None) if row.quote_id in gone else row for row in rows)
        if gone and "stances" in laid:
            laid["stances"] = tuple(_unquoted(row, gone) for row in laid["stances"])
        return laid

    def _laid(self, table: str, rows: Iterable[Any]) -> Iterable[Any]:
        touched = self.touched(table)
        name, gone, changes = corrigible.IDENTITY.get(table), self.rejected.get(table, ()), self.fields.get(table, {})
        for row in rows:
            identity = getattr(row, name) if name else None
            if identity not in touched:
                yield row
                continue
            self.originals[table, identity] = schema.jsonable(row)
            if identity not in gone:
                yield corrected(table, row, changes.get(identity, {}))

    def concerns(self, tables: Mapping[str, pa.Table]) -> bool:
        """True where some line speaks of a row of these Arrow tables, or of one that they point to."""
        gone = self.rejected.get("quotes", ())
        pointed = (row for table in ("events", "forecasts") if gone for row in tables[table]["quote_id"].to_pylist())
        spoken = (names for names in tables["stances"]["quote_ids"].to_pylist() if gone)
        return (
            any(_meet(rows, self.touched(table), corrigible.IDENTITY.get(table)) for table, rows in tables.items())
            or any(row in gone for row in pointed)
            or any(row in gone for names in spoken for row in names)
        )

    def keeps(self, tables: Mapping[str, pa.Table]) -> bool:
        """True where `keep` would change a row of these Arrow tables."""
        said = ("quotes", "forecasts", "stances")
        return any(_meet(tables[table], self.fields.get(table, ()), corrigible.IDENTITY[table]) for table in said)

    def keep(self, tables: Tables) -> dict[str, tuple[Any, ...]]:
        """The tables with the corrected words in them still, and the speakers of quotes in what stands in them."""
        changes = {table: found for table in ("quotes", "forecasts", "stances") if (found := self.fields.get(table))}
        kept = {table: tuple(rows) for table, rows in tables.items()}
        if not changes:
            return kept
        for table, found in changes.items():
            name = corrigible.IDENTITY[table]
            kept[table] = tuple(corrected(table, row, found.get(getattr(row, name), {})) for row in kept[table])
        said = {row: values["speaker"] for row, values in self.fields.get("quotes", {}).items() if "speaker" in values}
        own = {row for row, values in self.fields.get("forecasts", {}).items() if "speaker" in values}
        kept["forecasts"] = tuple(
            replace(row, speaker=said[row.quote_id]) if row.quote_id in said and row.forecast_id not in own else row
            for row in kept["forecasts"]
        )
        return kept

    def outcomes(self, forecasts: Sequence[Any]) -> dict[str, str | None]:
        """The outcome of each forecast that a person has decided; None where a person says that there is none."""
        decided = {
            row: values["outcome"] for row, values in self.fields.get("forecasts", {}).items() if "outcome" in values
        }
        for forecast in forecasts:
            place = ("forecasts", forecast.forecast_id)
            if place in self.originals:  # the measured outcome belongs to what the coder had
                found = {"outcome": forecast.outcome, "outcome_basis": list(forecast.outcome_basis)}
                self.originals[place] = {**self.originals[place], **found}
        return decided

    def corrections(self) -> tuple[Correction, ...]:
        """Every line of the ledger with the state it is in."""
        return tuple(self._correction(number, line) for number, line in enumerate(self.lines, start=1))

    def _correction(self, number: int, line: Line) -> Correction:
        found = self.originals.get((line.table, line.row_id))
        state = self.states.get(line.id, "standing")
        if found is None and state in ("standing", "overruled"):
            state = "dangling"
        return Correction(
            number=number,
            correction_id=line.id,
            reviewer=line.reviewer,
            table=line.table,
            row_id=line.row_id,
            action=line.action,
            field=line.field,
            value=line.value if line.action == "undo" else _json(line.value) if line.action == "correct" else None,
            note=line.note,
            queue=line.queue,
            original=self._original(line, found),
            state=state,
        )

    @staticmethod
    def _original(line: Line, found: Mapping[str, Any] | None) -> str | None:
        if found is None:
            return None if line.before is None else _json(line.before)
        if line.action == "correct" or line.field is not None:
            return _json(found.get(line.field or ""))
        return _json(found) if line.action in VERDICTS else None


def _meet(rows: pa.Table, names: Iterable[str], column: str | None) -> bool:
    """True where a row has one of these names."""
    wanted = frozenset(names) if column else frozenset()
    return bool(wanted) and not wanted.isdisjoint(rows[column].to_pylist())


def corrected(table: str, row: Any, values: Mapping[str, Any]) -> Any:
    """The record with corrected columns (JSON values), and what follows from them."""
    now = {name: value for name, value in values.items() if (table, name) not in DERIVED}
    if not now:
        return row
    if table == "events":
        now |= _coded(row, now)
    merged = schema.row(row) | {name: _typed(table, name, value) for name, value in now.items()}
    found: Any = schema.record(STORED[table], merged)
    if hasattr(found, "date_from") and found.date_from and found.date_to and found.date_from > found.date_to:
        day = found.date_to if "date_to" in now and "date_from" not in now else found.date_from
        found = replace(found, date_from=day, date_to=day)
    return found


def _coded(event: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a corrected type or code brings with it: the two agree, and weight and class follow."""
    if "cameo" in values:
        cameo = values["cameo"]
        plover = _cameo()[cameo][0]
    elif "plover" in values:
        plover = values["plover"]
        cameo = event.cameo if _act(event.cameo)[0] == plover else _types()[plover]["cameo"]
    else:
        return {}
    mode = event.mode if plover == event.plover else None
    quad = int(_types()[plover]["quad"])
    return {"plover": plover, "cameo": cameo, "goldstein": _act(cameo)[1], "quad": quad, "mode": mode}


def _unquoted(stance: Any, gone: set[str]) -> Any:
    return replace(stance, quote_ids=tuple(name for name in stance.quote_ids if name not in gone))


def _typed(table: str, name: str, value: Any) -> Any:
    """A value of the ledger as a row has it: days as dates."""
    sort = corrigible.FIELDS[table].get(name)
    return date.fromisoformat(value) if sort == "date" and value is not None else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@cache
def _types() -> dict[str, Any]:
    return {row["type"]: row for row in lexicons.table("plover")}


@cache
def _cameo() -> dict[str, tuple[str, float]]:
    return {row["code"]: (row["plover"], float(row["goldstein"])) for row in lexicons.table("cameo")}


def _act(cameo: str) -> tuple[str, float]:
    """Type and weight of a code; one that is not listed takes those of its first three or two digits."""
    known = _cameo()
    return next((known[cameo[:n]] for n in range(len(cameo), 1, -1) if cameo[:n] in known), ("", 0.0))
