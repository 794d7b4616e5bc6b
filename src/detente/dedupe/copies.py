"""Documents that copy others: candidate pairs from an inverted index of shingles, each pair verified exactly.

1. fingerprint every body; 2. bodies equal word for word stand for one another; 3. pairs that share rare shingles;
4. verify each by the exact share of common shingles; 5. link each copy to one representative that it was verified
against: longest first, then earliest, then smallest id, so that neither the order of the input nor the closure
of a chain of likenesses matters. Shingles go by hash to stretches that fit into memory, the pairs that share one to
parts by the longer document, and shingles of candidates are fetched some documents at a time: what is held at once does
not grow with the collection, but for a few numbers a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.dedupe.fingerprints import Fingerprints, Prints, Shingles
from detente.dedupe.shelves import Memory, Shelves
from detente.records import Document

SAME: Final = 0.88  # share of each text's shingles in the other; reprints with another dateline reach .93 to .99
CONTAINED: Final = 0.8  # share of the shorter text found in the longer
REVISED: Final = 0.5  # share of each text found in the other, for a later version of the same report
SOLID: Final = 0.65  # share of the shorter text that must be found for a revision
SMALLEST: Final = 8  # shingles; shorter texts are copies only when equal word for word
COMMON: Final = 60  # shingles found in more documents than this say nothing (16,915 wire stories lose no pair)
LARGE: Final = 20_000  # documents above which candidates come from every eighth shingle only
STRETCH: Final = 250_000  # shingles gone through at once: about 10 MB
MET: Final = 400_000  # pairs that meet at a shingle counted at once: about 12 MB
LEFT: Final = 8_192  # documents whose pairs are looked at together
FETCHED: Final = 2_000_000  # shingles of candidates held at once to verify pairs: 16 MB

SHINGLES, PAIRS = "shingles by hash", "pairs by length"
"""What waits on the shelves."""

Ints = NDArray[np.int64]


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
    unique = list({document.doc_id: document for document in documents}.values())
    days = [(document.published or date.max).toordinal() for document in unique]
    prints = Prints.of([maker.of(document) for document in unique])
    names = np.array([document.doc_id.encode() for document in unique], dtype=np.bytes_)
    return linked(names, np.array(days, dtype=np.int64), prints)


def linked(names: NDArray[np.bytes_], days: Ints, prints: Prints, shelves: Shelves | None = None) -> tuple[Copy, ...]:
    """The copies among documents by their ids, days of publication (ordinals, none: the last) and fingerprints.

    `shelves`: where numbers wait that are too many for memory.
    """
    if not len(names):
        return ()
    order = np.lexsort((names, days, -prints.sizes))
    links: dict[int, list[Pair]] = {}
    for pair in pairs(prints, order, shelves):
        links.setdefault(pair.b, []).append(pair)
    copies: dict[int, Pair] = {}
    for at in sorted(links):
        found = [pair for pair in links[at] if pair.a not in copies]
        if found:
            copies[at] = max(found, key=lambda pair: (pair.shared, -pair.a))
    rows = (Copy(names[order[p.b]].decode(), names[order[p.a]].decode(), p.relation) for p in copies.values())
    return tuple(sorted(rows, key=lambda copy: copy.doc_id))


def pairs(prints: Prints, order: Ints | None = None, shelves: Shelves | None = None) -> Iterator[Pair]:
    """Every verified pair (a before b), by position in `prints` or in `order`; of equal texts with the first."""
    order = np.arange(len(prints.sizes)) if order is None else order
    sizes = prints.sizes[order]
    _, first, which = np.unique(prints.words[order], return_index=True, return_inverse=True)
    twin = first[which]
    for at in np.flatnonzero(twin != np.arange(len(order))).tolist():
        yield Pair(int(twin[at]), at, int(sizes[at]), "same")
    kept = np.sort(first[sizes[first] >= SMALLEST])
    del first, which, twin
    for left, right in _candidates(prints, order, kept, Memory() if shelves is None else shelves):
        for start in _portions(left, right, sizes):
            known = _fetched(prints, order, np.unique(np.concatenate([left[start], right[start]])))
            for a, b in zip(left[start].tolist(), right[start].tolist(), strict=True):
                shared = _shared(known[a], known[b])
                relation = relate(shared, int(sizes[a]), int(sizes[b]))
                if relation is not None:
                    yield Pair(a, b, shared, relation)


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


def _shared(one: Shingles, other: Shingles) -> int:
    """How many shingles two documents have in common; each has its own but once."""
    both = np.concatenate((one, other))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))


def _candidates(prints: Prints, order: Ints, kept: Ints, shelves: Shelves) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of `kept` positions that share enough rare shingles to be worth an exact look, part by part, in order."""
    n = len(order)
    sizes = prints.sizes[order]
    every = 8 if n > LARGE else 1
    if len(kept) > 1:
        _spread(prints, order, kept, every, shelves)
    for stretch in shelves.parts(SHINGLES):
        held = shelves.take(SHINGLES, stretch)
        for shingles, owners in _runs(held["shingle"], held["owner"]):
            keys, times = np.unique(_meetings(shingles, owners, n), return_counts=True)
            shelves.scatter(PAIRS, keys // n // LEFT, {"pair": keys, "times": times})
    for part in shelves.parts(PAIRS):
        held = shelves.take(PAIRS, part)
        keys, of = np.unique(held["pair"], return_inverse=True)
        counts = np.bincount(of, weights=held["times"], minlength=len(keys))
        left, right = keys // n, keys % n
        enough = counts >= np.maximum(np.minimum(sizes[left], sizes[right]) * (0.25 / every), 1)
        yield left[enough], right[enough]


def _spread(prints: Prints, order: Ints, kept: Ints, every: int, shelves: Shelves) -> None:
    """Sends the shingles that are looked at to the stretch of their hash, with the position of who holds them."""
    place = np.full(len(order), -1, dtype=np.int64)
    place[order[kept]] = kept
    stretches = np.uint64(int(prints.sizes.sum()) // every // STRETCH + 1)
    start = 0
    for sizes, shingles in prints.chunks():
        owner = np.repeat(place[start : start + len(sizes)], sizes)
        start += len(sizes)
        wanted = (owner >= 0) & (shingles % np.uint64(every) == 0)
        held = shingles[wanted]
        parts = (held // np.uint64(every) % stretches).astype(np.int64)
        shelves.scatter(SHINGLES, parts, {"shingle": held, "owner": owner[wanted]})


def _runs(shingles: Shingles, owners: Ints) -> Iterator[tuple[Shingles, Ints]]:
    """Shingles that several documents hold, but not too many, sorted, with these; so many that few pairs meet."""
    order = np.lexsort((owners, shingles))
    shingles, owners = shingles[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1])))
    lengths = np.diff(np.append(starts, len(shingles)))
    rare = (lengths > 1) & (lengths <= COMMON)
    kept = np.repeat(rare, lengths)
    shingles, owners, lengths = shingles[kept], owners[kept], lengths[rare]
    met = np.cumsum(lengths * (lengths - 1) // 2) // MET
    cuts = np.flatnonzero(np.diff(met, prepend=0)).tolist()
    ends = np.cumsum(lengths)
    bounds = [0, *(int(ends[at]) for at in cuts), len(shingles)]
    for one, two in pairwise(bounds):
        if two > one:
            yield shingles[one:two], owners[one:two]


def _meetings(shingles: Shingles, owners: Ints, n: int) -> Ints:
    """One key (a * n + b) for each time documents a < b share a shingle."""
    found = [np.zeros(0, dtype=np.int64)]
    for step in range(1, COMMON):
        alike = shingles[step:] == shingles[:-step]
        if not alike.any():
            break
        found.append(owners[:-step][alike] * n + owners[step:][alike])
    return np.concatenate(found)


def _portions(left: Ints, right: Ints, sizes: Ints) -> Iterator[slice]:
    """Stretches of candidate pairs whose documents hold few shingles together."""
    start, held, seen = 0, 0, set[int]()
    for at, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if held >= FETCHED:
            yield slice(start, at)
            start, held, seen = at, 0, set()
        for one in pair:
            if one not in seen:
                seen.add(one)
                held += int(sizes[one])
    if seen:
        yield slice(start, len(left))


def _fetched(prints: Prints, order: Ints, positions: Ints) -> dict[int, Shingles]:
    """The shingles of the documents at some positions."""
    wanted = np.full(len(order), -1, dtype=np.int64)
    wanted[order[positions]] = positions
    found: dict[int, Shingles] = {}
    start = 0
    for sizes, shingles in prints.chunks():
        ends = np.cumsum(sizes)
        here = wanted[start : start + len(sizes)]
        for n in np.flatnonzero(here >= 0).tolist():
            found[int(here[n])] = shingles[ends[n] - sizes[n] : ends[n]].copy()
        start += len(sizes)
    return found
