"""A grove: the trees of one document's sentences, grown once for all extractors that lay frames over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from detente.extract.frames import Tree
from detente.records import Sentence


def grove(sentences: Sequence[Sentence]) -> tuple[Tree, ...]:
    """The trees of a document's sentences; those of the last document read are remembered."""
    return _grove(_Same(sentences))


@lru_cache(maxsize=1)
def _grove(sentences: _Same) -> tuple[Tree, ...]:
    return tuple(Tree(sentence) for sentence in sentences.given)


class _Same:
    """Sentences by identity."""

    def __init__(self, given: Sequence[Sentence]) -> None:
        self.given = given

    def __hash__(self) -> int:
        return id(self.given)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.given is self.given
