"""Words of relations and acts: every row is found, and classes are known ones."""

from __future__ import annotations

import pytest

from detente import lexicons
from detente.extract.directions import hits
from detente.extract.trees import Tree
from detente.lexicons import Row
from tests.extract.reading import read

CLASSES = {"improve", "deteriorate", "no_change", "cooperative", "conflictual", "reverse", "relations", "event", "rise"}
MULTIWORD = [row for row in lexicons.table("directions") if " " in row["word"]]


def test_classes_are_known() -> None:
    assert {row["class"] for row in lexicons.table("directions")} == CLASSES


@pytest.mark.parametrize("row", MULTIWORD, ids=lambda row: row["word"])
def test_every_phrase_is_found_whole(row: Row) -> None:
    (sentence,) = read(f"Nobody knew whether {row['word']} was meant.").sentences
    tree = Tree(sentence)
    assert row["word"] in [hit.word for hit in hits(tree, range(len(tree)))]
