"""Words remembered by form, tag and relation: the same as the pipeline's own ruler and lemmatizer, pairs included."""

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
    "Geese flew over the larger harbours; C'mon, you gotta see those better-known knives.",
)
KEY = ("ORTH", "TAG", "DEP")


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """The pipeline as it ships, without what says nothing of words."""
    name = "en_core_web_sm" if find_spec("en_core_web_sm") else sentences.BUNDLED
    return import_module(name).load(exclude=["senter", "ner"])


def test_words_are_what_ruler_and_lemmatizer_say_at_first_and_again(pipeline: Any) -> None:
    words = tags.Words.of(pipeline)
    assert words is not None
    for _ in range(2):
        for text in (*TEXTS, *TEXTS[::-1]):
            with pipeline.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
                bare = pipeline(text)
            read = words.read([tuple(row) for row in bare.to_array(KEY).tolist()])
            own = [tags.Word.of(token) for token in pipeline(text)]
            assert [word._replace(opens=False) for word in read] == own
    assert len(words.known) > 20


def test_words_are_forgotten_when_there_are_too_many(pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOST", 5)
    words = tags.Words.of(pipeline)
    assert words is not None
    doc = pipeline(TEXTS[0])
    assert [word.text for word in words.read([tuple(row) for row in doc.to_array(KEY).tolist()])] == [
        token.text for token in doc
    ]
    assert len(words.known) <= 6


@pytest.mark.parametrize("pattern", [[{"SHAPE": "Xx"}], [{"TAG": "NN"}] * 3])
def test_patterns_of_another_kind_are_left_to_the_ruler(pattern: Any) -> None:
    name = "en_core_web_sm" if find_spec("en_core_web_sm") else sentences.BUNDLED
    other = import_module(name).load(exclude=["senter", "ner", "parser"])
    other.get_pipe("attribute_ruler").add([pattern], {"POS": "X"})
    assert tags.Words.of(other) is None
