"""The passages of `training/data`, as examples with the spans of source and target."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"

# How the PLOVER manual reads an act that lies ahead, was called off or is only threatened: one root for both.
FOLDED = {
    ("CONSULT", "planned"): "AGREE",
    ("COOPERATE", "planned"): "AGREE",
    ("AID", "planned"): "AGREE",
    ("SUPPORT", "planned"): "AGREE",
    ("CONCEDE", "planned"): "AGREE",
    ("RETREAT", "planned"): "AGREE",
    ("AGREE", "planned"): "AGREE",
    ("CONSULT", "cancelled"): "REJECT",
    ("AGREE", "cancelled"): "REJECT",
    ("COOPERATE", "cancelled"): "REJECT",
    ("SUPPORT", "cancelled"): "REJECT",
    ("CONCEDE", "cancelled"): "REJECT",
    ("AGREE", "negated"): "REJECT",
    ("SANCTION", "planned"): "THREATEN",
    ("MOBILIZE", "planned"): "THREATEN",
    ("ASSAULT", "planned"): "THREATEN",
    ("COERCE", "planned"): "THREATEN",
}
MARKS = ("<s>", "</s>", "<t>", "</t>")
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass(frozen=True, slots=True)
class Example:
    """One passage with a source and a target in it, and what it reports of the one toward the other.

    `type_` and `status` are None where only the root is known; `root` is None where the manual's
    reading is not certain.
    """

    id: str
    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    type_: str | None
    status: str | None
    root: str | None


def own() -> Iterator[Example]:
    """The passages written for this project, file by file. Raises `ValueError` naming file and line."""
    for path in sorted(DATA.glob("passages_*.txt")):
        section: list[str] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith("== "):
                section = line[3:].split()
            elif line and not line.startswith("#"):
                yield _own(f"{path.name}:{number}", line, *section)


def triggered() -> Iterator[tuple[Example, tuple[int, int]]]:
    """The passages written for this project with the span of the words that tell the act."""
    lines: dict[str, list[str]] = {}
    for item in own():
        name, _, number = item.id.partition(":")
        if name not in lines:
            lines[name] = (DATA / name).read_text(encoding="utf-8").splitlines()
        trigger = lines[name][int(number) - 1].split("|")[2]
        if trigger != "-" and trigger in item.text:
            yield item, find(item.text, trigger)


def _own(place: str, line: str, type_: str, status: str) -> Example:
    cells = line.split("|")
    if len(cells) != 4:
        raise ValueError(f"{place} has {len(cells)} cells, not four.")
    source, target, _, text = cells
    return _example(place, text, (find(text, source), find(text, target, source)), type_, status)


def _example(place: str, text: str, spans: tuple[tuple[int, ...], ...], type_: str, status: str) -> Example:
    root = FOLDED.get((type_, status))
    if root is None and status in ("actual", "alleged", "denied") and type_ != "NONE":
        root = YIELD.get(type_, type_)
    (s1, s2), (t1, t2) = spans
    return Example(place, text, (s1, s2), (t1, t2), type_, status, root)


RECIPROCAL = {"CONSULT", "AGREE", "COOPERATE", "NONE"}


def turned(items: Iterable[Example]) -> Iterator[Example]:
    """For every other directed act the passage with its sides exchanged and no act, unless it reports one that way."""
    items = list(items)
    known = {(item.text, item.source, item.target) for item in items}
    for item in items:
        named = item.source != (0, 0) and item.target != (0, 0)
        other_half = zlib.crc32(item.text.encode()) % 2  # one passage in two: more would drown the acts
        if other_half or not named or not item.type_ or item.type_ in RECIPROCAL:
            continue
        if (item.text, item.target, item.source) not in known:
            yield Example(f"{item.id}:turned", item.text, item.target, item.source, "NONE", "none", None)


def gold(path: Path) -> Iterator[Example]:
    """The events of a gold file whose number is not divisible by three (the others are held out), with their spans."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if int(row["id"].rsplit("-", 1)[1]) % 3 == 0 or row["doubtful"]:
            continue
        for event in row["events"]:
            spans = (tuple(event.get("source_span") or (0, 0)), tuple(event.get("target_span") or (0, 0)))
            yield _example(row["id"], row["text"], spans, event["type"], event["status"])


def articles(path: Path) -> Iterator[Example]:
    """The examples that `training/articles.py` took from whole articles."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        spans = (tuple(row["source"]), tuple(row["target"]))
        yield _example(f"{path.name}:{number}", row["text"], spans, row["type"], row["status"])


def plv(path: Path) -> Iterator[Example]:
    """The PLV sentences (source and target marked in the text, root only)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if all(row["marked"].count(mark) == 1 for mark in MARKS):
            text, source, target = unmark(row["marked"])
        else:
            text = row["text"]
            names = [row[side] if row[side] in text else "-" for side in ("source", "target")]
            source, target = find(text, names[0]), find(text, names[1], names[0])
        yield Example(row["id"], text, source, target, None, None, row["root"])


def unmark(marked: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The text without its `<s>` and `<t>` marks, and the two spans."""
    spans: dict[str, list[int]] = {"s": [], "t": []}
    text, at = "", 0
    while at < len(marked):
        for mark in MARKS:
            if marked.startswith(mark, at):
                spans[mark.strip("</>")].append(len(text))
                at += len(mark)
                break
        else:
            text += marked[at]
            at += 1
    return text, (spans["s"][0], spans["s"][1]), (spans["t"][0], spans["t"][1])


def find(text: str, piece: str, other: str = "") -> tuple[int, int]:
    """The span of `piece` in `text`, outside the first place of `other` where it can be; (0, 0) for an unnamed side."""
    if piece == "-":
        return 0, 0
    at = text.find(piece)
    taken = text.find(other) if other else -1
    if taken >= 0 and taken <= at < taken + len(other):
        later = text.find(piece, taken + len(other))
        at = later if later >= 0 else at
    if at < 0:
        raise ValueError(f"{piece!r} does not stand in {text!r}.")
    return at, at + len(piece)
