"""What a program is answered that asks for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.explore import answers
from detente.records import Relation
from detente.store.database import Database
from tests.store import samples


def month(number: int) -> Relation:
    first, last = date(2017, number, 1), date(2017, number, 28)
    return Relation("RUS", "USA", False, "month", first, last, 1, 1, 0, 1, -10.0 * number, -50.0, 40.0, ())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    root: Path = samples.store(
        tmp_path_factory.mktemp("answers"),
        documents=[samples.document(1)],
        events=[
            samples.event(1),
            samples.event(2, start=None, end=None, doc_id="story", incident_id="i1", origin="icews"),
        ],
        incidents=[samples.incident(1), samples.incident(2, incident_id="i1")],
        relations=[month(n) for n in range(1, 7)],
    )
    with Database(root) as opened:
        yield opened


def test_search(database: Database) -> None:
    found = answers.search(database, "envoy", kind="event")
    assert found["total"]["event"] == 1 and found["hits"][0]["id"] == samples.event(1).event_id
    assert "recalled its envoy" in found["hits"][0]["text"]
    with pytest.raises(UsageError, match="no word"):
        answers.search(database, '"')


def test_an_incident_comes_with_its_sentences(database: Database) -> None:
    found = answers.incident(database, samples.incident(1).incident_id)
    (report,) = found["reports"]
    assert report["sentence"] == samples.TEXT[:40] and report["outlet"] == "The Courier"
    assert found["date_from"] == "2017-01-02" and found["type_meaning"]
    (imported,) = answers.incident(database, "i1")["reports"]
    assert (imported["sentence"], imported["origin"]) == (None, "icews")
    with pytest.raises(UsageError, match="There is no incident i0"):
        answers.incident(database, "i0")


def test_the_index_of_a_pair(database: Database) -> None:
    found = answers.index_series(database, "usa", "RUS", since="2017-02-10", until="2017-04-01")
    assert [row["from"] for row in found["rows"]] == ["2017-02-01", "2017-03-01", "2017-04-01"]
    assert found["a"] == {"code": "RUS", "name": "Russia"} and found["rows"][0]["index"] == -20.0
    for wrong in ({"period": "year"}, {"since": "spring"}, {"since": "2031-01-01"}):
        with pytest.raises(UsageError):
            answers.index_series(database, "RUS", "USA", **wrong)


def test_a_citation_names_the_data_set(database: Database) -> None:
    found = answers.cite(database)
    assert database.manifest.digest() in found["bibtex"] and database.manifest.digest()[:12] in found["sentence"]
