"""Tables come out in their total order, as a whole and part by part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from detente.records import Span
from detente.store import schema, sorting
from detente.store.exchange import Exchange
from detente.store.sorting import Ordered, in_order
from tests.store import samples


def arrow(table: str, records: list[Any]) -> pa.Table:
    return schema.to_arrow(table, [schema.row(record) for record in records])


def expected(table: str, records: list[Any]) -> pa.Table:
    return schema.to_arrow(table, schema.ordered(table, map(schema.row, records)))


def quotes() -> list[Any]:
    places = [(), (Span(3, 9),), (Span(3, 9), Span(12, 300)), (Span(3, 10),), (Span(256, 259),), (Span(9, 11),)]
    return [samples.quote(n, doc_id=f"d{n % 3}", content=place) for n, place in enumerate(places * 3)]


def documents() -> list[Any]:
    names: list[str | None] = [None, "line 2", "line 10", "Ä", "\U0001f600", "z"]
    return [samples.document(n, path=f"{n % 2}.jsonl", record=names[n % len(names)]) for n in range(24)]


@pytest.mark.parametrize(("table", "records"), [("quotes", quotes()), ("documents", documents())])
def test_the_order_is_that_of_the_schema(table: str, records: list[Any]) -> None:
    for seed in range(4):
        shuffled = Random(seed).sample(records, len(records))
        assert in_order(table, arrow(table, shuffled)) == expected(table, records)


def test_what_the_key_leaves_open_is_settled_by_the_whole_row() -> None:
    rejects = [samples.reject("a.txt"), replace(samples.reject("a.txt"), reason="Another."), samples.reject("0.txt")]
    assert in_order("rejects", arrow("rejects", rejects)) == expected("rejects", rejects)
    assert in_order("rejects", arrow("rejects", rejects[::-1])) == expected("rejects", rejects)


def test_parts_follow_one_another_in_the_order_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "DOCUMENTS", 5)
    held = documents()
    events = [samples.event(n, doc_id=held[(n * 7) % len(held)].doc_id, start=n % 4) for n in range(60)]
    others = [samples.event(n, doc_id=name, origin="gdelt") for n, name in ((100, "a"), (101, "d000000000000000a"))]
    with Exchange(tmp_path) as exchange:
        ordered = Ordered(exchange, arrow("documents", held))
        for start in range(0, len(held), 10):
            ordered.add({"documents": arrow("documents", held[start : start + 10])}, start)
        ordered.add({"events": arrow("events", events)}, 0)
        parts = list(ordered.parts("documents"))
        assert pa.concat_tables(parts).combine_chunks() == expected("documents", held)
        assert [part.num_rows for part in parts] == [5, 5, 5, 5, 4]
        assert pa.concat_tables(ordered.parts("events")).combine_chunks() == expected("events", events)
        both = pa.concat_tables(ordered.parts("events", arrow("events", others))).combine_chunks()
        assert both == expected("events", [*events, *others])
