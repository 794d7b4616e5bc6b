"""A store from Python: whole tables in three shapes, typed records, a pair, and a notebook's view."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente import api
from detente.errors import UsageError
from detente.records import STORED, Event, Incident
from tests.store import samples


@pytest.fixture
def store(tmp_path: Path) -> api.Store:
    return detente.open(samples.store(tmp_path))


def test_every_table_is_an_attribute(store: api.Store) -> None:
    assert set(STORED) <= set(dir(store)) and set(api.Store.__annotations__) == set(STORED)
    assert store.tables["events"] == len(store.events) == 3
    assert {name: len(getattr(store, name)) for name in STORED} == store.tables


def test_records_are_typed(store: api.Store) -> None:
    assert [type(event) for event in store.events] == [Event] * 3
    assert tuple(store.events) == store.records(Event) and next(iter(store.incidents)) == samples.incident(1)


def test_arrow_polars_and_pandas_hold_the_same_rows(store: api.Store) -> None:
    pl, pd = pytest.importorskip("polars"), pytest.importorskip("pandas")
    table = store.events
    ids = table.arrow()["event_id"].to_pylist()
    assert table.polars()["event_id"].to_list() == pl.DataFrame(table)["event_id"].to_list() == ids
    frame = table.pandas()
    assert list(frame["event_id"]) == ids and frame["date_from"][0] == pd.Timestamp("2017-01-02")
    assert list(frame["source"][0]) == ["RUS"]


def test_a_missing_library_says_what_to_install(store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("polars", "pandas"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(UsageError, match=rf"{name} is not installed\. pip install 'detente\[{name}\]'"):
            getattr(store.events, name)()


def test_a_pair(tmp_path: Path) -> None:
    other = samples.incident(9, source=("CHN",), target=("IND",))
    store = detente.open(samples.store(tmp_path, incidents=[samples.incident(1), samples.incident(2), other]))
    pair = store.relation("usa", "rus")
    assert (pair.a, pair.b) == ("RUS", "USA")
    assert [incident.incident_id for incident in pair.incidents] == [samples.incident(n).incident_id for n in (1, 2)]
    assert len(pair.months) == len(pair.turning_points) == len(pair.forecasts) == 0
    assert "2 incidents" in repr(pair) and "<table>" in pair._repr_html_()
    with pytest.raises(
        UsageError, match=r"The store holds nothing on FRA and USA\. Pairs it holds: RUS USA, CHN IND\."
    ):
        store.relation("FRA", "USA")


def test_a_panel(store: api.Store) -> None:
    (row,) = store.panel("week").to_pylist()
    assert (row["a"], row["b"], row["n_incidents"], row["from"].isoformat()) == ("RUS", "USA", 3, "2017-01-02")


def test_a_notebook_shows_text_as_text(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>'\"&"
    made = [samples.document(n, title=hostile, outlet=hostile) for n in range(20)]
    shown = detente.open(samples.store(tmp_path, documents=made)).documents._repr_html_()
    assert "<img" not in shown and "&lt;img" in shown
    assert "documents: 20 rows, the first 8 shown" in shown and shown.count("<tr>") == 9


def test_no_such_table(store: api.Store) -> None:
    with pytest.raises(AttributeError, match="A store has no treaties; its tables are documents, "):
        _ = store.treaties
    with pytest.raises(UsageError, match="There is no table treaties"):
        store.table("treaties")


def test_columns_have_meanings(store: api.Store) -> None:
    assert store.quotes.columns["speaker"] == "full name, resolved"
    assert all(store.table(name).columns for name in STORED)


def test_a_context_closes_and_tables_stay(tmp_path: Path) -> None:
    with detente.open(samples.store(tmp_path)) as store:
        events = store.events
    assert len(list(events)) == 3 and isinstance(next(iter(store.table("incidents"))), Incident)


def test_no_store_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no store in"):
        detente.open(tmp_path / "none")


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, detente; print(sorted({'duckdb', 'numpy', 'pyarrow', 'spacy', 'typer'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
