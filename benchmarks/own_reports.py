"""Incidents merged from fifteen reports of our own (`reports/README.md`): `python -m benchmarks.own_reports`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks import own
from benchmarks.shared import built, score, scratch, there

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
    found: dict[str, dict[str, Any]] = {}
    for row, known in own.incidents(FOLDER):
        more = {"incident_id": row["incident"], "type": row["types"].split(",")[0], "mentions": []}
        incident = found.setdefault(row["incident"], known | more)
        start = texts[row["report"]].index(row["evidence"])
        span = {"report": row["report"], "start": start, "end": start + len(row["evidence"]), "text": row["evidence"]}
        incident["mentions"].append(span | {"status": row["told"]})
    return list(found.values())


def report(folder: Path) -> None:
    """Builds the reports and prints the figures."""
    gold = own.write(folder / "gold", {"reports": reports(), "incidents": incidents(), "duplicates": ()})
    found = score("incidents", gold, built(gold / "reports.jsonl", folder / "own"))
    own.show("fifteen own reports", FIGURES, found)


def main() -> None:
    """Runs the report where the scorers are."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
