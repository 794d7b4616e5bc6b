"""Acts: incidents as columns, one row an incident and pair, so that counting a million is a few array passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import numpy.typing as npt

from detente.records import Incident

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EPOCH: Final = date(1970, 1, 1).toordinal()
YEARS: Final = (1500, 2500)
"""Incidents outside these years are not measured: their dates are slips."""

REFUSAL: Final = 3
"""A cancelled act of cooperation counts as verbal conflict, quad 3: calling it off is what happened."""

REFUSED: Final = -40
"""Its Goldstein weight in tenths: that of a rejection."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Incidents that happened, exploded to pairs. Arrays of one length; `incident` points into `ids`.

    `a`, `b` point into `states`; `directed` False rows have a before b and stand once an incident and pair of states,
    True rows once a direction. `day` is the middle day of the incident (ordinal), `width` its days less one,
    `quad` 0 to 3 (the quad class less one), `documents` how many documents report it, `weight` its Goldstein weight in
    tenths.
    """

    states: tuple[str, ...]
    ids: Sequence[str]
    incident: Ints
    a: Ints
    b: Ints
    directed: Flags
    day: Ints
    width: Ints
    quad: Ints
    documents: Ints
    weight: Ints

    def keep(self, chosen: Flags | Ints) -> Acts:
        """The chosen rows only, by flags or in the order of positions."""
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


def gather(incidents: Iterable[Incident] | pa.Table) -> Acts:
    """The dated incidents that happened, from records or from an Arrow table in the shape of `incidents`."""
    return _from_records(incidents) if not hasattr(incidents, "column_names") else _from_table(incidents)


def _from_records(incidents: Iterable[Incident]) -> Acts:
    ids: list[str] = []
    rows: list[tuple[int, str, str, int, int, int, int, int]] = []
    for incident in sorted(incidents, key=lambda i: i.incident_id):
        quad = counted_quad(incident.status, incident.quad)
        if quad is None or incident.date_from is None or incident.date_to is None:
            continue
        if not YEARS[0] <= incident.date_from.year <= incident.date_to.year <= YEARS[1]:
            continue
        first, last = incident.date_from.toordinal(), incident.date_to.toordinal()
        pairs = {(a, b) for a in incident.source for b in incident.target if a != b}
        pairs |= {(b, a) for a, b in pairs} if incident.reciprocal else set()
        weight = REFUSED if quad != incident.quad else int(_tenths(np.array([incident.goldstein]))[0])
        for a, b in sorted(pairs):
            rows.append((len(ids), a, b, (first + last) // 2, last - first, quad - 1, incident.n_documents, weight))
        ids.append(incident.incident_id)
    return _build(
        ids, [r[1] for r in rows], [r[2] for r in rows], np.array([(r[0], *r[3:]) for r in rows], dtype=np.int64)
    )


def _from_table(table: pa.Table) -> Acts:
    import pyarrow.compute as pc

    single = pc.and_(
        pc.equal(pc.list_value_length(table["source"]), 1), pc.equal(pc.list_value_length(table["target"]), 1)
    )
    plain = pc.and_(single, pc.and_(pc.equal(table["status"], "actual"), pc.invert(table["reciprocal"])))
    plain = pc.and_(plain, pc.and_(pc.is_valid(table["date_from"]), pc.is_valid(table["date_to"])))
    rest = _from_records(_record(row) for row in table.filter(pc.invert(plain)).to_pylist())
    table = table.filter(plain).sort_by("incident_id")
    first = table["date_from"].cast("int32").to_numpy().astype(np.int64) + EPOCH
    last = table["date_to"].cast("int32").to_numpy().astype(np.int64) + EPOCH
    numbers = [table[name].to_numpy().astype(np.int64) for name in ("quad", "n_documents")]
    weight = _tenths(table["goldstein"].to_numpy())
    at = np.arange(table.num_rows, dtype=np.int64)
    values = np.stack([at, (first + last) // 2, last - first, numbers[0] - 1, numbers[1], weight], axis=1)
    sides = [pc.list_flatten(table[name]).to_pylist() for name in ("source", "target")]
    return _joined(_build(table["incident_id"].to_pylist(), sides[0], sides[1], values), rest)


def _record(row: dict[str, Any]) -> Incident:
    for name in ("source", "target", "issues", "event_ids"):
        row[name] = tuple(row[name])
    row["links"] = ()
    return Incident(**row)


def _tenths(goldstein: npt.NDArray[np.float64]) -> Ints:
    """Goldstein weights as whole tenths from -100 to 100; what is no number weighs nothing."""
    plain = np.nan_to_num(goldstein.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(np.rint(np.clip(plain, -10, 10) * 10).astype(np.int64))


def joint_left_out(acts: Acts, *, width: int) -> Acts:
    """Directed rows dated to within `width` days, without those of incidents that stand both ways."""
    acts = acts.keep(acts.directed & (acts.width <= width))
    size = len(acts.states)
    key = (acts.incident * size + np.minimum(acts.a, acts.b)) * size + np.maximum(acts.a, acts.b)
    _, of, times = np.unique(key, return_inverse=True, return_counts=True)
    return acts.keep(np.asarray(times[of] == 1))


def counted_quad(status: str, quad: int) -> int | None:
    """The quad class an incident counts as, or None where it is not known to have happened."""
    if status == "actual":
        return quad
    return REFUSAL if status == "cancelled" and quad <= 2 else None


def _build(ids: Sequence[str], sources: Sequence[str], targets: Sequence[str], values: Ints) -> Acts:
    """Adds one undirected row an incident and pair to the directed rows given."""
    states = tuple(sorted({*sources, *targets}))
    place = {state: n for n, state in enumerate(states)}
    a = np.fromiter((place[s] for s in sources), dtype=np.int64, count=len(sources))
    b = np.fromiter((place[t] for t in targets), dtype=np.int64, count=len(targets))
    values = values.reshape(-1, 6)
    low, high = np.minimum(a, b), np.maximum(a, b)
    first = np.ones(len(a), dtype=bool)
    if len(a):
        order = np.lexsort((high, low, values[:, 0]))
        keys = np.stack([values[:, 0], low, high])[:, order]
        first[order[1:]] = np.any(keys[:, 1:] != keys[:, :-1], axis=0)
    every = np.concatenate([values, values[first]])
    return Acts(
        states=states,
        ids=ids,
        incident=every[:, 0],
        a=np.concatenate([a, low[first]]),
        b=np.concatenate([b, high[first]]),
        directed=np.repeat(np.array([True, False]), [len(a), int(first.sum())]),
        day=every[:, 1],
        width=every[:, 2],
        quad=every[:, 3],
        documents=every[:, 4],
        weight=every[:, 5],
    )


def _joined(one: Acts, two: Acts) -> Acts:
    if not len(two.incident):
        return one
    states = tuple(sorted({*one.states, *two.states}))
    place = {state: n for n, state in enumerate(states)}
    columns: dict[str, Any] = {}
    for name in ("directed", "day", "width", "quad", "documents", "weight"):
        columns[name] = np.concatenate([getattr(one, name), getattr(two, name)])
    for name in ("a", "b"):
        parts = [np.array([place[s] for s in acts.states], dtype=np.int64)[getattr(acts, name)] for acts in (one, two)]
        columns[name] = np.concatenate(parts)
    columns["incident"] = np.concatenate([one.incident, two.incident + len(one.ids)])
    return Acts(states, [*one.ids, *two.ids], **cast(Any, columns))
