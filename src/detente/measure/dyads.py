"""Dyad panels, as statistical programs want them: one row a pair and day, week or month, silent ones too.

A pair's rows run from its first incident on record to its last. Counts are those of `relations`: incidents that
happened, in the period of their middle day, a cancelled act of cooperation as verbal conflict. States carry their
ISO 3166 code and the numbers of the Correlates of War project and of Gleditsch and Ward. Weeks begin on Monday.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from detente import lexicons
from detente.errors import UsageError
from detente.measure import acts as columns
from detente.measure import panel as panels
from detente.measure import periods
from detente.measure.acts import Ints
from detente.measure.panel import Panel

if TYPE_CHECKING:
    import pyarrow as pa

MOST: Final = 20_000_000
"""Rows beyond which a panel is refused: a longer period says as much."""

COLUMNS: Final[tuple[tuple[str, str, str], ...]] = (
    ("a", "text", "first state, ISO 3166 alpha-3 or the code of an organisation, alphabetical"),
    ("b", "text", "second state"),
    ("cow_a", "integer", "Correlates of War number of a; null where it has none"),
    ("cow_b", "integer", "Correlates of War number of b"),
    ("gw_a", "integer", "Gleditsch-Ward number of a; null where it has none"),
    ("gw_b", "integer", "Gleditsch-Ward number of b"),
    ("from", "date", "first day of the period"),
    ("to", "date", "last day of the period"),
    ("n_incidents", "integer", "incidents that happened in the period"),
    ("n_documents", "integer", "documents that report them"),
    ("verbal_cooperation", "integer", "of them quad class 1"),
    ("material_cooperation", "integer", "quad class 2"),
    ("verbal_conflict", "integer", "quad class 3"),
    ("material_conflict", "integer", "quad class 4"),
    ("a_to_b", "integer", "of them acts of a toward b; joint acts count both ways"),
    ("b_to_a", "integer", "acts of b toward a"),
    ("goldstein", "number", "sum of the Goldstein weights"),
    ("index", "number", "index of the relation, -100 to 100; null where none was measured"),
    ("low", "number", "lower end of its 90 % band"),
    ("high", "number", "upper end"),
)
"""Every column with its type and meaning."""


def panel(incidents: pa.Table, by: str = "month", *, relations: pa.Table | None = None) -> pa.Table:
    """The panel of all pairs, by pair and period; the index comes from `relations`.

    Raises `UsageError` for another period, or for a panel of more than `MOST` rows.
    """

    if by not in periods.PERIODS:
        raise UsageError(f"There is no panel by {by}.", hint=f"There are: {', '.join(periods.PERIODS)}.")
    counted = panels.build(columns.gather(incidents), by, whole=True)
    pairs = np.array([n for n, (_, _, directed) in enumerate(counted.series) if not directed], dtype=np.int64)
    total = int((counted.last[pairs] - counted.first[pairs] + 1).sum())
    if total > MOST:
        raise UsageError(f"A panel by {by} would have {total:,} rows.", hint="Take a longer period: --by month.")
    return _indexed(_counts(counted, pairs), relations, by)


@cache
def arrow() -> pa.Schema:
    """The Arrow schema of a panel; every column carries its meaning."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    return pa.schema([pa.field(name, kinds[kind], metadata={"doc": doc}) for name, kind, doc in COLUMNS])


@cache
def numbers() -> dict[str, tuple[int | None, int | None]]:
    """The Correlates of War and the Gleditsch-Ward number of each state by its code."""
    rows = lexicons.table("states")
    return {r["code"]: (int(r["cow"]) if r["cow"] else None, int(r["gw"]) if r["gw"] else None) for r in rows}


def _counts(counted: Panel, pairs: Ints) -> pa.Table:
    """One row a pair and period with its counts; index and band still null."""
    import pyarrow as pa

    length = counted.last[pairs] - counted.first[pairs] + 1
    base = np.concatenate([[0], np.cumsum(length)])
    rows, acts = int(base[-1]), counted.acts
    place = {counted.series[pair]: n for n, pair in enumerate(pairs.tolist())}
    sides = [(min(a, b), max(a, b), False) for a, b, _ in counted.series]
    column = np.array([place[side] for side in sides], dtype=np.int64)[counted.of] if rows else counted.of
    row = base[column] + counted.at - counted.first[pairs][column] if rows else column
    joint, forward = ~acts.directed, acts.directed & (acts.a < acts.b)
    quads = np.bincount(row[joint] * 4 + acts.quad[joint], minlength=rows * 4).reshape(rows, 4)
    ways = [np.bincount(row[chosen], minlength=rows) for chosen in (forward, acts.directed & ~forward)]
    documents, weights = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    np.add.at(documents, row[joint], acts.documents[joint])
    np.add.at(weights, row[joint], acts.weight[joint])
    at = np.arange(rows) - np.repeat(base[:-1] - counted.first[pairs], length)
    null = [None] * rows
    values = [
        *_names([counted.series[pair] for pair in pairs.tolist()], length),
        *_days(at, counted.period),
        *(quads.sum(1), documents, *quads.T, *ways, weights / 10),
        *(null, null, null),
    ]
    schema = arrow()
    arrays = [pa.array(held, field.type) for held, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _names(series: Sequence[tuple[str, str, bool]], length: Ints) -> Iterator[pa.Array]:
    """The columns that name the pair, each value as often as the pair has rows."""
    import pyarrow as pa

    known = numbers()
    codes = [(a, b, *(known.get(x, (None, None))[k] for k in (0, 1) for x in (a, b))) for a, b, _ in series]
    which = np.repeat(np.arange(len(series)), length)
    for n, field in zip(range(6), arrow(), strict=False):
        yield pa.array([row[n] for row in codes], field.type).take(pa.array(which))


def _days(at: Ints, period: str) -> Iterator[list[date]]:
    """First and last day of numbered periods."""
    different = np.unique(at).tolist()
    for day in (periods.first_day, periods.last_day):
        known = {number: day(number, period) for number in different}
        yield [known[number] for number in at.tolist()]


def _indexed(whole: pa.Table, relations: pa.Table | None, by: str) -> pa.Table:
    """The panel with index and band where a relation was measured."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if relations is None:
        return whole
    wanted = relations.filter(pc.and_(pc.equal(relations["period"], by), pc.invert(relations["directed"])))
    keys = ["a", "b", "from"]
    found = {
        (a, b, day): n for n, (a, b, day) in enumerate(zip(*(wanted[key].to_pylist() for key in keys), strict=True))
    }
    places = zip(*(whole[key].to_pylist() for key in keys), strict=True)
    taken = pa.array([found.get(place) for place in places], pa.int64())
    for name in ("index", "low", "high"):
        at = whole.schema.get_field_index(name)
        whole = whole.set_column(at, whole.schema.field(at), wanted[name].combine_chunks().take(taken))
    return whole
