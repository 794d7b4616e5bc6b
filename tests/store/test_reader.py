"""The reader: a limit of time, many threads, and a store that is built anew under it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from detente.errors import StoreError, UsageError
from detente.store import reader as module
from detente.store.reader import Reader
from tests.store import samples

ENDLESS = """
SELECT count(*) AS n
FROM range(100000) AS a, range(100000) AS b, range(100000) AS c
WHERE a.range + b.range > c.range
"""


def test_a_question_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "statement", lambda name: ENDLESS)
    reader = Reader(samples.store(tmp_path), seconds=0.2)
    begun = time.monotonic()
    with pytest.raises(StoreError, match=r"longer than 0\.2 seconds"):
        reader.ask("anything")
    assert time.monotonic() - begun < 60
    monkeypatch.undo()
    assert reader.count("events") == 3


def test_threads_ask_side_by_side(tmp_path: Path) -> None:
    reader = Reader(samples.store(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: reader.count("incidents"), range(64))) == {3}


def test_a_new_build_is_seen(tmp_path: Path) -> None:
    reader = Reader(samples.store(tmp_path / "one", incidents=[samples.incident(1)]))
    assert reader.count("incidents") == 1
    samples.store(tmp_path / "two", incidents=[samples.incident(1), samples.incident(2)])
    for path in sorted((tmp_path / "two").rglob("*"), key=lambda p: p.name == "MANIFEST.json"):
        if path.is_file() and path.name != "cache.duckdb":
            target = tmp_path / "one" / path.relative_to(tmp_path / "two")
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
    assert reader.count("incidents") == 2


def test_the_way_to_other_files_is_shut(tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    cursor = Reader(samples.store(tmp_path / "store")).database.cursor()
    for question in (
        f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
        f"SELECT * FROM '{tmp_path / 'secret.csv'}'",
        f"ATTACH '{tmp_path / 'other.duckdb'}'",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
        "CREATE TABLE t AS SELECT 1",
        "INSTALL httpfs",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(question)
    assert not (tmp_path / "out.csv").exists()


def test_a_row_by_its_id(tmp_path: Path) -> None:
    reader = Reader(samples.store(tmp_path))
    key = samples.incident(2).incident_id
    assert (reader.by_id("incidents", key) or {})["incident_id"] == key
    assert reader.by_id("incidents", "i0") is None


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no store"):
        Reader(tmp_path).count("events")


def test_a_whole_listing_comes_in_batches(tmp_path: Path) -> None:
    reader = Reader(samples.store(tmp_path))
    with reader.batches("events", {}) as batches:
        assert sum(batch.num_rows for batch in batches) == 3
