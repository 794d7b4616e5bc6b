from dataclasses import replace

import pytest

from detente import lexicons
from detente.resolve.likeness import APART, kinship, likeness
from detente.resolve.reports import Report, gather
from tests.resolve.samples import document, events

TEXT = document("kin", "Norway dealt with Sweden in some way on that day.", "2011-05-04")


def report(
    plover: str, *, on: str = "2011-05-03", doc: str = "dkin", status: str = "actual", cameo: str = "04"
) -> Report:
    rows = events(TEXT, "dealt with Sweden", f"NOR {plover} {cameo} SWE", on=(on, on), status=status)
    (found,) = gather([replace(row, doc_id=doc) for row in rows], {"dkin": TEXT})
    return found


@pytest.mark.parametrize("row", lexicons.table("act_kin"), ids=lambda row: f"{row['a']}-{row['b']}")
def test_every_kin_row_counts_both_ways(row: lexicons.Row) -> None:
    one, two = report(row["a"], status=row["status_a"] or "actual"), report(row["b"], doc="dother")
    assert kinship(one, two) == kinship(two, one) == float(row["likeness"])


def test_strangers_never_tell_one_act() -> None:
    assert likeness(report("AID"), report("ASSAULT", doc="dother")) == APART


def test_two_types_in_one_document_are_two_acts() -> None:
    assert likeness(report("AGREE"), report("SUPPORT")) == APART
    assert likeness(report("AGREE"), report("SUPPORT", doc="dother")) > APART


def test_the_same_day_speaks_for_one_act_and_a_week_forbids() -> None:
    assert likeness(report("AID"), report("AID", doc="dother")) > 0
    assert likeness(report("AID"), report("AID", doc="dother", on="2011-05-10")) == APART


def test_a_call_is_not_a_meeting() -> None:
    call, met = report("CONSULT", cameo="041"), report("CONSULT", cameo="044", doc="dother")
    assert likeness(call, met) < likeness(call, replace(met, cameo="041")) - 2


def test_a_plan_may_be_late_but_not_follow_its_act() -> None:
    plan = report("CONSULT", on="2011-04-20", status="planned")
    assert likeness(plan, report("CONSULT", doc="dother")) > APART
    late = report("CONSULT", on="2011-05-20", status="planned")
    assert likeness(late, report("CONSULT", doc="dother")) == APART


def test_a_direction_that_was_but_inferred_does_not_keep_reports_apart() -> None:
    there = report("ASSAULT")
    turned = events(TEXT, "dealt with Sweden", "SWE ASSAULT 04 NOR", on=("2011-05-03", "2011-05-03"))
    (known,) = gather([replace(row, doc_id="dother") for row in turned], {"dother": TEXT})
    (lent,) = gather([replace(row, doc_id="dother", rule="references:x") for row in turned], {"dother": TEXT})
    assert likeness(there, known) == APART
    assert likeness(there, lent) > APART
