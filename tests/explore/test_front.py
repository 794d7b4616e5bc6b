"""The front page of a site lists every pair with its counts."""

from __future__ import annotations

from detente.explore.dossier import filled
from detente.explore.front import view
from detente.explore.material import Tables
from tests.explore import corpus
from tests.explore.html_tree import parse


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


def test_an_empty_store_says_so() -> None:
    assert "No incident between two states was found." in parse(page(corpus.Corpus())).text()
