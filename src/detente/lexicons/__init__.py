"""All words, codes, names and cue lists, as tables with an example per row.

A table is a UTF-8 `.tsv` file: comment lines starting with `#` (what it is, its source, its licence), one header
line, then one row a line. Cells are stripped; an empty cell is "". Every rule-like table carries an `example`
column, and the tests run each row's example.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str]):
    """One lexicon row: a mapping of column to cell that knows its table and line, for error messages."""

    table: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def place(self) -> str:
        """`table.tsv:line`, as error messages and the `rule` column cite it."""
        return f"{self.table}.tsv:{self.line}"

    def listed(self, column: str) -> tuple[str, ...]:
        """The cell split at `|`, empty parts left out."""
        return tuple(part.strip() for part in self.cells[column].split("|") if part.strip())


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of `lexicons/<name>.tsv` in file order. Raises `LexiconError` citing file and line."""
    resource = files(__name__) / f"{name}.tsv"
    if not resource.is_file():
        raise LexiconError(f"There is no lexicon named {name}.")
    return parse(name, resource.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> tuple[Row, ...]:
    """The rows of a table given as text. Raises `LexiconError` citing file and line."""
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            continue
        if len(cells) > len(header):
            raise LexiconError(f"{name}.tsv:{number} has {len(cells)} cells, the header has {len(header)}.")
        cells += [""] * (len(header) - len(cells))
        rows.append(Row(name, number, dict(zip(header, cells, strict=True))))
    return tuple(rows)


@cache
def digest() -> str:
    """Sha256 over all lexicon files, names included: part of the version that every derived row carries."""
    total = hashlib.sha256()
    for entry in sorted(files(__name__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".tsv", ".toml")):
            total.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return total.hexdigest()
