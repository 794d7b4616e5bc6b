"""What the how-tos tell is so: Python runs, commands and options are there, columns named in R are columns."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from detente.cli.app import app
from detente.measure.dyads import COLUMNS
from detente.records import STORED
from detente.store import schema
from tests.store import samples

FOLDER = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = sorted(page.name for page in FOLDER.glob("*.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    return [text for name, text in BLOCK.findall((FOLDER / page).read_text("utf-8")) if name == language]


def test_every_how_to_is_in_the_index() -> None:
    index = (FOLDER.parent / "index.md").read_text("utf-8")
    assert all(f"how-to/{page.removesuffix('.md')}\n" in index for page in PAGES)


def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    samples.store(tmp_path / "relations")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    for text in blocks("use-from-python.md", "python"):
        exec(compile(text, "use-from-python.md", "exec"), known)
    assert len(known["hits"]) == 3 and known["panel"].num_rows == 1 and len(known["rows"]) == 1
    assert "@misc{detente-" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_are_there(page: str) -> None:
    root: Any = typer.main.get_command(app)
    for text in blocks(page, ""):
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line.strip(), comments=True)
            if not words or words[0] != "detente":
                continue
            command, rest = root.commands[words[1]], words[2:]
            if hasattr(command, "commands"):
                command, rest = command.commands[rest[0]], rest[1:]
            options = {option for parameter in command.params for option in parameter.opts}
            given = {word for word in rest if re.fullmatch(r"--?[a-z][a-z-]*", word)}
            assert given <= options, f"{page}: {line}"


def test_columns_named_in_r_are_columns() -> None:
    text = "\n".join(blocks("use-from-r.md", "r"))
    tables = set(re.findall(r'read_parquet\("(\w+)\.parquet"\)', text))
    assert tables - {"panel"} <= set(STORED) and "panel" in tables
    known = {column.name for table in tables - {"panel"} for column in schema.columns(table)}
    known |= {name for name, _, _ in COLUMNS}
    made = {"sentence", "year", "conflict", "n"}
    words = r"filter|count|mutate|group_by|summarise|select|aes|unnest_longer"
    named = set()
    for call in re.findall(rf"\b(?:{words})\(((?:[^()]|\([^()]*\))*)\)", text):
        bare = re.sub(r'"[^"]*"|\b[A-Za-z_.]+(?=\s*\()|\b\w+(?=\s*=[^=])', " ", call)
        named |= set(re.findall(r"\b[a-z]\w*\b", bare))
    unknown = named - known - made - {"documents"}
    assert not unknown and {"from", "index", "cow_a", "plover", "start"} <= named
