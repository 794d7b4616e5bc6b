"""Acts whose clause leaves a side to the document: whose they are, and where nothing is lent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detente.annotate.document import SpacyAnnotator
from detente.config import Extract
from detente.extract.events import EventExtractor
from detente.extract.references import LENT, Focus
from detente.records import Event
from tests.extract.passages import annotated, document

ROW = "Peru expelled two Chilean diplomats on Monday. Chile called the step absurd. "
"""A report that tells acts between two states, sentence after sentence."""


def lent(text: str, **known: Any) -> list[Event]:
    """The rows, by the rules alone, whose sides the document lends; `known`: title or the outlet's country."""
    doc = SpacyAnnotator().annotate(replace(document(text), **known)) if known else annotated(text)
    rows = EventExtractor(Extract(model="rules")).extract(doc)
    return [row for row in rows if row.rule.startswith(LENT)]


@pytest.mark.parametrize(
    ("sentence", "plover", "clause"),
    [
        ("Grocers feel the embargo imposed on 3 May.", "SANCTION", "imposed on 3 May"),
        ("The downing of a jet last month had soured the mood.", "ASSAULT", "The downing of a jet last month"),
        ("A telephone conversation on 2 June had changed little.", "CONSULT", "A telephone conversation on 2 June"),
        ("Eleven sailors were arrested on Sunday.", "COERCE", "Eleven sailors were arrested on Sunday."),
    ],
)
def test_a_dated_act_is_the_pairs_own(sentence: str, plover: str, clause: str) -> None:
    text = ROW + sentence
    found = [row for row in lent(text) if row.plover == plover]
    assert found
    assert {*found[0].source, *found[0].target} == {"PER", "CHL"}
    assert text[found[0].start : found[0].end] == clause


def test_who_acts_is_taken_from_an_act_of_the_kind() -> None:
    found = lent(ROW + "The embargo imposed on 3 May goes on.")
    assert {(row.source, row.target) for row in found if row.plover == "SANCTION"} == {(("PER",), ("CHL",))}


@pytest.mark.parametrize(
    "sentence",
    [
        "The embargo is discussed everywhere.",
        "The embargo imposed by Bolivia on 3 May goes on.",
        '"The attack on 3 May was a disgrace," a shopkeeper said.',
        "On Sunday rioters fought in a park.",
        "Voters were asked on Sunday.",
    ],
)
def test_remarks_others_and_people_at_home_are_lent_nothing(sentence: str) -> None:
    assert lent(ROW + sentence) == []


def test_a_document_about_no_pair_lends_none() -> None:
    assert (
        lent("Peru grew last year. Shops in Lima, Paris and Rome closed. The embargo imposed on 3 May goes on.") == []
    )


def test_a_state_named_in_passing_is_no_side() -> None:
    text = (
        "Peru voted on Sunday. Peru's parliament met. The Peruvian premier resigned and Peru was calm. "
        "Peru's markets rose. Peru has three parties. Shops were open. It rained. "
        "A Chilean film opened in Lima. Chile rejected the Peruvian bid. "
        "The embargo imposed on 3 May goes on."
    )
    assert not Focus(annotated(text)).settled()
    assert lent(text) == []


def test_the_title_names_sides_that_the_text_leaves_out() -> None:
    body = "Officials expelled two Chilean diplomats on Monday."
    titled = SpacyAnnotator().annotate(replace(document(body), title="Peru sends Chileans home"))
    assert titled.titled == ("PER", "CHL")
    assert Focus(titled).pair in {("CHL", "PER"), ("PER", "CHL")}
    assert SpacyAnnotator().annotate(replace(document(body), title="Two Chilean diplomats")).titled == ("CHL",)


def test_a_place_in_the_title_is_no_side() -> None:
    met = SpacyAnnotator().annotate(replace(document("They met."), title="Peru and Chile make up in Rome"))
    assert met.titled == ("PER", "CHL")


def test_our_ambassador_is_the_outlets_own_and_not_the_speakers() -> None:
    text = "Chile has ordered our ambassador home."
    doc = SpacyAnnotator().annotate(replace(document(text), outlet_country="PER"))
    assert [m.codes for m in doc.mentions if m.text == "our"] == [("PER",)]
    quoted = SpacyAnnotator().annotate(replace(document('"Our ambassador stays," he said.'), outlet_country="PER"))
    assert all(m.codes != ("PER",) for m in quoted.mentions)


def test_rows_below_the_threshold_are_left_out() -> None:
    doc = annotated(ROW + "Grocers feel the embargo imposed on 3 May.")
    rows = EventExtractor(Extract(model="rules", min_p=0.6)).extract(doc)
    assert all(row.p >= 0.6 for row in rows)
