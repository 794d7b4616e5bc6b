from dataclasses import replace
from datetime import timedelta

from detente.config import Measure
from detente.measure.reciprocity import reciprocity, what_if
from detente.records import Incident
from tests.measure.samples import START, incident

CONFIG = Measure(hawkes_events=40)


def quarrels(times: int = 40, lag: int = 2) -> list[Incident]:
    """Norway accuses Sweden at uneven distances, and Sweden answers after `lag` days. Now and then they agree."""
    found, day = [], START
    for n in range(times):
        day += timedelta(days=9 + (n * 7) % 17)
        answer = day + timedelta(days=lag)
        found.append(incident(f"n{n:03d}", day, quad=3))
        found.append(incident(f"s{n:03d}", answer, quad=3, source=("SWE",), target=("NOR",)))
        found.append(incident(f"z{n:03d}", day + timedelta(days=5), quad=1, reciprocal=True))
    return found


def test_who_answers_whom_is_told_by_direction() -> None:
    rows = {(row.a, row.measure): row for row in reciprocity(quarrels(), CONFIG)}
    assert len(rows) == 4
    norway, sweden = rows["NOR", "conflict"], rows["SWE", "conflict"]
    assert norway.answers > 0.5 > 0.3 > sweden.answers
    assert norway.answers_low <= norway.answers <= norway.answers_high
    assert (norway.n_acts, norway.n_answering) == (40, 40)
    assert rows["NOR", "cooperation"].n_acts == 0


def test_what_if_expects_the_answer_soon_and_less_later() -> None:
    rows = reciprocity(quarrels(), CONFIG)
    found = what_if(rows, "NOR", "SWE", "conflict")
    answers = [e for e in found if (e.a, e.measure) == ("SWE", "conflict")]
    assert [e.week for e in answers] == [1, 2, 3, 4]
    assert answers[0].acts > answers[2].acts >= 0
    assert all(e.low <= e.acts <= e.high for e in answers)
    twice = what_if(rows, "NOR", "SWE", "conflict", acts=2)
    assert twice[0].acts > found[0].acts


def test_few_acts_say_nothing() -> None:
    assert reciprocity(quarrels(10), CONFIG) == ()
    assert reciprocity([], CONFIG) == ()
    assert what_if((), "NOR", "SWE", "conflict") == ()


def test_old_acts_are_beyond_what_is_fitted() -> None:
    old = [incident(f"o{n}", START - timedelta(days=9000 - n), quad=3) for n in range(60)]
    rows = reciprocity([*old, *quarrels()], CONFIG)
    assert rows and min(row.from_ for row in rows) >= START


def test_ten_thousand_acts_on_one_day_are_finite() -> None:
    burst = [incident(f"b{n:05d}", START, quad=3) for n in range(10_000)]
    rows = reciprocity(burst, CONFIG)
    assert all(abs(row.spiral_high) <= 9 and abs(row.answers) <= 9 for row in rows)


def test_the_band_of_what_to_expect_stays_bounded_where_a_pair_feeds_on_itself() -> None:
    rows = [
        replace(row, answers=0.6, answers_low=0.1, answers_high=3.0, crossed=0.0, repeats=0.3, turns=0.0, half_life=1.0)
        for row in reciprocity(quarrels(), CONFIG)
    ]
    answers = [e for e in what_if(rows, "NOR", "SWE", "conflict", weeks=8) if (e.a, e.measure) == ("SWE", "conflict")]
    assert all(e.low < e.acts < e.high for e in answers)
    assert max(e.high for e in answers) == answers[0].high < 6 * answers[0].acts
