"""Tables derived from the records: Arrow schemas, columns with their meaning, and rows to and from records.

A tuple becomes a list, a nested record a struct, a date a date32; a column takes the `name` of its metadata where
Python reserves the word. Floats are rounded to `DECIMALS`, so that the last bits of a sum never reach a file.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import itertools
import json
import math
import operator
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from detente.records import STORED

if TYPE_CHECKING:
    import pyarrow as pa

Record = TypeVar("Record")
Encoder = Callable[[Any], Any]

DECIMALS: Final = 6

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": ("path", "record", "doc_id"),
    "rejects": ("path", "place", "code"),
    "events": ("doc_id", "start", "end", "event_id"),
    "incidents": ("date_from", "date_to", "incident_id"),
    "quotes": ("doc_id", "content", "quote_id"),
    "forecasts": ("doc_id", "start", "end", "forecast_id"),
    "stances": ("doc_id", "speaker", "a", "b", "stance", "stance_id"),
    "polls": ("doc_id", "start", "end", "poll_id"),
    "domestic": ("doc_id", "start", "end", "domestic_id"),
    "reactions": ("incident_id", "answer_id"),
    "reciprocity": ("a", "b", "measure"),
    "relations": ("a", "b", "directed", "period", "from"),
    "turning_points": ("a", "b", "date", "direction"),
    "outlooks": ("a", "b", "made_on", "measure", "from"),
    "index_outlooks": ("a", "b", "made_on", "from", "to"),
    "framing": ("a", "b", "incident_id", "month", "outlet"),
    "scores": ("of", "name", "low"),
    "superseded": ("path", "record", "doc_id", "superseded_by", "from_table", "row"),
    "corrections": ("number", "correction_id"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One stored column: name, attribute of the record, type in words, whether it may be null, and meaning."""

    name: str
    attribute: str
    kind: str
    nullable: bool
    doc: str


@functools.cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of `table` in their order."""
    record = STORED[table]
    hints = get_type_hints(record)
    found = []
    for field in dataclasses.fields(record):
        inner, nullable = _unwrap(hints[field.name])
        name = field.metadata.get("name", field.name)
        found.append(Column(name, field.name, _words(inner), nullable, field.metadata.get("doc", "")))
    return tuple(found)


@functools.cache
def arrow(table: str) -> pa.Schema:
    """The Arrow schema of `table`; every column carries its meaning as metadata."""
    import pyarrow as pa

    hints = get_type_hints(STORED[table])
    return pa.schema(
        [
            pa.field(
                column.name,
                _arrow_type(_unwrap(hints[column.attribute])[0]),
                nullable=column.nullable,
                metadata={"doc": column.doc},
            )
            for column in columns(table)
        ]
    )


def digest() -> str:
    """Sha256 over every table, column and type: a store of another digest holds other tables."""
    shape = {table: [(c.name, c.kind, c.nullable) for c in columns(table)] for table in STORED}
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()


def table_of(record: type) -> str:
    """The name of the table that holds records of this type."""
    return next(name for name, kind in STORED.items() if kind is record)


def row(record: Any) -> dict[str, Any]:
    """One record as a mapping of stored names to plain values (lists, dicts, dates)."""
    kind: Any = type(record)
    encoded: dict[str, Any] = _encoder(kind)(record)
    return encoded


def jsonable(record: Any) -> dict[str, Any]:
    """One record as JSON has it: as `row`, with dates in ISO form."""
    return {name: plain(value) for name, value in row(record).items()}


def plain(value: Any) -> Any:
    """A row's value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def record(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """The record of type `kind` that `row` made these values of."""
    hint: Any = kind
    decoded: Record = _decoder(hint)(values)
    return decoded


def ordered(table: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in the table's total order; what its key leaves open is settled by the whole row."""
    names = ORDER[table]
    keyed = sorted(
        ((tuple(_sortable(values[name]) for name in names), values) for values in rows), key=operator.itemgetter(0)
    )
    found: list[dict[str, Any]] = []
    for _, group in itertools.groupby(keyed, key=operator.itemgetter(0)):
        alike = [values for _, values in group]
        found += sorted(alike, key=canonical) if len(alike) > 1 else alike
    return found


def canonical(values: Mapping[str, Any]) -> str:
    """A row as one line of JSON, the same for equal rows."""
    return json.dumps(plain(dict(values)), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_arrow(table: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows as an Arrow table of the table's schema. Raises `ValueError` where a value does not fit."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=arrow(table))


# --- types ------------------------------------------------------------------------------------------------------


def _unwrap(hint: Any) -> tuple[Any, bool]:
    """The type without its None, and whether None was part of it."""
    if isinstance(hint, types.UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        if len(inner) == 1:
            return inner[0], len(get_args(hint)) == 2
    return hint, False


def _item(hint: Any) -> Any:
    """What a `tuple[X, ...]` holds, or None for any other type."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def _words(hint: Any) -> str:
    item = _item(hint)
    if item is not None:
        return f"list of {_words(_unwrap(item)[0])}"
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = (f"{_stored(field)} {_words(_unwrap(hints[field.name])[0])}" for field in dataclasses.fields(hint))
        return "{" + ", ".join(parts) + "}"
    return {str: "text", int: "integer", float: "number", bool: "true or false", date: "date"}[hint]


def _arrow_type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    item = _item(hint)
    if item is not None:
        return pa.list_(pa.field("element", _arrow_type(_unwrap(item)[0])))
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        return pa.struct(
            [(_stored(field), _arrow_type(_unwrap(hints[field.name])[0])) for field in dataclasses.fields(hint)]
        )
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}[hint]


def _stored(field: dataclasses.Field[Any]) -> str:
    name: str = field.metadata.get("name", field.name)
    return name


# --- rows and records -------------------------------------------------------------------------------------------


@functools.cache
def _encoder(hint: Any) -> Encoder:
    """A function that turns a value of this type into a plain one."""
    hint, _ = _unwrap(hint)
    item = _item(hint)
    if item is not None:
        encode = _encoder(item)
        return lambda values: [encode(value) for value in values]
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = [(_stored(f), f.name, _encoder(hints[f.name])) for f in dataclasses.fields(hint)]
        return lambda value: {
            name: None if (held := getattr(value, attribute)) is None else encode(held)
            for name, attribute, encode in parts
        }
    return _rounded if hint is float else _same


@functools.cache
def _decoder(hint: Any) -> Encoder:
    """A function that turns a plain value back into one of this type."""
    hint, _ = _unwrap(hint)
    item = _item(hint)
    if item is not None:
        decode = _decoder(item)
        return lambda values: tuple(decode(value) for value in values)
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = [(_stored(f), f.name, _decoder(hints[f.name])) for f in dataclasses.fields(hint)]
        build: Any = hint
        return lambda values: build(
            **{attribute: None if (held := values[name]) is None else decode(held) for name, attribute, decode in parts}
        )
    return _same


def _same(value: Any) -> Any:
    return value


def _rounded(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    return round(float(value), DECIMALS) + 0.0


def _sortable(value: Any) -> tuple[Any, ...]:
    """A value of any column as something that compares: lists and structs part by part, null last."""
    if value is None:
        return (1,)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return (0, tuple(_sortable(part) for part in value))
    return (0, value)
