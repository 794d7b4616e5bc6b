import random
from dataclasses import replace
from datetime import timedelta

import pytest

from detente.measure.issues import courses
from detente.records import Incident
from tests.measure.samples import START, incident


def told(pattern: list[tuple[str, ...]]) -> list[Incident]:
    """One incident a day with these issues."""
    return [incident(f"{n:03d}", START + timedelta(days=n), issues=issues) for n, issues in enumerate(pattern)]


def test_an_issue_rises_another_fades_a_third_is_steady() -> None:
    early, late = [("border", "fish"), ("fish",)] * 20, [("cod", "border"), ("cod",)] * 10
    found = {c.issue: c for c in courses(told([*early, *late]))}
    assert {name: c.course for name, c in found.items()} == {"border": "steady", "cod": "rising", "fish": "fading"}
    assert (found["cod"].before, found["cod"].late, found["cod"].all_late) == (0, 20, 20)
    assert found["fish"].ratio < 1 < found["cod"].low < found["cod"].ratio < found["cod"].high


def test_more_of_everything_is_no_rise() -> None:
    rows = told([("fish",), ()] * 10)
    rows += [incident(f"x{n}", START + timedelta(days=21), issues=("fish",) if n % 2 else ()) for n in range(60)]
    (fish,) = courses(rows)
    assert fish.course == "steady"


def test_few_loose_or_undone_incidents_say_nothing() -> None:
    assert [c.course for c in courses(told([("fish",)] * 4))] == ["too few to tell"]
    loose = incident("loose", START, issues=("fish",), date_to=START + timedelta(days=900))
    undone = incident("plan", START, issues=("fish",), status="planned")
    assert courses([loose, undone, incident("none", None, issues=("fish",))]) == ()
    assert courses([]) == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_given_does_not_show(seed: int) -> None:
    rows = told([("border", "fish"), ("fish",), ()] * 9)
    mixed = rows[:]
    random.Random(seed).shuffle(mixed)
    assert courses(mixed) == courses(rows)


def test_one_incident_and_one_day_are_no_fault() -> None:
    assert [c.course for c in courses(told([("fish",)]))] == ["too few to tell"]
    same = [incident(f"s{n}", START, issues=("fish",)) for n in range(9)]
    assert [(c.late, c.course) for c in courses(same)] == [(0, "too few to tell")]


def test_coders_that_name_no_issues_are_no_share_of_anything() -> None:
    rows = told([("fish",)] * 9 + [()] * 9)
    others = [replace(incident(f"o{n}", START + timedelta(days=40)), origin="icews") for n in range(90)]
    assert courses([*rows, *others]) == courses(rows)
