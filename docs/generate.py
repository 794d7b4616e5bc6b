"""Writes the reference pages that follow from the code: `python docs/generate.py`. A test fails when they lag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from detente import config
from detente.cli.app import app
from detente.store import codebook as book

HERE = Path(__file__).parent / "reference"


def codebook() -> str:
    """The codebook as the command prints it."""
    return book.markdown()


def commands() -> str:
    """Every command with its arguments and options."""
    group = typer.main.get_command(app)
    lines = ["# Commands", "", "Generated from the program; `detente COMMAND --help` says the same.", ""]
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        lines += [f"## detente {name}", "", command.help or "", ""]
        inner = getattr(command, "commands", None)
        lines += [*_parameters(command), ""] if inner is None else _group(name, inner)
    lines += [
        "## Exit status",
        "",
        "0 done (skipped inputs are listed and counted) · 1 wrong usage · 2 nothing usable · 3 the machine failed.",
    ]
    return "\n".join(lines) + "\n"


def _group(name: str, commands: dict[str, typer.core.TyperCommand]) -> list[str]:
    """The commands of a group, each under a heading of its own."""
    lines = []
    for inner, command in sorted(commands.items()):
        lines += [f"### detente {name} {inner}", "", command.help or "", "", *_parameters(command), ""]
    return lines


def _parameters(command: typer.core.TyperCommand) -> Iterator[str]:
    yield "| argument or option | meaning |"
    yield "|---|---|"
    for parameter in command.params:
        record = getattr(parameter, "help", None) or ""
        option = parameter.opts[0].startswith("-")
        names = ", ".join(parameter.opts) if option else (parameter.metavar or parameter.opts[0].upper())
        yield f"| `{names}` | {' '.join(record.split())} |"


def settings() -> str:
    """Every setting with its type, default and meaning."""
    lines = [
        "# Settings",
        "",
        "In `detente.toml` as `[section]` and `key = value`; in the environment as `DETENTE_SECTION_KEY`; flags win.",
        "An unknown key is an error that names the nearest known one.",
        "",
        "| setting | type | default | meaning |",
        "|---|---|---|---|",
    ]
    for name, (kind, default, doc) in config.known().items():
        lines.append(f"| `{name}` | {kind.__name__} | `{default!r}` | {doc} |")
    return "\n".join(lines) + "\n"


PAGES = {"codebook.md": codebook, "commands.md": commands, "settings.md": settings}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), encoding="utf-8")
