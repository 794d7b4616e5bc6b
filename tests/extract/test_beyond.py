"""Sides that a clause does not name: taken from the text around it, or from nobody."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.events import EventExtractor
from tests.extract.passages import annotated

FEUD = (
    "Peru and Chile quarrelled again over the bay on Monday. Peru accused Chile of poaching, and Chile accused Peru of "
    "bluff. Peru's premier said that Chile would regret it. Chile shrugged. "
)


def coded(text: str) -> set[tuple[str, str, str, str]]:
    """(source, target, type, status) of every event by the rules alone."""
    found = EventExtractor(Extract(model="rules")).extract(annotated(text))
    return {(",".join(e.source), ",".join(e.target), e.plover, e.status) for e in found}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Peru called its ambassador home at once.", ("PER", "CHL", "SANCTION", "actual")),
        ("Peru froze its drills with Bolivia.", ("PER", "CHL", "CONCEDE", "actual")),
        ("Eleven Chilean diplomats were expelled.", ("PER", "CHL", "SANCTION", "actual")),
        (
            "On Tuesday police in the Chilean capital began to close shops owned by Peruvians.",
            ("CHL", "PER", "COERCE", "actual"),
        ),
    ],
)
def test_a_text_about_two_states_lends_the_other(sentence: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in coded(FEUD + sentence)


def test_a_third_state_does_not_become_the_target() -> None:
    found = coded("Peru called its ambassador home and Bolivia sent most of the Chilean embassy staff packing.")
    assert ("BOL", "CHL", "SANCTION", "actual") in found
    assert not any((source, target) == ("PER", "BOL") for source, target, *_ in found)


def test_what_goes_on_keeps_its_target() -> None:
    text = "Peru denounced Chile over the wall, which Bolivia had praised, and demanded that the stones be removed."
    assert ("PER", "CHL", "REQUEST", "actual") in coded(text)


@pytest.mark.parametrize(
    "text",
    [
        "Experts of Peru and Chile are to meet next week.",
        FEUD + "An analyst in Lima doubted it, and he suggested that the border be closed.",
        FEUD + "The new Peruvian president faced domestic criticism.",
        FEUD + "Peru announced countermeasures against the West.",
    ],
)
def test_comment_lends_no_sides(text: str) -> None:
    last = text.removeprefix(FEUD)
    before = coded(FEUD) if last != text else set()
    assert {row for row in coded(text) - before if row[3] in {"actual", "planned"}} == set()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("It is easier to meet the Chileans in Oslo, Peru's minister said.", "hypothetical"),
        ("Peru no longer accepts loans from Chile.", "negated"),
        ("Peru's premier is due in Santiago on Friday.", "planned"),
    ],
)
def test_status_of_what_is_weighed_over_or_due(text: str, status: str) -> None:
    assert {row[3] for row in coded(text)} <= {status}


def test_a_visit_leads_somewhere() -> None:
    found = EventExtractor(Extract(model="rules")).extract(
        annotated("Peru's foreign minister visited Santiago in May.")
    )
    assert [event.place for event in found] == ["Santiago"]


def test_an_undated_sentence_goes_on_with_the_story() -> None:
    text = "On 2 June Peru detained a Chilean pilot. Chile expelled the Peruvian ambassador."
    found = EventExtractor(Extract(model="rules")).extract(annotated(text))
    assert {str(event.date_from) for event in found} == {"2018-06-02"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru's premier denounced the media at a rally.",
        "Peru's president demanded that Julio Vargas resign.",
        "Peruvian lawmakers opened an inquiry on Friday.",
        "The Peruvian opposition condemned the budget.",
    ],
)
def test_what_is_done_at_home_concerns_no_other_state(sentence: str) -> None:
    assert coded(FEUD + sentence) == coded(FEUD)


def test_a_talk_with_nobody_of_a_state_is_not_lent_a_partner() -> None:
    found = coded(FEUD + "On 4 May there was a telephone conversation with a newspaper.")
    assert not any(plover == "CONSULT" for *_, plover, _ in found)
