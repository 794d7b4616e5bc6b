"""How to cite a store: what made it, and the hash that tells this data set from any other."""

from __future__ import annotations

from typing import Final

from detente.store.database import Database
from detente.store.segments import VERSION

TITLE: Final = "Events, quotes and forecasts between states, coded from text"
SHORT: Final = 12


def versions(database: Database) -> tuple[str, ...]:
    """The versions of coder and lexicons that made the rows."""
    return tuple(row["version"] for row in database.ask("versions") if row["version"])


def sentence(database: Database) -> str:
    """The citation as a sentence."""
    digest = database.manifest.digest()
    made = ", ".join(versions(database)) or VERSION
    return f"{TITLE}. Made with Détente {VERSION} (coder and lexicons {made}; data set {digest[:SHORT]})."


def bibtex(database: Database) -> str:
    """The citation as BibTeX."""
    digest = database.manifest.digest()
    made = ", ".join(versions(database)) or VERSION
    return (
        f"@misc{{detente-{digest[:SHORT]},\n"
        f"  title = {{{TITLE}}},\n"
        f"  note = {{Made with Détente {VERSION}, coder and lexicons {made}, data set sha256:{digest}}}\n}}"
    )
