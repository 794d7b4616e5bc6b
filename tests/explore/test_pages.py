"""The home page lists every pair with its counts."""

from __future__ import annotations

from detente.explore.pages import home, path
from tests.explore import corpus
from tests.explore.html_tree import parse


def test_the_home_page_lists_pairs_with_their_counts() -> None:
    page = parse(home(corpus.corpus()))
    row = page.all("table", class_="pairs")[0].all("tbody")[0].all("tr")[0]
    assert row.all("a")[0].attributes["href"] == "/dossier/NOR/SWE"
    assert [cell.text() for cell in row.all("td")] == ["5", "2", "1", "1 January 2010 – 3 May 2011"]


def test_the_home_page_tells_what_was_refused() -> None:
    assert "Line 3 has no text" in parse(home(corpus.corpus())).text()


def test_an_empty_store_says_what_to_do() -> None:
    assert "detente build FOLDER --store DIR" in parse(home(corpus.Corpus())).text()


def test_a_pair_has_one_address() -> None:
    assert path("SWE", "NOR") == path("NOR", "SWE") == "/dossier/NOR/SWE"
