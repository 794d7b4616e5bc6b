"""Incidents merged from fifteen reports of our own (`reports/README.md`): `python -m benchmarks.own_reports`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.accuracy import pick
from benchmarks.shared import built, score, scratch, table, there

FOLDER: Final = Path(__file__).parent / "reports"
FIGURES: Final = {
    "mentions found": ("mentions", "r"),
    "B³ F1": ("bcubed", "f1"),
    "B³ F1 of the mentions found": ("bcubed_found", "f1"),
    "pairwise precision": ("pairwise", "p"),
    "false merges": ("false_merges",),
    "torn": ("false_splits",),
    "type accepted": ("type",),
    "status accepted": ("status",),
    "day within": ("dates", "within"),
}


def reports() -> Iterator[dict[str, Any]]:
    """The reports as records that `detente build` reads."""
    for path in sorted(FOLDER.glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        outlet, country, published, title = head.split("\t")
        yield {
            "id": path.stem,
            "split": "dev",
            "outlet": outlet,
            "outlet_country": country,
            "published": published,
            "title": title,
            "text": text.strip(),
        }


def incidents() -> list[dict[str, Any]]:
    """The gold in the form that the scorer reads, spans found in the texts."""
    texts = {row["id"]: row["text"] for row in reports()}
    lines = (FOLDER / "incidents.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE)
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        types, statuses = row["types"].split(","), row["statuses"].split(",")
        incident = found.setdefault(row["incident"], {
            "incident_id": row["incident"],
            "split": "dev",
            "type": types[0],
            "status": statuses[0],
            "accept": [[kind, status] for kind in types for status in statuses],
            "pairs": [pair for part in row["pairs"].split(";") for pair in directed(part)],
            "date_from": row["date_from"] or None,
            "date_to": row["date_to"] or None,
            "mentions": [],
        })  # fmt: skip
        start = texts[row["report"]].index(row["evidence"])
        span = {"report": row["report"], "start": start, "end": start + len(row["evidence"]), "text": row["evidence"]}
        incident["mentions"].append(span | {"status": row["told"]})
    return list(found.values())


def directed(part: str) -> list[list[str]]:
    """A>B as one pair, A<>B as two."""
    if "<>" in part:
        a, b = part.split("<>")
        return [[a, b], [b, a]]
    return [part.split(">")]


def report(folder: Path) -> None:
    """Builds the reports and prints the figures."""
    gold = folder / "gold"
    gold.mkdir(parents=True)
    for name, rows in (("reports", list(reports())), ("incidents", incidents()), ("duplicates", [])):
        (gold / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = score("incidents", gold, built(gold / "reports.jsonl", folder / "own"))
    print(table(("measure", "fifteen own reports"), [(label, pick(found, path)) for label, path in FIGURES.items()]))


def main() -> None:
    """Runs the report where the scorers are."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
