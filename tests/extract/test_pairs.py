"""Which pairs of sides the scorer is asked about."""

from __future__ import annotations

from detente.extract.pairs import MOST_SIDES, Question, questions, sides, worth_asking
from detente.records import Annotated, Mention
from tests.extract.passages import annotated


def mentions(doc: Annotated) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in doc.mentions:
        found.setdefault(mention.sentence, []).append(mention)
    return found


def asked(text: str, *, framed: bool = False, worth: bool = False) -> list[Question]:
    doc = annotated(text)
    sentence = doc.sentences[-1]
    found = questions(doc, sentence, mentions(doc))
    return [q for q in found if not worth or worth_asking(q, sentence, framed=framed)]


def pairs(found: list[Question]) -> list[tuple[str, str]]:
    return [(q.source.codes[0], q.target.codes[0]) for q in found]


def test_two_sides_of_a_sentence_are_asked_each_way() -> None:
    found = asked("Peru warned Chile on Friday.")
    assert pairs(found) == [("PER", "CHL"), ("CHL", "PER")]
    assert all(q.near and q.pair.text == "Peru warned Chile on Friday." for q in found)


def test_the_spans_stand_in_the_passage_that_is_asked_about() -> None:
    for question in asked("The rain stopped. Peru warned Chile on Friday. Lima later thanked it."):
        text = question.pair.text
        assert text[slice(*question.pair.source)] == question.source.text
        assert text[slice(*question.pair.target)] == question.target.text


def test_a_lone_side_is_read_with_the_nearest_sentence_that_names_another() -> None:
    found = asked("Norway sent a note. Peru warned Chile on Friday. Oslo kept quiet.")
    assert {q.near for q in found} == {False}
    assert all(q.pair.text.startswith("Peru warned") for q in found)


def test_a_lone_side_too_far_from_any_other_is_not_asked_about() -> None:
    assert asked("Chile sent a note. It rained. It rained again. It rained on. Peru kept quiet.") == []


def test_lists_of_states_are_not_asked_about() -> None:
    text = "Peru, Chile, Bolivia, Ecuador and Brazil sent swimmers."
    assert len(sides(mentions(annotated(text))[0])) > MOST_SIDES
    assert asked(text) == []


def test_passages_beyond_the_limit_are_not_asked_about() -> None:
    assert asked("Peru, " + "which had a long and rainy summer behind it, " * 16 + "warned Chile.") == []


def test_reporters_scholars_and_places_are_no_sides() -> None:
    assert asked("A Chilean professor spoke in Lima.") == []


def test_an_object_is_not_asked_to_act_upon_the_subject() -> None:
    assert pairs(asked("Peru warned Chile on Friday.", worth=True)) == [("PER", "CHL")]
    assert ("CHL", "PER") in pairs(asked("Peru was warned by Chile on Friday.", worth=True))


def test_from_a_sentence_before_only_the_subject_is_asked_about() -> None:
    text = "Peru warned Chile on Friday. Norway kept quiet."
    assert {source for source, _ in pairs(asked(text, worth=True))} == {"NOR"}
