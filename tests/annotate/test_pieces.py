"""Long texts in pieces: every stretch in one piece, cut at good places, and nothing lost between them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from detente.annotate import pieces
from detente.records import Block, Document
from tests.annotate import given

SENTENCE = "Norway and Chile signed a treaty on fish in Bergen. "


def stretches(document: Document) -> list[tuple[int, int]]:
    return [(block.start, block.end) for part in pieces.cut(document) for block in part.blocks]


def test_an_article_is_one_piece_and_the_document_itself() -> None:
    document = given.document(SENTENCE * 100)
    assert [part is document for part in pieces.cut(document)] == [True]


@pytest.mark.parametrize("text", [SENTENCE * 5000, "word " * 50_000, "a" * 200_000, (SENTENCE * 9 + "\n\n") * 500])
def test_the_pieces_cover_a_long_block_once_and_none_is_too_long(text: str) -> None:
    document = given.document(text)
    parts = list(pieces.cut(document))
    found = stretches(document)
    assert len(parts) > 1
    assert found[0][0] == 0 and found[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert all(sum(b.end - b.start for b in part.blocks) <= pieces.SIZE for part in parts)
    assert all(part.text == text for part in parts)


def test_a_long_block_is_cut_between_sentences() -> None:
    text = SENTENCE * 5000
    assert all(text[:end].endswith(". ") for _, end in stretches(given.document(text)))


def test_short_blocks_fill_pieces_in_their_order_and_captions_go_along() -> None:
    size = 10_000
    blocks = [Block(n * size, (n + 1) * size, "caption" if n % 5 == 4 else "body") for n in range(30)]
    document = given.document("x" * 30 * size, "2017-05-02", *blocks)
    parts = list(pieces.cut(document))
    assert [block for part in parts for block in part.blocks] == blocks
    assert len(parts) == 4
