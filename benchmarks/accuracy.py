"""Accuracy on the hand-made gold: `python -m benchmarks.accuracy [--write]` prints it, or puts it in the docs too.

The dev half was learnt from; the column "unseen third" holds the passages whose number is divisible by three. They
were kept out of sight while rules were written and weights trained.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.shared import ROOT, SHARED, built, coded, score, scratch, table, there, third

GOLD = SHARED / "gold"
MARK = "<!-- figures: python -m benchmarks.accuracy --write -->"
PAGE = ROOT / "docs" / "reference" / "accuracy.md"

EVENTS = {
    "relevance accuracy": ("relevance", "acc"),
    "directed dyad F1": ("dyad", "f1"),
    "full triple F1": ("triple", "f1"),
    "triple and status F1": ("triple_status", "f1"),
    "status accuracy of matched": ("status_acc",),
    "non-actual coded as actual": ("false_actual", "share"),
    "dates that overlap": ("dates", "overlap"),
}
QUOTES = {
    "attribution F1": ("attribution_J50_src", "f1"),
    "content exact F1": ("content_exact", "f1"),
    "full speaker name": ("speaker", "strict"),
    "country": ("country", "acc"),
}
FORECASTS = {
    "span F1, all classes": ("span_J50", "f1"),
    "span F1, predictive": ("predictive", "f1"),
    "class": ("class", "acc"),
    "direction": ("direction", "acc"),
    "scoreable F1": ("scoreable", "f1"),
    "horizon overlaps": ("horizon", "overlap"),
    "probability overlaps": ("probability", "overlap"),
}
DOCUMENTS = {
    "titles": ("title",),
    "outlets": ("outlet",),
    "body character F1": ("body", "f1"),
    "intervals that hold the day": ("published", "holds"),
    "wrong point dates": ("published", "point_wrong"),
    "median width, days": ("published", "width"),
}
INCIDENTS = {
    "required: pair, type, status, date right": ("recall", "full"),
    "actual incidents, precision": ("actual", "p"),
    "forbidden readings": ("forbidden", "n"),
}
MERGING = {
    "B³ F1": ("bcubed", "f1"),
    "pairwise precision": ("pairwise", "p"),
    "false merges, incidents that mix two": ("false_merges",),
    "mentions with an event": ("mentions", "r"),
    "type accuracy": ("type",),
    "copies seen, recall": ("duplicates", "r"),
    "copies seen, precision": ("duplicates", "p"),
    "their relation": ("relation", "acc"),
    "of so many copies": ("relation", "n"),
}


def pick(figures: Mapping[str, Any], path: tuple[str, ...]) -> object:
    """The figure at a path, or a dash where the scorer gave none."""
    value: Any = figures
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return "–" if value is None else round(value, 3) if isinstance(value, float) else value


def passages(folder: Path) -> list[str]:
    """Events, quotes and forecasts of the dev passages, all and the unseen third."""
    parts = []
    for name, scorers in (
        ("events_dev", {"events": EVENTS}),
        ("forecasts_dev", {"quotes": QUOTES, "forecasts": FORECASTS}),
    ):
        gold = GOLD / f"{name}.jsonl"
        out = coded(gold, folder / name)
        part, part_out = third(gold, folder), third(out, folder)
        for scorer, names in scorers.items():
            whole, unseen = score(scorer, gold, out), score(scorer, part, part_out)
            rows = [(label, pick(whole, path), pick(unseen, path)) for label, path in names.items()]
            parts.append(
                f"**{scorer.capitalize()}, passages of `{name}`**\n\n" + table(("measure", "dev", "unseen third"), rows)
            )
            if scorer == "events":
                parts += by_kind(whole)
    return parts


def by_kind(figures: Mapping[str, Any]) -> list[str]:
    """What the scorer of events says of each type and of each status."""
    types = [(name, row["n"], *(pick(row, (key,)) for key in "rp")) for name, row in figures["by_type"].items()]
    statuses = [
        (name, row["n"], *(pick(row, (key,)) for key in ("triple", "with_status")))
        for name, row in figures["by_status"].items()
    ]
    return [
        "**Events by type, dev passages**\n\n" + table(("type", "n", "recall", "precision"), types),
        "**Events by status, dev passages**\n\n" + table(("status", "n", "triple found", "with its status"), statuses),
    ]


def articles(folder: Path) -> list[str]:
    """Documents, incidents, quotes and forecasts of whole articles: the seeds and the twelve dev articles."""
    seeds = built(SHARED / "seeds", folder / "seeds")
    dev = built(GOLD / "articles_dev" / "texts", folder / "articles")
    parts = []
    for scorer, gold, names in (
        ("documents", "documents", DOCUMENTS),
        ("incidents", "incidents", INCIDENTS),
        ("quotes", "quotes_forecasts", QUOTES),
        ("forecasts", "quotes_forecasts", FORECASTS),
    ):
        left = score(scorer, GOLD / "seeds" / f"{gold}.jsonl", seeds)
        right = score(scorer, GOLD / "articles_dev" / f"{gold}.jsonl", dev)
        rows = [(label, pick(left, path), pick(right, path)) for label, path in names.items()]
        head = ("measure", "five seeds", "twelve dev articles")
        parts.append(f"**{scorer.capitalize()}, whole articles**\n\n" + table(head, rows))
    return parts


def merging(folder: Path) -> list[str]:
    """One incident from many reports: the eighty reports of the merge corpus."""
    tables = built(GOLD / "incidents_dev" / "reports.jsonl", folder / "merging")
    figures = score("incidents", GOLD / "incidents_dev", tables)
    rows = [(label, pick(figures, path)) for label, path in MERGING.items()]
    return ["**Merging, 80 reports of 20 episodes**\n\n" + table(("measure", "dev"), rows)]


def report(folder: Path) -> None:
    """Prints all tables; with --write puts them into the accuracy page."""
    text = "\n\n".join([*passages(folder), *articles(folder), *merging(folder)])
    print(text)
    if "--write" in sys.argv:
        head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
        PAGE.write_text(f"{head}{MARK}\n\n{text}\n", encoding="utf-8")


def main() -> None:
    """Runs the report where the gold is."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
