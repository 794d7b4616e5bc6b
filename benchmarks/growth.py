"""How steps that see all documents grow: `python -m benchmarks.growth [DOCUMENTS …]` (2,500 20,000 40,000 200,000).

Coding takes a document at a time and is done once for it; copying what it wrote is as good. 2,500 stories of
Reuters-21578 are coded, and each store is filled with them again and again, under other ids and with words changed for
others as long, so that no repetition is a copy. What is measured is everything after coding, in processes of their own:
`detente measure` on the filled store, and `detente build` of one percent more.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from benchmarks import corpora
from benchmarks.shared import scratch, table, there
from benchmarks.speed import MIXED, Cost, cost
from detente.store.segments import Shard, Writer, key, load

SEED: Final = 2_500
SIZES: Final = (2_500, 20_000, 40_000, 200_000)
GROWN: Final = 20_000
"""Documents of the store that one percent more is added to."""

SPAN: Final = 240
"""Days from the first story of the corpus to the last."""

MOVES: Final = 1
"""Of so many repetitions each lies `SPAN` days after the one before; the next fall into the same days as these."""

IDS: Final = re.compile(r"(doc|event|quote|forecast|stance|poll|domestic)_ids?")


def seed(folder: Path) -> Path:
    """A store with stories of the whole corpus, coded."""
    cost("build", _stories(folder / "seed.jsonl", 0, SEED), "--store", folder / "seed")
    return folder / "seed"


def _stories(path: Path, first: int, count: int) -> Path:
    """A JSONL file with stories spread over the whole corpus; others for another `first`."""
    own = corpora.stories(MIXED)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(story) + "\n" for story in own[first :: len(own) // SEED][:count])
    return path


def filled(store: Path, coded: Path, size: int) -> Path:
    """A store whose coded half holds `size` documents; nothing is published in it."""
    with Writer(coded) as source, Writer(store) as target:
        add: list[Shard] = []
        clean = source.manifest.stage("clean")
        extract = {shard.key: shard for shard in source.manifest.stage("extract")}
        left, number = size, 0
        while left > 0:
            for shard in clean:
                if left > 0:
                    add += _repeated(coded, target, (shard, extract[shard.key]), number, left)
                    left -= sum(s.rows for s in shard.segments if s.table == "documents")
            number += 1
        target.commit(add=add)
    return store


def _repeated(root: Path, target: Writer, pair: Sequence[Shard], number: int, left: int) -> Iterator[Shard]:
    """A clean shard and what was coded of it as the repetition `number`, with at most `left` documents."""
    name = key(pair[0].key, str(number), str(left))
    kept: set[str] = set()
    for shard in pair:
        tables = {}
        for segment in shard.segments:
            rows = load(root, segment).to_pylist()
            if segment.table == "documents":
                rows = rows[:left]
                kept = {row["doc_id"] for row in rows}
            rows = [row for row in rows if row["doc_id"] in kept]
            tables[segment.table] = [_moved(row, number) for row in rows]
        yield target.write(shard.stage, shard.version, name, tables)


def _moved(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A row as the repetition `number` has it."""
    if not number:
        return row
    return {name: _value(name, value, number) for name, value in row.items()}


def _value(name: str, value: Any, number: int) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return [_moved(v, number) if isinstance(v, dict) else _value(name, v, number) for v in value]
    if hasattr(value, "toordinal"):
        return type(value).fromordinal(value.toordinal() + SPAN * (number % MOVES))
    if IDS.fullmatch(name):
        return _name(value, number)
    if name == "record":
        return f"{value}.{number}"
    return _changed(value, number) if name == "text" else value


def _name(name: str, number: int) -> str:
    found = hashlib.sha256(f"{number} {name}".encode()).hexdigest()
    return name[: len(name) % 2] + found[: len(name) - len(name) % 2]


def _changed(text: str, number: int) -> str:
    """The text with every fourth plain word replaced by another one as long: every offset holds."""
    count = iter(range(1_000_000))

    def other(match: re.Match[str]) -> str:
        at, others = next(count), _vocabulary(len(match[0]))
        return others[(at * 7919 + number * 104_729) % len(others)] if at % corpora.EVERY == 0 else match[0]

    return corpora.WORD.sub(other, text)


@cache
def _vocabulary(length: int) -> tuple[str, ...]:
    found = {word for story in corpora.stories(MIXED)[:2000] for word in corpora.WORD.findall(story["text"])}
    return tuple(sorted(word for word in found if len(word) == length))


def report(folder: Path, sizes: Sequence[int]) -> None:
    """Prints one row a size as it comes, then how fast cost grows, and the price of one percent more."""
    coded = seed(folder)
    spent: dict[int, Cost] = {}
    for size in sizes:
        store = filled(folder / f"store_{size}", coded, size)
        spent[size] = found = cost("measure", "--store", store)
        print(f"{size:>9,} documents: {found.cpu:7.1f} CPU-s, {found.memory:6,.0f} MB", flush=True)
        if size == GROWN:
            more = _one_percent(folder, store, size)
            print(f"{size:>9,} and one percent more: {more.cpu:7.1f} CPU-s, {more.memory:6,.0f} MB", flush=True)
        shutil.rmtree(store)
    rows = [
        (f"{one:,} to {two:,}", f"{math.log(spent[two].cpu / spent[one].cpu) / math.log(two / one):.2f}")
        for one, two in pairwise(sizes)
    ]
    print(table(("documents", "exponent of cost"), rows))


def _one_percent(folder: Path, store: Path, size: int) -> Cost:
    """What a build costs that brings one document more for every hundred."""
    return cost("build", _stories(folder / "more.jsonl", 1, size // 100), "--store", store, "--workers", 2)


def main() -> None:
    """Runs the report where the corpora are."""
    sizes = [int(word.replace(",", "")) for word in sys.argv[1:]] or SIZES
    if there():
        scratch(lambda folder: report(folder, sizes))


if __name__ == "__main__":
    main()
