"""Memory: what the sentences just before were about, and the two states that a whole document is about."""

from __future__ import annotations

from detente.extract.arguments import Argument, Scene
from detente.extract.nearest import nearest
from detente.records import Annotated, Event

HEADLINE = 3
"""What a mention in the headline or title counts."""
SETTLED = 3
"""Mentions of each state of its pair from which on a document is taken to be about that pair."""


class Memory:
    """What the sentences just before were about, within one paragraph: their subject and the last pair."""

    def __init__(self, main: tuple[str, ...] = (), *, settled: bool = False) -> None:
        self.main = main
        self.settled = settled
        self.paragraph = -1
        self.subject: Argument | None = None
        self.pair: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self.acts: dict[int, tuple[tuple[str, ...], Argument]] = {}
        self.judgements: dict[int, Argument] = {}

    def enter(self, paragraph: int) -> None:
        """Forgets the pair when a new paragraph begins, unless it begins at once."""
        self.acts, self.judgements = {}, {}
        if paragraph != self.paragraph:
            self.paragraph, self.pair = paragraph, None

    def note(self, source: Argument | None, target: Argument | None, head: int, *, judging: bool = False) -> None:
        """Remembers the sides of an act of the sentence by the token that named it; of one done for what the target
        did, the target apart."""
        if source is not None and target is not None:
            self.acts[head] = (source.codes, target)
            if judging:
                self.judgements[head] = target

    def leave(self, scene: Scene, rows: list[Event]) -> None:
        """Remembers the main subject and the pair of the first event of a sentence."""
        root = next((t.index for t in scene.tree.tokens if t.head == t.index), 0)
        subject = next((f for c in scene.tree.kids(root, "nsubj", "nsubjpass") if (f := scene.phrase(c))), None)
        self.subject = subject or nearest(scene, 0, ())
        if rows:
            self.pair = (rows[0].source, rows[0].target)

    def both(self) -> tuple[str, ...]:
        """The pair that `the two countries` means here: the last one of the paragraph, else the document's own."""
        if self.pair is not None and len(self.pair[0]) == 1 and len(self.pair[1]) == 1:
            return (*self.pair[0], *self.pair[1])
        return self.main

    def opposite(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The other state of the pair the document is about, when `codes` is one of the two."""
        if len(codes) != 1 or codes[0] not in self.main:
            return ()
        return tuple(code for code in self.main if code != codes[0])

    def parallel(self, codes: tuple[str, ...], plover: str) -> tuple[str, ...]:
        """What a third state acts upon: the target of the sentence before, or the pair that it speaks about."""
        if plover in {"SUPPORT", "REQUEST", "AGREE", "CONSULT"} and not set(codes) & set(self.main):
            return self.main
        return self.pair[1] if self.pair is not None and not set(codes) & set(self.pair[0] + self.pair[1]) else ()

    def other(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The side opposite to `codes` in the last pair, or nothing."""
        if self.pair is None:
            return ()
        one, two = self.pair
        if set(codes) & set(one):
            return two
        return one if set(codes) & set(two) else ()


def main_pair(doc: Annotated) -> tuple[str, ...]:
    """The two states that a document names most (a headline counts thrice), in alphabetical order; else nothing."""
    counts = named(doc)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    return tuple(sorted(ranked[:2])) if len(ranked) >= 2 else ()


def settled(doc: Annotated) -> bool:
    """True where a document keeps naming the two states of its pair, so that they go without saying."""
    counts = named(doc)
    return all(counts[code] >= SETTLED for code in main_pair(doc)) and len(counts) > 1


def named(doc: Annotated) -> dict[str, int]:
    """How often a document names each state (a headline counts thrice)."""
    counts: dict[str, int] = {}
    kinds = {sentence.index: sentence.kind for sentence in doc.sentences}
    for mention in doc.mentions:
        if not mention.inside and mention.role not in {"place", "backed"}:
            for code in mention.codes:
                counts[code] = counts.get(code, 0) + (HEADLINE if kinds.get(mention.sentence) == "headline" else 1)
    for code in doc.titled:
        counts[code] = counts.get(code, 0) + HEADLINE
    return counts
