"""Tables that pages read, laid out when the cache is written: a pair or an incident is one stretch of one."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

TABLES: Final = (
    "reports",
    "mentions",
    "incident_rows",
    "pair_incidents",
    "dyads",
    "speakers",
    "outlets",
    "issues",
)
"""In the order in which they rest on each other."""


def lay_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Writes every layout into a cache that holds the stored tables."""
    for name in TABLES:
        connection.execute(f'CREATE TABLE "{name}" AS {statement(name)}')


@functools.cache
def statement(name: str) -> str:
    """The text of a layout."""
    return files("detente.store").joinpath("layout", f"{name}.sql").read_text(encoding="utf-8")


@functools.cache
def digest() -> str:
    """Sha256 over all layouts: a cache with other ones is written anew."""
    return hashlib.sha256("\n".join(map(statement, TABLES)).encode()).hexdigest()
