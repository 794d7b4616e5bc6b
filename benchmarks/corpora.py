"""Piles of news of any size for the measurements of speed: the public corpora as `detente build` reads them.

A pile larger than its corpus repeats it with changed words, so that no copy is found and every document costs what a
new one costs. Which words change depends on their place and on the number of the repetition alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.shared import SHARED

FOLDER = SHARED / "data" / "corpora"
WORD: Final = re.compile(r"\b[a-z]{4,9}\b")
EVERY: Final = 4
"""Of the plain words one in so many changes: no stretch of five words stays as it was."""


@cache
def stories(name: str) -> tuple[dict[str, Any], ...]:
    """The documents of a corpus that have a text and a day, as records of a JSONL file."""
    lines = gzip.decompress((FOLDER / f"{name}.jsonl.gz").read_bytes()).decode("utf-8").splitlines()
    return tuple(_record(row) for row in map(json.loads, lines) if row.get("text") and row.get("date"))


def pile(name: str, size: int) -> Iterator[dict[str, Any]]:
    """`size` documents of the corpus, beyond its own length with changed words."""
    own = stories(name)
    for number in range(-(-size // len(own))):
        for story in islice(own, size - number * len(own)):
            yield story if number == 0 else _changed(story, number)


def written(name: str, size: int, folder: Path, *, skip: int = 0) -> Path:
    """A JSONL file with the documents `skip` to `size` of the pile."""
    path = folder / f"{name}_{skip}_{size}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(story) + "\n" for story in islice(pile(name, size), skip, None))
    return path


def words(path: Path) -> int:
    """How many words the texts of a pile have, parted at white space."""
    with path.open(encoding="utf-8") as file:
        return sum(len(json.loads(line)["text"].split()) for line in file)


def _record(row: dict[str, Any]) -> dict[str, Any]:
    start = f"{row['dateline']} - " if row.get("dateline") else ""
    return {
        "id": row["id"],
        "title": row["headline"],
        "date": row["date"][:10],
        "outlet": row.get("outlet", "Reuters"),
        "text": start + row["text"],
    }


def _changed(story: dict[str, Any], number: int) -> dict[str, Any]:
    """The story with every fourth plain word replaced by one of the corpus."""
    others, count = _vocabulary(), iter(range(1_000_000))

    def other(match: re.Match[str]) -> str:
        at = next(count)
        return others[(at * 7919 + number * 104_729) % len(others)] if at % EVERY == 0 else match[0]

    return story | {"id": f"{story['id']}.{number}", "text": WORD.sub(other, story["text"])}


@cache
def _vocabulary() -> tuple[str, ...]:
    """Plain words of the corpus, in their order in the dictionary."""
    return tuple(sorted({word for story in stories("reuters21578")[:2000] for word in WORD.findall(story["text"])}))
