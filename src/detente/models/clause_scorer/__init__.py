"""The clause scorer: which act between states each verb and noun of a sentence tells, who acts and who is acted upon.

A MiniLM-L6 encoder that reads a sentence, what stands before it and the names of the states that the document is about
(int8 ONNX), trained by `training/clause_scorer.py`; the card beside the weights says on what, with which figures and
limits. Reads no network, needs no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np

from detente.models import encoders
from detente.models.relation_scorer import STATUSES, TYPES

__all__ = ["STATUSES", "TYPES", "ClauseScorer", "Mark", "State", "Told", "Window", "available", "encode", "scorer"]

FIRST_MARK: Final = 5
"""[unused4] of the BERT vocabulary: the mark of the first state; the others follow."""
MOST_MARKS: Final = 8
HOME: Final = " (home)"
LENGTH: Final = 128
"""Most word pieces of the sentence with the states."""
BEFORE: Final = 40
"""Most word pieces of what stands before it."""
REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class State:
    """A state or organisation of a document; `home`: the outlet's own."""

    code: str
    name: str
    home: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the text that means the state of this number."""

    start: int
    end: int
    state: int


@dataclass(frozen=True, slots=True)
class Window:
    """A text whose sentence from `begin` on is asked about: its states, their mentions, the tokens that may tell acts
    (`heads`, by their index in the sentence, and the characters where they start)."""

    text: str
    begin: int
    states: tuple[State, ...]
    marks: tuple[Mark, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a token tells: probabilities of types and statuses, and of each state that it acts or is acted upon."""

    head: int
    types: tuple[float, ...]
    statuses: tuple[float, ...]
    sources: tuple[float, ...]
    targets: tuple[float, ...]


Coded = tuple[list[int], list[int], list[int]]


def encode(tokenizer: Any, window: Window) -> Coded:
    """Token ids, the places of the states' marks, and of the heads (-1 where one is cut off)."""
    ids, places = [101], []
    for number, state in enumerate(window.states):
        places.append(len(ids))
        name = state.name + HOME if state.home else state.name
        ids += [FIRST_MARK + number, *tokenizer.encode(name, add_special_tokens=False).ids]
    ids.append(102)
    pieces = _pieces(tokenizer, window)
    before = [piece for piece, start in pieces if start < window.begin][-BEFORE:]
    here = [(piece, start) for piece, start in pieces if start >= window.begin]
    if before:
        ids += [*before, 102]
    room = LENGTH + len(before) - len(ids)
    found: dict[int, int] = {}
    for piece, start in here[:room]:
        if piece < FIRST_MARK or piece >= FIRST_MARK + MOST_MARKS:
            found.setdefault(start, len(ids))
        ids.append(piece)
    ids.append(102)
    return ids, places, [found.get(start, -1) for start in window.starts]


def _pieces(tokenizer: Any, window: Window) -> list[tuple[int, int]]:
    """Word pieces with where they start, a state's mark behind each mention of it."""
    encoding = tokenizer.encode(window.text, add_special_tokens=False)
    marks = sorted(window.marks, key=lambda mark: (mark.end, mark.state))
    pieces: list[tuple[int, int]] = []
    at = 0
    for piece, (start, _) in zip(encoding.ids, encoding.offsets, strict=True):
        while at < len(marks) and marks[at].end <= start:
            pieces.append((FIRST_MARK + marks[at].state, marks[at].start))
            at += 1
        pieces.append((piece, start))
    pieces += [(FIRST_MARK + mark.state, mark.start) for mark in marks[at:]]
    return pieces


class ClauseScorer:
    """Scores the tokens of windows with the weights of a folder, the shipped ones without; made once a process.

    Raises `StoreError` where the weights are damaged.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        self._session, _ = encoders.opened(folder or files(__name__), "clause scorer")
        vocabulary = files("detente.models.relation_scorer") / "tokenizer.json"
        self._tokenizer = encoders.tokenizer(vocabulary.read_bytes())
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._of)

    def read(self, window: Window) -> Sequence[Told]:
        """What each head of the sentence tells; each window runs alone, so that none depends on its neighbours."""
        return self._remembered(window)

    def _of(self, window: Window) -> tuple[Told, ...]:
        ids, states, heads = encode(self._tokenizer, window)
        kept = [(head, place) for head, place in zip(window.heads, heads, strict=True) if place >= 0]
        if not kept or not states:
            return ()
        inputs = {
            "ids": np.array([ids], dtype=np.int64),
            "mask": np.ones((1, len(ids)), dtype=np.int64),
            "states": np.array([states], dtype=np.int64),
            "heads": np.array([[place for _, place in kept]], dtype=np.int64),
        }
        types, statuses, sources, targets = self._session.run(["type", "status", "source", "target"], inputs)
        columns = (
            encoders.softmax(types[0]),
            encoders.softmax(statuses[0]),
            _sigmoid(sources[0]),
            _sigmoid(targets[0]),
        )
        rows = [[tuple(round(float(p), 4) for p in row) for row in column] for column in columns]
        return tuple(Told(head, *found) for (head, _), *found in zip(kept, *rows, strict=True))


def _sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))


def available() -> bool:
    """True where the weights and the libraries that run them are installed."""
    return encoders.available(files(__name__))


@cache
def scorer() -> ClauseScorer:
    """The scorer of this process."""
    return ClauseScorer()
