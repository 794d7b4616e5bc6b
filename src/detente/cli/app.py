"""The commands under one roof, and how whatever goes wrong is said."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from detente import __version__
from detente.cli import (
    backtest,
    build,
    code,
    codebook,
    demo,
    diff,
    dossier,
    export,
    imports,
    mcp,
    measure,
    relate,
    rerun,
    review,
    search,
    serve,
    site,
    verify,
    whatif,
)
from detente.errors import DetenteError

EPILOG: Final = "Start with: detente demo. Then: detente build FOLDER --store DIR"
INTERRUPTED: Final = 130

app = typer.Typer(
    name="detente",
    help="Détente: a measured, sourced history of the relations between states, from any pile of news text.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"detente {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Détente: a measured, sourced history of the relations between states, from any pile of news text."""


for command in (
    demo.demo,
    build.build,
    dossier.dossier,
    site.site,
    serve.serve,
    search.search,
    export.export,
    code.code,
    relate.relate,
    measure.measure,
    whatif.whatif,
    backtest.backtest,
    diff.diff,
    rerun.rerun,
    mcp.mcp,
    verify.verify,
    codebook.codebook,
):
    app.command()(command)
app.command("import")(imports.imports)
for group in (review.review,):
    app.add_typer(group)


def run(arguments: list[str] | None = None) -> int:
    """Runs one command and returns the exit status: 0 done, 1 wrong usage, 2 nothing usable, 3 the machine failed."""
    given = sys.argv[1:] if arguments is None else arguments
    if "--debug" in given:
        os.environ["_DETENTE_DEBUG"] = "1"  # workers show what they print, too
    try:
        result = app(given, standalone_mode=False)
    except DetenteError as error:
        return _failed(f"{error}", error.exit_code, given)
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except MemoryError:
        return _failed("The machine ran out of memory. Use fewer workers: --workers 1.", 3, given)
    except Exception as error:
        # What the parser of the command line raises knows how to say itself; its class moved between its versions.
        speak = getattr(error, "format_message", None)
        if speak is not None:
            return _failed(f"{speak()} See: detente --help", 1, given)
        return _failed(f"This is a bug in Détente: {type(error).__name__}: {error}. Run again with --debug.", 3, given)
    if result == INTERRUPTED:
        return _failed("Stopped. Nothing is lost: the same command goes on from here.", INTERRUPTED, given)
    return result if isinstance(result, int) else 0


def _failed(sentence: str, status: int, given: list[str]) -> int:
    if "--debug" in given:
        import traceback

        traceback.print_exc()
    sys.stderr.write(f"detente: {sentence}\n")
    return status
