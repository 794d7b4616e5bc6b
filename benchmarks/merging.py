"""How well reports are merged, apart from how well they are coded: `python -m benchmarks.merging`, half a minute.

The merger is fed the hand-made mentions of `incidents_dev` as if a coder had found every one: pair, status, clause and
day are the gold's, the code is what the clause's own words allow. Then comes noise of the kinds and about the size that
our own coder showed on the mentions it finds (two thirds of the episodes), dealt out by a hash: another accepted type
or status, a day off, the week or the month in place of the day, no day at all, another day altogether. The figures are
those of the scorer of the bench, over five deals, for the episodes that were looked at and for every third one, unseen.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any, Final

from benchmarks.shared import SHARED, episodes, score, scratch, table, there
from detente import lexicons
from detente.records import Document, Event
from detente.resolve import incidents
from detente.store import schema

GOLD: Final = SHARED / "gold" / "incidents_dev"
DEALS: Final = 5
RECENT: Final = range(-1, 9)
"""Days before publication of what a report tells as news; what is older is background, and dated less well."""

WORD: Final = re.compile(r"\w+")
Interval = tuple[date, date] | tuple[None, None]


def chance(*parts: object) -> float:
    """A number from 0 to 1 that depends on nothing but `parts`."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:6], "big") / 2**48


def blurred(first: date, last: date, published: date, at: float) -> Interval:
    """The interval as a coder might read it; `at` picks the fault."""
    age = (published - first).days
    if age in RECENT:
        return _picked(at, first, last, (0.80, 0, 0), (0.85, 1, 1), (0.88, -2, -2), (0.95, 0, 6))
    if age < 0:
        return _picked(at, first, last, (0.55, 0, 0), (0.85, -20, 25))
    return _picked(at, first, last, (0.70, 0, 0), (0.85, -14, 14), (0.90, -180, 180), (0.95, -90, -90))


def _picked(at: float, first: date, last: date, *faults: tuple[float, int, int]) -> Interval:
    for share, before, after in faults:
        if at < share:
            return first + timedelta(before), last + timedelta(after)
    return None, None


@cache
def quads() -> Mapping[str, tuple[int, float]]:
    """PLOVER type → quad class and a Goldstein weight of the root code."""
    weights = {row["plover"]: float(row["goldstein"]) for row in reversed(lexicons.table("cameo"))}
    return {row["type"]: (int(row["quad"]), weights.get(row["type"], 0.0)) for row in lexicons.table("plover")}


def code_of(plover: str, clause: str) -> str:
    """The CAMEO code whose noun the clause has, among those of the type; else the root's unspecified one."""
    of_type = {row["code"] for row in lexicons.table("cameo") if row["plover"] == plover}
    words = clause.lower()
    for row in lexicons.table("act_phrases"):
        if row["code"] in of_type and len(row["code"]) == 3 and any(w[:5] in words for w in row["noun"].split()):
            return row["code"]
    return next(row["cameo"] for row in lexicons.table("plover") if row["type"] == plover)


def document(report: Mapping[str, Any], copies: Mapping[str, str]) -> Document:
    """The report as a cleaned document."""
    day = date.fromisoformat(report["published"])
    values: dict[str, Any] = dict.fromkeys(("url", "agency", "duplicate_relation"))
    return Document(
        **values,
        doc_id=report["id"],
        path="reports.jsonl",
        record=report["id"],
        title=report["title"],
        outlet=report["outlet"],
        outlet_country=report["outlet_country"],
        authors=(),
        published_from=day,
        published_to=day,
        published=day,
        published_p=1.0,
        published_basis=(),
        lang="en",
        text=report["text"],
        blocks=(),
        encoding="utf-8",
        encoding_p=1.0,
        duplicate_of=copies.get(report["id"]),
    )


