"""Stata files hold what the table holds, and the same rows are the same bytes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.records import STORED
from detente.store import export, schema
from tests.store import samples

pd: Any = pytest.importorskip("pandas")


def stata(root: Path, table: str) -> tuple[Any, bytes]:
    sink = io.BytesIO()
    export.export(root, table, "dta", sink)
    return pd.read_stata(io.BytesIO(sink.getvalue())), sink.getvalue()


def test_rows_come_back(tmp_path: Path) -> None:
    root = samples.store(
        tmp_path,
        events=[
            samples.event(1, place="Zürich", date_to=None),
            samples.event(2, source=("CHN", "RUS"), historical=True),
        ],
    )
    frame, data = stata(root, "events")
    assert len(frame) == 2 and list(frame["event_id"]) == [samples.event(1).event_id, samples.event(2).event_id]
    assert list(frame["place"]) == ["Zürich", ""] and list(frame["historical"]) == [0, 1]
    assert json.loads(frame["source"][1]) == ["CHN", "RUS"] and list(frame["quad_"]) == [4, 4]
    assert frame["date_from"][0].date() == date(2017, 1, 2) and pd.isna(frame["date_to"][0])
    assert stata(root, "events")[1] == data


def test_long_texts_stay_whole_and_formulas_stay_raw(tmp_path: Path) -> None:
    text = "=1+1 " + "Ünïcödé words. " * 400
    root = samples.store(tmp_path, documents=[samples.document(1, text=text, title="=cmd()")])
    frame, _ = stata(root, "documents")
    assert frame["text"][0] == text and frame["title"][0] == "=cmd()"


def test_labels_are_the_meaning_of_the_columns(tmp_path: Path) -> None:
    sink = io.BytesIO()
    export.export(samples.store(tmp_path), "quotes", "dta", sink)
    with pd.io.stata.StataReader(io.BytesIO(sink.getvalue())) as reader:
        labels = reader.variable_labels()
    meaning = {column.name: column.doc[:80] for column in schema.columns("quotes")}
    assert labels["speaker"] == meaning["speaker"]


@pytest.mark.parametrize("table", STORED)
def test_every_table_has_all_its_rows_even_none(table: str, tmp_path: Path) -> None:
    frame, _ = stata(samples.store(tmp_path), table)
    assert len(frame) == {"documents": 3, "events": 3, "incidents": 3, "quotes": 3, "rejects": 1}.get(table, 0)
    assert len(frame.columns) == len(schema.columns(table))
