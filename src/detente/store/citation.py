"""How to cite a store: what made it, and the hash that tells this data set from any other."""

from __future__ import annotations

from typing import Any, Final, Protocol

from detente.store.segments import VERSION, Manifest

TITLE: Final = "Events, quotes and forecasts between states, coded from text"
SHORT: Final = 12


class Held(Protocol):
    """A store with its manifest: `Database`, or a `Reader` from many threads."""

    @property
    def manifest(self) -> Manifest:
        """The manifest of what is published."""
        ...

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows that a named query answers with."""
        ...


def versions(store: Held) -> tuple[str, ...]:
    """The versions of coder and lexicons that made the rows."""
    return tuple(row["version"] for row in store.ask("versions") if row["version"])


def sentence(store: Held) -> str:
    """The citation as a sentence."""
    digest = store.manifest.digest()
    made = ", ".join(versions(store)) or VERSION
    return f"{TITLE}. Made with Détente {VERSION} (coder and lexicons {made}; data set {digest[:SHORT]})."


def bibtex(store: Held) -> str:
    """The citation as BibTeX."""
    digest = store.manifest.digest()
    made = ", ".join(versions(store)) or VERSION
    return (
        f"@misc{{detente-{digest[:SHORT]},\n"
        f"  title = {{{TITLE}}},\n"
        f"  note = {{Made with Détente {VERSION}, coder and lexicons {made}, data set sha256:{digest}}}\n}}"
    )
