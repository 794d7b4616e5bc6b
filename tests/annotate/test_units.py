"""Pieces for the parser: ends of sentences beyond doubt, nothing lost, and the parse that the whole would have had."""

from __future__ import annotations

from typing import Any

import pytest

from detente.annotate import sentences, units

PLAIN = (
    "The ferry left Bergen before dawn on Monday. Its captain, Gov. Ola Lund of the northern district, saw no ice at "
    "all. “We shall be in Aberdeen by noon,” he said. (Nobody had asked him.) Was it true? The U.S. consul thought so! "
    'The harbour master told reporters: "It sails." Four others stayed behind, among them the Skaftar and the Esja.'
)


@pytest.fixture(scope="module")
def model() -> sentences.Model:
    return sentences.model("en_core_web_sm")


def given(model: sentences.Model, text: str) -> Any:
    doc = model.pipeline.make_doc(text)
    doc.tensor = model.pipeline.get_pipe("tok2vec").predict([doc])[0]
    return doc


def test_a_long_passage_is_cut_where_a_sentence_ends_beyond_doubt(model: sentences.Model) -> None:
    doc = given(model, PLAIN)
    pieces = units.cut(doc)
    assert [piece.text.strip() for piece in pieces] == [
        "The ferry left Bergen before dawn on Monday.",
        "Its captain, Gov. Ola Lund of the northern district, saw no ice at all.",
        "“We shall be in Aberdeen by noon,” he said. (Nobody had asked him.)",
        "Was it true?",
        "The U.S. consul thought so!",
        'The harbour master told reporters: "It sails."',
        "Four others stayed behind, among them the Skaftar and the Esja.",
    ]
    assert "".join(piece.text_with_ws for piece in pieces) == doc.text
    assert sum(piece.tensor.shape[0] for piece in pieces) == len(doc)


def test_a_short_passage_stays_whole(model: sentences.Model) -> None:
    doc = given(model, "The ferry left. It was late. Nobody minded.")
    assert units.cut(doc) == [doc]


def test_a_long_passage_without_ends_stays_whole(model: sentences.Model) -> None:
    doc = given(model, "ferries, boats and " * 40)
    assert units.cut(doc) == [doc]


def test_pieces_are_parsed_as_the_whole_is(model: sentences.Model) -> None:
    pipeline = model.pipeline
    whole = pipeline(PLAIN)
    pieces = sentences.read([pipeline.make_doc(PLAIN)], pipeline)[0]
    assert len(pieces) == 7
    seen = [(token.text, token.dep_, token.head.text) for piece in pieces for token in piece]
    assert seen == [(token.text, token.dep_, token.head.text) for token in whole]
