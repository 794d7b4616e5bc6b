"""What this store is: its manifest, versions, tables, hash, and how to cite it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from detente import __version__
from detente.explore.numbers import Number, counted
from detente.store import citation
from detente.store.nouns import LISTINGS
from detente.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the manifest: the version of its code and how much it sealed."""

    name: str
    version: str
    shards: int
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class AboutView:
    """Everything the page about the store shows."""

    software: str
    versions: tuple[str, ...]
    digest: str
    stages: tuple[Stage, ...]
    tables: tuple[tuple[str, Number], ...]
    citation: str
    bibtex: str


def view(reader: Reader) -> AboutView:
    """The manifest in words."""
    manifest = reader.manifest
    shards: Counter[tuple[str, str]] = Counter()
    rows: Counter[tuple[str, str]] = Counter()
    sizes: Counter[tuple[str, str]] = Counter()
    for shard in manifest.shards:
        key = (shard.stage, shard.version)
        shards[key] += 1
        rows[key] += sum(segment.rows for segment in shard.segments)
        sizes[key] += sum(segment.bytes for segment in shard.segments)
    return AboutView(
        software=__version__,
        versions=citation.versions(reader),
        digest=manifest.digest(),
        stages=tuple(Stage(stage, version, shards[stage, version], rows[stage, version], sizes[stage, version])
                     for stage, version in shards),
        tables=tuple((noun, counted(reader, noun)) for noun in LISTINGS),
        citation=citation.sentence(reader),
        bibtex=citation.bibtex(reader),
    )  # fmt: skip
