"""Gold of our own: the incidents of `articles/` and `reports/` as their tables tell them, as the scorers ask."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.accuracy import pick
from benchmarks.shared import table


def incidents(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Each row of the folder's `incidents.tsv`, and what both scorers ask of an incident."""
    lines = (folder / "incidents.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        types, statuses = row["types"].split(","), row["statuses"].split(",")
        yield (
            row,
            {
                "split": "dev",
                "status": statuses[0],
                "accept": [[kind, status] for kind in types for status in statuses],
                "pairs": [pair for part in row["pairs"].split(";") for pair in _directed(part)],
                "date_from": row["date_from"] or None,
                "date_to": row["date_to"] or None,
            },
        )


def _directed(part: str) -> list[list[str]]:
    """A>B as one pair, A<>B as two."""
    if "<>" in part:
        a, b = part.split("<>")
        return [[a, b], [b, a]]
    return [part.split(">")]


def write(folder: Path, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Path:
    """The tables as JSONL files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def show(head: str, figures: Mapping[str, tuple[str, ...]], found: Mapping[str, Any]) -> None:
    """Prints the figures of a scorer."""
    print(table(("measure", head), [(label, pick(found, path)) for label, path in figures.items()]))
