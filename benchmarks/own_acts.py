"""Acts marked in the reports of `training/data` that nothing was learnt from: `python -m benchmarks.own_acts [--miss]`.

Every act between states that these reports tell is marked in them. An act is found where a row of one of its pairs,
either way round, hangs on a word of its span; a row is right where it hangs on a word of a marked act of its pair.
`--learnt` measures the reports that were learnt from, `--miss` lists what is missed and what is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from training.clauses import annotated, record

from benchmarks.shared import table
from detente.extract.events import EventExtractor
from detente.records import Event
from training import reports


@dataclass(frozen=True, slots=True)
class Read:
    """A report beside the rows that the coder makes of it."""

    report: reports.Report
    rows: tuple[Event, ...]

    def of(self, act: reports.Act) -> list[Event]:
        """The rows that tell an act, those of its type first."""
        found = [row for row in self.rows if _within(row, act) and _sides(row) & _pairs(act)]
        return sorted(found, key=lambda row: row.plover not in act.types)

    def acts(self, row: Event) -> list[reports.Act]:
        """The acts that a row tells, those of its type first."""
        found = [act for act in self.report.acts if _within(row, act) and _sides(row) & _pairs(act)]
        return sorted(found, key=lambda act: row.plover not in act.types)


def _within(row: Event, act: reports.Act) -> bool:
    start, end = row.trigger_start or 0, row.trigger_end or 0
    return act.start <= start < act.end or act.start < end <= act.end


def _sides(row: Event) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in _directed(row)}


def _directed(row: Event) -> set[tuple[str, str]]:
    return {(a, b) for a in row.source or (reports.UNKNOWN,) for b in row.target or (reports.UNKNOWN,)}


def _pairs(act: reports.Act) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in act.pairs}


def read(found: Sequence[reports.Report]) -> list[Read]:
    """The reports as the product codes them."""
    known = {report.id: report for report in found}
    coder = EventExtractor()
    docs = annotated(record(report) for report in found)
    return [Read(known[doc.document.record or ""], coder.extract(doc)) for doc in docs]


def figures(found: Iterable[Read], kind: Callable[[reports.Act], bool]) -> tuple[object, ...]:
    """Number of the acts of a kind, the share found, with their types, with their status too, and in direction."""
    cells = [(act, one.of(act)) for one in found for act in one.report.acts if kind(act)]
    typed = [(act, [row for row in rows if row.plover in act.types]) for act, rows in cells]
    status = sum(any(row.status == act.status for row in rows) for act, rows in typed)
    directed = sum(any(_directed(row) & {*act.pairs} for row in rows) for act, rows in typed)
    n = max(1, len(cells))
    parts = (sum(bool(rows) for _, rows in cells), sum(bool(rows) for _, rows in typed), status, directed)
    return (len(cells), *(f"{part / n:.3f}" for part in parts))


def precision(found: Iterable[Read], kind: Callable[[Event], bool]) -> tuple[object, ...]:
    """Number of the rows of a kind, the share that tells an act of its pair, and of its type."""
    cells = [(row, one.acts(row)) for one in found for row in one.rows if kind(row)]
    n = max(1, len(cells))
    typed = sum(any(row.plover in act.types for act in acts) for row, acts in cells)
    return len(cells), f"{sum(bool(acts) for _, acts in cells) / n:.3f}", f"{typed / n:.3f}"


def main() -> None:
    """Prints recall of acts and precision of rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learnt", action="store_true", help="the reports that were learnt from")
    parser.add_argument("--miss", action="store_true", help="list what is missed and what is wrong")
    args = parser.parse_args()
    found = read(reports.learnt() if args.learnt else reports.measured())
    print(f"{len(found)} reports")
    kinds: dict[str, Callable[[reports.Act], bool]] = {
        "all": lambda _: True,
        "both sides named": lambda act: not act.lent,
        "a side lent": lambda act: act.lent,
        "actual": lambda act: act.status == "actual",
        "not actual": lambda act: act.status != "actual",
    }
    head = ("acts", "n", "found", "typed", "and status", "and direction")
    print(table(head, [(name, *figures(found, kind)) for name, kind in kinds.items()]))
    rules: dict[str, Callable[[Event], bool]] = {
        "all": lambda _: True,
        "both sides in the clause": lambda row: not row.rule.startswith("references:"),
        "sides lent by rule": lambda row: row.rule.startswith("references:") and "scorer" not in row.rule,
        "sides lent by the scorer": lambda row: row.rule.startswith("references:") and "scorer" in row.rule,
    }
    columns = ("rows", "n", "of an act", "of its type")
    print(table(columns, [(name, *precision(found, kind)) for name, kind in rules.items()]))
    for one in found if args.miss else ():
        show(one)


def show(one: Read) -> None:
    """Prints what is missed and what is wrong in a report."""
    text = one.report.text
    for act in one.report.acts:
        if not any(row.plover in act.types for row in one.of(act)):
            said = [(row.plover, row.rule) for row in one.of(act)]
            print("miss", one.report.id, act.pairs, act.types, act.status, repr(text[act.start : act.end]), said)
    for row in one.rows:
        if not any(row.plover in act.types for act in one.acts(row)):
            print("wrong", one.report.id, row.source, row.target, row.plover, row.status, row.p, row.rule,
                  repr(text[row.start : row.end][:90]))  # fmt: skip


if __name__ == "__main__":
    main()
