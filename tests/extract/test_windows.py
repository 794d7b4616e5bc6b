"""Windows: which states a document is read with, and where they are marked."""

from __future__ import annotations

from dataclasses import replace

from detente.annotate.document import SpacyAnnotator
from detente.extract.windows import MOST_STATES, states, window
from detente.models.clause_scorer import MOST_MARKS, Window
from detente.records import Annotated, Mention
from tests.extract.passages import annotated, document

TEXT = "Peru thanked Chile. Peru waited. The Chilean navy left Lima at dawn, and Santiago was pleased."


def of(doc: Annotated, index: int) -> Window:
    mentions: dict[int, list[Mention]] = {}
    for mention in doc.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    return window(doc, doc.sentences[index], mentions, states(doc))


def test_states_stand_in_the_order_of_how_often_they_are_named() -> None:
    assert [state.code for state in states(annotated("Chile spoke. Chile and Peru met. Chile left."))] == ["CHL", "PER"]


def test_the_outlets_own_state_is_one_of_them() -> None:
    doc = SpacyAnnotator().annotate(replace(document("Peru thanked Chile."), outlet_country="ECU"))
    assert [(state.code, state.home) for state in states(doc)][-1] == ("ECU", True)
    assert not any(state.home for state in states(annotated("Peru thanked Chile.")))


def test_no_document_has_more_states_than_there_are_marks() -> None:
    text = "Peru, Chile, Bolivia, Brazil, Ecuador, Colombia, Panama, Cuba, Haiti, Mexico and Canada met."
    assert len(states(annotated(text))) == MOST_STATES < MOST_MARKS


def test_a_sentence_is_read_with_what_stands_before_it() -> None:
    asked = of(annotated(TEXT), 2)
    assert asked.text == TEXT
    assert asked.text[asked.begin :].startswith("The Chilean navy")


def test_marks_stand_where_states_are_meant() -> None:
    asked = of(annotated(TEXT), 2)
    told = {(asked.text[mark.start : mark.end], asked.states[mark.state].code) for mark in asked.marks}
    assert ("Peru", "PER") in told
    assert ("Santiago", "CHL") in told
    assert any("Chilean" in text and code == "CHL" for text, code in told)


def test_verbs_and_nouns_of_the_sentence_are_asked_about() -> None:
    asked = of(annotated(TEXT), 2)
    words = {asked.text[start:].split()[0].strip(",.") for start in asked.starts}
    assert {"left", "navy", "pleased"} & words >= {"left", "navy"}
    assert all(start >= asked.begin for start in asked.starts)
