"""Documents that copy others: candidate pairs from an inverted index of shingles, each pair verified exactly.

1. fingerprint every body; 2. bodies equal word for word stand for one another; 3. pairs that share rare shingles;
4. verify each by the exact share of common shingles; 5. link each copy to one representative that it was verified
against: longest first, then earliest, then smallest id, so that neither the order of the input nor the closure
of a chain of likenesses matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.dedupe.fingerprints import Fingerprint, Fingerprints
from detente.records import Document

SAME: Final = 0.88  # share of each text's shingles in the other; reprints with another dateline reach .93 to .99
CONTAINED: Final = 0.8  # share of the shorter text found in the longer
REVISED: Final = 0.5  # share of each text found in the other, for a later version of the same report
SOLID: Final = 0.65  # share of the shorter text that must be found for a revision
SMALLEST: Final = 8  # shingles; shorter texts are copies only when equal word for word
COMMON: Final = 60  # shingles found in more documents than this say nothing (16,915 wire stories lose no pair)
LARGE: Final = 20_000  # documents above which candidates come from every eighth shingle only


@dataclass(frozen=True, slots=True)
class Copy:
    """`doc_id` repeats `duplicate_of`, in the way `duplicate_relation` says (same, contains, revised)."""

    doc_id: str
    duplicate_of: str
    duplicate_relation: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents by position, how many shingles they share, and what that makes them."""

    a: int
    b: int
    shared: int
    relation: str


def find(documents: Sequence[Document]) -> tuple[Copy, ...]:
    """The copies among `documents`, sorted by id; documents that are not named are originals."""
    maker = Fingerprints()
    unique = {document.doc_id: document for document in documents}
    known = {key: maker.of(document) for key, document in unique.items()}
    ordered = sorted(unique.values(), key=lambda d: (-len(known[d.doc_id]), d.published or date.max, d.doc_id))
    prints = [known[document.doc_id] for document in ordered]
    links: dict[int, list[Pair]] = {}
    for pair in pairs(prints):
        links.setdefault(pair.b, []).append(pair)
    copies: dict[int, Pair] = {}
    for at in range(len(ordered)):
        found = [pair for pair in links.get(at, ()) if pair.a not in copies]
        if found:
            copies[at] = max(found, key=lambda pair: (pair.shared, -pair.a))
    rows = (Copy(ordered[p.b].doc_id, ordered[p.a].doc_id, p.relation) for p in copies.values())
    return tuple(sorted(rows, key=lambda copy: copy.doc_id))


def pairs(prints: Sequence[Fingerprint]) -> Iterator[Pair]:
    """Every verified pair (a before b), by position in `prints`, equal texts as pairs with the first of them."""
    first: dict[bytes, int] = {}
    for at, print_ in enumerate(prints):
        twin = first.setdefault(print_.words, at)
        if twin != at:
            yield Pair(twin, at, len(print_), "same")
    kept = [at for at in first.values() if len(prints[at]) >= SMALLEST]
    for a, b in _candidates([prints[at] for at in kept], total=len(prints)):
        one, other = prints[kept[a]], prints[kept[b]]
        shared = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
        relation = relate(shared, len(one), len(other))
        if relation is not None:
            yield Pair(kept[a], kept[b], shared, relation)


def relate(shared: int, a: int, b: int) -> str | None:
    """What `shared` shingles make of two texts of `a` and `b` shingles: same, contains, revised, or None."""
    short, long = shared / min(a, b), shared / max(a, b)
    if long >= SAME:
        return "same"
    if short >= SAME and min(a, b) < SAME * max(a, b):
        return "contains"
    if short >= SOLID and long >= REVISED:
        return "revised"
    return "contains" if short >= CONTAINED else None


def _candidates(prints: Sequence[Fingerprint], *, total: int) -> Iterator[tuple[int, int]]:
    """Pairs that share enough rare shingles to be worth an exact look, in order."""
    if len(prints) < 2:
        return
    sizes = np.array([len(p) for p in prints], dtype=np.int64)
    shingles = np.concatenate([p.shingles for p in prints])
    owners = np.repeat(np.arange(len(prints), dtype=np.int64), sizes)
    if total > LARGE:
        kept = shingles % np.uint64(8) == 0
        shingles, owners = shingles[kept], owners[kept]
    order = np.argsort(shingles, kind="stable")
    shingles, owners = shingles[order], owners[order]
    keys = _meetings(shingles, owners, len(prints))
    if not len(keys):
        return
    keys, counts = np.unique(keys, return_counts=True)
    left, right = keys // len(prints), keys % len(prints)
    need = np.minimum(sizes[left], sizes[right]) * (0.25 / (8 if total > LARGE else 1))
    enough = counts >= np.maximum(need, 1)
    yield from zip(left[enough].tolist(), right[enough].tolist(), strict=True)


def _meetings(shingles: NDArray[np.uint64], owners: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """One key (a * n + b) for each time documents a < b share a shingle that at most `COMMON` documents hold."""
    starts = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1])))
    lengths = np.diff(np.append(starts, len(shingles)))
    rare = np.repeat((lengths > 1) & (lengths <= COMMON), lengths)
    shingles, owners = shingles[rare], owners[rare]
    found = []
    for step in range(1, COMMON):
        alike = shingles[step:] == shingles[:-step]
        if not alike.any():
            break
        found.append(owners[:-step][alike] * n + owners[step:][alike])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
