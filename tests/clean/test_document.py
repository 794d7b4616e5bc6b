"""What a page says of itself: title, outlet, agency, authors, language, datelines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.clean import agency, blocks, byline, dateline, press
from detente.clean.document import clean
from detente.config import Clean
from detente.lexicons import Row, table
from detente.records import Document, Hints, RawDocument, Reject
from tests.clean.test_blocks import PAGE

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
BODY = """Norway and Iceland agreed to share the herring of the northern seas, ending a quarrel that had kept their boats apart since the autumn.

The fisheries ministers signed the paper shortly before dawn and said that the shares would be looked at again every three years."""  # noqa: E501


def cleaned(text: str, hints: Hints = Hints()) -> Document:  # noqa: B008
    found = clean(RawDocument("d0", "a.txt", None, text, "utf-8", 1.0, hints), Clean())
    assert isinstance(found, Document)
    return found


def test_a_page_is_read_whole() -> None:
    found = cleaned(PAGE)
    assert found.title == "Norway and Iceland share the herring after a night of talks"
    assert found.outlet == "The Fjord Post"
    assert found.authors == ("Kari Holm",)
    assert found.lang == "en"
    assert found.text == PAGE


@pytest.mark.parametrize(
    "page",
    [
        f"THE FJORD POST\nNewsSportLog in\nHerring shared at last\n\n{BODY}",
        f"Herring shared at last\nBy Kari Holm, Fjord Post staff writer\n\n{BODY}",
        f"Herring shared at last\n\n{BODY}\n\n© 2014 The Fjord Post. All rights reserved.",
        f"Herring shared at last\n2014-03-02 10:22:41Nordnet Editor : Kari HolmFjord Post App Download\n\n{BODY}",
        f'Herring shared at last\n\n{BODY} "It took too long," the captain told the Fjord Post.',
        f"Fjord Post | Ferries | Weather\nHerring shared at last\n\n{BODY}\nMORE FROM THE FJORD POST\nFerry crews vote",
    ],
)
def test_an_outlet_that_no_list_knows(page: str) -> None:
    found = cleaned(page).outlet
    assert found is not None
    assert found.removeprefix("The ") == "Fjord Post"


def test_no_outlet_is_made_up() -> None:
    assert cleaned(f"Herring shared at last\n\n{BODY}").outlet is None


def test_the_address_names_a_known_outlet() -> None:
    found = cleaned(f"Herring shared at last\n\n{BODY}", Hints(url="https://www.reuters.com/a/herring"))
    assert (found.outlet, found.outlet_country) == ("Reuters", "GBR")


def test_the_agency_that_another_outlet_carries() -> None:
    page = f"THE FJORD POST\nNews\nHerring shared at last\n\nOSLO (Reuters) - {BODY}"
    found = cleaned(page)
    assert (found.outlet, found.agency) == ("The Fjord Post", "Reuters")
    assert cleaned(f"Herring shared at last\n\nOSLO (Reuters) - {BODY}").agency is None


def test_other_languages_are_kept_and_marked() -> None:
    text = (
        "Norwegen und Island teilen den Hering\n\nDie beiden Minister haben sich am Dienstag auf die Verteilung der "
        "Fangmengen geeinigt und damit einen langen Streit beendet, der seit dem Herbst andauerte. Das ist für die "
        "Fischer eine gute Nachricht, auch wenn sie nicht alles bekommen, was sie wollten."
    )
    assert cleaned(text).lang == "de"


def test_a_page_of_links_is_refused_with_the_reason() -> None:
    found = clean(RawDocument("d0", "a.txt", "3", "Home\nNews\nSport\n", "utf-8", 1.0), Clean())
    assert isinstance(found, Reject)
    assert (found.code, found.place) == ("no_body", "3")


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("SINGAPORE – ", "SINGAPORE"),
        ("LAHORE: ", "LAHORE"),
        ("Panama City (ATO).- ", "Panama City (ATO)"),
        ("BERGEN, March 3 (Nordnet) -- ", "BERGEN, March 3 (Nordnet)"),
        ("WASHINGTON (Sputnik) — ", "WASHINGTON (Sputnik)"),
        ("OSLO, Thursday. - ", "OSLO, Thursday."),
        ("(Reuters) - ", "(Reuters)"),
        ("MOSCOW, March 3. /TASS/. ", "MOSCOW, March 3. /TASS/"),
    ],
)
def test_datelines(text: str, head: str) -> None:
    found = dateline.find(text + BODY)
    assert found is not None
    assert text.startswith(head)
    assert found.after == len(text)


NO_DATELINES = (
    "The Russia- US relationship has changed over the years, he said.",
    "Putin: we will talk to all who want to talk to us.",
    "Norway and Iceland agreed on Tuesday to share the herring of the seas.",
    "US- Russia relations have changed for ever.",
)


@pytest.mark.parametrize("text", NO_DATELINES)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline.find(text) is None


@pytest.mark.parametrize("row", table("agencies"), ids=lambda row: row["name"])
def test_the_example_of_each_agency(row: Row) -> None:
    page = blocks.find(f"Herring shared at last\n\n{row['example']} {BODY}")
    known = press.named(row["name"])
    assert known is not None and known.country == row["country"]
    assert any(form in row["example"] for form in row.listed("forms"))
    assert agency.own(page) in (row["name"], None)


@pytest.mark.parametrize("row", table("outlet_cues"), ids=lambda row: f"{row['cue']}-{row['side']}")
def test_the_example_of_each_outlet_cue(row: Row) -> None:
    assert row["cue"].casefold() in row["example"].casefold()
    assert row["yields"] in row["example"]
    assert row["side"] in ("before", "after")
    assert row["where"] in ("page", "text")
    assert float(row["weight"]) > 0


@pytest.mark.parametrize("row", [r for r in table("byline_words") if r["yields"]], ids=lambda row: row["kind"])
def test_the_example_of_each_byline_row(row: Row) -> None:
    page = blocks.find(f"Herring shared at last\n{row['example']}\n\n{BODY}")
    assert byline.find(page) == (row["yields"],)


def test_the_labelled_articles_keep_their_titles() -> None:
    gold = SHARED / "gold/articles_dev/documents.jsonl"
    if not gold.exists():
        pytest.skip("the labelled articles are not beside the project")
    rows = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        text = (gold.parent / "texts" / row["file"]).read_bytes().decode()
        assert cleaned(text).title == row["headline"]


@pytest.mark.parametrize("row", table("press_words"), ids=lambda row: row["kind"])
def test_the_words_of_each_press_row(row: Row) -> None:
    kind = row["kind"]
    if kind.startswith("lang:"):
        assert row.listed("words") == (row["yields"],)
        assert len(row["yields"]) == 3
        return
    example = row["example"].casefold()
    assert any(word in example for word in row.listed("words"))
    if kind == "press":
        assert press.like(row["example"])


@pytest.mark.parametrize(
    ("body", "lang"),
    [
        (BODY, "en"),
        ("Herring shared. Ministers in Oslo by noon; talks on.", "en"),
        ("Министры рыболовства подписали договор о сельди перед рассветом и уехали домой на кораблях.", "ru"),
        ("Les ministres ont signé le traité sur les harengs avant l'aube et ils sont rentrés dans leur pays.", "fr"),
    ],
)
def test_the_language_of_a_body(body: str, lang: str) -> None:
    assert cleaned(f"{body}\n\n{body}").lang == lang


@pytest.mark.parametrize(
    "body", ["Ended April 30. Ferry rev 31 cts vs 28 cts.", "Qtr ended March 31. Rev 4,180,000 vs 3,900,000"]
)
def test_a_scrap_of_a_table_has_no_language_that_could_be_told(body: str) -> None:
    assert cleaned(f"Fjord Ferries\n\n{body}", Hints(title="Fjord Ferries")).lang is None


def test_a_list_of_addresses_holds_no_running_text() -> None:
    text = "\n".join(
        ("https://fjordpost.example/news", "//fjordpost.example/", "data:text/html,x", "ftp://a.example/b")
    )
    found = clean(RawDocument("d0", "a.txt", None, text, "utf-8", 1.0, Hints()), Clean())
    assert isinstance(found, Reject)
    assert found.code == "no_body"


def test_a_byline_is_no_outlet_and_an_outlet_no_author() -> None:
    assert cleaned(f"OPINION\n\nHerring shared at last\n\nBy Kari Holm\n\n{BODY}").outlet is None
    page = cleaned(f"Herring shared at last\nPublished: 29.11.2023 06:30\nFjord Courier\n\n{BODY}")
    assert page.outlet == "Fjord Courier"
    assert page.authors == ()


def test_an_unknown_agency_in_a_dateline_is_named() -> None:
    page = cleaned(f"Herring shared at last\n\nOSLO, Aug 18 (Fjord Wire) - {BODY}")
    assert "Fjord Wire" in (page.outlet, page.agency)
