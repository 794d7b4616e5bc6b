"""Acts of bodies inside a state that bear on a relation."""

from __future__ import annotations

import pytest

from detente.extract.domestic import DomesticExtractor
from detente.lexicons import Row, table
from tests.extract.passages import annotated


@pytest.mark.parametrize("row", table("domestic_acts"), ids=lambda row: f"{row['kind']}-{row['body']}")
def test_example(row: Row) -> None:
    found = DomesticExtractor().extract(annotated(row["example"]))
    assert row["body"] in {value for domestic in found for value in (domestic.body, domestic.act)}


def test_the_body_acts_for_its_own_state() -> None:
    (found,) = DomesticExtractor().extract(annotated("The Brazilian senate rejected the treaty with Peru."))
    assert (found.state, found.body, found.act, found.bears_on) == ("BRA", "legislature", "rejects", ("PER",))


def test_purely_internal_matters_are_left_out() -> None:
    assert DomesticExtractor().extract(annotated("The parish council approved a new bench.")) == ()
