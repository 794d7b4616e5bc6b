"""The clause scorer: how a window is written for it, that one always scores alike, and that damage is noticed."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.errors import StoreError
from detente.models import clause_scorer
from detente.models.clause_scorer import BEFORE, FIRST_MARK, LENGTH, ClauseScorer, Mark, State, Window, encode

needs_weights = pytest.mark.skipif(
    not clause_scorer.available(), reason="the weights of the clause scorer are not installed"
)
FOLDER = Path(clause_scorer.__file__).parent
PERU, CHILE = State("PER", "Peru", home=False), State("CHL", "Chile", home=True)


class Words:
    """A tokenizer that gives each word an id of its own: 200 and its place."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Any:
        assert not add_special_tokens
        offsets, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            offsets.append((start, at))
        return SimpleNamespace(ids=[200 + n for n in range(len(offsets))], offsets=offsets)


def window(text: str, begin: int, *heads: str, marks: tuple[Mark, ...] = ()) -> Window:
    starts = tuple(text.index(head, begin) for head in heads)
    return Window(text, begin, (PERU, CHILE), marks, tuple(range(len(heads))), starts)


def test_states_stand_before_the_text_and_behind_their_mentions() -> None:
    asked = window("It rained. Lima struck back", 11, "struck", marks=(Mark(11, 15, 0),))
    ids, states, heads = encode(Words(), asked)
    peru, chile = FIRST_MARK, FIRST_MARK + 1
    assert ids == [101, peru, 200, chile, 200, 201, 102, 200, 201, 102, 202, peru, 203, 204, 102]
    assert [ids[at] for at in states] == [peru, chile]
    assert [ids[at] for at in heads] == [203]


def test_a_long_text_is_cut_before_and_after() -> None:
    before = " ".join(f"b{n}" for n in range(300))
    text = before + " " + " ".join(f"w{n}" for n in range(300))
    ids, states, heads = encode(Words(), window(text, len(before) + 1, "w0 ", "w299"))
    assert len(ids) <= LENGTH + BEFORE + 2
    assert heads[0] > 0
    assert heads[1] == -1
    assert [ids[at] for at in states] == [FIRST_MARK, FIRST_MARK + 1]


@needs_weights
def test_a_plain_act_is_read_with_its_sides() -> None:
    text = "Peru expelled two envoys of Chile on Friday."
    (told,) = clause_scorer.scorer().read(window(text, 0, "expelled", marks=(Mark(0, 4, 0), Mark(28, 33, 1))))
    best = max(range(len(told.types)), key=lambda i: told.types[i])
    assert clause_scorer.TYPES[best] == "SANCTION"
    assert told.sources[0] > told.sources[1]
    assert told.targets[1] > told.targets[0]
    assert sum(told.types) == pytest.approx(1, abs=0.01)


@needs_weights
def test_the_weather_tells_no_act() -> None:
    text = "Lima was cold, and buses ran late in the rain."
    told = clause_scorer.scorer().read(window(text, 0, "buses", "ran", "rain"))
    none = clause_scorer.TYPES.index("NONE")
    assert all(one.types[none] > 0.5 for one in told)


@needs_weights
def test_without_states_or_heads_nothing_is_told() -> None:
    assert clause_scorer.scorer().read(window("Buses ran late.", 0)) == ()
    assert clause_scorer.scorer().read(Window("Buses ran late.", 0, (), (), (1,), (6,))) == ()


@needs_weights
def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(b"no weights")
    monkeypatch.setattr(clause_scorer, "files", lambda _: tmp_path)
    with pytest.raises(StoreError, match=r"model\.onnx of the clause scorer are damaged"):
        ClauseScorer()


def test_without_weights_the_scorer_is_not_available(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clause_scorer, "files", lambda _: tmp_path)
    assert not clause_scorer.available()


@needs_weights
def test_the_card_names_every_file_and_label() -> None:
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    assert set(card["sha256"]) == {"model.onnx"}
    assert (tuple(card["types"]), tuple(card["statuses"])) == (clause_scorer.TYPES, clause_scorer.STATUSES)
