"""Détente: a measured, sourced history of the relations between states, from any pile of news text.

    detente.build(["articles"], "store")            sources into a store
    store = detente.open("store")                   its tables: records, Arrow, polars or pandas (`detente.api`)
    for incident in store.incidents:
        print(incident.date_from, incident.summary)
    store.relation("RUS", "USA").months.pandas()
    list(detente.code([{"id": 1, "text": "…"}]))     passages without a store

Records are in `detente.records`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.api import Store as open  # noqa: A004, N813 - said as detente.open(folder)
    from detente.pipeline import build as build
    from detente.pipeline import code as code

__version__ = "0.1.0"

__all__ = ["__version__", "build", "code", "open"]

_LAZY = {"build": "detente.pipeline:build", "code": "detente.pipeline:code", "open": "detente.api:Store"}


def __getattr__(name: str) -> Any:
    """Loads what is asked for when it is asked for, so that `import detente` stays quick (PEP 562)."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _LAZY[name].partition(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
