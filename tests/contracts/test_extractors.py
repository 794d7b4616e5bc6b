"""Extractors: records of a stored type, offsets inside the text, unique ids, pure, and in any company."""

from __future__ import annotations

import random
from typing import Any

import pytest

from detente import registry
from detente.config import Annotate, Extract
from detente.records import STATUSES, STORED, Annotated
from detente.store import schema
from detente.store.verification import _spans
from tests.contracts import passages

NAMES = registry.names("extractors")


@pytest.fixture(scope="module")
def annotated() -> dict[str, Annotated]:
    annotator = registry.load("annotators", "spacy")(Annotate())
    return {name: annotator.annotate(passages.document(name)) for name in passages.TEXTS}


@pytest.fixture(scope="module", params=NAMES)
def extractor(request: pytest.FixtureRequest) -> Any:
    return registry.load("extractors", request.param)(Extract())


@pytest.mark.parametrize("name", passages.TEXTS)
def test_records_are_stored_ones_with_offsets_inside_the_text(
    name: str, extractor: Any, annotated: dict[str, Annotated]
) -> None:
    doc = annotated[name]
    found = tuple(extractor.extract(doc))
    for record in found:
        assert type(record) in STORED.values()
        row = schema.row(record)
        assert row["doc_id"] == doc.document.doc_id
        spans = list(_spans(row))
        assert spans, "a record without evidence"
        assert all(0 <= start < end <= len(doc.document.text) for start, end in spans), row
        assert 0 <= (row.get("p") or 0) <= 1
        assert row.get("status", "actual") in STATUSES
        for code in (*row.get("source", ()), *row.get("target", ())):
            assert len(code) == 3 and code.isupper()
    ids = [next(iter(schema.row(record).values())) for record in found]
    assert len(set(ids)) == len(ids), "two records of one identity"
    schema.to_arrow(schema.table_of(type(found[0])), [schema.row(r) for r in found]) if found else None


@pytest.mark.parametrize("name", passages.TEXTS)
def test_twice_is_the_same(name: str, extractor: Any, annotated: dict[str, Annotated]) -> None:
    assert tuple(extractor.extract(annotated[name])) == tuple(extractor.extract(annotated[name]))


def test_no_document_knows_another(extractor: Any, annotated: dict[str, Annotated]) -> None:
    alone = {name: tuple(extractor.extract(doc)) for name, doc in annotated.items()}
    for name in random.Random(1).sample(list(annotated), len(annotated)):
        assert tuple(extractor.extract(annotated[name])) == alone[name]


def test_the_samples_are_not_barren(annotated: dict[str, Annotated]) -> None:
    """Otherwise the tests above would prove nothing."""
    for name in ("events", "quotes", "forecasts"):
        extractor = registry.load("extractors", name)(Extract())
        assert any(tuple(extractor.extract(doc)) for doc in annotated.values()), name
