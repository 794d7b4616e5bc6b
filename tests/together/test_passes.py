"""What all documents say together does not depend on how they were cut into shards, buckets and parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from detente import pipeline
from detente.config import Config
from detente.records import STORED, Block, Document, Event, Forecast, Incident, Quote, Span, Stance
from detente.store import exchange, sorting
from detente.store.database import Database
from detente.store.holdings import CODED, Holdings
from detente.store.segments import Writer
from detente.store.traces import FOLDER, KINDS
from detente.together import buckets, evidence, incidents
from tests.store import samples

STATES = ("FRA", "ITA", "RUS", "USA")
FURNITURE = "Cargo Desk on every channel you use"
ACTS = ("expelled an envoy over the harbour", "praised the ferry line", "closed the strait to herring boats")


def article(number: int) -> tuple[Document, Event, Quote, Stance, Forecast]:
    """A document with a row of each kind; some say what others say, one in five has no day, all end in furniture."""
    like = number - (number % 8 == 7)  # one in eight says what the one before says
    source, target = STATES[like % 4], STATES[(like // 4 + like + 1) % 4]
    act, day = ACTS[like % 3], date(2017, 1, 2) + timedelta(days=like % 9)
    words = f"{source} {act} of {target}. The minister told reporters on quay {like} that it was so."
    text = f"{words}\n{FURNITURE}\n"
    known = number % 5 != 0
    document = samples.document(
        number,
        outlet=("The Courier", "The Echo")[number % 2],
        title=f"Act number {number}",
        text=text,
        blocks=(Block(0, len(text) - 1, "body"),),
        published=day if known else None,
        published_from=day - timedelta(days=0 if known else 20),
        published_to=day + timedelta(days=0 if known else 20),
    )
    doc_id, quote_id = document.doc_id, f"q{number:016x}"
    event = samples.event(number, source=(source,), target=(target,) if source != target else (), start=0)
    event = replace(event, end=len(words), incident_id=None, date_from=day, date_to=day, quote_id=quote_id)
    speaker = "Ann Example" if number % 3 == 0 else "Example"
    quote = samples.quote(number, speaker=speaker, country=source, content=(Span(5, 30),))
    a, b = sorted((source, "ZAF"))
    stance = Stance(f"s{number:016x}", doc_id, speaker, source, a, b, None, "warming", (), (quote_id,))
    forecast = Forecast(
        f"f{number:016x}", doc_id, quote_id, 10, 40, speaker, "assertion", number % 2 == 0, (source,), ("ZAF",),
        "relations", "improve", "soon", day, day + timedelta(days=30), None, None, 0.7, None, None, None,
    )  # fmt: skip
    return document, event, quote, stance, forecast


def published(root: Path, numbers: Sequence[int], size: int) -> dict[str, pa.Table]:
    """Every table of a store that holds these articles in shards of some size."""
    with Writer(root) as writer:
        holdings = Holdings(writer, clean="1", extract="1")
        for start in range(0, len(numbers), size):
            found = [article(number) for number in numbers[start : start + size]]
            documents, events, quotes, stances, forecasts = (list(column) for column in zip(*found, strict=True))
            holdings.add(documents, [])
            (name,) = {name for name, _ in holdings.uncoded()}
            coded = dict.fromkeys(CODED, ()) | {"events": events, "quotes": quotes}
            holdings.add_coded(name, coded | {"stances": stances, "forecasts": forecasts}, [])
        pipeline.publish(writer, holdings, Config())
    with Database(root) as database:
        return {table: database.arrow(table).combine_chunks() for table in STORED}


def test_shards_buckets_and_parts_of_any_size_give_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = published(tmp_path / "whole", range(40), 40)
    monkeypatch.setattr(exchange, "HELD", 0)
    monkeypatch.setattr(sorting, "DOCUMENTS", 3)
    monkeypatch.setattr(incidents, "BUCKET", 2)
    monkeypatch.setattr(buckets, "BUCKET", 2)
    monkeypatch.setattr(evidence, "BUCKET", 2)
    assert published(tmp_path / "cut", [n * 7 % 40 for n in range(40)], 3) == whole


def test_what_documents_say_together_reaches_their_rows(tmp_path: Path) -> None:
    published(tmp_path, range(40), 7)
    with Database(tmp_path) as database:
        documents, quotes = database.records(Document), database.records(Quote)
        events, known = database.records(Event), {i.incident_id: i for i in database.records(Incident)}
        stances, forecasts = database.records(Stance), database.records(Forecast)
    assert {block.kind for document in documents for block in document.blocks} == {"body", "nav"}
    assert {document.duplicate_relation for document in documents} >= {None, "same"}
    assert {row.speaker for rows in (quotes, stances, forecasts) for row in rows} == {"Ann Example"}
    assert all(event.event_id in known[event.incident_id or ""].event_ids for event in events)
    assert len(known) < len(events) == 40
    narrowed = [d for d in documents if any(basis.kind == "incident" for basis in d.published_basis)]
    assert narrowed
    assert all(d.published_from > date(2017, 1, 2) - timedelta(days=20) for d in narrowed if d.published_from)


def test_what_stands_from_the_build_before_changes_no_table(tmp_path: Path) -> None:
    published(tmp_path, range(30), 7)
    grown = published(tmp_path, range(30, 40), 7)
    assert grown == published(tmp_path / "anew", range(40), 7)


def test_damaged_traces_are_made_again(tmp_path: Path) -> None:
    whole = published(tmp_path, range(40), 7)
    traces = sorted((tmp_path / FOLDER).iterdir())
    assert {path.name.partition("-")[0] for path in traces} == set(KINDS)
    for number, path in enumerate(traces):
        data = bytearray(path.read_bytes())
        data[number * 97 % len(data)] ^= 1
        path.write_bytes(data)
    with Writer(tmp_path) as writer:
        writer.commit(drop=writer.manifest.stage("publish"))
        pipeline.publish(writer, Holdings(writer, clean="1", extract="1"), Config())
    with Database(tmp_path) as database:
        assert {table: database.arrow(table).combine_chunks() for table in STORED} == whole
