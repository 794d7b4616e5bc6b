"""Reciprocity: how strongly two states answer each other, in kind or not, and what to expect after a next step.

Four streams a pair: cooperation and conflict, each way (`hawkes`). Joint acts, which go both ways at once, answer
nobody and are left out. There is a row for each stream whose acts may be answered, for pairs with at least
`measure.hawkes_events` dated acts within `YEARS`; fewer say nothing about answers. "Answers" follow in time more
often than by chance: whether they are meant as answers the texts alone can tell (`reactions`, basis stated).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from detente import lexicons
from detente.config import Measure
from detente.errors import UsageError
from detente.measure import acts as columns
from detente.measure import hawkes, packed, periods
from detente.measure.acts import Acts, Given, Ints, Pair
from detente.measure.panel import Floats
from detente.records import Reciprocity

if TYPE_CHECKING:
    import pyarrow as pa

YEARS: Final = 15
YEAR: Final = 365
WEEK: Final = 7
DECIMALS: Final = 6
MEASURES: Final = ("cooperation", "conflict")
LARGEST: Final = 9.0
"""Figures beyond this are shown as this: the data do not bound them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Acts of `a` toward `b` to expect in the week `week` (from 1) beyond the usual, with the band of the fit alone."""

    week: int
    a: str
    b: str
    measure: str
    acts: float
    low: float
    high: float


def reciprocity(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> tuple[Reciprocity, ...]:
    """Rows by a, b and measure, a the side that acts and b the side that may answer.

    `incidents`: records, Arrow or acts; of `pairs` alone if given. No pair touches another's rows.
    """
    acts = columns.joint_left_out(columns.gather(incidents, pairs), width=periods.SLACK["day"])
    if not len(acts.day):
        return ()
    size = len(acts.states)
    key = np.minimum(acts.a, acts.b) * size + np.maximum(acts.a, acts.b)
    order = np.lexsort((acts.day, key))
    acts, key = acts.keep(order), key[order]
    cuts = [0, *(np.flatnonzero(key[1:] != key[:-1]) + 1).tolist(), len(key)]
    rows: list[Reciprocity] = []
    for first, last in pairwise(cuts):
        if last - first >= config.hawkes_events:
            rows.extend(_pair(acts, np.arange(first, last), config.hawkes_events))
    return tuple(sorted(rows, key=lambda row: (row.a, row.b, row.measure)))


def tables(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> Iterator[pa.Table]:
    """The same as Arrow tables in the shape of `reciprocity` (version empty)."""
    return packed.of_pairs("reciprocity", reciprocity(incidents, config, pairs=pairs))


def _pair(acts: Acts, rows: Ints, least: int) -> Iterator[Reciprocity]:
    """The four rows of one pair, or none where its last years hold too little. Streams: low to high, high to low."""
    rows = rows[acts.day[rows] > int(acts.day[rows[-1]]) - YEARS * YEAR]
    if len(rows) < least:
        return
    low, high = sorted({int(acts.a[rows[0]]), int(acts.b[rows[0]])})
    start, end = int(acts.day[rows[0]]), int(acts.day[rows[-1]])
    counts = np.zeros((end - start + 1, 4))
    streams = (acts.a[rows] == high).astype(np.int64) + 2 * (acts.quad[rows] > 1)
    np.add.at(counts, (acts.day[rows] - start, streams), 1)
    found = hawkes.fit(counts)
    pair = acts.states[low], acts.states[high]
    for stream in range(4):
        other, across, turned = stream ^ 1, stream ^ 3, stream ^ 2
        column, spread = found.alpha[:, stream], found.spread[:, stream]
        factor = math.exp(hawkes.QUANTILE * float(spread[other]))
        answers = float(column[other])
        yield Reciprocity(
            a=pair[stream % 2],
            b=pair[1 - stream % 2],
            measure=MEASURES[stream // 2],
            from_=date.fromordinal(start),
            to=date.fromordinal(end),
            n_acts=int(counts[:, stream].sum()),
            n_answering=int(counts[:, other].sum()),
            usual=_plain(float(found.usual[stream]) * WEEK),
            answers=_plain(answers),
            answers_low=_plain(answers / factor),
            answers_high=_plain(answers * factor),
            crossed=_plain(float(column[across])),
            repeats=_plain(float(column[stream])),
            turns=_plain(float(column[turned])),
            half_life=found.half_life[1],
            half_life_low=found.half_life[0],
            half_life_high=found.half_life[2],
            spiral=_plain(found.ratio[1]),
            spiral_low=_plain(found.ratio[0]),
            spiral_high=_plain(found.ratio[2]),
        )


def _plain(value: float) -> float:
    return round(min(value, LARGEST), DECIMALS)


def kind_of(act: str) -> str:
    """cooperation or conflict, from either word, a word for a step or a PLOVER type. Raises `UsageError` for others."""
    steps = {row["word"]: row["measure"] for row in lexicons.table("next_steps")}
    types = {row["type"].lower(): MEASURES[int(row["quad"]) > 2] for row in lexicons.table("plover")}
    known = dict(zip(MEASURES, MEASURES, strict=True)) | steps | types
    if act.strip().lower() not in known:
        raise UsageError(
            f"There is no kind of act named {act}.",
            hint=f"There are: {', '.join((*MEASURES, *steps))}, and {', '.join(types).upper()}.",
        )
    return known[act.strip().lower()]


def what_if(
    rows: Iterable[Reciprocity], a: str, b: str, measure: str, *, acts: int = 1, weeks: int = 4
) -> tuple[Expected, ...]:
    """What to expect if `a` eases (measure cooperation) or sanctions (conflict) `b`, over what is usual.

    Further acts of both sides in each of the next weeks, answers to answers included, from the rows of `reciprocity`;
    empty for a pair without rows. The band moves the strength of the answers to the step itself, from low to high; with
    that of answers to answers too it would know no bounds where a pair comes near to feeding on itself.
    """
    mine = {(row.a, row.measure): row for row in rows if {row.a, row.b} == {a, b}}
    streams = [(side, kind) for kind in MEASURES for side in (a, b)]
    if any(stream not in mine for stream in streams) or measure not in MEASURES:
        return ()
    first = np.array([float(acts) if stream == (a, measure) else 0.0 for stream in streams])
    bounds = {bound: _alpha(mine, streams, bound) for bound in ("answers", "answers_low", "answers_high")}
    paths = []
    for direct in bounds.values():
        daily = hawkes.expected(bounds["answers"], mine[a, measure].half_life, first, weeks * WEEK, first=direct)
        paths.append(daily.reshape(weeks, WEEK, 4).sum(axis=1))
    return tuple(
        Expected(
            week=week + 1,
            a=side,
            b=b if side == a else a,
            measure=kind,
            acts=round(float(paths[0][week, j]), DECIMALS),
            low=round(float(paths[1][week, j]), DECIMALS),
            high=round(float(paths[2][week, j]), DECIMALS),
        )
        for week in range(weeks)
        for j, (side, kind) in enumerate(streams)
    )


def _alpha(mine: Mapping[tuple[str, str], Reciprocity], streams: Sequence[tuple[str, str]], bound: str) -> Floats:
    """What each stream calls forth of each, answers in kind at their value or at one end of their interval."""
    alpha = np.zeros((4, 4))
    for j, stream in enumerate(streams):
        row = mine[stream]
        alpha[[j ^ 1, j ^ 3, j, j ^ 2], j] = (getattr(row, bound), row.crossed, row.repeats, row.turns)
    return alpha
