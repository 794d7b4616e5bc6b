"""What a store holds, told in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from detente.lexicons import lifetimes
from detente.lexicons.lifetimes import Stray
from detente.records import STORED, Reject
from detente.store import schema
from detente.store.segments import Writer, load, rows

if TYPE_CHECKING:
    import pyarrow as pa

YEAR: Final = 366
"""Days of the widest interval that counts as a date here."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: rows of every table, what was refused, the pairs of actors with most incidents, how many
    corrections are in which state, how many documents are not in English, how many of those looked at just now name
    too few states to be read, and the states in incidents of years in which they did not exist."""

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
    strays: tuple[Stray, ...] = ()

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
    pairs, strays = _pairs(writer), lifetimes.strays(_bounded(writer))
    figures = (counts, copies, older, rejects, pairs, corrections, foreign, unread, strays)
    return Summary(str(root), version, new, known, *figures)


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


def _bounded(writer: Writer) -> Iterator[tuple[list[str], date | None, str]]:
    """Who takes part in incidents that involve a state of a bounded life, their middle day if within a year, and what
    they are."""
    for segment in writer.manifest.segments("publish", "incidents"):
        table = load(writer.root, segment, columns=["source", "target", "date_from", "date_to", "summary"])
        for row in table.take(_with(table, sorted(lifetimes.years()))).to_pylist():
            first, last = row["date_from"], row["date_to"]
            close = first is not None and last is not None and (last - first).days <= YEAR
            day = first + (last - first) // 2 if close else None
            yield [*row["source"], *row["target"]], day, row["summary"] or ""


def _with(table: pa.Table, codes: list[str]) -> pa.Array:
    """Places of the rows that have one of the codes on a side."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted, found = pa.array(codes), []
    for side in ("source", "target"):
        column = table.column(side).combine_chunks()
        held = pc.is_in(pc.list_flatten(column), wanted)
        found.append(pc.filter(pc.list_parent_indices(column), held))
    return pc.unique(pa.concat_arrays([part.cast(pa.int64()) for part in found]))
