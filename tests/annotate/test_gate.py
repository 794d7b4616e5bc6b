"""The gate: what names two states is let through, what names fewer is kept out before the parse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.annotate import gate
from detente.annotate.document import SpacyAnnotator
from detente.config import Annotate
from detente.errors import UsageError
from detente.records import Document
from tests.annotate import given

CONFIG = Annotate()


def passes(text: str, published: str | None = "2017-05-02", **known: Any) -> bool:
    return gate.passes(replace(given.document(text, published), **known), CONFIG)


@pytest.mark.parametrize(
    "text",
    [
        "Norway met Sweden.",
        "A Norwegian ship left for Malmo.",
        "Oslo and Stockholm signed it.",
        "The Kremlin wrote to the Elysee.",
        "NATO thanked Iceland for the base.",
        "Angela Merkel wrote to the Danes.",
        "NORWAY AND SWEDEN HAVE SIGNED A TREATY ON FISH",
        "Ministers of Nor-\nway met in Iceland.",
        "The United\nStates wrote to Fiji.",
        "The border\nwith Peru is shut, Chile\u00adan guards said.",
    ],
)
def test_two_names_of_whatever_kind_pass(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wheat rose by three cents.",
        "Norway's parliament met in Oslo, and the Norwegians were told.",
        "NORWAY RAISES ITS DUTIES ON IMPORTED WHEAT AND RYE",
        "The mayor opened the new bridge.",
        "",
    ],
)
def test_fewer_names_do_not(text: str) -> None:
    assert not passes(text)


def test_who_is_in_office_counts_for_the_state_and_afterwards_still_ties_to_it() -> None:
    text = "Norway wrote to Angela Merkel."
    assert passes(text, "2017-05-02") and passes(text, "2023-05-02")


def test_the_title_counts() -> None:
    assert passes("The talks in Oslo went on.", title="Sweden waits")


def test_the_outlet_counts_unless_an_agency_wrote_for_everywhere() -> None:
    assert passes("Norway's ministers met.", outlet="The Perth Echo", outlet_country="AUS")
    assert not passes("Norway's ministers met.", outlet="Reuters", outlet_country="GBR")
    assert not passes("Norway's ministers met.", outlet="The Perth Echo", outlet_country="AUS", agency="Reuters")


def test_open_it_lets_all_through_and_another_name_is_refused() -> None:
    document = given.document("Wheat rose by three cents.")
    assert gate.passes(document, Annotate(gate="off"))
    with pytest.raises(UsageError, match="no gate ajar"):
        SpacyAnnotator(Annotate(gate="ajar"))


def test_the_users_own_actors_count(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,code,kind\nHarbour Board,SWE,body\n", encoding="utf-8")
    document = given.document("Norway wrote to the Harbour Board.")
    assert not gate.passes(document, CONFIG)
    assert gate.passes(document, Annotate(actors=str(own)))


@pytest.mark.parametrize("text", ["Norway's minister said the talks with him had failed.", "He is from Lima."])
def test_what_it_keeps_out_names_fewer_than_two_in_the_annotation_too(text: str) -> None:
    document: Document = given.document(text)
    assert not gate.passes(document, CONFIG)
    assert len({code for mention in given.annotated(text).mentions for code in mention.codes}) < 2
