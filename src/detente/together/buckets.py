"""Buckets: the pairs of a store in stretches, each small enough to be held in memory, and the incidents of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

BUCKET: Final = 2_048
"""Documents that tell incidents, a bucket of pairs, on average."""


class Buckets:
    """The buckets that incidents go to, those of the pairs that they are between: stretches of all pairs in order."""

    def __init__(self, own: pa.Table) -> None:
        ids = np.array([name.encode() for name in own["incident_id"].to_pylist()], dtype=np.bytes_)
        self.order = np.argsort(ids)
        self.ids = ids[self.order]
        sides = zip(own["source"].to_pylist(), own["target"].to_pylist(), strict=True)
        between = [pairs(*both) for both in sides]
        told, before = Counter[tuple[str, str]](), 0
        for found, documents in zip(between, own["n_documents"].to_pylist(), strict=True):
            told.update(dict.fromkeys(found, documents))
        self.place: dict[tuple[str, ...], int] = {}
        for pair in sorted(told):
            self.place[pair] = before // BUCKET
            before += told[pair]
        self.count = max(self.place.values(), default=-1) + 1
        places = [sorted({self.place[pair] for pair in found}) for found in between]
        self.starts = np.cumsum([0, *map(len, places)])
        self.held = np.array([number for numbers in places for number in numbers], dtype=np.int64)

    def of_pair(self, pair: tuple[str, ...]) -> int:
        """The bucket of a pair; the one after all for those of which we have no incident."""
        return self.place.get(pair, self.count)

    def of(self, incident_ids: Sequence[str | None]) -> Iterator[tuple[int, int]]:
        """The place of each incident in the sequence with each of its buckets."""
        names = np.array([(name or "").encode() for name in incident_ids], dtype=np.bytes_)
        at = np.searchsorted(self.ids, names)
        for place, found in enumerate(at.tolist()):
            if found < len(self.ids) and self.ids[found] == names[place]:
                own = self.order[found]
                for number in self.held[self.starts[own] : self.starts[own + 1]].tolist():
                    yield place, number

    def incidents(self, number: int) -> NDArray[np.int64]:
        """The incidents of a bucket, by their places in the table."""
        return np.searchsorted(self.starts, np.flatnonzero(self.held == number), side="right") - 1


def pairs(source: Iterable[str], target: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs of states that an act is between, each in alphabetical order."""
    return {(min(a, b), max(a, b)) for a in source for b in target if a != b}
