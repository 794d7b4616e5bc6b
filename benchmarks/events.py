"""Events on the training passages: `python -m benchmarks.events [--rules] [--sample N]`; `--places`, `--types`.

About five thousand invented passages, each with the acts that its author listed; further acts in them are not
counted against the coder. With the scorer the figures flatter: its weights were trained on these very passages, and
the rules were written with their misses in view. The unseen figures are those of `benchmarks.accuracy`.
`--types` prints recall and precision per type and status on the dev passages, `--places` how often the place is
right on the dev articles where the sentence of the evidence names it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from training.passages import RECIPROCAL, Example, own

from benchmarks.accuracy import by_kind
from benchmarks.shared import SHARED, built, coded, score, scratch, table, there
from detente.annotate.document import SpacyAnnotator
from detente.config import Extract
from detente.extract.acts import QUADS
from detente.extract.events import EventExtractor
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


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sentence_of(text: str, start: int, end: int) -> str:
    """The stretch between full stops or blank lines around a span."""
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "\n\n")) + 1
    stops = [at for mark in (". ", "\n\n") if (at := text.find(mark, end - 1)) >= 0]
    return text[begin : min(stops, default=len(text))]


def placed(folder: Path) -> None:
    """Prints how often a found incident of the dev articles has the place that the sentence of its evidence names."""
    gold = SHARED / "gold" / "articles_dev"
    tables = built(gold / "texts", folder / "articles")
    documents = {Path(row["path"]).name: row for row in rows_of(tables / "documents.jsonl")}
    events = rows_of(tables / "events.jsonl")
    asked = right = 0
    for incident in rows_of(gold / "incidents.jsonl"):
        pairs = {tuple(pair) for pair in incident["pairs"]}
        name = (incident.get("place") or {}).get("name")
        for span in incident["evidence"]:
            document = documents[span["file"]]
            if not name or name not in sentence_of(document["text"], span["start"], span["end"]):
                continue
            found = [e for e in events if e["doc_id"] == document["doc_id"] and _told(e, span, pairs)]
            asked += bool(found)
            right += any(name in (event["place"] or "") for event in found)
    print(f"Places of found incidents, where the text says: {right} of {asked} right ({share(right, asked)})")


def _told(event: dict[str, Any], span: dict[str, Any], pairs: set[tuple[str, ...]]) -> bool:
    overlaps = event["start"] < span["end"] and span["start"] < event["end"]
    return overlaps and any((a, b) in pairs for a in event["source"] for b in event["target"])


def typed(folder: Path) -> None:
    """Prints recall and precision per type, and recall per status, on the dev passages."""
    gold = SHARED / "gold" / "events_dev.jsonl"
    figures = score("events", gold, coded(gold, folder / "events"))
    print("\n\n".join(by_kind(figures)))


def main() -> None:
    """Prints the tables: of the rules alone, then with the scorer, unless `--rules` asks for the first only."""
    for flag, work in (("--places", placed), ("--types", typed)):
        if flag in sys.argv:
            if there():
                scratch(work)
            return
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
