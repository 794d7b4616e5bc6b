"""Who speaks, as whom: `python -m benchmarks.speakers` on the dev articles and the dev passages.

Of the attributions found (half of the content the same), how many have the role, the affiliation and the state of the
gold. A role or affiliation is right when all words of one stand in the other, articles and prepositions apart
("deputy foreign minister" and "Deputy Foreign Minister of Chile").
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.shared import SHARED, built, coded, scratch, table, there

GOLD = SHARED / "gold"
SMALL = frozenset({"the", "of", "for", "at", "in", "a", "an", "and", "to", "on"})
NAMES = ("role", "affiliation", "role and affiliation", "state")


def words(value: str | None) -> frozenset[str]:
    """The words of a role or a body that tell something."""
    return frozenset(re.findall(r"\w+", (value or "").casefold())) - SMALL


def fits(gold: str, found: str | None) -> bool:
    """True where one says all that the other says."""
    one, other = words(gold), words(found)
    return bool(one and other) and (one <= other or other <= one)


def spans(value: Any) -> list[Sequence[int]]:
    """Offsets as pairs, from any of the forms that gold and tables have."""
    if not value:
        return []
    if isinstance(value[0], int):
        return [value]
    return [(one["start"], one["end"]) if isinstance(one, dict) else one for one in value]


def letters(text: str, row: dict[str, Any]) -> set[int]:
    """Positions of letters and digits in the content of a row."""
    return {k for start, end in spans(row["content"]) for k in range(start, end) if text[k].isalnum()}


def pairs(text: str, gold: Sequence[Any], found: Sequence[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Gold and found rows whose content is half the same, the likest first, each once."""
    left = [(letters(text, row), row) for row in gold if not row.get("doubtful")]
    right = [(letters(text, row), row) for row in found]
    likeness = [
        (len(a & b) / len(a | b), i, j) for i, (a, _) in enumerate(left) for j, (b, _) in enumerate(right) if a & b
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    for value, i, j in sorted(likeness, key=lambda one: (-one[0], one[1], one[2])):
        if value >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield left[i][1], right[j][1]


def count(total: Counter[tuple[str, bool]], gold: dict[str, Any], found: dict[str, Any]) -> None:
    """Adds one pair to the counts of right and wrong."""
    right = {name: fits(gold[name], found.get(name)) for name in ("role", "affiliation") if gold.get(name)}
    for name, value in right.items():
        total[name, value] += 1
    if right:
        total["role and affiliation", all(right.values())] += 1
    if gold.get("country"):
        total["state", gold["country"] == found.get("country")] += 1


def of_articles(folder: Path, gold: Path, texts: Path) -> Counter[tuple[str, bool]]:
    """Counts on whole articles, built into a store."""
    tables = built(texts, folder / gold.parent.name)
    rows = [json.loads(line) for line in (tables / "quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = [json.loads(line) for line in (tables / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    names = {Path(document["path"]).name: document["doc_id"] for document in documents}
    total: Counter[tuple[str, bool]] = Counter()
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found = [row for row in rows if row["doc_id"] == names.get(Path(item["file"]).name)]
        for one, other in pairs(item["text"], item["attributions"], found):
            count(total, one, other)
    return total


def of_passages(folder: Path, *, unseen: bool) -> Counter[tuple[str, bool]]:
    """Counts on the forecast passages, all or the third that was kept out of sight."""
    gold = GOLD / "forecasts_dev.jsonl"
    out = coded(gold, folder / f"passages_{unseen}")
    found = {row["id"]: row["quotes"] for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    total: Counter[tuple[str, bool]] = Counter()
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if not unseen or int(item["id"].rsplit("-", 1)[1]) % 3 == 0:
            for one, other in pairs(item["text"], item.get("attributions") or [], found[item["id"]]):
                count(total, one, other)
    return total


def report(folder: Path) -> None:
    """Prints the shares that are right."""
    columns = (
        of_articles(folder, GOLD / "seeds" / "quotes_forecasts.jsonl", SHARED / "seeds"),
        of_articles(folder, GOLD / "articles_dev" / "quotes_forecasts.jsonl", GOLD / "articles_dev" / "texts"),
        of_passages(folder, unseen=False),
        of_passages(folder, unseen=True),
    )
    rows = [(name, *(_share(total, name) for total in columns)) for name in NAMES]
    print("**Speakers of the attributions found**\n")
    print(table(("right", "five seeds", "twelve dev articles", "dev passages", "their unseen third"), rows))


def _share(total: Counter[tuple[str, bool]], name: str) -> str:
    size = total[name, True] + total[name, False]
    return f"{total[name, True] / size:.3f} of {size}" if size else "–"


def main() -> None:
    """Runs the report where the gold is."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
