"""Who did what to whom, and did it happen: the rules as a whole on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.config import Extract
from detente.extract.acts import goldstein
from detente.extract.events import EventExtractor
from detente.records import Event
from tests.extract.passages import annotated


def coded(text: str, min_p: float = 0.33) -> list[tuple[str, str, str, str]]:
    """(source, target, type, status) of every event, sorted."""
    found = events(text, min_p)
    return sorted((",".join(e.source), ",".join(e.target), e.plover, e.status) for e in found)


def events(text: str, min_p: float = 0.33) -> tuple[Event, ...]:
    return EventExtractor(Extract(min_p=min_p)).extract(annotated(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya accused Somalia of attacking Uganda.", ("KEN", "SOM", "ACCUSE", "actual")),
        ("Kenya accused Somalia of attacking Uganda.", ("SOM", "UGA", "ASSAULT", "alleged")),
        ("Ghana threatened to sanction Togo.", ("GHA", "TGO", "THREATEN", "actual")),
        ("Ghana threatened to sanction Togo.", ("GHA", "TGO", "SANCTION", "hypothetical")),
        ("Peru denied attacking Chile.", ("PER", "CHL", "ASSAULT", "denied")),
        ("Sanctions were imposed on Togo by Ghana in May.", ("GHA", "TGO", "SANCTION", "actual")),
        ("The talks between Peru and Chile were called off.", ("CHL", "PER", "CONSULT", "cancelled")),
        ("The Peruvian president will meet the Chilean president next week.", ("PER", "CHL", "CONSULT", "planned")),
        ("Peruvian and Chilean ministers met in Arica.", ("CHL", "PER", "CONSULT", "actual")),
        ("Finland stopped short of recalling its ambassador to Hungary.", ("FIN", "HUN", "SANCTION", "negated")),
        ("Peru and Chile expelled each other's diplomats.", ("PER", "CHL", "SANCTION", "actual")),
        ("The two Koreas exchanged fire on Monday.", ("KOR", "PRK", "ASSAULT", "actual")),
        ("Ghana cut its aid to Togo after it signed a deal with Chad.", ("TGO", "TCD", "AGREE", "actual")),
        (
            "Kenya recalled its envoy from Somalia because it had arrested two Kenyans.",
            ("SOM", "KEN", "COERCE", "actual"),
        ),
    ],
)
def test_act_is_coded(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in coded(text)


@pytest.mark.parametrize(
    "text",
    [
        "Peru may attack Chile.",
        "If Peru attacks Chile, oil will rise.",
        "Peru did not attack Chile.",
        "Peru has no plans to attack Chile.",
        "Chile fears that Peru will attack it.",
        "Chile claims that Peru attacked its garrison.",
        "There is no intention in Peru to attack Chile.",
        "Peru's foreign minister said a planned trip by his Chilean counterpart had been called off.",
    ],
)
def test_what_did_not_happen_is_never_actual(text: str) -> None:
    assert [row for row in coded(text) if row[2] == "ASSAULT" and row[3] == "actual"] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Peruvian team beat Chile on penalties.",
        "Ceviche from Peru is cheaper than in Chile.",
        "She was born in Lima to a Chilean mother.",
        "The meeting lasted an hour.",
        "",
    ],
)
def test_nothing_between_states_codes_nothing(text: str) -> None:
    assert coded(text) == []


def test_experts_do_not_act_for_their_state() -> None:
    assert [row for row in coded("Russian experts warned Finland against complacency.") if row[2] == "THREATEN"] == []


def test_dates_and_background() -> None:
    found = events("Peru imposed sanctions on Chile in 1999.")
    assert [(e.date_from, e.date_to, e.historical) for e in found] == [(date(1999, 1, 1), date(1999, 12, 31), True)]


def test_spans_point_at_the_words() -> None:
    text = "On Monday Peru recalled its ambassador from Chile, and Bolivia said nothing."
    (event,) = [e for e in events(text) if e.plover == "SANCTION"]
    assert text[event.trigger_start : event.trigger_end] == "recalled"
    assert event.start is not None and event.end is not None
    assert event.start <= (event.trigger_start or 0) < event.end


def test_a_later_sentence_borrows_the_pair() -> None:
    text = "Nigerian troops massed along the border with Cameroon. Cameroon sent three battalions to the river."
    assert ("CMR", "NGA", "MOBILIZE", "actual") in coded(text)


def test_goldstein_takes_the_longest_known_code() -> None:
    assert (goldstein("1823"), goldstein("190"), goldstein("1909")) == (-10.0, -10.0, -10.0)


def test_a_higher_threshold_only_removes() -> None:
    text = "Peru condemned a plan by Chile to dredge the bay, and Bolivia may yet send ships."
    assert set(coded(text, 0.8)) <= set(coded(text, 0.3))


WORDS = st.sampled_from(
    ["Peru", "Chile", "Bolivia", "attacked", "condemned", "will", "not", "if", "the", "meeting", "with", "of", "and",
     "sanctions", "on", "may", "said", "that", ",", ".", '"', "it"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_jumble_is_survived(words: list[str]) -> None:
    text = " ".join(words)
    for event in EventExtractor().extract(annotated(text)):
        assert Extract().min_p <= event.p <= 1 and not set(event.source) & set(event.target)
        assert event.end is not None and event.end <= len(text)


def test_a_sentence_that_names_no_state_may_speak_of_both() -> None:
    text = "Togo and Benin talked in Lomé. In a side letter the foreign secretaries agreed that the ferry would run."
    found = {(e.source, e.target) for e in events(text) if e.plover == "AGREE"}
    assert found == {(("TGO",), ("BEN",)), (("BEN",), ("TGO",))}


def test_experts_of_two_states_meet() -> None:
    text = "Togo and Benin signed a treaty. Experts of the two countries are to meet later this year."
    found = {e.status for e in events(text) if e.plover == "CONSULT"}
    assert found == {"planned"}
