"""The dossiers of real stores keep the promises too: the bundled demo corpus and, where they lie beside, the seeds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from detente.explore.dossier import page_of
from detente.explore.material import Material, select
from detente.measure.acts import counted_quad
from detente.store.database import Database
from tests.explore.html_tree import Node, parse
from tests.explore.test_dossier import check_links, check_marks, check_numbers

ROOT = Path(__file__).parents[2]
CORPORA = {
    "demo": (ROOT / "src" / "detente" / "demo" / "corpus", "RUS", "TUR"),
    "seeds": (ROOT.parent / "shared" / "seeds", "RUS", "USA"),
}
WEIGHT = 600_000  # bytes, for the five seeds


@pytest.fixture(scope="module", params=list(CORPORA))
def material(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    source, a, b = CORPORA[request.param]
    if not source.is_dir():
        pytest.skip(f"{source.name} is not beside the project")
    store = tmp_path_factory.mktemp(request.param) / "store"
    command = [sys.executable, "-m", "detente", "build", str(source), "--store", str(store)]
    subprocess.run(command, check=True, capture_output=True)
    with closing(Database(store)) as database:
        yield select(database, a, b)


@pytest.fixture(scope="module")
def html(material: Material) -> str:
    return page_of(material)


@pytest.fixture(scope="module")
def page(html: str) -> Node:
    return parse(html)


def test_every_number_opens_as_many_rows_as_it_says(page: Node) -> None:
    assert check_numbers(page) > 100


def test_every_link_leads_somewhere(page: Node) -> None:
    check_links(page)


def test_every_marked_passage_leads_back(page: Node, material: Material) -> None:
    documents = {row.doc_id: row for row in material.documents}
    assert check_marks(page, documents) > 50


def test_every_row_with_a_span_has_its_mark(page: Node, material: Material) -> None:
    marks = {mark.attributes.get("id") for mark in page.all("mark")}
    spans = [(row.doc_id, row.start, row.end) for row in material.events]
    spans += [(row.doc_id, span.start, span.end) for row in material.quotes for span in row.content]
    spans += [(row.doc_id, row.start, row.end) for row in material.forecasts]
    assert [span for span in spans if "{}-{}-{}".format(*span) not in marks] == []


def test_months_count_what_the_table_counts(page: Node, material: Material) -> None:
    rows = [row for row in material.relations if row.period == "month" and not row.directed and row.n_incidents]
    shown = {node.all("div")[0].attributes["id"]: node for node in page.all("details", class_="month")}
    assert len(shown) == len(rows)
    for row in rows:
        numbers = [node.text() for node in shown[f"m-{row.from_.isoformat()[:7]}"].walk() if node.holds({"class": "n"})]
        nought = [node for node in shown[f"m-{row.from_.isoformat()[:7]}"].walk() if node.holds({"class": "none"})]
        expected = [n for n in (row.n_incidents, row.cooperation, row.conflict) if n]
        assert [int(text) for text in numbers][: len(expected)] == expected
        assert len(nought) >= 3 - len(expected)


def test_incidents_that_count_are_those_that_measure_counts(material: Material) -> None:
    assert {row.status for row in material.incidents if counted_quad(row.status, row.quad)} <= {"actual", "cancelled"}


def test_the_page_is_light_enough(html: str, material: Material) -> None:
    if len(material.documents) > 5:
        pytest.skip("the limit is set for the five seeds")
    assert len(html.encode()) <= WEIGHT


def test_nothing_of_this_machine_stands_on_the_page(html: str) -> None:
    assert str(ROOT / ".venv") not in html
    assert sys.prefix not in html
