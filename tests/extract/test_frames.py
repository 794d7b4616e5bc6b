"""Every row of `frames.tsv` codes its own example; the table itself is sound."""

from __future__ import annotations

from collections import Counter

import pytest

from detente.config import Extract
from detente.extract.acts import QUADS, goldsteins
from detente.extract.events import EventExtractor
from detente.extract.frames import classes
from detente.lexicons import Row, table
from detente.records import STATUSES
from tests.extract.passages import annotated

ROWS = table("frames")
FLAGS = {
    "recip", "bare", "swap", "unnamed", "strict", "thing", "crowd", "future", "inf", "troops", "off", "ahead", "seat",
    "not",
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_example(row: Row) -> None:
    pair, _, status = row["yields"].rpartition(" ")
    sources, targets = (side.split(",") for side in pair.split(">"))
    events = EventExtractor(Extract(min_p=0.2, model="rules")).extract(annotated(row["example"]))
    found = {
        (source, target)
        for event in events
        if (event.plover, event.status) == (row["type"], status)
        for source in event.source
        for target in event.target
    }
    assert {(source, target) for source in sources for target in targets} <= found


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(row["id"] for row in ROWS).items() if n > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_cells_are_known(row: Row) -> None:
    assert row["type"] in QUADS
    assert row["pos"] in {"v", "n", "a"}
    assert row["yields"].rpartition(" ")[2] in STATUSES
    assert set(row["flags"].split()) <= FLAGS
    assert row["cameo"] in goldsteins()
    cited = {part.lstrip("!")[1:] for part in row.listed("object") if part.lstrip("!").startswith("@")}
    assert cited <= set(classes())


def test_every_type_has_verbs_and_nouns() -> None:
    pairs = {(row["type"], row["pos"]) for row in ROWS}
    assert {(plover, pos) for plover in QUADS for pos in "vn"} <= pairs
