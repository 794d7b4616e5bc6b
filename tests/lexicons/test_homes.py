"""The state at home in which a document was written."""

from __future__ import annotations

from dataclasses import replace

from detente.clean.passage import passage
from detente.lexicons.homes import home

DOCUMENT = replace(passage({"id": "1", "text": "Wheat rose."}), outlet="The Perth Echo", outlet_country="AUS")


def test_a_paper_is_at_home_in_its_state() -> None:
    assert home(DOCUMENT) == "AUS"


def test_an_agency_is_at_home_nowhere() -> None:
    assert home(replace(DOCUMENT, agency="Reuters")) is None
    assert home(replace(DOCUMENT, outlet="Reuters", outlet_country="GBR")) is None


def test_an_unknown_outlet_neither() -> None:
    assert home(replace(DOCUMENT, outlet=None, outlet_country=None)) is None
