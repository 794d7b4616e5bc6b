"""What a document says, as hashed word 5-shingles: equal numbers for equal runs of five words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.records import Document

WIDTH: Final = 5
WORD: Final = re.compile(r"\w+")
FACTORS: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
MOST: Final = 200_000
"""Words whose numbers are remembered; beyond them all are forgotten and worked out anew."""

Shingles = NDArray[np.uint64]
Chunk = tuple[NDArray[np.int64], Shingles]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The sorted distinct shingles of a document's body; `words` hashes the whole body, for exact copies."""

    shingles: Shingles
    words: bytes

    def __len__(self) -> int:
        return len(self.shingles)


@dataclass(frozen=True, slots=True)
class Prints:
    """Fingerprints of many documents as columns: their whole texts' hashes and their sizes.

    The shingles lie elsewhere: `chunks` goes through them, some documents at a time in the order of all, as the sizes
    of their sets and the sets one after another.
    """

    words: NDArray[np.bytes_]
    sizes: NDArray[np.int64]
    chunks: Callable[[], Iterator[Chunk]]

    @classmethod
    def of(cls, prints: Sequence[Fingerprint]) -> Prints:
        """The columns of fingerprints that are at hand."""
        sizes = np.array([len(one) for one in prints], dtype=np.int64)
        shingles = np.concatenate([one.shingles for one in prints]) if prints else np.zeros(0, dtype=np.uint64)
        words = np.array([one.words for one in prints], dtype="S32")
        return cls(words, sizes, lambda: iter([(sizes, shingles)]))


class Fingerprints:
    """Makes fingerprints, remembering the number of each word it has met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, document: Document) -> Fingerprint:
        """The fingerprint of the body (of the whole text where no body was found), case and punctuation aside."""
        bodies = [document.text[b.start : b.end] for b in document.blocks if b.kind == "body"]
        return self.of_text("\n".join(bodies) if bodies else document.text)

    def of_text(self, text: str) -> Fingerprint:
        """The fingerprint of a text; one of fewer than five words is a single shingle."""
        words = WORD.findall(text.casefold())
        whole = hashlib.sha256(" ".join(words).encode("utf-8", "replace")).digest()
        numbers = np.fromiter(self._number(words), dtype=np.uint64, count=len(words))
        if len(numbers) < WIDTH:
            return Fingerprint(np.frombuffer(whole[:8], dtype="<u8").astype(np.uint64), whole)
        n = len(numbers) - WIDTH + 1
        mixed = np.zeros(n, dtype=np.uint64)
        for offset in range(WIDTH):
            mixed += numbers[offset : offset + n] * FACTORS[offset]
            mixed ^= mixed >> np.uint64(29)
        return Fingerprint(np.unique(mixed), whole)

    def _number(self, words: Iterable[str]) -> Iterable[int]:
        known = self._numbers
        if len(known) > MOST:
            known.clear()
        for word in words:
            number = known.get(word)
            if number is None:
                digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
                number = known[word] = int.from_bytes(digest, "little")
            yield number
