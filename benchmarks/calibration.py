"""Calibration: do the probabilities of events hold? `python -m benchmarks.calibration [--rules] [--write]`

Every coded row of the dev passages and of whole dev articles is judged against the gold: right where it has the sides
of a gold event and a type and status that the gold accepts there; rows that fit optional or doubtful gold are left out.
Set aside are the passages whose number is divisible by three, unseen by rules and weights, and every third article,
unseen by the weights.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.articles import documents

from benchmarks.events import reliability
from benchmarks.shared import ROOT, SHARED, table, there
from detente.config import Config, Extract
from detente.extract.events import EventExtractor
from detente.pipeline import code

GOLD = SHARED / "gold"
PAGE = ROOT / "docs" / "reference" / "calibration.md"
MARK = "<!-- figures: python -m benchmarks.calibration --write -->"
THRESHOLDS = (0.0, 0.2, 0.33, 0.4, 0.5, 0.6, 0.7, 0.8)
Labels = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What the gold tells of one place: its directed pairs, the types and statuses accepted, whether it counts."""

    span: tuple[int, int] | None
    pairs: frozenset[tuple[str, str]]
    accepted: frozenset[tuple[str, str]]
    counts: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A coded row with its probability and whether it is right; `apart` where its text was set aside."""

    p: float
    right: bool
    apart: bool


def judged(rows: Iterable[Any], told: Sequence[Told], *, apart: bool) -> Iterator[Judged]:
    """Each row between two named sides, judged; those on gold that does not count are left out."""
    for row in rows:
        pairs = {(a, b) for a in row["source"] for b in row["target"]}
        near = [t for t in told if pairs & t.pairs and _overlaps(row, t)]
        fitting = [t for t in near if (row["plover"], row["status"]) in t.accepted and pairs <= t.pairs]
        if pairs and (any(t.counts for t in fitting) or not any(not t.counts for t in near)):
            yield Judged(row["p"], bool(fitting), apart)


def _overlaps(row: Mapping[str, Any], told: Told) -> bool:
    return told.span is None or (row["start"] < told.span[1] and told.span[0] < row["end"])


def passages(config: Config) -> Iterator[tuple[list[Any], list[Told], bool]]:
    """The rows and the gold of every passage, and whether it was set aside."""
    gold = [json.loads(line) for line in (GOLD / "events_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [{"id": row["id"], "text": row["text"], "date": row.get("date")} for row in gold]
    for row, found in zip(gold, code(asked, config), strict=True):
        told = [_of_passage(event, doubtful=bool(row.get("doubtful"))) for event in row["events"]]
        if not row.get("doubtful"):
            yield found["events"], told, int(row["id"].rsplit("-", 1)[1]) % 3 == 0


def _of_passage(event: Mapping[str, Any], *, doubtful: bool) -> Told:
    pairs = frozenset((a, b) for a in event["source"] or () for b in event["target"] or ())
    accepted = frozenset((t, s) for t, s in [*event.get("accept", ()), (event["type"], event["status"])])
    return Told(None, pairs, accepted, not (doubtful or event.get("optional")))


def told_of(gold: Path) -> dict[str, list[Told]]:
    """What the gold tells of each of the articles, by file."""
    told: dict[str, list[Told]] = {}
    for line in (gold / "articles_dev" / "incidents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        accepted = frozenset((t, s) for t, s in row.get("accept") or [(t, row["status"]) for t in row["types"]])
        pairs = frozenset((a, b) for a, b in row["pairs"])
        for place in row["evidence"]:
            unit = Told((place["start"], place["end"]), pairs, accepted, not row.get("doubtful"))
            told.setdefault(place["file"], []).append(unit)
    return told


def articles(config: Config) -> Iterator[tuple[list[Any], list[Told], bool]]:
    """The same of the twelve articles."""
    told = told_of(GOLD)
    extractor = EventExtractor(config.extract)
    fields = ("source", "target", "plover", "status", "start", "end", "p")
    names = sorted(path.name for path in (GOLD / "articles_dev" / "texts").iterdir())
    for doc in documents(GOLD / "articles_dev" / "texts"):
        name = Path(doc.document.path).name
        rows = [{field: getattr(event, field) for field in fields} for event in extractor.extract(doc)]
        yield rows, told.get(name, []), (names.index(name) + 1) % 3 == 0


def curve(found: Sequence[Judged]) -> str:
    """Share right and share kept of all right rows, at each threshold."""
    whole = sum(item.right for item in found)
    rows = []
    for least in THRESHOLDS:
        kept = [item for item in found if item.p >= least]
        right = sum(item.right for item in kept)
        rows.append((least, len(kept), f"{right / max(1, len(kept)):.2f}", f"{right / max(1, whole):.2f}"))
    return table(("min_p", "rows", "precision", "share of the right rows kept"), rows)


def shares(found: Mapping[str, Sequence[Judged]], kept: float) -> str:
    """What the page of calibration shows: the gold set aside alone, by bin and by threshold."""
    apart = {name: [item for item in items if item.apart] for name, items in found.items()}
    rows = {name: [(item.p, item.right) for item in items if item.p >= kept] for name, items in apart.items()}
    shown, error = reliability(rows["both"])
    passages_error, articles_error = (reliability(rows[name])[1] for name in ("passages", "articles"))
    return "\n\n".join(
        (
            f"{len(rows['both'])} rows of at least {kept}, the default threshold: a bin of ten rows moves by ten "
            "points with one of them.",
            shown,
            f"Expected calibration error {error:.3f}. Passages alone {passages_error:.3f} "
            f"({len(rows['passages'])} rows), articles alone {articles_error:.3f} ({len(rows['articles'])} rows).",
            f"**The threshold.** `extract.min_p` is {kept}. What other thresholds would keep of the same rows:",
            curve(apart["both"]),
        )
    )


def main() -> None:
    """Prints the reliability of passages and articles, learnt from and set aside, and the precision at thresholds.

    With --write the figures of the gold set aside go into the page of calibration too.
    """
    if not there():
        return
    model = "rules" if "--rules" in sys.argv else "auto"
    config = Config(extract=Extract(model=model, min_p=0.0))
    parts = {"passages": passages(config), "articles": articles(config)}
    found = {
        name: [item for rows, told, apart in part for item in judged(rows, told, apart=apart)]
        for name, part in parts.items()
    }
    kept = Extract().min_p
    found["both"] = [item for part in parts for item in found[part]]
    for name, items in found.items():
        for label, apart in (("learnt from", False), ("set aside", True)):
            some = [item for item in items if item.apart == apart]
            shown, error = reliability([(item.p, item.right) for item in some if item.p >= kept])
            print(f"**{name.capitalize()}, {label}**, rows of at least {kept}\n\n{shown}\n")
            print(f"Expected calibration error {error:.3f}\n\n{curve(some)}\n")
    if "--write" in sys.argv and model == "auto":
        head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(f"{head}{MARK}\n\n{shares(found, kept)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
