"""Kinds of names by the small tagger: those of the recogniser it was learnt from, beside that one parser."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente import models
from detente.annotate import entities, sentences
from detente.annotate.document import SpacyAnnotator
from detente.config import Annotate
from detente.errors import UsageError
from tests.annotate.given import document

TEXTS = (
    "Norwegian Foreign Minister Kari Holm told Reuters in Bergen on Monday that Oslo would not wait.",
    "The European Union fined the Skagen Shipping Company 40 million euros last week, said John Marsh.",
    "Nobody knew why the ferry had turned; the ice was thin and the wind had gone.",
    "Prime Minister Viktor Halasz flew from Budapest to Warsaw to meet the Polish president on 3 May 2019.",
)


@pytest.fixture(scope="module")
def model() -> sentences.Model:
    return sentences.model("en_core_web_sm")


def given(model: sentences.Model) -> list[Any]:
    docs = [model.pipeline.make_doc(text) for text in TEXTS]
    sentences.read(docs, model.pipeline)
    return docs


def test_kinds_are_nearly_always_those_of_the_recogniser(model: sentences.Model) -> None:
    assert model.names is not None
    docs = given(model)
    told = model.names(docs)
    own = sentences.model("en_core_web_sm", "model").pipeline
    said = [[token.ent_type_ for token in own(text)] for text in TEXTS]
    pairs = [pair for one, other in zip(told, said, strict=True) for pair in zip(one, other, strict=True)]
    assert sum(one == other for one, other in pairs) >= 0.93 * len(pairs)
    assert [kind for kind in told[2] if kind] == []


def test_company_changes_nothing(model: sentences.Model) -> None:
    assert model.names is not None
    docs = given(model)
    assert [model.names([doc])[0] for doc in docs] == model.names(docs)


def test_beside_another_parser_its_own_recogniser_is_kept(
    model: sentences.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = models.tensors(entities.NAME)
    assert held is not None
    other = held | {"probe": held["probe"] + np.float32(0.1)}
    monkeypatch.setattr(models, "tensors", lambda name: other)
    assert entities.Tagger.of(model.pipeline) is None
    monkeypatch.setattr(models, "tensors", lambda name: None)
    assert entities.Tagger.of(model.pipeline) is None


def test_the_setting_brings_the_recogniser_back() -> None:
    plain = sentences.model("en_core_web_sm", "model")
    assert plain.names is None
    assert plain.pipeline.has_pipe("ner")
    found = SpacyAnnotator(Annotate(names="model")).annotate(document(TEXTS[0]))
    kinds = {token.text: token.entity for token in found.sentences[0].tokens}
    assert (kinds["Kari"], kinds["Bergen"], kinds["Monday"], kinds["wait"]) == ("PERSON", "GPE", "DATE", "")


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(UsageError, match="guess"):
        SpacyAnnotator(Annotate(names="guess"))
