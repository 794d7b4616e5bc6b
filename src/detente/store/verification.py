"""Every checksum and every offset of a store, checked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from detente.errors import StoreError
from detente.places import Place
from detente.records import STORED
from detente.store import files, ledger
from detente.store.segments import FOLDER, MANIFEST, Segment, check, read, rows

SPANS: Final = ("content", "source_spans", "cue_spans", "blocks", "published_basis")
PAIRS: Final = (("start", "end"), ("trigger_start", "trigger_end"))


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, a sentence for each fault, and files that an interrupted run left (harmless)."""

    segments: int
    rows: int
    offsets: int
    faults: tuple[str, ...]
    strays: tuple[str, ...] = ()


def verify(root: Place) -> Report:
    """The state of a store. Raises as `segments.read` does where the manifest itself cannot be used."""
    manifest = read(root)
    segments = [segment for shard in manifest.shards for segment in shard.segments]
    faults = [damage for segment in segments if (damage := check(root, segment)) is not None]
    faults += ledger.faults(root)
    known = {segment.file for segment in segments} | {MANIFEST}
    strays = [name for name in files.names(root / FOLDER) if f"{FOLDER}/{name}" not in known]
    seen = offsets = 0
    if not faults:
        lengths = _lengths(root, manifest.segments("publish", "documents"))
        for table in STORED:
            for segment in manifest.segments("publish", table):
                checked, wrong = _offsets(root, segment, lengths)
                seen, offsets = seen + segment.rows, offsets + checked
                faults += wrong
    return Report(len(segments), seen, offsets, tuple(faults), tuple(strays))


def _lengths(root: Place, segments: Iterable[Segment]) -> dict[str, int]:
    return {row["doc_id"]: len(row["text"]) for row in rows(root, list(segments))}


def _offsets(root: Place, segment: Segment, lengths: Mapping[str, int]) -> tuple[int, list[str]]:
    """How many offsets of a segment were checked, and a sentence for each row whose offsets do not hold."""
    checked, faults = 0, []
    try:
        for number, row in enumerate(rows(root, [segment]), start=1):
            found = list(_spans(row))
            checked += len(found)
            length = lengths.get(row.get("doc_id", ""), -1)
            wrong = next(((s, e) for s, e in found if not 0 <= s < e <= length), None)
            if wrong is not None:
                where = f"row {number} of {root / segment.file}"
                faults.append(
                    f"The offsets {wrong[0]} to {wrong[1]} in {row.get('doc_id')} point outside it ({where})."
                )
    except StoreError as error:
        faults.append(error.message)
    return checked, faults


def _spans(row: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The offsets of a row that are not null."""
    for first, last in PAIRS:
        if row.get(first) is not None and row.get(last) is not None:
            yield row[first], row[last]
    for name in SPANS:
        for span in row.get(name) or ():
            if span["start"] is not None:
                yield span["start"], span["end"]
