"""The relation scorer: how a pair is written for it, that one pair always scores alike, and that damage is noticed."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.errors import StoreError
from detente.models import relation_scorer
from detente.models.relation_scorer import LENGTH, MARKERS, Pair, RelationScorer, encode

needs_weights = pytest.mark.skipif(
    not relation_scorer.available(), reason="the weights of the relation scorer are not installed"
)
FOLDER = Path(relation_scorer.__file__).parent


class Words:
    """A tokenizer that gives each word an id of its own: 100 and its place."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Any:
        assert not add_special_tokens
        offsets, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            offsets.append((start, at))
        return SimpleNamespace(ids=[200 + n for n in range(len(offsets))], offsets=offsets)


def test_markers_stand_around_both_sides() -> None:
    ids, source, target = encode(Words(), "Peru thanked Chile today", (0, 4), (13, 18))
    assert ids == [101, MARKERS[0], 200, MARKERS[1], 201, MARKERS[2], 202, MARKERS[3], 203, 102]
    assert (source, target) == (1, 5)


def test_an_unnamed_side_is_marked_before_the_text() -> None:
    ids, source, target = encode(Words(), "Chile was thanked", (0, 0), (0, 5))
    assert set(ids[1:4]) == {MARKERS[0], MARKERS[1], MARKERS[2]}
    assert ids[4] == 200
    assert ids[source] == MARKERS[0]
    assert ids[target] == MARKERS[2]


@pytest.mark.parametrize("places", [(0, 1), (0, 399), (200, 210), (398, 399)])
def test_long_passages_are_cut_and_keep_all_markers(places: tuple[int, int]) -> None:
    text = " ".join(f"w{n}" for n in range(400))
    spans = [(text.index(f"w{n}"), text.index(f"w{n}") + len(f"w{n}")) for n in places]
    ids, source, target = encode(Words(), text, spans[0], spans[1])
    assert len(ids) <= LENGTH
    assert all(ids.count(marker) == 1 for marker in MARKERS)
    assert (ids[source], ids[target]) == (MARKERS[0], MARKERS[2])


@needs_weights
def test_one_pair_scores_alike_in_any_company() -> None:
    pair = Pair("Peru condemned Chile on Friday.", (0, 4), (15, 20))
    other = Pair("The premier of Chad flew to Niger, and " * 6, (15, 19), (28, 33))
    scorer = relation_scorer.scorer()
    assert scorer.score([pair])[0] == scorer.score([other, pair, other])[1]


@needs_weights
def test_probabilities_sum_to_one_and_plain_acts_are_read() -> None:
    scores = relation_scorer.scorer().score([Pair("Peru condemned Chile on Friday.", (0, 4), (15, 20))])[0]
    for head in (scores.types, scores.statuses, scores.roots):
        assert sum(head) == pytest.approx(1, abs=0.01)
    assert relation_scorer.TYPES[max(range(17), key=lambda i: scores.types[i])] == "ACCUSE"
    assert relation_scorer.STATUSES[max(range(8), key=lambda i: scores.statuses[i])] == "actual"


@needs_weights
def test_the_direction_of_an_act_is_read() -> None:
    text = "Peru expelled two envoys of Chile."
    there, back = relation_scorer.scorer().score([Pair(text, (0, 4), (28, 33)), Pair(text, (28, 33), (0, 4))])
    none = relation_scorer.TYPES.index("NONE")
    assert there.types[none] < 0.2 < back.types[none]


@needs_weights
def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    card["sha256"] = {"tokenizer.json": "0" * 64}
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (tmp_path / "tokenizer.json").write_bytes((FOLDER / "tokenizer.json").read_bytes())
    monkeypatch.setattr(relation_scorer, "files", lambda _: tmp_path)
    with pytest.raises(StoreError, match=r"tokenizer\.json of the relation scorer are damaged"):
        RelationScorer()


def test_without_weights_the_scorer_is_not_available(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relation_scorer, "files", lambda _: tmp_path)
    assert not relation_scorer.available()


@needs_weights
def test_the_card_names_every_file_and_label() -> None:
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    assert set(card["sha256"]) == {"model.onnx", "tokenizer.json"}
    assert (tuple(card["types"]), tuple(card["statuses"])) == (relation_scorer.TYPES, relation_scorer.STATUSES)
    assert (card["length"], tuple(card["markers"])) == (LENGTH, MARKERS)
