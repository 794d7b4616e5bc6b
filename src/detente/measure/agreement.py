"""How far reviewers agree, and how often the coder was right by their word.

Agreement is Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"): 1 less observed by
expected disagreement, over the rows that at least two reviewers judged; 1 is perfect, 0 what chance would give. It
holds for any number of reviewers and for rows that some of them left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

Z: Final = 1.959964
"""Standard normal deviate of a 95 % interval."""

WRONG: Final = "wrong"
COMPARED: Final = ("plover", "status", "source", "target")
"""Columns of an event on which reviewers are compared."""

Distance = Callable[[Any, Any], float]


def nominal(one: Any, other: Any) -> float:
    """Two different codes are as different as any two."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Numbers differ by the square of their distance."""
    return float(one - other) ** 2


def alpha(units: Iterable[Sequence[Any]], distance: Distance = nominal) -> float | None:
    """Krippendorff's alpha of the values that reviewers gave each unit; None where no unit has two or all are one."""
    pairable = [tuple(values) for values in units if len(values) > 1]
    weights: dict[int, Counter[tuple[Hashable, Hashable]]] = {}
    for values in pairable:
        weights.setdefault(len(values) - 1, Counter()).update(permutations(values, 2))
    totals: Counter[Hashable] = Counter(value for values in pairable for value in values)
    n = sum(totals.values())
    observed = math.fsum(
        count * distance(*pair) / others for others, pairs in weights.items() for pair, count in pairs.items()
    )
    expected = math.fsum(
        totals[one] * totals[other] * distance(one, other) for one in totals for other in totals if one != other
    )
    if not expected:
        return None
    return round(1 - (n - 1) * observed / expected, 6)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one thing: rows that two or more judged, reviewers among them, share judged alike, and alpha."""

    on: str
    rows: int
    reviewers: int
    alike: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the rows of one kind that were judged, how many were right as coded, and the 95 % interval of the share."""

    kind: str
    n: int
    right: int
    corrected: int
    wrong: int
    share: float
    low: float
    high: float


def agreement(judgements: Iterable[Any], rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> tuple[Agreement, ...]:
    """Agreement on the verdict, and on type, status and sides of events; `rows` hold what the coder had."""
    held: dict[tuple[str, str], list[Any]] = {}
    for judgement in judgements:
        held.setdefault((judgement.table, judgement.row_id), []).append(judgement)
    several = {place: given for place, given in held.items() if len(given) > 1}
    found = [_agreement("verdict", [[(j.verdict, j.reviewer) for j in given] for given in several.values()])]
    events = {place: given for place, given in several.items() if place[0] == "events" and place in rows}
    for column in COMPARED:
        values = [[(_value(j, column, rows[p]), j.reviewer) for j in given] for p, given in events.items()]
        found.append(_agreement(column, values))
    return tuple(found)


def precision(
    judgements: Iterable[Any], rows: Mapping[tuple[str, str], Mapping[str, Any]], *, chance: bool = False
) -> tuple[Precision, ...]:
    """Of each kind of row (an event's type, else the table) the share right as coded; with `chance` only of rows that
    were drawn by chance, which alone tell of all rows. A row counts once: as its last reviewer has it."""
    last: dict[tuple[str, str], Any] = {}
    for judgement in judgements:
        if not chance or judgement.queue == "chance":
            last[judgement.table, judgement.row_id] = judgement
    tally: dict[str, Counter[str]] = {}
    for place, judgement in last.items():
        if place in rows:
            kind = str(rows[place]["plover"]) if place[0] == "events" else place[0]
            tally.setdefault(kind, Counter())[judgement.verdict] += 1
    found = [_precision(kind, counts) for kind, counts in sorted(tally.items())]
    whole: Counter[str] = sum(tally.values(), Counter())
    return (*found, _precision("all", whole)) if len(found) > 1 else tuple(found)


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927); the whole range where nothing was judged."""
    if not n:
        return 0.0, 1.0
    share, more = right / n, Z * Z / n
    middle = (share + more / 2) / (1 + more)
    half = Z * math.sqrt(share * (1 - share) / n + more / (4 * n)) / (1 + more)
    return round(max(0.0, middle - half), 6), round(min(1.0, middle + half), 6)


def _agreement(on: str, units: Sequence[Sequence[tuple[Any, str]]]) -> Agreement:
    values = [[value for value, _ in unit] for unit in units]
    people = {reviewer for unit in units for _, reviewer in unit}
    alike = round(sum(len(set(given)) == 1 for given in values) / len(values), 6) if values else None
    return Agreement(on, len(values), len(people), alike, alpha(values))


def _value(judgement: Any, column: str, row: Mapping[str, Any]) -> Any:
    """What a reviewer holds that a column should be; `WRONG` where the row should not be."""
    if judgement.verdict == WRONG:
        return WRONG
    found = judgement.values.get(column, row[column])
    return tuple(found) if isinstance(found, list) else found


def _precision(kind: str, counts: Counter[str]) -> Precision:
    n, right = sum(counts.values()), counts["right"]
    return Precision(kind, n, right, counts["corrected"], counts["wrong"], round(right / n, 6), *wilson(right, n))
