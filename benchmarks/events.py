"""Events on the training passages: `python -m benchmarks.events [--rules] [--sample N]`.

About five thousand invented passages, each with the acts that its author listed; further acts in them are not
counted against the coder. With the scorer the figures flatter: its weights were trained on these very passages, and
the rules were written with their misses in view. The unseen figures are those of `benchmarks.accuracy`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from training.passages import RECIPROCAL, Example, own

from benchmarks.shared import table
from detente.annotate.document import SpacyAnnotator
from detente.config import Extract
from detente.extract.events import QUADS, EventExtractor
from detente.records import STATUSES, Annotated, Block, Document, Event

DAY = date(2018, 6, 15)
BINS = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """An act that a passage's author listed, with the codes of its sides (no source: nobody is named)."""

    id: str
    text: str
    source: frozenset[str]
    target: frozenset[str]
    plover: str
    status: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A listed act beside the rows of its pair."""

    act: Listed
    rows: tuple[Event, ...]

    @property
    def typed(self) -> tuple[Event, ...]:
        """The rows of its type."""
        return tuple(row for row in self.rows if row.plover == self.act.plover)

    @property
    def right(self) -> bool:
        """True where a row has its type and its status."""
        return any(row.status == self.act.status for row in self.typed)


def document(text: str) -> Document:
    """A passage as the body of a document of one fixed day."""
    return Document(
        doc_id="d0", path="passage", record=None, url=None, title=None, outlet=None, outlet_country=None, authors=(),
        agency=None, published_from=DAY, published_to=DAY, published=DAY, published_p=1.0, published_basis=(),
        lang="en", text=text, blocks=(Block(0, len(text), "body"),), encoding="utf-8", encoding_p=1.0,
    )  # fmt: skip


def annotated(sample: int = 1) -> Iterator[tuple[Annotated, list[Example]]]:
    """Every `sample`-th passage, parsed, with the acts listed for it."""
    texts: dict[str, list[Example]] = {}
    for example in own():
        texts.setdefault(example.text, []).append(example)
    annotator = SpacyAnnotator()
    for number, (text, examples) in enumerate(texts.items()):
        if number % sample == 0:
            yield annotator.annotate(document(text)), examples


def codes(doc: Annotated, span: tuple[int, int]) -> frozenset[str]:
    """The states and organisations of the mentions within a side's words: of the larger ones, not of what describes."""
    within = [m for m in doc.mentions if m.codes and m.start < span[1] and span[0] < m.end]
    outer = [m for m in within if not m.inside] or within
    return frozenset(code for mention in outer for code in mention.codes)


def listed(doc: Annotated, examples: Iterable[Example]) -> Iterator[Listed]:
    """The acts of a passage whose named sides both stand for a state or organisation."""
    for example in examples:
        source, target = codes(doc, example.source), codes(doc, example.target)
        unnamed = example.source == (0, 0)
        if target - source and (source or unnamed) and example.type_ and example.status:
            yield Listed(example.id, example.text, source, target - source, example.type_, example.status)


def outcome(act: Listed, rows: Sequence[Event]) -> Outcome:
    """The rows between the sides of a listed act; either way round where both act."""
    return Outcome(act, tuple(row for row in rows if _between(row, act)))


def _between(row: Event, act: Listed) -> bool:
    def one_way(source: Iterable[str], target: Iterable[str]) -> bool:
        return (bool(act.source & set(source)) or not act.source) and bool(act.target & set(target))

    back = act.plover in RECIPROCAL and act.plover != "NONE" and one_way(row.target, row.source)
    return one_way(row.source, row.target) or back


def outcomes(parsed: Iterable[tuple[Annotated, list[Example]]], config: Extract) -> list[Outcome]:
    """Every listed act with what the extractor makes of its pair."""
    extractor = EventExtractor(config)
    found: list[Outcome] = []
    for doc, examples in parsed:
        rows = extractor.extract(doc)
        found.extend(outcome(act, rows) for act in listed(doc, examples))
    return found


