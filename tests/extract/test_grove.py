"""Trees that the extractors of a document share."""

from __future__ import annotations

from datetime import date

from detente.extract.grove import grove
from tests.extract.reading import read

DAY = date(2015, 3, 2)


def test_the_trees_of_a_document_are_grown_once_and_in_order() -> None:
    doc = read("Norway sued Sweden. Sweden waited.", DAY)
    trees = grove(doc.sentences)
    assert [tree.sentence for tree in trees] == list(doc.sentences)
    assert grove(doc.sentences) is trees


def test_another_document_has_its_own() -> None:
    one, other = read("Norway sued Sweden.", DAY), read("Sweden waited.", DAY)
    grown = grove(one.sentences)
    assert grove(other.sentences)[0].sentence.start == 0
    assert grove(other.sentences) is not grown
    assert [tree.sentence for tree in grove(one.sentences)] == list(one.sentences)
