"""Verdicts come from others than the forecaster, after the horizon, and on enough evidence."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest

from detente import lexicons
from detente.records import Document, Driver, Event, Forecast, Incident, Relation
from detente.resolve.outcomes import resolve
from tests.lexicons.forms import holds
from tests.measure.samples import incident
from tests.resolve.samples import document

MADE = date(2015, 3, 2)
TEXT = "Norway and Sweden will meet before the end of May. Ties will improve."


def forecast(**given: Any) -> Forecast:
    values: dict[str, Any] = dict.fromkeys(Forecast.__dataclass_fields__)
    values |= {"forecast_id": "f1", "doc_id": "dForesees", "start": 0, "end": 50, "class_": "assertion", "a": ("NOR",)}
    values |= {"b": ("SWE",), "scoreable": True, "about": "meet", "direction": "improve", "p": 0.8, "p_low": 0.7}
    values |= {"p_high": 0.9, "horizon_from": MADE, "horizon_to": date(2015, 5, 31), "outcome_basis": (), "version": ""}
    return Forecast(**(values | given))


def mention(of: str, doc_id: str, **given: Any) -> Event:
    values: dict[str, Any] = dict.fromkeys(Event.__dataclass_fields__)
    values |= {"event_id": f"e{of}{doc_id}", "incident_id": f"i{of}", "doc_id": doc_id, "status": "actual"}
    return Event(**(values | {"source": ("NOR",), "target": ("SWE",), "version": ""} | given))


def row(first: date, index: float, *, n: int = 3, width: float = 20.0, drivers: tuple[Driver, ...] = ()) -> Relation:
    last = (first.replace(day=28) + timedelta(days=5)).replace(day=1) - timedelta(days=1)
    return _row("month", first, last, index, n, width, drivers)


def week(first: date) -> Relation:
    return _row("week", first, first + timedelta(days=6), 0.0, 1, 20.0, ())


def _row(
    period: str, first: date, last: date, index: float, n: int, width: float, drivers: tuple[Driver, ...]
) -> Relation:
    low, high = index - width / 2, index + width / 2
    return Relation("NOR", "SWE", False, period, first, last, n, n, n, 0, index, low, high, drivers)


LATER = (week(date(2015, 6, 15)),)
"""The pair is on record after the horizon."""


def decide(
    one: Forecast,
    incidents: tuple[Incident, ...] = (),
    events: tuple[Event, ...] = (),
    relations: tuple[Relation, ...] = LATER,
    documents: tuple[Document, ...] = (),
) -> Forecast:
    own = document("Foresees", TEXT, MADE.isoformat())
    mentions = events or tuple(mention(i.incident_id[1:], "dTells") for i in incidents)
    documents = documents or (own, document("Tells", "", "2015-06-20"))
    return resolve([one], documents=documents, events=mentions, incidents=incidents, relations=relations)[0]


def met(day: date, name: str = "m") -> Incident:
    return incident(name, day, plover="CONSULT")


QUIET = tuple(incident(f"q{n}", date(2015, 4, 1) + timedelta(days=n), quad=3) for n in range(3))


def test_forecasts_that_allow_no_verdict_have_no_outcome() -> None:
    assert decide(forecast(scoreable=False), (met(date(2015, 4, 1)),)).outcome is None


def test_an_act_on_record_within_the_horizon_makes_it_true_with_scores() -> None:
    found = decide(forecast(), (met(date(2015, 4, 1)),))
    assert (found.outcome, found.outcome_basis) == ("true", ("im",))
    assert found.brier == pytest.approx(0.04) and found.log_score == pytest.approx(math.log(0.8), abs=1e-5)


def test_without_a_probability_there_is_an_outcome_but_no_score() -> None:
    found = decide(forecast(p=None), (met(date(2015, 4, 1)),))
    assert (found.outcome, found.brier, found.log_score) == ("true", None, None)


def test_what_was_foreseen_not_to_come_is_false_when_it_came() -> None:
    found = decide(forecast(direction="no_change"), (met(date(2015, 4, 1)),))
    assert found.outcome == "false" and found.log_score == pytest.approx(math.log(0.2), abs=1e-5)


def test_silence_decides_only_where_the_pair_was_watched_and_the_horizon_is_over() -> None:
    assert decide(forecast(), QUIET).outcome == "false"
    assert decide(forecast(), QUIET[:2]).outcome == "unresolved"
    assert decide(forecast(), QUIET, relations=()).outcome == "unresolved"


def test_an_act_that_may_lie_outside_the_horizon_decides_nothing() -> None:
    vague = incident("v", date(2015, 5, 20), plover="CONSULT", date_to=date(2015, 6, 20))
    assert decide(forecast(), (*QUIET, vague)).outcome == "unresolved"
    assert decide(forecast(), (*QUIET, met(date(2015, 6, 10)))).outcome == "false"


@pytest.mark.parametrize("status", ["planned", "negated", "denied", "alleged", "cancelled"])
def test_only_what_happened_counts(status: str) -> None:
    planned = incident("p", date(2015, 4, 1), plover="CONSULT", status=status)
    assert decide(forecast(), (planned,)).outcome == "unresolved"


def test_never_by_the_document_that_foresaw_it_nor_by_its_copies() -> None:
    own = document("Foresees", TEXT, MADE.isoformat())
    copy = document("Copies", TEXT, "2015-06-03", duplicate_of="dForesees", duplicate_relation="same")
    told = (mention("m", "dForesees"), mention("m", "dCopies"))
    assert decide(forecast(), (met(date(2015, 4, 1)),), told, documents=(own, copy)).outcome == "unresolved"


def test_an_act_found_by_the_coder_counts_before_the_word() -> None:
    sign = mention("x", "dForesees", plover="AGREE", status="planned", trigger_start=23, trigger_end=27)
    events = (sign, mention("m", "dTells"), mention("s", "dTells"))
    signed = incident("s", date(2015, 4, 9), plover="AGREE")
    assert decide(forecast(), (met(date(2015, 4, 1)), signed), events).outcome_basis == ("is",)


def test_who_acts_matters_where_one_side_alone_was_foreseen() -> None:
    expel = mention("x", "dForesees", plover="SANCTION", status="planned", trigger_start=23, trigger_end=27)
    other = incident("o", date(2015, 4, 9), plover="SANCTION", source=("SWE",), target=("NOR",))
    events = (expel, mention("o", "dTells"))
    one = forecast(about=None, direction="event_happens")
    assert decide(one, (other,), events).outcome == "unresolved"
    assert decide(one, (incident("o", date(2015, 4, 9), plover="SANCTION"),), events).outcome == "true"


def course(end: float, direction: str, **given: Any) -> Forecast:
    drivers = (Driver("iup", 12.0), Driver("idown", -3.0), Driver("iold", 9.0, "fading"))
    rows = (row(date(2015, 2, 1), 0.0, **given), row(date(2015, 5, 1), end, drivers=drivers), *LATER)
    return decide(forecast(about="relations", direction=direction), relations=rows)


def test_a_course_is_read_off_the_index_against_its_band() -> None:
    assert course(30.0, "improve").outcome == "true"
    assert course(30.0, "improve").outcome_basis == ("iup",)
    assert course(30.0, "no_change").outcome == "false"
    assert course(-30.0, "deteriorate").outcome_basis == ("idown",)
    assert course(5.0, "no_change").outcome_basis == ("iup", "idown")


def test_a_band_wider_than_half_the_scale_cannot_call_it_steady() -> None:
    assert course(5.0, "no_change", width=120.0).outcome == "unresolved"
    assert course(70.0, "improve", width=120.0).outcome == "true"


def test_a_course_needs_rows_from_before_and_within_and_enough_incidents() -> None:
    first, last = row(date(2015, 2, 1), 0.0), row(date(2015, 5, 1), 30.0)
    one = forecast(about="relations")
    assert decide(one, relations=(first, *LATER)).outcome == "unresolved"
    assert decide(one, relations=(last, *LATER)).outcome == "unresolved"
    assert decide(one, relations=(first, row(date(2015, 5, 1), 30.0, n=2), *LATER)).outcome == "unresolved"
    assert decide(one, relations=(first, last)).outcome == "unresolved"
    assert decide(one, relations=(row(date(2014, 9, 1), 0.0), last, *LATER)).outcome == "unresolved"


def test_a_course_that_the_forecaster_alone_told_is_not_decided() -> None:
    own = incident("own", date(2015, 4, 1))
    rows = (row(date(2015, 2, 1), 0.0), row(date(2015, 5, 1), 30.0), *LATER)
    one = forecast(about="relations")
    assert decide(one, (own,), (mention("own", "dForesees"),), rows).outcome == "unresolved"
    assert decide(one, (own,), (mention("own", "dTells"),), rows).outcome == "true"


def test_a_horizon_before_the_document_and_a_conditional_stay_unresolved() -> None:
    past = forecast(horizon_from=date(2014, 1, 1), horizon_to=date(2014, 12, 31))
    assert decide(past, (met(date(2014, 6, 1)),)).outcome == "unresolved"
    assert decide(forecast(class_="conditional"), (met(date(2015, 4, 1)),)).outcome == "unresolved"


def test_the_order_of_the_rows_does_not_matter() -> None:
    given = (*QUIET, met(date(2015, 4, 1)), met(date(2015, 4, 20), "n"))
    assert decide(forecast(), given) == decide(forecast(), given[::-1])


def test_claimed_acts_stand_in_their_examples_and_name_types() -> None:
    known = {row["type"] for row in lexicons.table("plover")}
    for row_ in lexicons.table("claimed_acts"):
        assert holds(row_["example"], [row_["word"]], folded=True) or row_["word"] in row_["example"], row_.place
        assert set(row_["plover"].split()) <= known, row_.place
        assert set(row_.listed("directions")) <= {"improve", "deteriorate", "not"}, row_.place


def test_an_act_from_before_an_undated_page_was_surely_out_decides_nothing() -> None:
    own = document("Foresees", TEXT, None, published_from=date(2015, 2, 20), published_to=date(2015, 3, 20))
    pages = (own, document("Tells", "", "2015-06-20"))
    assert decide(forecast(), (*QUIET, met(date(2015, 3, 10))), documents=pages).outcome == "unresolved"
    assert decide(forecast(), (*QUIET, met(date(2015, 4, 10))), documents=pages).outcome == "true"
