"""`detente search`: words in documents, quotes and events."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note, progress, say

if TYPE_CHECKING:
    from detente.store.search import Found


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help="""Words; "phrases" in quotation marks; begin*; speaker:lavrov, title:, outlet:, state:, type:; one OR
            other; what must not stand there after -- as -word.""",
        ),
    ],
    store: Store,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="document, quote or event; without it all three.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, metavar="N", help="Most rows of a kind.")] = 10,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Look for words in documents, quotes and events: phrases, fields, beginnings of words."""
    from detente.store import search as searching
    from detente.store.database import Database

    words = " ".join(f'"{word}"' if " " in word and '"' not in word and ":" not in word else word for word in query)
    with Database(store) as database, progress(quiet=json) as report, searching.opened(database, report) as index:
        found = searching.hits(index, words, kind=kind, limit=limit)
    if json:
        as_json({"total": dict(found.total), "hits": [asdict(hit) for hit in found.hits]})
    else:
        _tell(found, limit)


def _tell(found: Found, limit: int) -> None:
    for sentence in found.told:
        note(sentence)
    bold = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("[", "]")
    for kind, total in found.total.items():
        hits = [hit for hit in found.hits if hit.kind == kind]
        if hits:
            say(f"{kind}s: {total}" + (f", the first {limit} shown" if total > limit else ""))
        for hit in hits:
            head = "  ".join(part for part in (hit.row_id, hit.day, hit.outlet, hit.speaker) if part)
            text = "".join(f"{bold[0]}{piece}{bold[1]}" if marked else piece for piece, marked in hit.snippet)
            say(f"  {head}")
            say(f"    {' '.join(text.split())}")
    if not any(found.total.values()):
        say("Nothing was found.")
