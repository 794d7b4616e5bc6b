"""Whole tables, in one order, in three formats, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from detente.errors import MachineError, StoreError, UsageError
from detente.records import STORED
from detente.store import export, schema
from detente.store.segments import read
from tests.store import samples


@pytest.mark.parametrize("table", STORED)
def test_every_table_leaves_in_every_format(table: str, tmp_path: Path) -> None:
    samples.store(tmp_path / "s")
    for form in export.FORMATS:
        count = export.export(tmp_path / "s", table, form, tmp_path / form)
        assert count == sum(segment.rows for segment in read(tmp_path / "s").segments("publish", table))
    lines = (tmp_path / "jsonl").read_text(encoding="utf-8").splitlines()
    cells = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8"))))
    parquet = pq.read_table(tmp_path / "parquet")
    assert len(lines) == len(cells) == parquet.num_rows
    assert parquet.schema.equals(schema.arrow(table), check_metadata=True)
    assert [json.loads(line) for line in lines] == [schema.plain(row) for row in parquet.to_pylist()]


def test_rows_read_back_as_records(tmp_path: Path) -> None:
    samples.store(tmp_path / "s")
    buffer = io.BytesIO()
    assert export.export(tmp_path / "s", "events", "jsonl", buffer) == 3
    first = json.loads(buffer.getvalue().splitlines()[0])
    assert first == schema.jsonable(samples.event(1))
    assert list(first) == schema.arrow("events").names


@pytest.mark.parametrize("form", export.FORMATS)
def test_the_order_in_which_rows_came_does_not_show(form: str, tmp_path: Path) -> None:
    events = [samples.event(n) for n in range(1, 30)]
    samples.store(tmp_path / "a", events=events)
    samples.store(tmp_path / "b", events=events[::-1])
    for name in "ab":
        export.export(tmp_path / name, "events", form, tmp_path / f"{name}.out")
    assert (tmp_path / "a.out").read_bytes() == (tmp_path / "b.out").read_bytes()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\0"])
def test_no_cell_of_text_starts_a_formula(text: str, tmp_path: Path) -> None:
    samples.store(tmp_path / "s", documents=[samples.document(title=text, authors=(text,))])
    export.export(tmp_path / "s", "documents", "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["title"] == f"'{text}"
    assert json.loads(row["authors"]) == [text], "a list is JSON, which starts with a bracket"
    export.export(tmp_path / "s", "documents", "jsonl", tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["title"] == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (-4.0, "-4.0"),
        (0.1, "0.1"),
        (7, "7"),
        ([], "[]"),
        ([{"start": 1}], '[{"start": 1}]'),
        ("Détente", "Détente"),
    ],
)
def test_cells(value: Any, cell: str) -> None:
    assert export.cell(value) == cell


def test_unknown_tables_and_formats_name_those_there_are(tmp_path: Path) -> None:
    samples.store(tmp_path / "s")
    with pytest.raises(UsageError, match=r"There is no table event. There are: documents, rejects, events"):
        export.export(tmp_path / "s", "event", "jsonl", tmp_path / "x")
    with pytest.raises(UsageError, match=r"There is no format xlsx. There are: jsonl, csv, parquet"):
        export.export(tmp_path / "s", "events", "xlsx", tmp_path / "x")


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    samples.store(tmp_path / "s")
    with pytest.raises(MachineError, match=r"cannot be written: no such file or directory. Choose another place"):
        export.export(tmp_path / "s", "events", "jsonl", tmp_path / "nowhere" / "x.jsonl")
    segment = read(tmp_path / "s").segments("publish", "events")[0]
    (tmp_path / "s" / segment.file).unlink()
    (tmp_path / "x.jsonl").write_text("what was there before")
    with pytest.raises(StoreError, match="is missing"):
        export.export(tmp_path / "s", "events", "jsonl", tmp_path / "x.jsonl")
    assert (tmp_path / "x.jsonl").read_text() == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s", "x.jsonl"]
