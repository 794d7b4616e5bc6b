"""Rows come out of an exchange as they went in, whether they waited in memory or in files, here or elsewhere."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from detente.places import Place, Remote, place
from detente.store import exchange
from detente.store.exchange import FOLDER, Exchange
from detente.store.segments import Writer


def rows(*numbers: int) -> pa.Table:
    return pa.table({"n": list(numbers), "text": [f"row {n}" for n in numbers]})


def numbers(found: pa.Table | None) -> list[int]:
    assert found is not None
    return [int(number) for number in found["n"].to_pylist()]


def filled(root: Place) -> Exchange:
    between = Exchange(root)
    between.put("a", 3, rows(1, 2))
    between.scatter("a", np.array([3, 0, 3, 1]), rows(3, 4, 5, 6))
    between.put("b", 0, rows(7))
    between.put("b", 5, rows())
    return between


@pytest.mark.parametrize("held", [0, 50, 10**9])
def test_parts_keep_the_order_in_which_their_rows_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(exchange, "HELD", held)
    with filled(tmp_path) as between:
        assert between.parts("a") == [0, 1, 3]
        assert between.parts("b") == [0]
        assert [numbers(part) for part in between.all("a")] == [[4], [6], [1, 2, 3, 5]]
        assert between.take("a", 3) == between.take("a", 3), "rows stay"
        assert between.take("a", 2) is None


def test_rows_lie_in_parquet_files_with_one_row_group_a_part(tmp_path: Path) -> None:
    with filled(tmp_path) as between:
        between.spill()
        files = sorted((tmp_path / FOLDER).iterdir())
        assert [pa.parquet.ParquetFile(file).num_row_groups for file in files] == [3, 1]
        assert [pa.parquet.read_table(file)["n"].to_pylist() for file in files] == [[4, 6, 1, 2, 3, 5], [7]]


def test_nothing_is_left_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "HELD", 0)
    with Exchange(tmp_path) as between:
        between.put("a", 0, rows(1))
        assert (tmp_path / FOLDER).is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    with Writer(tmp_path / "store"):
        pass
    filled(tmp_path / "store").spill()
    assert (tmp_path / "store" / FOLDER).is_dir()
    with Writer(tmp_path / "store"):
        assert not (tmp_path / "store" / FOLDER).exists()


def test_others_read_what_is_lent_and_add_to_it(tmp_path: Path) -> None:
    with filled(tmp_path) as between:
        lent = pickle.loads(pickle.dumps(between.lend()))
        added = []
        for name in ("one-", "two-"):
            with lent.open(name) as other:
                assert numbers(other.take("a", 3)) == [1, 2, 3, 5]
                other.put("a", 3, rows(8 if name == "one-" else 9))
                other.put("c", 0, rows(10))
                added.append(other.added())
        assert numbers(between.take("a", 3)) == [1, 2, 3, 5], "not yet adopted"
        for spots in added:
            between.adopt(spots)
        assert numbers(between.take("a", 3)) == [1, 2, 3, 5, 8, 9]
        assert numbers(between.take("c", 0)) == [10, 10]
    assert list(tmp_path.iterdir()) == []


def test_an_exchange_may_lie_elsewhere() -> None:
    pytest.importorskip("fsspec")
    root = place("memory://exchange/store")
    assert isinstance(root, Remote)
    with filled(root) as between:
        assert numbers(between.lend().open("other-").take("a", 3)) == [1, 2, 3, 5]
        assert [name for name, _, _ in (root / FOLDER).below()] == ["000000.parquet", "000001.parquet"]
    assert not list((root / FOLDER).below())


def test_lists_and_nothing_come_back_as_they_were(tmp_path: Path) -> None:
    shape = pa.list_(pa.struct([("start", pa.int64()), ("kind", pa.string())]))
    table = pa.table({"spans": pa.array([[], None, [{"start": 1, "kind": None}]], shape), "x": [None, b"\0", b""]})
    with Exchange(tmp_path) as between:
        between.put("t", 0, table)
        between.spill()
        assert between.take("t", 0) == table
