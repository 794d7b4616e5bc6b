"""The review: rows in the order of a queue, what is said by POST, on to the next, back by undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from detente.store import ledger
from tests.explore.app_client import ORIGIN, client
from tests.store import samples

TARGET = re.compile(r'name="target" value="([^"]+)"')
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    chances = (0.9, 0.5, 0.7)
    return samples.store(
        tmp_path,
        documents=[samples.document(n, title=HOSTILE if n == 1 else "Envoy recalled") for n in (1, 2, 3)],
        events=[samples.event(n, p=p) for n, p in enumerate(chances, start=1)],
        incidents=[samples.incident(n) for n in (1, 2, 3)],
        quotes=[samples.quote(1)],
    )


@pytest.fixture
def web(store: Path) -> Iterator[TestClient]:
    with client(store) as opened:
        yield opened


def shown(web: TestClient, address: str = "/review?reviewer=ann") -> str | None:
    """The row on the page, None where the queue is done."""
    page = web.get(address)
    assert page.status_code == 200
    found = TARGET.search(page.text)
    return None if found is None or found[1] == "none" else found[1]


def say(web: TestClient, target: str, action: str, **form: str) -> str:
    """Says something of a row and returns the address that follows."""
    answer = web.post("/review", data={"target": target, "action": action, "reviewer": "ann"} | form, headers=ORIGIN)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def event(number: int) -> str:
    return samples.event(number).event_id


def test_the_least_certain_come_first_and_the_page_goes_on_by_itself(web: TestClient, store: Path) -> None:
    order = []
    address = "/review?reviewer=ann"
    while (row := shown(web, address)) is not None:
        order.append(row)
        address = say(web, row, "accept")
    assert order == [event(2), event(3), event(1)]
    assert "Nothing waits in this queue." in web.get(address).text
    lines = ledger.read(store)
    assert [(line.row_id, line.action, line.reviewer, line.queue) for line in lines] == [
        (row, "accept", "ann", "uncertain") for row in order
    ]
    assert all(line.at for line in lines)


def test_chance_is_seeded_and_skip_passes_over(web: TestClient) -> None:
    drawn = [shown(web, f"/review?reviewer=ann&queue=chance&seed={seed}") for seed in range(8)]
    assert drawn == [shown(web, f"/review?reviewer=ann&queue=chance&seed={seed}") for seed in range(8)]
    assert len(set(drawn)) > 1
    seen = {shown(web, f"/review?reviewer=ann&queue=chance&skip={n}") for n in range(3)}
    assert seen == {event(1), event(2), event(3)}


def test_skipping_ends_and_leads_back_to_the_first(web: TestClient) -> None:
    address, seen = "/review?reviewer=ann", []
    while (row := shown(web, address)) is not None:
        seen.append(row)
        onward = re.search(r'href="([^"]+)" data-key="s"', web.get(address).text)
        assert onward is not None
        address = onward[1].replace("&amp;", "&")
    assert seen == [event(2), event(3), event(1)]
    page = web.get(address).text
    assert "3 that you skipped wait still." in page and 'data-key="s"' not in page
    again = re.search(r'href="([^"]+)">Begin again', page)
    assert again is not None and shown(web, again[1].replace("&amp;", "&")) == event(2)
    assert shown(web, "/review?reviewer=ann&skip=7") is None


def test_disputed_are_rows_that_reviewers_judge_differently(web: TestClient) -> None:
    assert shown(web, "/review?reviewer=cy&queue=disputed") is None
    say(web, event(3), "accept")
    say(web, event(3), "reject", reviewer="bob")
    assert shown(web, "/review?reviewer=cy&queue=disputed") == event(3)
    assert "bob: wrong" in web.get(f"/review?reviewer=cy&row={event(3)}").text


def test_correct_stays_on_the_row_and_shows_what_was_said(web: TestClient, store: Path) -> None:
    address = say(web, event(2), "correct", field="plover", value="ACCUSE")
    assert parse_qs(urlsplit(address).query)["row"] == [event(2)]
    page = web.get(address).text
    assert "plover: SANCTION → ACCUSE" in page and "1 correction is not in the figures yet" in page
    assert shown(web) != event(2), "it counts as judged"


def test_undo_takes_the_last_one_back_and_leads_to_its_row(web: TestClient, store: Path) -> None:
    say(web, event(1), "reject")
    say(web, event(2), "accept")
    address = say(web, event(3), "undo")
    assert parse_qs(urlsplit(address).query)["row"] == [event(2)]
    assert [line.action for line in ledger.read(store)] == ["reject", "accept", "undo"]
    assert shown(web) == event(2)


def test_a_note_is_kept(web: TestClient) -> None:
    say(web, event(1), "note", note=HOSTILE)
    page = web.get(f"/review?row={event(1)}&reviewer=ann").text
    assert "<img" not in page and "&lt;img src=x onerror=alert(1)&gt;" in page


def test_what_cannot_be_said_is_told_on_the_page(web: TestClient, store: Path) -> None:
    wrong = {"target": event(1), "action": "correct", "field": "plover", "value": "ACUSE", "reviewer": "ann"}
    answer = web.post("/review", data=wrong, headers=ORIGIN)
    assert answer.status_code == 400
    assert "is no code for plover. Did you mean ACCUSE?" in answer.text and event(1) in answer.text
    assert ledger.read(store) == ()


@pytest.mark.parametrize(
    "form",
    [
        {"target": "e1", "action": "applaud"},
        {"action": "accept"},
        {"target": "../../x", "action": "accept"},
        {"target": "e1", "action": "accept", "mood": "odd"},
        {"target": "e1", "action": "note", "note": "x" * 2001},
        {"target": "e1", "action": "accept", "reviewer": "x" * 81},
    ],
)
def test_odd_forms_are_refused(web: TestClient, store: Path, form: dict[str, str]) -> None:
    assert web.post("/review", data=form, headers=ORIGIN).status_code == 400
    assert ledger.read(store) == ()


def test_a_row_that_is_not_there(web: TestClient) -> None:
    assert web.get("/review?row=e-none").status_code == 400
    answer = web.post("/review", data={"target": "e-none", "action": "accept"}, headers=ORIGIN)
    assert answer.status_code == 400


def test_nothing_is_written_without_our_origin_or_by_get(web: TestClient, store: Path) -> None:
    form = {"target": event(1), "action": "reject", "reviewer": "ann"}
    assert web.post("/review", data=form).status_code == 403
    assert web.post("/review", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    assert web.get("/review", params=form).status_code == 422
    web.cookies.clear()
    assert web.post("/review", data=form, headers=ORIGIN).status_code == 403
    assert ledger.read(store) == ()


def test_quotes_are_reviewed_too(web: TestClient, store: Path) -> None:
    row = shown(web, "/review?reviewer=ann&table=quotes")
    assert row == samples.quote(1).quote_id
    say(web, row, "correct", table="quotes", field="speaker", value="Jo Bloggs")
    assert ledger.read(store)[0].value == "Jo Bloggs"


def test_hostile_titles_are_text(web: TestClient) -> None:
    page = web.get(f"/review?row={event(1)}").text
    assert "<img" not in page and "&lt;img src=x onerror=alert(1)&gt;" in page


def test_ledger_and_report(web: TestClient) -> None:
    assert "Nobody has corrected anything yet." in web.get("/review/ledger").text
    assert "No row was judged yet." in web.get("/review/report").text
    for name, action in (("ann", "accept"), ("bob", "reject")):
        say(web, event(1), action, reviewer=name, queue="chance")
    told = web.get("/review/report").text
    assert "2 reviewers" in told and "Precision, rows drawn by chance" in told
    assert web.get("/review/ledger").text.count(event(1)) >= 2
