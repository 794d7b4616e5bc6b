"""Parts of speech remembered: the same as the attribute ruler's own, pairs of words included."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from detente.annotate import sentences, tags

TEXTS = (
    "There is no ferry today, and it isn't sailing tomorrow; y'all ain't gonna like that.",
    "Let's wait, said the minister, who had had no news that morning because nothin' came.",
    "He did what he had to do. They're sure that it is what it was.",
    "They said that it had sailed. I saw it, you saw it, it saw you.",
    "Two   blanks\n\nand a line.",
    "Norway will not sell fish to Sweden, and Sweden does not mind; but it's the law.",
)


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """A pipeline without the ruler."""
    name = "en_core_web_sm" if find_spec("en_core_web_sm") else sentences.BUNDLED
    return import_module(name).load(exclude=["senter", "lemmatizer", "ner"])


def seen(doc: Any) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc]


def test_memory_says_what_the_ruler_says_at_first_and_again(pipeline: Any) -> None:
    ruler = pipeline.get_pipe("attribute_ruler")
    quick = tags.Ruler.of(ruler)
    assert quick is not None
    for _ in range(3):
        for text in (*TEXTS, *TEXTS[::-1]):
            with pipeline.select_pipes(disable=["attribute_ruler"]):
                bare, other = pipeline(text), pipeline(text)
            assert seen(quick(other)) == seen(ruler(bare))
    assert len(quick.known) > 20


def test_patterns_that_look_elsewhere_are_left_to_the_ruler() -> None:
    class Odd:
        patterns = ({"patterns": [[{"SHAPE": "Xx"}]], "attrs": {"POS": "X"}, "index": 0},)

    assert tags.Ruler.of(Odd()) is None
