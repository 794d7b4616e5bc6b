"""Rows come out of an exchange as they went in, whether they waited in memory or in the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from detente.store import exchange
from detente.store.exchange import Exchange


def rows(*numbers: int) -> pa.Table:
    return pa.table({"n": list(numbers), "text": [f"row {n}" for n in numbers]})


@pytest.mark.parametrize("held", [0, 10**9])
def test_parts_keep_the_order_in_which_their_rows_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(exchange, "HELD", held)
    with Exchange(tmp_path) as between:
        between.put("a", 3, rows(1, 2))
        between.scatter("a", np.array([3, 0, 3, 1]), rows(3, 4, 5, 6))
        between.put("b", 0, rows(7))
        between.put("b", 5, rows())
        assert between.parts("a") == [0, 1, 3]
        assert between.parts("b") == [0]
        assert [part["n"].to_pylist() for part in between.all("a")] == [[4], [6], [1, 2, 3, 5]]
        assert between.take("a", 3) == between.take("a", 3), "rows stay"
        assert between.take("a", 2) is None


def test_nothing_is_left_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "HELD", 0)
    with Exchange(tmp_path) as between:
        between.put("a", 0, rows(1))
    assert list(tmp_path.iterdir()) == []