def share(part: int, whole: int) -> str:
    """A share to two places, or a dash."""
    return f"{part / whole:.2f}" if whole else "–"


def row_of(name: str, items: Sequence[Outcome]) -> tuple[object, ...]:
    """One line: how many, pair found, recall (pair and type), type given the pair, status given the type, all right."""
    paired = sum(bool(item.rows) for item in items)
    typed = sum(bool(item.typed) for item in items)
    right = sum(item.right for item in items)
    return (
        name,
        len(items),
        share(paired, len(items)),
        share(typed, len(items)),
        share(typed, paired),
        share(right, typed),
        share(right, len(items)),
    )


HEAD = ("", "n", "pair found", "recall", "type of found", "status of found", "all right")


def report(found: Sequence[Outcome]) -> str:
    """The tables per type and status, and the pairs without an act that were given one."""
    acts = [item for item in found if item.act.plover != "NONE"]
    none = [item for item in found if item.act.plover == "NONE"]
    rows = [row_of("all", acts)]
    rows += [row_of(name, [item for item in acts if item.act.plover == name]) for name in QUADS]
    rows += [row_of(name, [item for item in acts if item.act.status == name]) for name in STATUSES]
    flagged = sum(any(row.status == "actual" for row in item.rows) for item in none)
    rest = [item for item in acts if item.act.status != "actual" and item.typed]
    wrong = sum(all(row.status == "actual" for row in item.typed) for item in rest)
    return "\n".join([
        table(HEAD, rows),
        "",
        f"Pairs without an act given any row: {sum(bool(item.rows) for item in none)} of {len(none)}, "
        f"an actual one: {flagged}",
        f"Acts that did not happen, coded as actual only: {wrong} of {len(rest)}",
    ])  # fmt: skip


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[str, float]:
    """The reliability table of (p, right) in ten bins, and the expected calibration error."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in pairs:
        bins.setdefault(min(BINS - 1, int(p * BINS)), []).append((p, right))
    rows, error = [], 0.0
    for number in sorted(bins):
        items = bins[number]
        said = sum(p for p, _ in items) / len(items)
        came = sum(right for _, right in items) / len(items)
        error += abs(said - came) * len(items) / len(pairs)
        rows.append((f"{number / BINS:.1f}–{(number + 1) / BINS:.1f}", len(items), f"{said:.2f}", f"{came:.2f}"))
    return table(("p", "rows", "mean p", "right"), rows), error


def judged(found: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Probability and rightness of every row on a listed pair, once a row."""
    right: dict[tuple[str, str], tuple[float, bool]] = {}
    for item in found:
        for row in item.rows:
            key = (item.act.text, row.event_id)
            hit = row.plover == item.act.plover and row.status == item.act.status
            right[key] = (row.p, hit or right.get(key, (0.0, False))[1])
    return list(right.values())


def misses(found: Sequence[Outcome]) -> Counter[str]:
    """Numbers of listed acts by what went wrong with them."""
    return Counter(
        "right" if item.right else "status" if item.typed else "type" if item.rows else "not found"
        for item in found
        if item.act.plover != "NONE"
    )


def main() -> None:
    """Prints the tables: of the rules alone, then with the scorer, unless `--rules` asks for the first only."""
    sample = int(sys.argv[sys.argv.index("--sample") + 1]) if "--sample" in sys.argv else 1
    parsed = list(annotated(sample))
    names = ("rules",) if "--rules" in sys.argv else ("rules", "auto")
    for name in names:
        found = outcomes(parsed, Extract(model=name))
        print(f"## {'Rules alone' if name == 'rules' else 'With the scorer, which was trained on these passages'}\n")
        print(report(found))
        print("\nReliability of rows on listed pairs\n")
        shown, error = reliability(judged(found))
        print(f"{shown}\n\nExpected calibration error {error:.3f}")
        print("\n" + ", ".join(f"{what} {n}" for what, n in sorted(misses(found).items())) + "\n")


if __name__ == "__main__":
    main()
