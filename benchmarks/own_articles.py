"""Incidents in eight articles of our own: `python -m benchmarks.own_articles`; see `articles/README.md`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import own
from benchmarks.shared import built, score, scratch, there

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
    for number, (row, known) in enumerate(own.incidents(FOLDER)):
        start = (FOLDER / row["file"]).read_text(encoding="utf-8").index(row["evidence"])
        yield known | {
            "id": f"own-{number}",
            "types": row["types"].split(","),
            "required": row["required"] == "1",
            "evidence": [{"file": row["file"], "start": start, "end": start + len(row["evidence"])}],
        }


def report(folder: Path) -> None:
    """Builds the articles and prints the figures."""
    texts = folder / "gold" / "texts"
    texts.mkdir(parents=True)
    for path in sorted(FOLDER.glob("*.txt")):
        shutil.copy(path, texts)
    files = [{"file": path.name, "split": "dev"} for path in sorted(texts.iterdir())]
    gold = own.write(folder / "gold", {"incidents": incidents(), "documents": files})
    own.show("eight own articles", FIGURES, score("incidents", gold / "incidents.jsonl", built(texts, folder / "own")))


def main() -> None:
    """Runs the report where the scorers are."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
