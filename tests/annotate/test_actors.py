"""Who is named: states, demonyms, capitals, office-holders, roles; and what only looks like it."""

from __future__ import annotations

import pytest

from detente.lexicons import Row, table
from tests.annotate.given import annotated, codes, mention


def test_noun_phrases_take_the_codes_of_the_states_in_them() -> None:
    doc = annotated("The leaders of Uganda and Rwanda met Egypt's irrigation minister and US officials.")
    leaders = mention(doc, "The leaders of Uganda and Rwanda")
    assert (leaders.codes, leaders.kind, leaders.sector) == (("UGA", "RWA"), "role", "government")
    assert mention(doc, "Egypt's irrigation minister").codes == ("EGY",)
    assert mention(doc, "US officials").codes == ("USA",)
    assert mention(doc, "Uganda").inside


@pytest.mark.parametrize(
    ("text", "phrase", "sector"),
    [
        ("Norwegian troops crossed.", "Norwegian troops", "military"),
        ("A Norwegian citizen was held.", "A Norwegian citizen", "civil"),
        ("Norwegian lawmakers voted.", "Norwegian lawmakers", "legislature"),
        ("A Norwegian historian wrote it.", "A Norwegian historian", "academic"),
    ],
)
def test_sector_of_the_noun(text: str, phrase: str, sector: str) -> None:
    found = mention(annotated(text), phrase)
    assert (found.codes, found.sector) == (("NOR",), sector)


def test_an_adjective_modifies_its_noun() -> None:
    doc = annotated("Norwegian jets struck a Swedish bridge before Finland's deadline.")
    tokens = doc.sentences[0].tokens
    assert [(m.text, tokens[m.modifies].text) for m in doc.mentions if m.modifies is not None and not m.inside] == [
        ("Swedish", "bridge"),
        ("Finland", "deadline"),
    ]


def test_places_backers_and_venues_do_not_act() -> None:
    doc = annotated("In Oslo the Norwegian-backed rebels and the anti-Swedish crowd heard of the Helsinki summit.")
    assert mention(doc, "Oslo").role == "place"
    assert mention(doc, "Helsinki").role == "place"
    assert mention(doc, "Norwegian").role == "backed"
    assert mention(doc, "Swedish").role == "backed"


def test_a_capital_that_acts_is_no_place() -> None:
    assert mention(annotated("Oslo warned Stockholm."), "Oslo").role is None


def test_an_office_holder_acts_while_in_office() -> None:
    text = "Merkel arrived in Paris."
    assert mention(annotated(text, "2017-05-02"), "Merkel").codes == ("DEU",)
    later = mention(annotated(text, "2023-05-02"), "Merkel")
    assert (later.codes, later.former, later.person) == ((), True, "Angela Merkel")


def test_a_capital_comes_before_a_minister_of_long_ago() -> None:
    assert mention(annotated("Colombo freed the crew.", "2014-11-18"), "Colombo").codes == ("LKA",)


def test_namesakes_are_told_by_the_title() -> None:
    doc = annotated("Foreign Minister Wang met the envoy.", "2016-05-02")
    assert next(m.person for m in doc.mentions if m.kind == "leader") == "Wang Yi"


def test_a_stranger_named_in_full_keeps_the_surname() -> None:
    doc = annotated("Igor Merkel, an historian, wrote it. Merkel disagreed.")
    assert {m.person for m in doc.mentions if m.text == "Merkel"} == {"Igor Merkel"}


def test_names_of_people_are_no_states() -> None:
    assert "JOR" not in codes(annotated("Michael Jordan scored thirty points."))
    assert "NLD" not in codes(annotated("Mr Hague spoke first."))


def test_no_state_in_shouting() -> None:
    assert codes(annotated("GIVE US OUR MARBLES! Athens renewed its demand.")) == {"GRC"}


def test_a_line_in_capitals_is_read() -> None:
    doc = annotated("NORWAY EXPELS TWO SWEDISH DIPLOMATS")
    assert {"NOR", "SWE"} <= codes(doc)
    assert doc.mentions[0].start == 0


def test_a_title_case_headline_is_parsed_like_a_sentence() -> None:
    doc = annotated("Norwegian Minister Warns Swedish Envoy Over Border Row")
    verb = next(t for t in doc.sentences[0].tokens if t.text.lower() == "warns")
    assert verb.pos == "VERB"
    assert {"NOR", "SWE"} <= codes(doc)


def test_a_dead_state_gives_no_adjective() -> None:
    assert "SUN" in codes(annotated("Soviet troops left.", "1989-02-02"))
    assert "SUN" not in codes(annotated("Soviet songs were sung.", "2015-02-02"))


@pytest.mark.parametrize("row", table("not_actors"), ids=lambda row: row["form"])
def test_fixed_phrases_name_no_state(row: Row) -> None:
    form = row["form"]
    inside = [m for m in annotated(row["example"]).mentions if row["example"][m.start : m.end] in form]
    assert not inside


@pytest.mark.parametrize("row", table("ambiguities"), ids=lambda row: row["form"])
def test_words_nearby_speak_against_a_state(row: Row) -> None:
    assert row["form"] not in {m.text for m in annotated(row["example"]).mentions if m.codes}


@pytest.mark.parametrize("name", ["state_prefixes", "short_names"])
def test_prefixes_and_short_names(name: str) -> None:
    for row in table(name):
        found = [m for m in annotated(row["example"]).mentions if m.text == row["form"]]
        assert [m.codes for m in found] == [tuple(row["yields"].split())], row.place


def test_a_short_name_needs_the_full_one() -> None:
    assert codes(annotated("The wind turned to the North at dusk.")) == set()


def test_every_word_row_shows_one_of_its_words() -> None:
    for row in table("actor_words"):
        example = row["example"].lower()
        assert any(form.lower() in example for form in row.listed("forms")), row.place


def test_brussels_acts_for_the_union_and_stands_in_belgium() -> None:
    doc = annotated("Brussels threatened a tariff, the European Commission said. Ministers met in Brussels.")
    assert [(m.codes, m.role) for m in doc.mentions if m.text == "Brussels"] == [(("EUU",), None), (("BEL",), "place")]
    assert mention(annotated("Belgium protested. Brussels recalled its envoy."), "Brussels").codes == ("BEL",)


def test_who_is_for_or_against_a_state_is_not_of_it() -> None:
    assert mention(annotated("Pro-Swedish separatists fled."), "Pro-Swedish separatists").codes == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Obama expelled 35 diplomats in December 2016.", ("USA",)),
        ("President Clinton met the Irish premier.", ("USA",)),
        ("Then-president Barack Obama signed it.", ("USA",)),
        ("Barack Obama spoke on Monday.", ()),
        ("Former president Barack Obama signed it in December 2016.", ()),
    ],
)
def test_an_office_that_is_over_counts_for_the_time_that_is_told_of(text: str, codes: tuple[str, ...]) -> None:
    doc = annotated(text, "2018-06-15")
    assert next(m.codes for m in doc.mentions if m.kind == "leader") == codes
