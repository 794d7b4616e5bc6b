"""One possible attribution inside a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible attribution inside a sentence, as sets of token indices.

    `frame` says how the content hangs on the cue: that, bare, after (the cue follows its content), inside (the cue
    breaks into it), infinitive, object, as, a preposition, accordingto, noun, colon; `key` is the lemma of the cue.
    """

    key: str
    frame: str
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    head: int
    relay: frozenset[int] = frozenset()
