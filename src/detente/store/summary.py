"""What a store holds, told in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.records import STORED, Reject
from detente.store import schema
from detente.store.segments import Writer, load, rows


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: rows of every table, what was refused, the pairs of actors with most incidents, how many
    corrections are in which state, how many documents are not in English, and how many of those looked at just now name
    too few states to be read."""

    store: str
    version: str
    new: int
    known: int
    rows: Mapping[str, int]
    copies: int
    older: int
    rejects: tuple[Reject, ...]
    pairs: tuple[tuple[str, str, int], ...]
    corrections: Mapping[str, int] = field(default_factory=dict)
    foreign: int = 0
    unread: int = 0

    def reasons(self) -> str:
        """The first reasons for refusing an input, in a sentence or three."""
        shown = [f"{r.path}{f', {r.place}' if r.place else ''}: {r.reason}" for r in self.rejects[:3]]
        more = f" … and {len(self.rejects) - 3} more." if len(self.rejects) > 3 else ""
        return " ".join(shown) + more


def summarise(writer: Writer, *, version: str, new: int, known: int | None = None, unread: int = 0) -> Summary:
    """The summary of what the store has published; `new` of its documents came in just now, the others were known."""
    manifest, root = writer.manifest, writer.root
    counts = {table: sum(s.rows for s in manifest.segments("publish", table)) for table in STORED}
    copies = older = foreign = 0
    for segment in manifest.segments("publish", "documents"):
        table = load(root, segment, columns=["duplicate_of", "lang", "version"])
        copies += table.num_rows - table.column("duplicate_of").null_count
        foreign += sum(lang not in ("en", None) for lang in table.column("lang").to_pylist())
        older += sum(found != version for found in table.column("version").to_pylist())
    refused = rows(root, manifest.segments("publish", "rejects"))
    rejects = tuple(schema.record(Reject, row) for row in refused)
    corrections = _states(writer)
    new = new if known is not None else min(new, counts["documents"])  # some could not be coded
    known = counts["documents"] - new if known is None else known
    pairs = _pairs(writer)
    return Summary(str(root), version, new, known, counts, copies, older, rejects, pairs, corrections, foreign, unread)


def _states(writer: Writer) -> dict[str, int]:
    """How many lines of the ledger of corrections are in which state."""
    from collections import Counter

    found: Counter[str] = Counter()
    for segment in writer.manifest.segments("publish", "corrections"):
        found.update(load(writer.root, segment).column("state").to_pylist())
    return dict(sorted(found.items()))


def _pairs(writer: Writer) -> tuple[tuple[str, str, int], ...]:
    """Pairs of actors and the number of incidents between them, most first."""
    from collections import Counter

    counts: Counter[tuple[str, str]] = Counter()
    for segment in writer.manifest.segments("publish", "incidents"):
        table = load(writer.root, segment, columns=["source", "target"])
        for sources, targets in zip(
            table.column("source").to_pylist(), table.column("target").to_pylist(), strict=True
        ):
            counts.update({(min(a, b), max(a, b)) for a in sources for b in targets if a != b})
    return tuple((a, b, n) for (a, b), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
