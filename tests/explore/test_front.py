"""The front page of a site lists every pair with its counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.explore.dossier import filled, render
from detente.explore.front import view
from detente.explore.material import Tables
from detente.store.database import Database
from tests.explore import corpus
from tests.explore.app_client import client
from tests.explore.html_tree import parse
from tests.store import samples


def page(tables: Tables) -> str:
    """The front page, with dossiers for all pairs."""
    front = view(tables, link=lambda a, b: f"pairs/{a}-{b}.html")
    return filled("site.html", page=front, downloads=(), cited=("", ""), codebook="codebook.html", texts=False)


def test_the_front_page_lists_pairs_with_their_counts() -> None:
    found = parse(page(corpus.corpus()))
    row = found.all("table", class_="pairs")[0].all("tbody")[0].all("tr")[0]
    assert row.all("a")[0].attributes["href"] == "pairs/NOR-SWE.html"
    assert [cell.text() for cell in row.all("td")] == ["5", "2", "1", "14 March – 3 May 2011"]


def test_the_front_page_tells_what_was_refused() -> None:
    assert "Line 3 has no text" in parse(page(corpus.corpus())).text()


def test_states_outside_their_years_are_told_there_and_in_the_dossier(tmp_path: Path) -> None:
    early = date(1990, 5, 1)
    acts = [samples.incident(n, source=("SSD",), target=("KEN",), date_from=early, date_to=early) for n in (1, 2)]
    samples.store(tmp_path, incidents=acts)
    with Database(tmp_path) as found:
        cells = parse(page(found)).all("table")[-1].all("tbody")[0].all("tr")[0]
        assert cells.all("th")[0].text() == "South Sudan existed from 2011 on" and cells.all("td")[0].text() == "2"
        assert "South Sudan existed from 2011 on, 2 incidents" in parse(render(found, "KEN", "SSD")).text()
    with client(tmp_path) as web:
        told = parse(web.get("/").text).all("section")[-1].all("table")[0].all("td")[0].all("a")[0]
        listing = parse(web.get(str(told.attributes["href"])).text)
    assert told.text() == "2" and "2 incidents" in listing.text() and listing.text().count("1 May 1990") >= 2


def test_an_empty_store_says_so() -> None:
    assert "No incident between two states was found." in parse(page(corpus.Corpus())).text()
