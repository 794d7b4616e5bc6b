"""One explicit table of plug-ins, name to "module:attribute"; outsiders add theirs through entry points."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Final

from detente.errors import UsageError

PLUGINS: Final[dict[str, dict[str, str]]] = {
    "readers": {
        "text": "detente.ingest.text:TextReader",
        "jsonl": "detente.ingest.jsonl:JsonlReader",
    },
    "annotators": {
        "spacy": "detente.annotate.document:SpacyAnnotator",
    },
    "extractors": {
        "events": "detente.extract.events:EventExtractor",
        "quotes": "detente.extract.quotes:QuoteExtractor",
        "forecasts": "detente.extract.forecasts:ForecastExtractor",
        "polls": "detente.extract.polls:PollExtractor",
        "domestic": "detente.extract.domestic:DomesticExtractor",
    },
    "engines": {
        "local": "detente.engines.local:LocalEngine",
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
