"""The page of the search: groups, snippets, ways on, and no query that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from detente.store.search import CACHE
from tests.explore.app_client import client
from tests.store import samples

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = samples.store(
        tmp_path_factory.mktemp("search"),
        documents=[samples.document(n, title=f"{HOSTILE} {n}") for n in range(1, 41)],
        events=[
            samples.event(1),
            samples.event(2, start=None, end=None, trigger_start=None, trigger_end=None, origin="icews"),
        ],
        incidents=[samples.incident(1), samples.incident(2)],
        quotes=[samples.quote(1)],
    )
    with client(store) as opened:
        yield opened


def test_all_kinds_with_their_numbers_and_ways_to_all(web: TestClient) -> None:
    page = web.get("/search?q=envoy").text
    assert 'href="/search?kind=document&amp;q=envoy">40 documents</a>' in page
    assert "All 40 documents" in page and page.count('<p class="snippet">') == 5 + 1 + 1
    assert "<mark>envoy</mark>" in page
    assert HOSTILE not in page and "&lt;script&gt;" in page


def test_pages_of_one_kind_hold_every_row_once(web: TestClient) -> None:
    address: str | None = "/search?kind=document&q=envoy"
    seen: list[str] = []
    while address:
        page = web.get(address).text
        seen += re.findall(r'<p class="title"><a href="(/document/[^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 40


def test_words_lead_to_their_place_and_imported_events_to_their_incident(web: TestClient) -> None:
    page = web.get("/search?q=state:USA&kind=event").text
    doc = samples.document(1).doc_id
    assert f'href="/document/{doc}#{doc}-0-40"' in page
    assert f'href="/incident/{samples.incident(2).incident_id}"' in page


def test_without_words_the_page_explains_itself(web: TestClient) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20"):
        assert "What may be written" in web.get(address).text
    assert "There is no word to look for." in web.get("/search?q=-%22").text
    assert "Nothing was found." in web.get("/search?q=zzzzzz").text
    assert "There is no field mood" in web.get("/search?q=mood:x").text


def test_odd_questions_are_refused(web: TestClient) -> None:
    for question in ("kind=poem&q=a", "page=0&q=a", "page=x&q=a", "mood=1", f"q={'a' * 401}"):
        assert web.get(f"/search?{question}").status_code == 422


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=60))
def test_no_query_breaks_the_page(web: TestClient, query: str) -> None:
    answer = web.get("/search", params={"q": query.encode("utf-8", "replace").decode()})
    assert answer.status_code == 200 and "<script>alert" not in answer.text


def test_while_the_words_are_indexed_the_page_says_how_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from detente.store import search as searching

    store, gate, build = samples.store(tmp_path), threading.Event(), searching.build

    def slow(*given: object, **more: object) -> None:
        gate.wait(20)
        build(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "build", slow)
    with client(store) as web:
        page = web.get("/search?q=envoy").text
        assert "are being indexed" in page and '<progress max="' in page and 'http-equiv="refresh"' in page
        gate.set()
        for _ in range(20):
            page = web.get("/search?q=envoy").text
            if "being indexed" not in page:
                break
        assert "<mark>envoy</mark>" in page and (store / CACHE).is_file()
