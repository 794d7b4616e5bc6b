"""How forecasts are found and read: `python -m benchmarks.forecasts [read|measured|gold]`, by default all of it.

Own passages of `training/data`: `forecasts_read.txt`, which rules were learnt from, and `forecasts_measured.txt`, which
none was. Then the passages of the gold, and beside each the share of hard negatives (passages without a forecast: past,
counterfactual, calendar, duty, question, sport …) in which one was found all the same.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.accuracy import FORECASTS, GOLD, pick
from benchmarks.shared import ROOT, coded, score, scratch, table, there, third

DATA: Final = ROOT / "training" / "data"
SPAN: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
PREDICTIVE: Final = frozenset({"assertion", "possibility", "conditional"})


def passages(path: Path) -> Iterator[dict[str, Any]]:
    """The passages of a file of our own, as rows of the gold; raises `ValueError` naming a line that makes no sense."""
    row: dict[str, Any] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            if row is not None:
                yield _closed(row, path, number)
            kind, day = line[3:].split()
            row = {"id": f"{path.stem}-{number:03}", "date": day, "kind": kind, "text": "", "forecasts": []}
        elif line.startswith("= ") and row is not None:
            row["forecasts"].append(_told(line[2:]))
        elif line and not line.startswith("#") and row is not None:
            row["text"] += line.replace("\\n", "\n")
    if row is not None:
        yield _closed(row, path, 0)


def _closed(row: dict[str, Any], path: Path, number: int) -> dict[str, Any]:
    spans = []
    text, at = "", 0
    for match in SPAN.finditer(row["text"]):
        text += row["text"][at : match.start()]
        spans.append([len(text), len(text) + len(match[1])])
        text += match[1]
        at = match.end()
    row["text"] = text + row["text"][at:]
    if len(spans) != len(row["forecasts"]):
        raise ValueError(f"{path.name}, before line {number}: {len(spans)} spans, {len(row['forecasts'])} forecasts")
    for span, one in zip(spans, row["forecasts"], strict=True):
        one["span"] = span
    row["is_forecast"] = any(one["class"] in PREDICTIVE for one in row["forecasts"])
    return row


def _told(line: str) -> dict[str, Any]:
    """What a line says of a forecast: `class,… direction,… A B ; H from to ; P low high ; S`."""
    head, *parts = [part.split() for part in line.split(" ; ")]
    classes, directions = head[0].split(","), head[1].split(",")
    one: dict[str, Any] = {
        "class": classes[0],
        "accept_class": classes[1:],
        "direction": directions[0],
        "accept_direction": directions[1:],
        "a": head[2].split(","),
        "b": head[3].split(","),
        "scoreable": False,
        **dict.fromkeys(("horizon_from", "horizon_to", "p_low", "p_high")),
    }
    for part in parts:
        if part[0] == "H":
            one["horizon_from"], one["horizon_to"] = part[1:]
        elif part[0] == "P":
            one["p_low"], one["p_high"] = map(float, part[1:])
        elif part[0] == "S":
            one["scoreable"] = True
        else:
            raise ValueError(f"{line}: unknown part {part[0]}")
    return one


def false_alarms(gold: Path, out: Path) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """How many passages without a forecast were taken for one, of how many, and the same by kind."""
    told = {row["id"]: row for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    counts: dict[str, list[bool]] = defaultdict(list)
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        if not row["is_forecast"] and not row.get("doubtful"):
            found = told[row["id"]]["forecasts"]
            counts[row["kind"]].append(any(one["class"] in PREDICTIVE for one in found))
    kinds = {kind: (sum(hits), len(hits)) for kind, hits in sorted(counts.items())}
    return sum(n for n, _ in kinds.values()), sum(n for _, n in kinds.values()), kinds


def measured(gold: Path, folder: Path) -> list[tuple[Path, Path]]:
    """What the program makes of a gold file, whole and the unseen third where the gold has one."""
    out = coded(gold, folder / gold.stem)
    return [(gold, out), *([(third(gold, folder), third(out, folder))] if gold.parent == GOLD else [])]


def column(gold: Path, out: Path) -> tuple[Mapping[str, Any], str, dict[str, tuple[int, int]]]:
    """The scorer's figures and the share of hard negatives taken for forecasts."""
    wrong, n, kinds = false_alarms(gold, out)
    return score("forecasts", gold, out), f"{wrong / n:.1%} ({wrong} of {n})" if n else "–", kinds


def own(name: str, folder: Path) -> Path:
    """A file of our own passages as a gold file."""
    path = folder / f"{name}.jsonl"
    rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in passages(DATA / f"{name}.txt"))
    path.write_text("".join(rows), encoding="utf-8")
    return path


def report(folder: Path, wanted: Sequence[str]) -> None:
    """Prints one table with a column a set of passages."""
    sets = [("own, read", own("forecasts_read", folder))] if "read" in wanted else []
    sets += [("own, measured", own("forecasts_measured", folder))] if "measured" in wanted else []
    sets += [("gold dev", GOLD / "forecasts_dev.jsonl")] if "gold" in wanted else []
    columns = []
    for label, gold in sets:
        names = (label, "gold, unseen third")
        columns += [(name, *column(*pair)) for name, pair in zip(names, measured(gold, folder), strict=False)]
    rows: list[tuple[object, ...]] = [
        (label, *(pick(figures, path) for _, figures, _, _ in columns)) for label, path in FORECASTS.items()
    ]
    rows.append(("states right", *(pick(figures, ("dyad", "acc")) for _, figures, _, _ in columns)))
    rows.append(("hard negatives taken for forecasts", *(share for _, _, share, _ in columns)))
    print(table(("measure", *(name for name, *_ in columns)), rows))
    for name, _, _, kinds in columns:
        taken = ", ".join(f"{kind} {n} of {of}" for kind, (n, of) in kinds.items() if n)
        print(f"\n{name}: taken for forecasts {taken or 'none'}")


def main() -> None:
    """Runs the report where the scorers are."""
    if there():
        wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or ["read", "measured", "gold"]
        scratch(lambda folder: report(folder, wanted))


if __name__ == "__main__":
    main()
