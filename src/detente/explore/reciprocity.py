"""Who answers whom: how strongly each side answers the other in kind, and what to expect after a next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.explore.wording import day, state_name
from detente.measure.hawkes import HALF_LIVES
from detente.measure.reciprocity import MEASURES, what_if
from detente.records import Reciprocity

WEEKS: Final = 4
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """How the one side answers a kind of act of the other: acts called forth by each, with their 90 % interval."""

    who: str
    kind: str
    cooperative: bool
    answers: str
    low: str
    high: str
    acts: int


@dataclass(frozen=True, slots=True)
class Step:
    """A next step of one side, and the other side's answers in kind, week by week, beyond the usual number."""

    who: str
    does: str
    answers: str
    cooperative: bool
    usual: str
    weeks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReciprocityView:
    """Everything the section on answers shows; no rows where too little is known."""

    first: str = ""
    last: str = ""
    rows: tuple[Answer, ...] = ()
    steps: tuple[Step, ...] = ()
    half_life: str = ""
    spiral: str = ""
    low: str = ""
    high: str = ""


def view(rows: Sequence[Reciprocity]) -> ReciprocityView:
    """The section, from the four rows of a pair."""
    if not rows:
        return ReciprocityView()
    one = rows[0]
    return ReciprocityView(
        first=day(one.from_),
        last=day(one.to),
        rows=tuple(_answer(row) for row in rows),
        steps=tuple(_step(rows, row, kind) for kind in MEASURES for row in rows if row.measure == kind),
        half_life=_half_life(one),
        spiral=f"{one.spiral:.2f}",
        low=f"{one.spiral_low:.2f}",
        high=f"{one.spiral_high:.2f}",
    )


def _half_life(row: Reciprocity) -> str:
    """Days with their interval; what is at the shortest that days can tell is said to be so."""
    low, high = row.half_life_low, row.half_life_high
    if high <= HALF_LIVES[0]:
        return "a day or less"
    least = "less than 1" if low <= HALF_LIVES[0] else f"{low:g}"
    most = f"{high:g} or more" if high >= HALF_LIVES[-1] else f"{high:g}"
    return f"{row.half_life:g} days ({least} to {most})"


def _answer(row: Reciprocity) -> Answer:
    return Answer(
        who=f"{state_name(row.b)} answers {state_name(row.a)}",
        kind="cooperation" if row.measure == MEASURES[0] else "conflict",
        cooperative=row.measure == MEASURES[0],
        answers=f"{row.answers:.2f}",
        low=f"{row.answers_low:.2f}",
        high=f"{row.answers_high:.2f}",
        acts=row.n_acts,
    )


def _step(rows: Sequence[Reciprocity], row: Reciprocity, kind: str) -> Step:
    """What a step of `row.a` toward `row.b` calls forth from `row.b`, in kind."""
    found = [e for e in what_if(rows, row.a, row.b, kind, weeks=WEEKS) if (e.a, e.measure) == (row.b, kind)]
    back = next((other for other in rows if (other.a, other.measure) == (row.b, kind)), row)
    usual = back.n_acts * WEEK / ((back.to - back.from_).days + 1)
    return Step(
        who=state_name(row.a),
        does="eases" if kind == MEASURES[0] else "sanctions or accuses",
        answers=state_name(row.b),
        cooperative=kind == MEASURES[0],
        usual=f"{usual:.1f}",
        weeks=tuple((f"{e.acts:.2f}", f"{e.low:.2f}", f"{e.high:.2f}") for e in found),
    )
