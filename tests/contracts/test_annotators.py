"""Annotators: offsets inside the text, tokens that are what the text says, twice the same, alone or in company."""

from __future__ import annotations

from typing import Any

import pytest

from detente import registry
from detente.config import Annotate
from detente.records import STATUSES, Annotated
from tests.contracts import passages

NAMES = registry.names("annotators")


@pytest.fixture(scope="module", params=NAMES)
def annotator(request: pytest.FixtureRequest) -> Any:
    return registry.load("annotators", request.param)(Annotate())


@pytest.fixture(scope="module")
def annotated(annotator: Any) -> dict[str, Annotated]:
    return {name: annotator.annotate(passages.document(name)) for name in passages.TEXTS}


@pytest.mark.parametrize("name", passages.TEXTS)
def test_every_offset_lies_in_the_text(name: str, annotated: dict[str, Annotated]) -> None:
    doc = annotated[name]
    text = doc.document.text
    for sentence in doc.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        for token in sentence.tokens:
            assert sentence.start <= token.start <= token.end <= sentence.end
            assert 0 <= token.head < len(sentence.tokens)
    parts: list[Any] = [*doc.mentions, *doc.times, *doc.topics, *doc.places, *doc.clauses]
    for part in parts:
        assert 0 <= part.start < part.end <= len(text)
        assert 0 <= part.sentence < len(doc.sentences)
    for person in doc.people:
        assert all(0 <= span.start < span.end <= len(text) for span in person.spans)


@pytest.mark.parametrize("name", passages.TEXTS)
def test_indices_point_at_what_is_there(name: str, annotated: dict[str, Annotated]) -> None:
    doc = annotated[name]
    assert [sentence.index for sentence in doc.sentences] == list(range(len(doc.sentences)))
    for mention in doc.mentions:
        count = len(doc.sentences[mention.sentence].tokens)
        assert 0 <= mention.first < mention.last <= count and 0 <= mention.head < count
    for clause in doc.clauses:
        assert 0 <= clause.head < len(doc.sentences[clause.sentence].tokens)
        assert clause.status in STATUSES


@pytest.mark.parametrize("name", passages.TEXTS)
def test_twice_is_the_same(name: str, annotator: Any, annotated: dict[str, Annotated]) -> None:
    assert annotator.annotate(passages.document(name)) == annotated[name]


def test_an_undated_document_is_no_obstacle(annotator: Any) -> None:
    assert annotator.annotate(passages.document("ordinary", day=None)).sentences
