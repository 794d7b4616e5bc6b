"""The relation scorer: which act of one side toward the other a passage reports, and whether it happened.

A MiniLM-L6 encoder with marked source and target (int8 ONNX, 23 MB), trained by `training/relation_scorer.py`; the card
beside the weights says on what, with which figures and limits. Reads no network, needs no torch.
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

TYPES: Final = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
STATUSES: Final = ("actual", "planned", "hypothetical", "cancelled", "negated", "denied", "alleged", "none")
ROOTS: Final = (*sorted({*TYPES, "YIELD"} - {"CONCEDE", "RETREAT", "NONE"}),)
MARKERS: Final = (1, 2, 3, 4)
"""[unused0] … [unused3] of the BERT vocabulary: before and after the source, before and after the target."""
LENGTH: Final = 128
REMEMBERED: Final = 2048  # pairs: wires send their sentences again and again

Span = tuple[int, int]
Coded = tuple[list[int], int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage with the spans of two sides; (0, 0) stands for a side that the text does not name."""

    text: str
    source: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities of one pair, in the order of `TYPES`, `STATUSES` and `ROOTS`; each sums to 1."""

    types: tuple[float, ...]
    statuses: tuple[float, ...]
    roots: tuple[float, ...]


def encode(tokenizer: Any, text: str, source: Span, target: Span) -> Coded:
    """Token ids with the four markers, and the places of the two opening ones; long passages are cut."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    inserts = sorted(
        [
            (source[0], 1, MARKERS[0]),
            (source[1], 0, MARKERS[1]),
            (target[0], 1, MARKERS[2]),
            (target[1], 0, MARKERS[3]),
        ]
    )
    ids: list[int] = []
    for token, (start, _) in zip(encoding.ids, encoding.offsets, strict=True):
        while inserts and inserts[0][0] <= start:
            ids.append(inserts.pop(0)[2])
        ids.append(token)
    ids += [marker for _, _, marker in inserts]
    ids = [101, *_cut(ids, LENGTH - 2), 102]
    return ids, ids.index(MARKERS[0]), ids.index(MARKERS[2])


def _cut(ids: list[int], room: int) -> list[int]:
    """At most `room` ids that keep all markers: the middle, or the two ends where the sides stand far apart."""
    if len(ids) <= room:
        return ids
    places = sorted(ids.index(marker) for marker in MARKERS)
    begin = max(0, min(places[0] - 4, len(ids) - room))
    if places[-1] < begin + room:
        return ids[begin : begin + room]
    half = room // 2
    kept = ids[begin : begin + half] + ids[places[-1] - (room - half) + 1 : places[-1] + 1]
    if all(marker in kept for marker in MARKERS):
        return kept
    return [MARKERS[0], MARKERS[1], MARKERS[2], MARKERS[3], *[t for t in ids if t not in MARKERS][: room - 4]]


class RelationScorer:
    """Scores pairs with the weights of a folder, the shipped ones without; made once a process.

    Raises `StoreError` where the weights are damaged.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        self._session, weights = encoders.opened(folder or files(__name__), "relation scorer")
        self._tokenizer = encoders.tokenizer(weights["tokenizer.json"])
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._of)

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """One `Scores` a pair, in the order given.

        Each pair runs alone: int8 activations are scaled by the largest value in the batch, so that in company a
        pair's figures would depend on its neighbours, and the bytes of a build on how it was cut into shards.
        """
        return [self._remembered(pair) for pair in pairs]

    def _of(self, pair: Pair) -> Scores:
        return self._alone(*encode(self._tokenizer, pair.text, pair.source, pair.target))

    def _alone(self, ids: list[int], source: int, target: int) -> Scores:
        inputs = {
            "ids": np.array([ids], dtype=np.int64),
            "mask": np.ones((1, len(ids)), dtype=np.int64),
            "marks": np.array([[source, target]], dtype=np.int64),
        }
        heads = [encoders.softmax(output[0]) for output in self._session.run(["type", "status", "root"], inputs)]
        return Scores(*(tuple(round(float(p), 4) for p in head) for head in heads))


def available() -> bool:
    """True where the weights and the libraries that run them are installed."""
    return encoders.available(files(__name__))


@cache
def scorer() -> RelationScorer:
    """The scorer of this process."""
    return RelationScorer()
