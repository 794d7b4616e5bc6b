"""`detente rerun`: a store made again from what its run tells, and compared with it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, progress, say
from detente.places import place


def rerun(
    run: Annotated[Any, typer.Argument(metavar="RUN", parser=place, help="A store, or the RUN.json of one.")],
    store: Store,
    sources: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Folder that its sources are named from; else this one."),
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Make a store again from its sources, step by step as RUN.json tells, and say whether the tables are the same."""
    from detente import pipeline, steps
    from detente.errors import UsageError
    from detente.store import ledger, runs
    from detente.store.segments import MANIFEST, read

    told = runs.read(run)
    target, beside = store.absolute(), (run if run.is_dir() else run.parent).absolute()
    if (target / MANIFEST).exists():
        raise UsageError(f"There is a store in {store} already.", hint="Give a new folder as --store.")
    if any("-" in step.sources for step in told.steps):
        raise UsageError("What came through standard input cannot be read again.")
    lines = ledger.read(beside)
    with progress(quiet=json) as report, contextlib.chdir(sources or Path()):
        for step in told.steps:
            chosen = runs.configured(step)
            if step.do == "build":
                pipeline.build(step.sources, target, chosen, report)
            elif step.do == "import":
                pipeline.import_events(step.kind or "", step.sources, target, chosen, report)
            else:
                pipeline.measure(target, chosen, report)
        if lines:
            ledger.merge(target, (beside / ledger.LEDGER).read_bytes(), ledger.LEDGER)
            pipeline.measure(target, runs.configured(told.steps[-1]), report)
    differing, versions = runs.differing(told, read(target)), runs.check(told, steps.version())
    if json:
        as_json({"store": str(store), "same": not differing, "differing": differing, "versions": versions})
    elif not differing:
        say(f"{store} holds the same tables, byte for byte.")
    else:
        for sentence in versions:
            say(sentence)
        say(f"These tables differ: {', '.join(differing)}.")
        if run.is_dir():
            say(f"Next: detente diff {run} {store}")
    if differing:
        raise typer.Exit(1)
