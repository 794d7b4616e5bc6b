"""`detente export`: panels and Stata files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from detente.records import STORED
from detente.store.database import Database
from tests.cli.samples import detente

CapFd = pytest.CaptureFixture[str]


def test_a_panel_in_each_format(built: Path, tmp_path: Path, capfd: CapFd) -> None:
    pytest.importorskip("pandas")
    counts = set()
    for form in ("jsonl", "csv", "parquet", "dta"):
        target = tmp_path / f"panel.{form}"
        found = detente(
            capfd, "export", "panel", "--by", "week", "--store", built, "--format", form, "-o", target, "--json"
        )
        assert found.status == 0 and target.stat().st_size
        counts.add(found.out.split('"rows": ')[1].split(",")[0])
    assert len(counts) == 1 and counts != {"0"}


def test_a_panel_to_standard_output(built: Path, capfd: CapFd) -> None:
    rows = list(csv.DictReader(io.StringIO(detente(capfd, "export", "panel", "--store", built, "--format", "csv").out)))
    assert rows and {"a", "b", "cow_a", "gw_b", "from", "n_incidents", "index"} <= set(rows[0])
    assert {row["a"] for row in rows} <= {"POL", "DEU"} and {row["cow_b"] for row in rows} == {"365"}


@pytest.mark.parametrize("table", STORED)
def test_stata_has_every_row(table: str, built: Path, tmp_path: Path, capfd: CapFd) -> None:
    pd = pytest.importorskip("pandas")
    target = tmp_path / "x.dta"
    assert detente(capfd, "export", table, "--store", built, "--format", "dta", "-o", target).status == 0
    with Database(built) as database:
        assert len(pd.read_stata(target)) == database.count(table)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("panel", "--by", "year"), "There is no panel by year. There are: day, week, month."),
        (("events", "--format", "dta"), "A Stata file needs a name. Give one with -o FILE.dta."),
        (("events", "--format", "xlsx"), "There is no format xlsx. There are: jsonl, csv, parquet, dta."),
        (("panel", "--format", "xlsx"), "There is no format xlsx."),
        (("poems",), "There is no table poems."),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: tuple[str, ...], sentence: str, built: Path, capfd: CapFd) -> None:
    found = detente(capfd, "export", *arguments, "--store", built)
    assert found.status == 1 and sentence in found.err and found.err.count("\n") == 1
