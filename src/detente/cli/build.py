"""`detente build`: sources in, a store with every table out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.cli.options import Address, ConfigFile, Debug, Engine, Json, Store, Workers, settings
from detente.cli.output import as_json, progress, say

if TYPE_CHECKING:
    from detente.store.summary import Summary

STRAYS: Final = 8
"""States named one by one that take part in what happened when they did not exist."""


def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files and folders: .txt .html .jsonl .csv .warc, feeds, archives; - reads standard input.",
        ),
    ],
    store: Store,
    config: ConfigFile = None,
    workers: Workers = None,
    engine: Engine = None,
    address: Address = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read news text into a store: documents, events, quotes, forecasts, incidents and relations.

    Run it again with the same or more sources: only what is new is read.
    """
    from detente import pipeline

    chosen = settings(config, engine_workers=workers, engine_kind=engine, engine_address=address)
    with progress(quiet=json) as report:
        summary = pipeline.build(sources, store, chosen, report)
    if json:
        as_json(facts(summary))
    else:
        tell(summary)


def facts(summary: Summary) -> dict[str, object]:
    """The summary for programs."""
    return {
        "store": summary.store,
        "version": summary.version,
        "new": summary.new,
        "known": summary.known,
        "copies": summary.copies,
        "older": summary.older,
        "foreign": summary.foreign,
        "unread": summary.unread,
        "rows": dict(summary.rows),
        "corrections": dict(summary.corrections),
        "rejects": dict(sorted(Counter(reject.code for reject in summary.rejects).items())),
        "strays": {stray.code: stray.n for stray in summary.strays},
        "pairs": [{"a": a, "b": b, "n_incidents": n} for a, b, n in summary.pairs],
    }


def tell(summary: Summary, *, store: str | None = None, dossier: str | None = None) -> None:
    """The summary for people: what came in, what was refused and why, which pairs there are, what to do next."""
    rows, place = summary.rows, store or summary.store
    if rows["documents"]:
        say(f"{rows['documents']} documents in {place}: {summary.new} new, {summary.known} known before.")
    if summary.copies:
        say(f"{summary.copies} of them copy others; what they report counts once.")
    if summary.foreign:
        are = "is" if summary.foreign == 1 else "are"
        say(f"{summary.foreign} of them {are} not in English: kept and marked with the language, not coded.")
    if summary.unread:
        name = "names" if summary.unread == 1 else "name"
        say(f"{summary.unread} of the new ones {name} fewer than two states or organisations: kept, not coded.")
        say('Their quotes are wanted too? Set gate = "off" under [annotate] in detente.toml.')
    if summary.older:
        say(f"{summary.older} of them were read by another version; give their sources to detente build to renew them.")
    named = ", ".join(f"{rows[table]} {table}" for table in ("events", "incidents", "quotes", "forecasts"))
    say(f"{place} now holds {named}.")
    if summary.corrections:
        states = ", ".join(f"{n} {state}" for state, n in summary.corrections.items())
        say(f"Corrections laid over them: {states}. Each of them: detente review list --store {place}")
    _tell_rejects(summary, place)
    _tell_strays(summary, place)
    if not summary.pairs:
        say("No incident between two states was found.")
        say(f"Next: detente export events --store {place}")
        return
    say("Pairs with most incidents: " + ", ".join(f"{a} {b} ({n})" for a, b, n in summary.pairs[:8]) + ".")
    a, b, _ = summary.pairs[0]
    if dossier is None:
        say(f"Next: detente dossier {a} {b} --store {place} -o {a}-{b}.html")
    else:
        say(f"The dossier on {a} and {b}: {dossier}")


def _tell_rejects(summary: Summary, place: str) -> None:
    if not summary.rejects:
        return
    say("Refused or left out:")
    counts = Counter(reject.code for reject in summary.rejects)
    for code, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        example = next(reject for reject in summary.rejects if reject.code == code)
        where = Path(example.path).name + (f", {example.place}" if example.place else "")
        say(f"  {n:>6}  {code}: {example.reason} ({'for example ' if n > 1 else ''}{where})")
    say(f"  Every one of them: detente export rejects --store {place}")


def _tell_strays(summary: Summary, place: str) -> None:
    if not summary.strays:
        return
    n = sum(stray.n for stray in summary.strays)
    say(f"{n} {'incident is' if n == 1 else 'incidents are'} dated into years in which one of the states did not exist")
    say("(names outlive states, dates may be wrong); kept as they are:")
    for stray in summary.strays[:STRAYS]:
        say(f"  {stray.n:>6}  {stray.code}: {stray.name} {stray.lived} (for example {stray.first}: {stray.example})")
    if len(summary.strays) > STRAYS:
        say(f"          and {len(summary.strays) - STRAYS} more states")
    say(f"  Look at them: detente export incidents --store {place}")
