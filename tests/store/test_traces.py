"""Traces are made once, made again when they are damaged, and swept when nobody asks for them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from detente.store.traces import FOLDER, WORDINGS, Traces

ROWS = pa.table({"n": pa.array([1, 2, 3], pa.uint64())})


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> pa.Table:
        self.times += 1
        return ROWS


def test_what_is_known_is_not_made_again(tmp_path: Path) -> None:
    maker = Maker()
    for version, name in (("1", "a"), ("1", "a"), ("1", "b"), ("2", "a")):
        assert Traces(tmp_path, version).of(name, maker) == ROWS
    assert maker.times == 3


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    maker = Maker()
    Traces(tmp_path, "1").of("a", maker)
    (file,) = (tmp_path / FOLDER).iterdir()
    file.write_bytes(file.read_bytes()[:40])
    assert Traces(tmp_path, "1").of("a", maker) == ROWS
    assert maker.times == 2


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    Traces(tmp_path, "1").keep("a", ROWS)
    assert Traces(tmp_path, "1").get("a") == ROWS
    (file,) = (tmp_path / FOLDER).iterdir()
    data = file.read_bytes()
    for at in range(0, len(data), 7):
        file.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert Traces(tmp_path, "1").get("a") is None


def test_traces_of_one_kind_leave_those_of_others(tmp_path: Path) -> None:
    prints, merged = Traces(tmp_path, "1"), Traces(tmp_path, "1", WORDINGS)
    prints.of("a", Maker())
    merged.of("a", Maker())
    Traces(tmp_path, "2").sweep()
    assert prints.get("a") is None
    assert merged.get("a") == ROWS


def test_only_what_was_asked_for_stays(tmp_path: Path) -> None:
    old, new = Traces(tmp_path, "1"), Traces(tmp_path, "2")
    old.of("a", Maker())
    new.of("a", Maker())
    (tmp_path / FOLDER / "half.tmp").write_bytes(b"")
    new.sweep()
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    maker = Maker()
    new.of("a", maker)
    assert maker.times == 0
