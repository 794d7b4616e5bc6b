"""What a document has spoken of so far, for those that pronouns and descriptions may stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.annotate.phrases import Name

REACH = 3
"""Sentences that a pronoun looks back over."""


@dataclass(slots=True)
class Memory:
    """What has been spoken of so far: people and states by line, the pairs that stood together."""

    people: list[tuple[int, Name, bool]] = field(default_factory=list)
    states: list[tuple[int, Name, bool]] = field(default_factory=list)
    speakers: list[tuple[int, Name, bool]] = field(default_factory=list)
    pairs: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    plurals: list[tuple[int, tuple[str, ...], bool]] = field(default_factory=list)
    main: tuple[str, ...] | None = None
    home: str | None = None
    place: tuple[int, tuple[str, ...]] | None = None
