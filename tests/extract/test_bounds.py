"""Where reported words begin and end: other readings than the parse's, and the learned choice among them."""

from __future__ import annotations

from datetime import date

import pytest

from detente.extract import bounds, speech
from detente.extract.candidate import Candidate
from detente.extract.trees import Tree
from tests.extract.reading import read

SENTENCES = (
    "The minister vowed to close the base and to open another in spring.",
    "The envoy praised the pact, which ends in May, as a turning point.",
    "In fact, the general said, his troops had left before dawn.",
)


def found(text: str) -> list[tuple[Tree, Candidate]]:
    here = speech.scene(read(text, date(2015, 3, 2)))
    rows = speech.weighed(here.page.trees, here.loud, here.spoken, rules=True, keep_all=True)
    return [(here.page.trees[number], candidate) for number, candidate, _ in rows]


@pytest.mark.parametrize("text", SENTENCES)
def test_readings_hold_the_parse_s_own_once_and_never_the_cue(text: str) -> None:
    for tree, candidate in found(text):
        readings = bounds.readings(tree, candidate)
        assert [reading.content for reading in readings if reading.own] == [candidate.content]
        assert len({reading.content for reading in readings}) == len(readings) > 1
        assert all(not reading.content & candidate.cue for reading in readings)
        assert all(min(r.content) >= 0 and max(r.content) < len(tree) for r in readings)


@pytest.mark.parametrize("text", SENTENCES)
def test_rules_keep_what_the_parse_gives(text: str) -> None:
    for tree, candidate in found(text):
        assert bounds.settled(tree, candidate, rules=True) is candidate


def test_weights_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, candidate = found(SENTENCES[1])[0]
    monkeypatch.setattr(bounds, "weights", lambda: {"e:cut|,|which": 9.0})
    cut = bounds.settled(tree, candidate, rules=False)
    assert cut.content < candidate.content
    monkeypatch.setattr(bounds, "weights", lambda: {"own": 9.0})
    assert bounds.settled(tree, candidate, rules=False) is candidate
