"""Who pronouns, pairs and definite roles stand for."""

from __future__ import annotations

import pytest

from tests.annotate.given import annotated, mention


def test_he_is_the_subject_of_the_sentence_before() -> None:
    doc = annotated("Merkel met Erdogan in Berlin. She promised help.")
    assert mention(doc, "She").person == "Angela Merkel"


def test_he_said_is_the_last_speaker() -> None:
    doc = annotated(
        "Analyst Ola Tveit said talks would fail. For Putin the border matters most. He also noted the cost."
    )
    assert mention(doc, "He").person == "Ola Tveit"


def test_it_is_the_state_that_acted() -> None:
    doc = annotated("Ankara has yet to ratify the protocols. It signed them in Zurich.")
    assert mention(doc, "It").codes == ("TUR",)


def test_it_is_not_the_state_that_its_verb_acts_on() -> None:
    doc = annotated("Oslo warned Helsinki after Finland closed the road. In May it expelled two Finnish diplomats.")
    assert mention(doc, "it").codes == ("NOR",)


def test_it_is_the_subject_of_the_whole_sentence_before() -> None:
    doc = annotated("Norway hesitated since Sweden had said nothing. It signed the pact in June.")
    assert mention(doc, "It").codes == ("NOR",)


def test_it_may_stand_for_nothing() -> None:
    doc = annotated("Norway hesitates. It is possible that the talks fail.")
    assert "It" not in {m.text for m in doc.mentions}


def test_its_minister_and_his_counterpart() -> None:
    doc = annotated(
        "Norway recalled its ambassador. Talks between Norway and Sweden failed. Its minister met her counterpart."
    )
    assert mention(doc, "its ambassador").codes == ("NOR",)


def test_a_counterpart_with_a_state_of_its_own() -> None:
    doc = annotated("Putin telephoned his French counterpart.")
    assert mention(doc, "his French counterpart").codes == ("FRA",)


def test_the_other_of_a_pair() -> None:
    doc = annotated("Norway and Sweden quarrelled. The Norwegian minister met his counterpart.")
    assert mention(doc, "his counterpart").codes == ("SWE",)


def test_pairs() -> None:
    doc = annotated(
        "Putin and Erdogan spoke by telephone. Both leaders were content. The two countries will trade. "
        "Neither side gave in."
    )
    for text in ("Both leaders", "The two countries", "Neither side"):
        assert set(mention(doc, text).codes) == {"RUS", "TUR"}, text


def test_nothing_is_guessed_where_nothing_stands() -> None:
    doc = annotated("The two countries agreed. He was pleased.")
    assert not [m for m in doc.mentions if m.codes]


def test_the_leader_of_a_state_is_its_leader() -> None:
    doc = annotated("Vladimir Putin arrived late. The Russian leader said nothing.")
    assert mention(doc, "The Russian leader").person == "Vladimir Putin"


def test_the_expert_is_the_one_named_before() -> None:
    doc = annotated("Ida Holm, a political analyst, was sceptical. The expert expects no change.")
    assert mention(doc, "The expert").person == "Ida Holm"


def test_the_minister_of_the_outlets_own_state() -> None:
    text = "Prime Minister Theresa May met Prime Minister Shinzo Abe. The prime minister was pleased."
    assert mention(annotated(text, "2018-01-02", "GBR"), "The prime minister").person == "Theresa May"


@pytest.mark.parametrize("words", ["The two", "Both"])
def test_two_that_stand_alone_are_the_pair(words: str) -> None:
    found = annotated(f"Chad and Libya met on Monday. {words} agreed to build a road.")
    assert [m.codes for m in found.mentions if m.sentence == 1][:1] == [("TCD", "LBY")]


def test_two_of_something_else_are_no_pair() -> None:
    found = annotated("Chad and Libya met on Monday. The two ships sank. Both of them were old.")
    assert all(m.codes != ("TCD", "LBY") or m.sentence == 0 for m in found.mentions if m.kind == "group")
