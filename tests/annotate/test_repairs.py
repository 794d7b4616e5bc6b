"""Clauses that the parser joins falsely get their own subjects and objects back."""

from __future__ import annotations

import pytest

from tests.extract.passages import annotated


def heads(text: str) -> dict[str, str]:
    """The relation and the head of each word of the first sentence, as `relation>head`."""
    tokens = annotated(text).sentences[0].tokens
    return {token.text: f"{token.dep}>{tokens[token.head].text}" for token in tokens}


def test_a_finite_verb_takes_the_name_right_before_it() -> None:
    found = heads("Norway called its consul home and the Faroes sent most of the Danish harbour staff packing.")
    assert found["Faroes"] == "nsubj>sent"


def test_a_verb_gets_its_object_back() -> None:
    found = heads("On the same day Peru freed the Chilean pilot Ruiz and the United States released three agents.")
    assert (found["Ruiz"], found["States"]) == ("dobj>freed", "nsubj>released")


@pytest.mark.parametrize(
    "text",
    ["The envoy said Peru and Chile met in Lima.", "Norway, Sweden and Denmark signed the treaty.", "Peru met Chile."],
)
def test_lists_of_subjects_stay_together(text: str) -> None:
    found = heads(text)
    verb = next(word for word in ("met", "signed") if word in found)
    assert sum(place == f"nsubj>{verb}" for place in found.values()) == 1


@pytest.mark.parametrize(
    "post", ["ambassador to Sweden", "envoy to the United Nations", "ambassador to the European Union"]
)
def test_an_envoy_has_the_name_that_follows_his_post(post: str) -> None:
    doc = annotated(f"The Norwegian {post} Mara Elling said the ferry was safe.")
    (person,) = [one for one in doc.people if one.name == "Mara Elling"]
    assert (person.role, person.country) == (post, "NOR")
    assert heads(f"The Norwegian {post} Mara Elling said the ferry was safe.")["Elling"] == "nsubj>said"


def test_what_belongs_to_the_body_stays_with_it() -> None:
    found = heads("The Norwegian envoy to the United Nations Harbour Committee left Geneva.")
    assert found["envoy"] == "nsubj>left" and found["Committee"] == "pobj>to"
