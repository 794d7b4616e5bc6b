"""The faster forward pass: the same parse as the parser's own, whatever is read before or beside it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from detente.annotate import sentences, vectors

TEXTS = (
    "The Norwegian minister told reporters in Bergen that the ferry would sail again on Monday.",
    "“We shall wait,” said Mara Elling, a fellow at the Fjord Institute, who left at 4 p.m.",
    "  Two   blanks, an e-mail (kari@example.org) and ½ a loaf…\n",
    "X",
)


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """A pipeline of its own, with its own forward pass."""
    name = "en_core_web_sm" if find_spec("en_core_web_sm") else sentences.BUNDLED
    return import_module(name).load()


def test_both_networks_of_the_bundled_model_are_quickened_and_parse_as_before(pipeline: Any) -> None:
    def parsed() -> list[list[tuple[object, ...]]]:
        docs = pipeline.pipe(TEXTS)
        return [[(t.tag_, t.dep_, t.head.i, t.ent_type_, t.lemma_) for t in doc] for doc in docs]

    before = parsed()
    vectors_before = [doc.tensor for doc in pipeline.pipe(TEXTS)]
    assert vectors.quicken(pipeline) == 2
    assert vectors.quicken_steps(pipeline) == 2
    assert parsed() == before
    after = [doc.tensor for doc in pipeline.pipe(TEXTS)]
    assert all(np.abs(a - b).max() < vectors.ALIKE for a, b in zip(vectors_before, after, strict=True))


def test_vectors_do_not_depend_on_what_was_read_before_or_beside(pipeline: Any) -> None:
    vectors.quicken(pipeline)
    alone = [pipeline(text).tensor for text in TEXTS]
    beside = [doc.tensor for doc in pipeline.pipe(TEXTS[::-1])][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(alone, beside, strict=True))


def test_forms_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "MOST", 3)
    forms = vectors.Forms(lambda features: features.astype("f") * 2)
    for first in range(6):
        rows = np.array([[first, 0], [first + 1, 0]], dtype="uint64")
        assert np.array_equal(forms.vectors(rows), rows.astype("f") * 2)
    assert len(forms.rows) <= 3


def test_a_network_built_otherwise_keeps_its_own_pass() -> None:
    class Other:
        layers: tuple[object, ...] = ()

    assert vectors._parts(Other()) is None
