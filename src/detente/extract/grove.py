"""A grove: the trees of one document's sentences, grown once for all extractors that lay frames over them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.extract.frames import Tree
from detente.extract.lately import lately
from detente.records import Sentence


@lately
def grove(sentences: Sequence[Sentence]) -> tuple[Tree, ...]:
    """The trees of a document's sentences; those of the last document read are remembered."""
    return tuple(Tree(sentence) for sentence in sentences)
