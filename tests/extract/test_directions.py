"""Words of relations and acts: every row is found, and classes are known ones."""

from __future__ import annotations

import pytest

from detente import lexicons
from detente.extract.directions import hits
from detente.extract.trees import Tree
from detente.lexicons import Row
from tests.extract.reading import read

CLASSES = {"improve", "deteriorate", "no_change", "cooperative", "conflictual", "reverse", "relations", "event", "rise"}
CLASSES |= {"wane", "avert", "force", "prolong"}
MULTIWORD = [row for row in lexicons.table("directions") if " " in row["word"]]


def test_classes_are_known() -> None:
    assert {row["class"] for row in lexicons.table("directions")} == CLASSES


@pytest.mark.parametrize("row", MULTIWORD, ids=lambda row: row["word"])
def test_every_phrase_is_found_whole(row: Row) -> None:
    frames = (
        f"Nobody knew whether {row['word']} was meant.",
        f"They will {row['word']} it.",
        f"They saw the {row['word']}.",
    )
    trees = [Tree(sentence) for frame in frames for sentence in read(frame).sentences]
    assert row["word"] in [hit.word for tree in trees for hit in hits(tree, range(len(tree)))]
