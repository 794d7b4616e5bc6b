"""Acts: incidents as columns, one row an incident and pair, so that counting a million is a few array passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import numpy.typing as npt

from detente.measure.periods import Ints as Ints
from detente.records import Incident

if TYPE_CHECKING:
    import pyarrow as pa

Flags = npt.NDArray[np.bool_]
Pair = tuple[str, str]

EPOCH: Final = date(1970, 1, 1).toordinal()
YEARS: Final = (1500, 2500)
"""Incidents outside these years are not measured: their dates are slips."""

REFUSAL: Final = 3
"""A cancelled act of cooperation counts as verbal conflict, quad 3: calling it off is what happened."""

REFUSED: Final = -40
"""Its Goldstein weight in tenths: that of a rejection."""

READ: Final = (
    "incident_id",
    "source",
    "target",
    "reciprocal",
    "status",
    "quad",
    "goldstein",
    "date_from",
    "date_to",
    "n_documents",
)
"""The columns of `incidents` that are counted."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Incidents that happened, exploded to pairs and in their order (a, b, undirected first, incident).

    Arrays of one length, of 32 bits, since there may be millions; `incident` points into `ids` (Arrow, sorted).
    `a`, `b` point into `states`; `directed` False rows have a before b and stand once an incident and pair of states,
    True rows once a direction. `day` is the middle day of the incident (ordinal), `width` its days less one,
    `quad` 0 to 3 (the quad class less one), `documents` how many documents report it, `weight` its Goldstein weight in
    tenths.
    """

    states: tuple[str, ...]
    ids: pa.Array
    incident: Ints
    a: Ints
    b: Ints
    directed: Flags
    day: Ints
    width: Ints
    quad: Ints
    documents: Ints
    weight: Ints

    def keep(self, chosen: Flags | Ints | slice) -> Acts:
        """The chosen rows only, by flags, in the order of positions, or a run of them."""
        columns = (
            self.incident,
            self.a,
            self.b,
            self.directed,
            self.day,
            self.width,
            self.quad,
            self.documents,
            self.weight,
        )
        return Acts(self.states, self.ids, *(column[chosen] for column in columns))  # type: ignore[arg-type]

    def between(self, pairs: Collection[Pair] | None) -> Acts:
        """The rows of these pairs of states alone, either way round; all for None."""
        if pairs is None:
            return self
        place, size = {state: n for n, state in enumerate(self.states)}, len(self.states)
        known = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
        wanted = np.array([min(a, b) * size + max(a, b) for a, b in known], dtype=np.int64)
        return self.keep(np.isin(np.minimum(self.a, self.b) * size + np.maximum(self.a, self.b), wanted))

    def names(self, rows: Ints | list[int]) -> list[str]:
        """The ids of the incidents of these rows."""
        import pyarrow as pa

        found: list[str] = self.ids.take(pa.array(self.incident[rows], pa.int64())).to_pylist()
        return found


Given = Iterable[Incident] | Acts
"""What a measure takes: records, an Arrow table of that shape, or acts gathered before."""


def gather(incidents: Given | pa.Table, pairs: Collection[Pair] | None = None) -> Acts:
    """The dated incidents that happened, from records or from an Arrow table in the shape of `incidents`.

    Acts are taken as they are; of `pairs`, only what passes between these states is kept.
    """
    if isinstance(incidents, Acts):
        return incidents.between(pairs)
    table = incidents if hasattr(incidents, "column_names") else _columns(cast(Iterable[Incident], incidents))
    return _exploded(_happened(table)).between(pairs)


def _columns(incidents: Iterable[Incident]) -> pa.Table:
    import pyarrow as pa

    kinds = {"source": pa.list_(pa.string()), "target": pa.list_(pa.string())}
    kinds |= {"incident_id": pa.string(), "status": pa.string(), "reciprocal": pa.bool_(), "goldstein": pa.float64()}
    kinds |= {name: pa.int64() for name in ("quad", "n_documents")} | {"date_from": pa.date32(), "date_to": pa.date32()}
    held = list(incidents)
    return pa.table({name: pa.array([getattr(i, name) for i in held], kinds[name]) for name in READ})


def _happened(table: pa.Table) -> pa.Table:
    """The rows that count, by incident id."""
    import pyarrow.compute as pc

    cancelled = pc.and_(pc.equal(table["status"], "cancelled"), pc.less_equal(table["quad"], 2))
    kept = pc.or_(pc.equal(table["status"], "actual"), cancelled)
    for name in ("date_from", "date_to"):
        year = pc.year(table[name])
        kept = pc.and_(kept, pc.and_(pc.greater_equal(year, YEARS[0]), pc.less_equal(year, YEARS[1])))
    return table.select(list(READ)).filter(kept).sort_by("incident_id").combine_chunks()


def _exploded(table: pa.Table) -> Acts:
    """One directed row an incident and direction, and one undirected row an incident and pair."""
    import pyarrow.compute as pc

    first, last = (table[name].cast("int32").to_numpy().astype(np.int64) + EPOCH for name in ("date_from", "date_to"))
    refused = pc.equal(table["status"], "cancelled").to_numpy()
    quad = np.where(refused, REFUSAL, table["quad"].to_numpy()) - 1
    weight = np.where(refused, REFUSED, _tenths(table["goldstein"].to_numpy()))
    states, incident, a, b = _sides(table)
    low, high = np.minimum(a, b), np.maximum(a, b)
    once = np.sort(np.unique((incident * len(states) + low) * len(states) + high, return_index=True)[1])
    of, one, two = (np.concatenate([x, y[once]]) for x, y in ((incident, incident), (a, low), (b, high)))
    directed = np.repeat(np.array([True, False]), [len(a), len(once)])
    order = np.lexsort((of, directed, one * len(states) + two))
    of = of[order]
    values = ((first + last) // 2, last - first, quad, table["n_documents"].to_numpy(), weight)
    return Acts(
        states,
        table["incident_id"].combine_chunks(),
        of.astype(np.int32),
        one[order].astype(np.int32),
        two[order].astype(np.int32),
        directed[order],
        *(np.asarray(value).astype(np.int32)[of] for value in values),
    )


def _sides(table: pa.Table) -> tuple[tuple[str, ...], Ints, Ints, Ints]:
    """All states in order; and of each directed row the incident and the two states, by incident and states."""
    import pyarrow as pa
    import pyarrow.compute as pc

    flat = [pc.list_flatten(table[name]) for name in ("source", "target")]
    states = tuple(sorted({*flat[0].unique().to_pylist(), *flat[1].unique().to_pylist()}))
    known = pa.array(states, pa.string())
    codes = [pc.index_in(side, value_set=known).to_numpy().astype(np.int64) for side in flat]
    sizes = [pc.list_value_length(table[name]).to_numpy().astype(np.int64) for name in ("source", "target")]
    begins = [np.cumsum(size) - size for size in sizes]
    both = table["reciprocal"].to_numpy()
    plain = (sizes[0] == 1) & (sizes[1] == 1) & ~both
    incident, a, b = np.flatnonzero(plain), codes[0][begins[0][plain]], codes[1][begins[1][plain]]
    more: list[tuple[int, int, int]] = []
    for row in np.flatnonzero(~plain).tolist():
        ones, others = (c[at[row] : at[row] + n[row]].tolist() for c, at, n in zip(codes, begins, sizes, strict=True))
        ways = {(one, other) for one in ones for other in others}
        ways |= {(other, one) for one, other in ways} if both[row] else set()
        more += [(row, one, other) for one, other in sorted(ways)]
    rest = np.array(more, dtype=np.int64).reshape(-1, 3)
    incident, a, b = (np.concatenate([x, y]) for x, y in zip((incident, a, b), rest.T, strict=True))
    order = np.lexsort((b, a, incident))
    order = order[a[order] != b[order]]
    return states, incident[order], a[order], b[order]


def _tenths(goldstein: npt.NDArray[np.float64]) -> Ints:
    """Goldstein weights as whole tenths from -100 to 100; what is no number weighs nothing."""
    plain = np.nan_to_num(goldstein.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(np.rint(np.clip(plain, -10, 10) * 10).astype(np.int64))


def joint_left_out(acts: Acts, *, width: int) -> Acts:
    """Directed rows dated to within `width` days, without those of incidents that stand both ways."""
    acts = acts.keep(acts.directed & (acts.width <= width))
    size = len(acts.states)
    key = (acts.incident.astype(np.int64) * size + np.minimum(acts.a, acts.b)) * size + np.maximum(acts.a, acts.b)
    _, of, times = np.unique(key, return_inverse=True, return_counts=True)
    return acts.keep(np.asarray(times[of] == 1))


def counted_quad(status: str, quad: int) -> int | None:
    """The quad class an incident counts as, or None where it is not known to have happened."""
    if status == "actual":
        return quad
    return REFUSAL if status == "cancelled" and quad <= 2 else None
