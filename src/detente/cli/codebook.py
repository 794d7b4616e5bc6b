"""`detente codebook`: every table, column and code with its meaning."""

from __future__ import annotations

from detente.cli.options import ConfigFile, Debug, Json
from detente.cli.output import as_json, say


def codebook(config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Print every table and column and every code with its definition, as Markdown."""
    from detente.store import codebook as book

    if json:
        as_json(book.tree())
    else:
        say(book.markdown())
