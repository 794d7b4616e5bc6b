from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.records import Incident, Link
from detente.resolve.links import KINDS, link
from tests.measure.samples import incident


def meeting(name: str, day: date | None, status: str, **given: Any) -> Incident:
    return incident(name, day, status=status, reciprocal=True, **({"cameo": "044"} | given))


PLAN = meeting("plan", date(2011, 5, 10), "planned")
OFF = meeting("off", date(2011, 5, 6), "cancelled")
HELD = meeting("held", date(2011, 8, 2), "actual", place="Turku")


def test_planned_cancelled_and_held_elsewhere_know_of_each_other() -> None:
    plan, off, held = link([PLAN, OFF, HELD])
    assert plan.links == (Link("ioff", "cancelled_by"),)
    assert off.links == (Link("iheld", "replaced_by"), Link("iplan", "cancels"))
    assert held.links == (Link("ioff", "replaces"),)
    assert [i.status for i in (plan, off, held)] == ["planned", "cancelled", "actual"]


def test_a_plan_kept_is_carried_out() -> None:
    plan, held = link([PLAN, meeting("kept", date(2011, 5, 12), "actual")])
    assert plan.links == (Link("ikept", "carried_out_by"),)
    assert held.links == (Link("iplan", "carries_out"),)


@pytest.mark.parametrize(
    "other",
    [
        meeting("call", date(2011, 5, 12), "actual", cameo="041"),
        meeting("far", date(2012, 5, 12), "actual"),
        meeting("before", date(2011, 4, 1), "actual"),
        meeting("others", date(2011, 5, 12), "actual", target=("FIN",)),
        meeting("dateless", None, "actual"),
        replace(meeting("vague", date(2011, 1, 1), "actual"), date_to=date(2011, 12, 31)),
    ],
    ids=lambda other: other.incident_id,
)
def test_what_is_another_act_is_not_linked(other: Incident) -> None:
    assert all(not i.links for i in link([PLAN, other]))


def test_one_meeting_makes_up_for_one_cancelled_one() -> None:
    earlier = meeting("earlier", date(2011, 4, 1), "cancelled")
    found = {i.incident_id: i.links for i in link([earlier, OFF, HELD])}
    assert found["iheld"] == (Link("ioff", "replaces"),) and found["iearlier"] == ()


def test_every_link_is_told_from_both_ends_whatever_the_order() -> None:
    one, two = link([PLAN, OFF, HELD]), link([HELD, OFF, PLAN])
    assert {i.incident_id: i.links for i in one} == {i.incident_id: i.links for i in two}
    for i in one:
        for found in i.links:
            back = next(other for other in one if other.incident_id == found.incident_id)
            kinds = {**KINDS, **{b: a for a, b in KINDS.items()}}
            assert Link(i.incident_id, kinds[found.kind]) in back.links
