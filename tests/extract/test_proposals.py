"""What the learned scorer adds to the frames, and that the frames work without it."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.events import EventExtractor
from detente.models import relation_scorer
from tests.extract.passages import annotated

needs_weights = pytest.mark.skipif(
    not relation_scorer.available(), reason="the weights of the relation scorer are not installed"
)


def rules(text: str) -> set[str]:
    return {event.rule for event in EventExtractor(Extract(min_p=0.0)).extract(annotated(text))}


def test_rules_alone_never_cite_the_scorer() -> None:
    text = "Peru gave Chile the cold shoulder over the bay, and Bolivia condemned Chile."
    found = EventExtractor(Extract(model="rules")).extract(annotated(text))
    assert found and all(event.rule.startswith("frames:") for event in found)


@needs_weights
def test_a_sentence_that_a_frame_has_coded_gets_no_proposal() -> None:
    assert "model:relation_scorer" not in rules("Peru condemned Chile.")


@needs_weights
def test_too_many_sides_get_no_proposal() -> None:
    assert "model:relation_scorer" not in rules("Peru, Chile, Bolivia and Brazil have tall mountains.")


@needs_weights
def test_one_text_always_gets_the_same_rows() -> None:
    text = "Lima's gunners traded insults with the Chilean garrison all night."
    assert EventExtractor().extract(annotated(text)) == EventExtractor().extract(annotated(text))