def events(gold: Mapping[str, Any], mention: Mapping[str, Any], of: Document, deal: int) -> Iterator[Event]:
    """The rows that a coder would make of one mention; deal 0 is without noise."""
    key = gold["incident_id"], mention["report"], mention["start"]
    plover, status = gold["type"], mention["status"]
    first, last = date.fromisoformat(mention["resolved_from"]), date.fromisoformat(mention["resolved_to"])
    days: Interval = (first, last)
    if deal and of.published is not None:
        others = sorted({kind for kind, state in gold.get("accept") or () if state == status and kind != plover})
        if others and chance("type", deal, *key) < 0.2:
            plover = others[int(chance("which", deal, *key) * len(others))]
        if chance("status", deal, *key) < 0.03:
            status = "hypothetical" if status == "actual" else "actual"
        days = blurred(first, last, of.published, chance("day", deal, *key))
    clause = of.text[mention["start"] : mention["end"]]
    quad, weight = quads()[plover]
    place = gold.get("place")
    for source, targets in sides(gold["pairs"]):
        yield Event(
            event_id="e" + hashlib.sha256(repr((*key, source, targets)).encode()).hexdigest()[:16],
            incident_id=None,
            doc_id=of.doc_id,
            start=mention["start"],
            end=mention["end"],
            trigger_start=mention["start"],
            trigger_end=mention["end"],
            source=(source,),
            target=targets,
            source_text=None,
            target_text=None,
            plover=plover,
            mode=None,
            cameo=code_of(plover, clause),
            goldstein=weight,
            quad=quad,
            status=status,
            historical=days[1] is not None and of.published is not None and (of.published - days[1]).days > 365,
            date_from=days[0],
            date_to=days[1],
            place=place if place and place.split(",")[0] in clause else None,
            issues=issues(clause),
            quote_id=None,
            p=0.9,
            rule="gold",
        )


def sides(pairs: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each source with all that it acts upon."""
    for source in sorted({source for source, _ in pairs}):
        yield source, tuple(sorted(target for s, target in pairs if s == source))


@cache
def issues(clause: str) -> tuple[str, ...]:
    """The issues that the clause names, as the coder finds them."""
    words = f" {' '.join(WORD.findall(clause.lower()))} "
    forms = ((form, row["issue"]) for row in lexicons.table("issues") for form in row.listed("forms"))
    return tuple(sorted({issue for form, issue in forms if f" {' '.join(WORD.findall(form.lower()))} " in words}))


def merged(gold: Path, folder: Path, deal: int) -> Path:
    """A folder with documents, events and incidents as the scorer reads them."""
    reports = [json.loads(line) for line in (gold / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    copies = [json.loads(line) for line in (gold / "duplicates.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {r["id"]: document(r, {row["b"]: row["a"] for row in copies}) for r in reports}
    rows = [json.loads(line) for line in (gold / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    coded = [e for g in rows for m in g["mentions"] for e in events(g, m, known[m["report"]], deal)]
    found = incidents.merge(known.values(), coded)
    named = [schema.jsonable(e) | {"incident_id": found.assignments[e.event_id]} for e in coded]
    folder.mkdir(parents=True)
    tables = {
        "documents": [schema.jsonable(d) for d in known.values()],
        "events": named,
        "incidents": [schema.jsonable(i) for i in found.incidents],
    }
    for name, held in tables.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held), encoding="utf-8")
    return folder


FIGURES: Final[Mapping[str, Callable[[dict[str, Any]], float]]] = {
    "B³ F1": lambda f: f["bcubed"]["f1"],
    "pairwise precision": lambda f: f["pairwise"]["p"],
    "pairwise recall": lambda f: f["pairwise"]["r"],
    "false merges": lambda f: f["false_merges"],
    "of incidents": lambda f: f["dates"]["n"],
    "torn": lambda f: f["false_splits"],
    "confused pairs merged": lambda f: f["hard_merged"]["n"],
    "mean days off": lambda f: f["dates"]["mean"],
    "day within": lambda f: f["dates"]["within"],
    "type": lambda f: f["type"],
    "status": lambda f: f["status"],
}


def main() -> None:
    """Print the table."""
    if there():
        scratch(_measured)


def _measured(folder: Path) -> None:
    rows = []
    for part, unseen in (("looked at", False), ("unseen", True)):
        gold = episodes(GOLD, folder / f"gold_{unseen}", unseen=unseen)
        for name, deals in (("clean", (0,)), ("with noise", range(1, DEALS + 1))):
            found = [score("incidents", gold, merged(gold, folder / f"{unseen}_{d}", d)) for d in deals]
            rows.append((f"{part}, {name}", *(round(mean(get(f) for f in found), 3) for get in FIGURES.values())))
    print(table(("episodes", *FIGURES), rows), flush=True)


if __name__ == "__main__":
    main()
