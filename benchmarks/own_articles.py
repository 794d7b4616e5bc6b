"""Incidents in eight articles of our own: `python -m benchmarks.own_articles`; see `articles/README.md`."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.accuracy import pick
from benchmarks.shared import built, score, scratch, table, there

FOLDER = Path(__file__).parent / "articles"
FIGURES = {
    "required: pair found": ("recall", "found"),
    "required: and type right": ("recall", "typed"),
    "required: and status right": ("recall", "status"),
    "required: and date right": ("recall", "full"),
    "actual incidents, precision": ("actual", "p"),
    "forbidden readings": ("forbidden", "n"),
}


def incidents() -> Iterator[dict[str, Any]]:
    """The gold in the form that the scorer reads, spans found in the texts."""
    lines = (FOLDER / "incidents.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(rows):
        start = (FOLDER / row["file"]).read_text(encoding="utf-8").index(row["evidence"])
        types, statuses = row["types"].split(","), row["statuses"].split(",")
        yield {
            "id": f"own-{number}",
            "split": "dev",
            "pairs": [pair for part in row["pairs"].split(";") for pair in _directed(part)],
            "types": types,
            "status": statuses[0],
            "accept": [[kind, status] for kind in types for status in statuses],
            "date_from": row["date_from"] or None,
            "date_to": row["date_to"] or None,
            "required": row["required"] == "1",
            "evidence": [{"file": row["file"], "start": start, "end": start + len(row["evidence"])}],
        }


def _directed(part: str) -> list[list[str]]:
    if "<>" in part:
        a, b = part.split("<>")
        return [[a, b], [b, a]]
    return [part.split(">")]


def report(folder: Path) -> None:
    """Builds the articles and prints the figures."""
    gold = folder / "gold"
    texts = gold / "texts"
    texts.mkdir(parents=True)
    for path in sorted(FOLDER.glob("*.txt")):
        shutil.copy(path, texts)
    files = [{"file": path.name, "split": "dev"} for path in sorted(texts.iterdir())]
    for name, rows in (("incidents", list(incidents())), ("documents", files)):
        (gold / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = score("incidents", gold / "incidents.jsonl", built(texts, folder / "own"))
    print(table(("measure", "eight own articles"), [(label, pick(found, path)) for label, path in FIGURES.items()]))


def main() -> None:
    """Runs the report where the scorers are."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
