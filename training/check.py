"""Checks the passages: `python -m training.check [--gold FILE ...]` prints counts and whatever is repeated or borrowed.

Counts per type and status; near-duplicates (word 5-shingles, Jaccard .7 or more) among the passages; passages that
share a run of eight words with a gold file. Exit status 1 where a passage shares such a run.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.passages import own

NEAR = 0.7
RUN = 8


def words(text: str) -> list[str]:
    """Lower-case words of a text."""
    return re.findall(r"\w+", text.lower())


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    """Runs of `size` words; the whole text where it is shorter."""
    found = words(text)
    return {tuple(found[i : i + size]) for i in range(max(1, len(found) - size + 1))}


def near(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different texts whose 5-shingles overlap by Jaccard .7 or more."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sets = [shingles(text, 5) for text in texts]
    for number, found in enumerate(sets):
        shared = Counter(other for shingle in found for other in index[shingle])
        for other, n in shared.items():
            if n / (len(found) + len(sets[other]) - n) >= NEAR:
                yield texts[other], texts[number]
        for shingle in found:
            index[shingle].append(number)


def borrowed(texts: Iterable[str], gold: Iterable[Path]) -> list[str]:
    """Texts that share a run of eight words with the `text` of a row of a gold file."""
    known: set[tuple[str, ...]] = set()
    for path in gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            known |= shingles(json.loads(line).get("text", ""), RUN)
    return [text for text in texts if len(words(text)) >= RUN and shingles(text, RUN) & known]


def main() -> int:
    """Prints the report; 1 where something was borrowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="JSON Lines with a `text` in each row")
    args = parser.parse_args()
    items = list(own())
    texts = sorted({item.text for item in items})
    statuses = sorted({item.status or "" for item in items})
    counts = Counter((item.type_, item.status) for item in items)
    print(f"{len(items)} rows, {len(texts)} passages")
    print(f"{'':12}" + "".join(f"{status:>13}" for status in statuses))
    for type_ in sorted({item.type_ or "" for item in items}):
        print(f"{type_:12}" + "".join(f"{counts[type_, status]:13}" for status in statuses))
    for one, two in near(texts):
        print(f"near: {one}\n      {two}")
    taken = borrowed(texts, args.gold)
    for text in taken:
        print(f"borrowed: {text}")
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main())
