from datetime import timedelta

import pytest

from detente.config import Measure
from detente.measure.answers import answers
from detente.measure.reactions import reactions
from detente.records import Incident
from tests.measure.samples import START, incident

CONFIG = Measure(day_events=10)


def quarrels(lag: int = 2) -> list[Incident]:
    """Every two months Norway accuses Sweden, which accuses Norway `lag` days later; once a year they meet."""
    found = []
    for n in range(20):
        day = START + timedelta(days=61 * n)
        found.append(incident(f"n{n:02d}", day, quad=3))
        found.append(incident(f"s{n:02d}", day + timedelta(days=lag), quad=3, source=("SWE",), target=("NOR",)))
        if not n % 6:
            found.append(incident(f"z{n:02d}", day + timedelta(days=1), reciprocal=True))
    return found


def test_what_follows_soon_and_seldom_otherwise_is_an_answer() -> None:
    found = answers(quarrels(), CONFIG)
    assert [(r.incident_id, r.answer_id, r.lag_days) for r in found] == [
        (f"in{n:02d}", f"is{n:02d}", 2) for n in range(20)
    ]
    assert all(r.basis == "timing" and 0.3 <= r.p < 1 for r in found)


@pytest.mark.parametrize("lag", [1, 2, 5])
def test_the_arrays_say_what_the_records_say(lag: int) -> None:
    rows = quarrels(lag)
    one = {(r.incident_id, r.answer_id): r.p for r in reactions((), (), rows)}
    two = {(r.incident_id, r.answer_id): r.p for r in answers(rows, CONFIG)}
    assert two.keys() == one.keys()
    assert all(two[key] == pytest.approx(one[key], abs=0.05) for key in two)


def test_the_other_spirit_or_a_month_later_is_no_answer() -> None:
    kind = [incident(f"k{n}", START + timedelta(days=61 * n + 1), source=("SWE",), target=("NOR",)) for n in range(20)]
    hostile = [incident(f"n{n}", START + timedelta(days=61 * n), quad=3) for n in range(20)]
    assert answers([*kind, *hostile], CONFIG) == ()
    assert answers(quarrels(lag=31), CONFIG) == ()


def test_busy_days_and_few_acts_tell_nothing() -> None:
    daily = [incident(f"d{n}", START + timedelta(days=n), quad=3) for n in range(300)]
    back = [incident(f"b{n}", START + timedelta(days=n), quad=3, source=("SWE",), target=("NOR",)) for n in range(300)]
    assert answers([*daily, *back], CONFIG) == ()
    assert answers(quarrels()[:6], CONFIG) == answers([], CONFIG) == ()
    assert answers([incident("one", START)], Measure(day_events=1)) == ()
    assert answers([incident(f"b{n:05d}", START, quad=3) for n in range(10_000)], CONFIG) == ()
