from datetime import timedelta

import pytest

from detente import lexicons
from detente.measure.reactions import reactions, stated_p
from detente.records import Incident
from tests.measure.samples import START, incident
from tests.resolve.samples import document, events


def call_and_answer(lag: int, **given: object) -> list[Incident]:
    later = START + timedelta(days=lag)
    return [
        incident("call", START, quad=4),
        incident("answer", later, quad=4, source=("SWE",), target=("NOR",), **given),
        incident("late", START + timedelta(days=400), quad=4),
    ]


@pytest.mark.parametrize("row", lexicons.table("reaction_cues"), ids=lambda row: row["cue"])
def test_every_cue_is_found_in_its_example(row: lexicons.Row) -> None:
    assert row["cue"] in row["example"].lower()
    assert stated_p(row["example"]) >= float(row["p"])


def test_a_cue_inside_another_word_says_nothing() -> None:
    assert stated_p("They dined in turnip fields.") == pytest.approx(0.4)
    assert stated_p("Berlin kindly declined.") == 0


def test_what_the_text_says_is_stated() -> None:
    text = document("said", "Norway expelled two envoys. Sweden expelled two envoys in retaliation.", "2011-01-20")
    rows = [
        *events(text, "Norway expelled two envoys", "NOR SANCTION 161 SWE", on=(None, None), incident_id="icall"),
        *events(
            text,
            "Sweden expelled two envoys in retaliation",
            "SWE SANCTION 161 NOR",
            on=(None, None),
            incident_id="ianswer",
        ),
    ]
    (found,) = [r for r in reactions((text,), rows, call_and_answer(12)) if r.basis == "stated"]
    assert (found.incident_id, found.answer_id, found.lag_days, found.p) == ("icall", "ianswer", 12, 0.9)


def test_timing_fades_with_the_days() -> None:
    p = [reactions((), (), call_and_answer(lag))[0].p for lag in (1, 3, 6)]
    assert p == sorted(p, reverse=True) and p[0] > 0.5
    assert reactions((), (), call_and_answer(29)) == ()


def test_help_does_not_answer_harm_and_a_plan_answers_nothing() -> None:
    kind = call_and_answer(1)
    kind[1] = incident("answer", START + timedelta(days=1), quad=2, source=("SWE",), target=("NOR",))
    assert reactions((), (), kind) == ()
    assert reactions((), (), call_and_answer(1, status="planned")) == ()


def test_a_busy_other_side_answers_nobody_in_particular() -> None:
    busy = [incident(f"b{n}", START + timedelta(days=n), quad=4, source=("SWE",), target=("NOR",)) for n in range(60)]
    rows = reactions((), (), [incident("call", START + timedelta(days=30), quad=4), *busy])
    assert rows == ()
