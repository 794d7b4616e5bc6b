"""People: fullest name, role, affiliation, country."""

from __future__ import annotations

import pytest

from tests.annotate.given import annotated, mention, person


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation", "country"),
    [
        (
            "Ida Holm, director of the Bergen Institute for Ocean Law, spoke.",
            "Ida Holm", "director", "Bergen Institute for Ocean Law", "NOR",
        ),
        (
            "Ida Holm, who heads the Norwegian Institute for Ocean Law, spoke.",
            "Ida Holm", "head", "Norwegian Institute for Ocean Law", "NOR",
        ),
        ("Ida Holm, who teaches border law in Oslo, spoke.", "Ida Holm", "teacher of border law", None, "NOR"),
        ("Norwegian jurist Ida Holm spoke.", "Ida Holm", "jurist", None, "NOR"),
        (
            "Ida Holm the head of an Oslo-based Ocean Expert Group think tank spoke.",
            "Ida Holm", "head", "Ocean Expert Group", "NOR",
        ),
        (
            "The deputy dean of the Faculty of Law of the Fjord University, Ida Holm, spoke.",
            "Ida Holm", "deputy dean", "Fjord University", None,
        ),
        ("Dr Ida Holm of the Fjord University spoke.", "Ida Holm", None, "Fjord University", None),
        ("Norway's fisheries minister, Ida Holm, spoke.", "Ida Holm", "fisheries minister", "Norway", "NOR"),
    ],
)  # fmt: skip
def test_descriptions(text: str, name: str, role: str | None, affiliation: str | None, country: str | None) -> None:
    found = person(annotated(text), name)
    assert (found.role, found.affiliation, found.country) == (role, affiliation, country)


def test_later_mentions_by_surname_belong_to_the_person() -> None:
    doc = annotated("Political analyst Ida Holm spoke first. Holm was not pleased. Mr Tveit left; Ms Holm stayed.")
    assert len(person(doc, "Ida Holm").spans) == 3


def test_what_an_expert_studies_is_not_her_country() -> None:
    assert person(annotated("Ida Holm, who studies Swedish law in Oslo, spoke."), "Ida Holm").country == "NOR"


def test_where_an_envoy_is_posted_is_not_his_country() -> None:
    assert person(annotated("Ida Holm, a diplomat posted in Oslo, spoke."), "Ida Holm").country is None


def test_the_text_gives_a_president_elect_a_state() -> None:
    doc = annotated("US President-elect Donald Trump telephoned.", "2016-12-01")
    assert mention(doc, "US President-elect Donald Trump").codes == ("USA",)
    assert person(doc, "Donald Trump").country == "USA"


def test_a_minister_without_a_state_acts_for_the_one_that_acts_in_the_sentence() -> None:
    doc = annotated("Norway will reopen its consulate, Fisheries Minister Ida Holm said.")
    assert person(doc, "Ida Holm").country == "NOR"


@pytest.mark.parametrize(
    "text",
    [
        "Admiral Lacombe said China had fired at a Philippine vessel.",
        "Colonel Petit told reporters that Libya had armed the rebels.",
    ],
)
def test_a_state_that_an_officer_speaks_of_is_not_his(text: str) -> None:
    found = person(annotated(text), "Lacombe" if "Lacombe" in text else "Petit")
    assert found.country is None


def test_the_document_spells_a_known_name() -> None:
    assert "Sergey Lavrov" in {p.name for p in annotated("Foreign Minister Sergey Lavrov spoke.").people}


def test_bodies_that_speak_are_in_the_table() -> None:
    doc = annotated("The Kremlin denied it, and the Norwegian foreign ministry agreed.")
    bodies = {p.name: p.country for p in doc.people if p.institution}
    assert bodies == {"Kremlin": "RUS", "Norwegian foreign ministry": "NOR"}


def test_former_takes_away_only_the_office_it_names() -> None:
    doc = annotated(
        "Former television host Donald Trump spoke. Former US national security adviser Michael Flynn left."
    )
    assert person(doc, "Donald Trump").country == "USA"
    assert mention(doc, "Donald Trump").codes == ("USA",)
    assert mention(doc, "Former US national security adviser Michael Flynn").codes == ()


def test_a_new_subject_after_a_comma_is_no_apposition() -> None:
    doc = annotated("To please Ola Tveit, spokeswoman Ida Holm left. After talks with Ola Tveit, the king spoke.")
    assert person(doc, "Ola Tveit").role is None
    assert person(doc, "Ida Holm").role == "spokeswoman"


def test_the_same_house_is_the_one_named_before() -> None:
    doc = annotated(
        "Ida Holm, director of the Fjord Institute, spoke. Ola Tveit, a fellow at the same institute, agreed."
    )
    assert person(doc, "Ola Tveit").affiliation == "Fjord Institute"
