"""Typed reads, named queries, and a cache that can be lost but not abused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.errors import MachineError, StoreError, UsageError
from detente.records import STORED, Event, Incident, Quote
from detente.store.database import Database, pairs, queries, statement
from detente.store.segments import CACHE, read
from tests.store import samples


def test_records_come_back_typed_and_in_order(tmp_path: Path) -> None:
    with Database(samples.store(tmp_path)) as database:
        assert database.records(Event) == tuple(samples.event(n) for n in (1, 2, 3))
        assert database.records(Quote) == tuple(samples.quote(n) for n in (1, 2, 3))
        assert database.count("events") == 3
        assert database.count("polls") == 0
        assert database.records(STORED["polls"]) == ()


def test_a_named_query_selects(tmp_path: Path) -> None:
    other = samples.incident(4, source=("FRA",), target=("DEU", "ITA"))
    samples.store(
        tmp_path, incidents=[samples.incident(1), samples.incident(2, source=("USA",), target=("RUS",)), other]
    )
    with Database(tmp_path) as database:
        found = database.records(Incident, "incidents_of_pair", a="DEU", b="FRA")
        assert found == (other,)
        assert list(pairs(database)) == [("RUS", "USA", 2), ("DEU", "FRA", 1), ("FRA", "ITA", 1)]


@pytest.mark.parametrize("name", queries())
def test_every_query_is_one_select_with_a_word_on_top(name: str, tmp_path: Path) -> None:
    text = statement(name)
    comment, _, body = text.partition("\n")
    assert comment.startswith("-- ") and comment.endswith(".")
    assert body.startswith(("SELECT", "WITH")) and ";" not in body
    values: dict[str, object] = dict.fromkeys(re.findall(r"\$(\w+)", body), "RUS")
    values |= dict.fromkeys(re.findall(r"(?:LIMIT|OFFSET) \$(\w+)", body), 1)
    values |= {name: ["RUS"] for name in re.findall(r"(?:unnest\(|ANY\(|IN )\$(\w+)", body)}
    with Database(samples.store(tmp_path)) as database:
        assert database._open().execute(f"EXPLAIN {text}", values).fetchall()


def test_an_unknown_query_or_table_names_those_there_are(tmp_path: Path) -> None:
    with Database(samples.store(tmp_path)) as database:
        with pytest.raises(UsageError, match=r"There is no query nonsense. There are: .*incidents_of_pair"):
            database.query("nonsense")
        with pytest.raises(UsageError, match=r"There is no table nonsense. There are: documents, rejects"):
            database.count("nonsense")


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY events TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "DELETE FROM events",
        "CREATE TABLE more AS SELECT 1",
        "SELECT * FROM secret",
    ],
)
def test_the_connection_reaches_nothing_but_its_tables(attack: str, tmp_path: Path) -> None:
    import duckdb
    import pyarrow as pa

    secret = pa.table({"x": [1]})
    with Database(samples.store(tmp_path / "s")) as database:
        connection = database._open()
        with pytest.raises(duckdb.Error):
            connection.execute(attack.format(folder=tmp_path)).fetchall()
        assert connection.execute("SELECT count(*) FROM events").fetchall() == [(3,)]
    assert secret.num_rows == 1 and not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("damage", ["delete", "cut", "flip", "other"])
def test_a_lost_cache_is_built_again_with_the_same_answers(damage: str, tmp_path: Path) -> None:
    samples.store(tmp_path / "s")
    with Database(tmp_path / "s") as database:
        before = database.query("pairs")
    cache = tmp_path / "s" / CACHE
    content = cache.read_bytes()
    if damage == "delete":
        cache.unlink()
    elif damage == "cut":
        cache.write_bytes(content[: len(content) // 2])
    elif damage == "flip":
        cache.write_bytes(bytes(byte ^ 255 for byte in content[:4096]) + content[4096:])
    else:
        with Database(samples.store(tmp_path / "t", incidents=[])) as other:
            other.query("pairs")
        cache.write_bytes((tmp_path / "t" / CACHE).read_bytes())
    with Database(tmp_path / "s") as database:
        assert database.query("pairs") == before


def test_a_store_that_cannot_be_written_still_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples.store(tmp_path)
    from detente.store import database as module

    build = module.build_cache

    def refuse(root: Path, manifest: object, path: Path) -> None:
        if path.parent == tmp_path:
            raise MachineError("The cache cannot be written.")
        build(root, read(root), path)

    monkeypatch.setattr(module, "build_cache", refuse)
    with Database(tmp_path) as database:
        assert database.query("pairs").num_rows == 1
        elsewhere = Path(database._elsewhere.name) if database._elsewhere else tmp_path
    assert elsewhere != tmp_path and not elsewhere.exists()


def test_damaged_rows_are_never_answered(tmp_path: Path) -> None:
    samples.store(tmp_path)
    path = tmp_path / read(tmp_path).segments("publish", "incidents")[0].file
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with Database(tmp_path) as database:
        with pytest.raises(StoreError, match="damaged"):
            database.records(Incident)
        with pytest.raises(StoreError, match="damaged"):
            database.query("pairs")
