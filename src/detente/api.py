"""A store from Python and notebooks: `detente.open(folder)`, its tables as records, Arrow, polars or pandas.

    store = detente.open("relations")
    store.events.pandas()                          a whole table
    store.relation("RUS", "USA").months.polars()   the index of a pair, month by month
    store.search('"summit meeting" speaker:lavrov')
    [event.summary for event in store.incidents]   typed records

Reading changes nothing in the store; every table is complete and in its total order.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

from detente.errors import UsageError
from detente.places import Remote, place
from detente.records import (
    STORED,
    Correction,
    Document,
    Domestic,
    Event,
    Forecast,
    Framing,
    Incident,
    IndexOutlook,
    Outlook,
    Poll,
    Quote,
    Reaction,
    Reciprocity,
    Reject,
    Relation,
    Score,
    Stance,
    Superseded,
    TurningPoint,
)
from detente.store import schema
from detente.store.database import Database

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from detente.store.search import Hit

Record = TypeVar("Record")

SHOWN: Final = 8
"""Rows that a notebook shows of a table; a cell shows the first `WIDEST` characters."""

WIDEST: Final = 60


class Table(Generic[Record]):
    """One table, or the rows of it that concern a pair: records when walked through, or Arrow, polars, pandas."""

    def __init__(self, name: str, rows: pa.Table) -> None:
        self.name = name
        self._rows = rows

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    def __iter__(self) -> Iterator[Record]:
        kind: Any = STORED[self.name]
        for batch in self._rows.to_batches(max_chunksize=1000):
            for row in batch.to_pylist():
                yield schema.record(kind, row)

    @property
    def columns(self) -> dict[str, str]:
        """Every column with its meaning."""
        return {column.name: column.doc for column in schema.columns(self.name)}

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table; every column carries its meaning as metadata."""
        return self._rows

    def polars(self) -> pl.DataFrame:
        """The rows as a polars frame. Raises `UsageError` where polars is not installed."""
        frame: pl.DataFrame = _extra("polars").from_arrow(self._rows)
        return frame

    def pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame, days as timestamps. Raises `UsageError` where pandas is not installed."""
        _extra("pandas")
        frame: pd.DataFrame = self._rows.to_pandas(date_as_object=False)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows for any library that speaks the Arrow interface: `polars.DataFrame(store.events)`."""
        return self._rows.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} rows>"

    def _repr_html_(self) -> str:
        names = self._rows.schema.names
        rows = self._rows.slice(0, SHOWN).to_pylist()
        head = "".join(f"<th title='{escape(self.columns[name])}'>{escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{_cell(row[name])}</td>" for name in names) + "</tr>" for row in rows)
        shown = f", the first {SHOWN} shown" if len(self) > SHOWN else ""
        count = "one row" if len(self) == 1 else f"{len(self):,} rows"
        return (
            f"<div style='overflow-x:auto'><table><caption>{escape(self.name)}: {count}{shown}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


class Pair:
    """The relation of two states: its index by day, week and month, and the rows that concern it."""

    days: Table[Relation]
    weeks: Table[Relation]
    months: Table[Relation]
    turning_points: Table[TurningPoint]
    outlooks: Table[Outlook]
    index_outlooks: Table[IndexOutlook]
    reciprocity: Table[Reciprocity]
    incidents: Table[Incident]
    forecasts: Table[Forecast]

    def __init__(self, store: Store, a: str, b: str) -> None:
        import pyarrow.compute as pc

        self.a, self.b = sorted((a, b))
        both = (self.a, self.b)
        relations = _of_pair(store._arrow("relations"), *both)
        relations = relations.filter(pc.invert(relations["directed"]))
        for name, period in (("days", "day"), ("weeks", "week"), ("months", "month")):
            setattr(self, name, Table("relations", relations.filter(pc.equal(relations["period"], period))))
        for name in ("turning_points", "outlooks", "index_outlooks", "reciprocity"):
            setattr(self, name, Table(name, _of_pair(store._arrow(name), *both)))
        self.incidents = Table("incidents", _between(store._arrow("incidents"), "source", "target", *both))
        self.forecasts = Table("forecasts", _between(store._arrow("forecasts"), "a", "b", *both))

    def __repr__(self) -> str:
        return f"<{self.a} and {self.b}: {len(self.incidents)} incidents, {len(self.months)} months of index>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[1:-1])}</p>{self.months._repr_html_()}"


class Store:
    """A store, opened for reading. A context manager; its tables are attributes."""

    documents: Table[Document]
    rejects: Table[Reject]
    events: Table[Event]
    incidents: Table[Incident]
    quotes: Table[Quote]
    forecasts: Table[Forecast]
    stances: Table[Stance]
    polls: Table[Poll]
    domestic: Table[Domestic]
    reactions: Table[Reaction]
    reciprocity: Table[Reciprocity]
    relations: Table[Relation]
    turning_points: Table[TurningPoint]
    outlooks: Table[Outlook]
    index_outlooks: Table[IndexOutlook]
    framing: Table[Framing]
    scores: Table[Score]
    superseded: Table[Superseded]
    corrections: Table[Correction]

    def __init__(self, path: str | os.PathLike[str] | Remote) -> None:
        """Opens the store in `path`. Raises `UsageError` where there is none, `StoreError` where it is damaged."""
        self.path = place(path)
        self._database = Database(path)
        self._held: dict[str, pa.Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the store's cache; tables that were handed out stay."""
        self._database.close()

    def __getattr__(self, name: str) -> Table[Any]:
        """The table of that name."""
        if name not in STORED:
            raise AttributeError(f"A store has no {name}; its tables are {', '.join(STORED)}.")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *STORED})

    @property
    def tables(self) -> dict[str, int]:
        """Every table with the number of its rows."""
        return {name: self._database.count(name) for name in STORED}

    def table(self, name: str) -> Table[Any]:
        """A table by its name. Raises `UsageError` naming the tables there are."""
        return Table(name, self._arrow(name))

    def records(self, kind: type[Record], query: str | None = None, **parameters: Any) -> tuple[Record, ...]:
        """The records of one type, all or those that a named query selects."""
        return self._database.records(kind, query, **parameters)

    def relation(self, a: str, b: str) -> Pair:
        """The relation of two states, by their codes in any order. Raises `UsageError` naming pairs where none is."""
        a, b = a.strip().upper(), b.strip().upper()
        pair = Pair(self, a, b)
        if not (len(pair.incidents) or len(pair.forecasts)):
            held = self._database.query("pairs").to_pylist()[:8]
            known = ", ".join(f"{row['a']} {row['b']}" for row in held) or "none"
            raise UsageError(f"The store holds nothing on {a} and {b}.", hint=f"Pairs it holds: {known}.")
        return pair

    def panel(self, by: str = "month") -> pa.Table:
        """One row a pair and day, week or month, with ISO, COW and Gleditsch-Ward codes (`measure.dyads`), as Arrow."""
        from detente.measure import dyads

        return dyads.panel(self._arrow("incidents"), by, relations=self._arrow("relations"))

    def search(self, query: str, *, limit: int = 20) -> list[Hit]:
        """What documents, quotes and events say of some words (`store.search`), best first."""
        from detente.store import search

        with search.opened(self._database) as index:
            return search.hits(index, query, limit=limit).hits

    def original(self, row_id: str) -> dict[str, Any]:
        """A row as the coder made it, whatever was corrected or rejected since. Raises `UsageError` for another id."""
        from detente.store import rulings

        return rulings.original(self._database, row_id)

    def cite(self) -> str:
        """How to cite this store's data, as BibTeX: with its version and the hash of what it holds."""
        from detente.store import citation

        return citation.bibtex(self._database)

    def __repr__(self) -> str:
        tables = self.tables
        return f"<store {self.path}: " + ", ".join(f"{tables[name]} {name}" for name in _TOLD) + ">"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td style='text-align:right'>{count:,}</td></tr>"
            for name, count in self.tables.items()
            if count
        )
        return f"<table><caption>{escape(str(self.path))}</caption><tbody>{rows}</tbody></table>"

    def _arrow(self, name: str) -> pa.Table:
        if name not in self._held:
            self._held[name] = self._database.arrow(name)
        return self._held[name]


_TOLD: Final = ("documents", "events", "incidents", "quotes", "forecasts")


def _extra(name: str) -> Any:
    """An optional library. Raises `UsageError` saying what to install."""
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"{name} is not installed.", hint=f"pip install 'detente[{name}]'") from error


def _of_pair(table: pa.Table, a: str, b: str) -> pa.Table:
    import pyarrow.compute as pc

    one = pc.and_(pc.equal(table["a"], a), pc.equal(table["b"], b))
    other = pc.and_(pc.equal(table["a"], b), pc.equal(table["b"], a))
    return table.filter(pc.or_(one, other))


def _between(table: pa.Table, left: str, right: str, a: str, b: str) -> pa.Table:
    """The rows with one state in one list and the other in the other."""
    import pyarrow as pa

    pairs = zip(table[left].to_pylist(), table[right].to_pylist(), strict=True)
    kept = [(a in one and b in other) or (b in one and a in other) for one, other in pairs]
    return table.filter(pa.array(kept, pa.bool_()))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(schema.plain(value)).split())
    return escape(text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…")
