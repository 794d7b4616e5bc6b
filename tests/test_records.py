"""The vocabulary: spans, and the tables and columns that other programs rely on."""

from __future__ import annotations

import dataclasses
from typing import Final

import pytest

from detente import records
from detente.records import STORED, Span
from detente.store import schema

CONTRACT: Final = {
    "documents": """doc_id path record url title outlet outlet_country authors agency published_from published_to
        published published_p published_basis lang text blocks duplicate_of duplicate_relation version""",
    "rejects": "path place code reason version",
    "events": """event_id incident_id doc_id start end trigger_start trigger_end source target source_text target_text
        plover mode cameo goldstein quad status historical date_from date_to place issues quote_id p rule origin
        version""",
    "incidents": """incident_id source target reciprocal plover cameo goldstein quad status date_from date_to place
        issues n_documents n_outlets summary version""",
    "quotes": """quote_id doc_id content source_spans cue_spans kind speaker role affiliation country chain p
        version""",
    "forecasts": """forecast_id doc_id quote_id start end speaker class scoreable a b about direction horizon_text
        horizon_from horizon_to probability_text p_low p p_high p_scale condition_text outcome outcome_basis brier
        log_score version""",
    "polls": "poll_id doc_id start end value unit question population pollster date_from date_to about version",
    "domestic": "domestic_id doc_id start end state body act bears_on issues date_from date_to status version",
    "reactions": "incident_id answer_id lag_days p basis version",
    "relations": """a b directed period from to n_incidents n_documents cooperation conflict index low high drivers
        version""",
    "turning_points": "a b date direction strength incident_ids online version",
    "outlooks": "a b made_on from to measure mixture version",
    "framing": "incident_id outlet tone covered spokespeople version",
    "superseded": "doc_id superseded_by path record from_table row version",
}

ADDED: Final = {"corrections", "stances", "index_outlooks", "reciprocity", "scores"}
"""Tables of our own, which no other program relies on yet."""


@pytest.mark.parametrize("table", CONTRACT)
def test_no_column_of_the_contract_is_missing(table: str) -> None:
    assert set(CONTRACT[table].split()) <= set(schema.arrow(table).names)


def test_every_table_is_in_the_contract() -> None:
    assert set(STORED) == set(CONTRACT) | ADDED


def test_every_record_is_frozen_and_documented() -> None:
    kinds = [kind for kind in vars(records).values() if dataclasses.is_dataclass(kind) and isinstance(kind, type)]
    assert len(kinds) > 25
    for kind in kinds:
        assert kind.__doc__, kind
        assert vars(kind)["__dataclass_params__"].frozen, kind
        assert "__slots__" in vars(kind), kind


def test_spans_cover_and_overlap_half_open() -> None:
    assert Span(2, 8).covers(Span(2, 8)) and Span(2, 8).covers(Span(3, 4))
    assert not Span(2, 8).covers(Span(1, 3)) and not Span(2, 8).covers(Span(7, 9))
    assert Span(2, 8).overlaps(Span(7, 9)) and Span(2, 8).overlaps(Span(0, 3))
    assert not Span(2, 8).overlaps(Span(8, 9)) and not Span(2, 8).overlaps(Span(0, 2))
