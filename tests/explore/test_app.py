"""The app over the invented corpus: every page answers, every number opens as many rows, every file holds them."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from detente.records import Document, Framing
from detente.store import citation
from detente.store.database import Database
from tests.explore.app_client import client
from tests.explore.app_pages import Page, crawl, store
from tests.store import samples


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(store(tmp_path_factory.mktemp("app"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(web: TestClient) -> dict[str, Page]:
    """Every page that the first one leads to."""
    return crawl(web)


def test_every_kind_of_page_is_reached(pages: dict[str, Page]) -> None:
    reached = {path.partition("?")[0].split("/")[1] for path in pages}
    assert {"dyad", "incident", "document", "speaker", "outlet", "issue", "compare", "codebook", "about"} <= reached
    sections = {path.split("/")[4] for path in pages if path.startswith("/dyad/") and path.count("/") == 4}
    assert {"incidents", "issues", "reactions", "outlook", "forecasts", "speakers", "framing"} <= {
        section.partition("?")[0] for section in sections
    }


def test_every_number_opens_exactly_as_many_rows(web: TestClient, pages: dict[str, Page]) -> None:
    numbers = sorted({number for page in pages.values() for number in page.numbers})
    assert len(numbers) > 50
    for n, href in numbers[:: max(1, len(numbers) // 150)]:
        shown = pages[href].total if href in pages else Page(web.get(href).text).total
        place, _, asked = href.partition("?")
        rows = web.get(f"{place}.json?{asked}").json()
        assert (n, n) == (shown, len(rows)), href


def test_every_file_holds_the_rows_that_the_page_says(web: TestClient, pages: dict[str, Page]) -> None:
    files = sorted({file for page in pages.values() for file in page.downloads})
    assert len(files) > 50
    for n, href in files[:: max(1, len(files) // 120)]:
        answer = web.get(href)
        assert answer.status_code == 200, href
        place = href.partition("?")[0]
        if place.endswith(".json"):
            held = len(answer.json())
        elif place.endswith(".csv"):
            held = sum(1 for _ in csv.reader(io.StringIO(answer.text, newline=""))) - 1
        elif place.endswith(".parquet"):
            held = pq.ParquetFile(io.BytesIO(answer.content)).metadata.num_rows
        else:
            continue
        assert (held, answer.headers["x-rows"]) == (n, str(n)), href


def test_every_anchor_is_there(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for link in page.links:
            place, _, anchor = urljoin(path, link).partition("#")
            if anchor and place in pages:
                assert anchor in pages[place].ids, f"{path} leads to {link}"


def test_ids_are_used_once(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_no_page_needs_a_script_or_a_style_of_its_own(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert "<style" not in page.text and "javascript:" not in page.text, path
        assert not [tag for tag in page.tags if tag.startswith("script") and "src" not in tag.split()], path
        assert not [tag for tag in page.tags if {"style", "onclick", "onload"} & set(tag.split()[1:])], path


def test_a_pair_has_one_address(web: TestClient) -> None:
    answer = web.get("/dyad/SWE/NOR")
    assert (answer.status_code, answer.headers["location"]) == (308, "/dyad/NOR/SWE")


def test_the_first_page_of_a_pair_tells_what_moved_it(web: TestClient) -> None:
    text = web.get("/dyad/NOR/SWE").text
    assert 'class="tip"' in text and "Sweden → Norway" in text
    assert len(text.encode()) < 300_000


def test_an_incident_shows_every_report_beside_the_others(web: TestClient) -> None:
    text = web.get(f"/incident/i{'a' * 16}").text
    assert text.count('class="report"') == 2
    assert "Lake Courier" in text and "Fjord Post" in text


def test_reports_that_differ_are_said_to(web: TestClient) -> None:
    page = web.get(f"/incident/i{'d' * 16}").text
    assert "alleged" in page and "denied" in page and "differ" in page


def test_a_document_marks_and_explains_what_was_coded(web: TestClient) -> None:
    page = Page(web.get("/document/d000000000000001").text)
    assert 'class="event"' in page.text and 'class="quote"' in page.text
    assert {"x-i1", "x-q1", "x-f1"} <= set(page.ids)
    assert "Share this story" in page.text


def test_raw_text_is_whole(web: TestClient) -> None:
    assert "Share this story" in web.get("/document/d000000000000001/raw").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/dyad/NOR/ZZZ", 404),
        ("/dyad/nor/SWE", 422),
        ("/incident/i0", 404),
        ("/document/none", 404),
        ("/speaker?name=Nobody", 404),
        ("/speaker", 422),
        ("/incidents?a=NOR", 400),
        ("/incidents?direction=ab", 400),
        ("/incidents?a=NOR&b=SWE&status=wrong", 422),
        ("/incidents?nonsense=1", 422),
        ("/incidents?page=0", 422),
        ("/incidents?page=99", 404),
        ("/incidents?since=2011-02-31", 422),
        ("/incidents.exe", 404),
        ("/compare?one=NOR-NOR&other=NOR-SWE", 404),
        ("/nothing", 404),
    ],
)
def test_what_does_not_exist_is_said(web: TestClient, address: str, status: int) -> None:
    answer = web.get(address)
    assert answer.status_code == status
    assert "<h1>" in answer.text and "Traceback" not in answer.text


def test_a_wrong_question_for_a_file_is_answered_as_json(web: TestClient) -> None:
    answer = web.get("/incidents.json?nonsense=1")
    assert answer.status_code == 422 and "nonsense" in answer.json()["error"]


def test_filters_stand_in_the_address_and_can_be_taken_off(web: TestClient) -> None:
    page = Page(web.get("/dyad/NOR/SWE/incidents?status=cancelled&type=CONSULT").text)
    assert page.total == 1
    assert "/dyad/NOR/SWE/incidents?type=CONSULT" in page.links
    assert "/dyad/NOR/SWE/incidents?status=cancelled" in page.links


def test_an_empty_field_of_a_form_asks_nothing(web: TestClient) -> None:
    assert Page(web.get("/incidents?status=&type=&since=").text).total == 5


def test_a_pair_given_backwards_keeps_its_direction(web: TestClient) -> None:
    forth = web.get("/incidents.json?a=NOR&b=SWE&direction=ab").json()
    back = web.get("/incidents.json?a=SWE&b=NOR&direction=ba").json()
    assert [row["incident_id"] for row in forth] == [row["incident_id"] for row in back]
    assert all("NOR" in row["source"] for row in forth)


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    from tests.store import samples

    with client(samples.store(tmp_path, documents=[])) as empty:
        for path in ("/", "/dyads", "/incidents", "/compare", "/calibration", "/about", "/speakers"):
            answer = empty.get(path)
            assert answer.status_code == 200, path
        assert "detente build" in empty.get("/").text


def test_files_name_the_columns_of_the_table(web: TestClient) -> None:
    from detente.store import schema

    rows = json.loads(web.get("/incidents.json").text)
    assert list(rows[0]) == [column.name for column in schema.columns("incidents")]


def test_framing_goes_month_by_month_and_leads_to_its_rows(tmp_path: Path) -> None:
    kept: dict[str, Any] = {
        "n_incidents": 2,
        "led": ("ibbbbbbbbbbbbbbbb",),
        "n_words_a": 7,
        "n_words_b": 0,
        "n_views": 3,
    }
    months = [
        Framing(None, "NOR", "SWE", "Fjord Post", True, 1, 0.3, (), month=date(2011, at, 1), tone_a=at / 10,
                optimism=-0.5, index=at + 0.25, **kept)
        for at in (3, 4)
    ]  # fmt: skip
    with client(store(tmp_path, *months)) as web:
        page = Page(web.get("/dyad/NOR/SWE/framing").text)
        found = web.get("/framing.json?a=NOR&b=SWE&monthly=yes").json()
        assert [row["month"] for row in web.get("/framing.json?month=2011-04").json()] == ["2011-04-01"]
        for n, href in page.numbers:
            assert n == Page(web.get(href).text).total, href
    assert len(found) == 2 and (2, "/framing?a=NOR&b=SWE&monthly=yes") in page.numbers
    body = page.text.partition("Month by month")[2]
    assert "April 2011" in body and body.index("April 2011") < body.index("March 2011"), "the latest first"
    assert '+0.40 <span class="dim">(7)</span>' in body and '+0.30 <span class="dim">(7)</span>' in body
    assert body.count('−0.50 <span class="dim">(only 3)</span>') == 2 and "+4" in body


def test_the_page_of_the_store_cites_it_as_the_command_does(web: TestClient) -> None:
    with Database(web.app.state.reader.root) as database:  # type: ignore[attr-defined]
        words, entry = citation.sentence(database), citation.bibtex(database)
    page = html.unescape(web.get("/about").text)
    assert words in page and entry in page


def test_a_document_dated_within_a_month_belongs_to_the_month_it_begins_in(tmp_path: Path) -> None:
    def dated(number: int, **days: Any) -> Document:
        return samples.document(number, **({"published": None, "published_from": None, "published_to": None} | days))

    held = [
        dated(1, published=date(2017, 1, 31)),
        dated(2, published_from=date(2017, 1, 20), published_to=date(2017, 2, 10)),
        dated(3, published_from=date(2017, 1, 1), published_to=date(2017, 12, 31)),
        dated(4),
    ]
    with client(samples.store(tmp_path, documents=held)) as web:
        found = {row["doc_id"] for row in web.get("/documents.json?framed=2017-01").json()}
        assert web.get("/documents.json?framed=2017-02").json() == []
    assert found == {held[0].doc_id, held[1].doc_id}
