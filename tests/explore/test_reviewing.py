"""What a reviewer sees beside the pages: items, the account, and reports that count an act once."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.explore import reviewing
from detente.records import Correction
from detente.store import ledger, rulings
from detente.store.database import Database
from detente.store.rulings import Ruling
from tests.store import samples


@pytest.fixture
def store(tmp_path: Path) -> Path:
    there = samples.event(1)
    back = samples.event(2, doc_id=there.doc_id, source=there.target, target=there.source)
    return samples.store(
        tmp_path, documents=[samples.document(1), samples.document(3)], events=[there, back, samples.event(3)]
    )


def judge(store: Path, reviewer: str, row: str, action: str) -> None:
    with Database(store) as database:
        ledger.append(store, rulings.lines(database, Ruling(reviewer, row, action, queue="chance")))


def test_an_item_shows_its_words_among_others(store: Path) -> None:
    with Database(store) as database:
        item = reviewing.item(database, samples.event(1).event_id)
    assert item.rows == (samples.event(1).event_id, samples.event(2).event_id)
    assert ("".join(text for text, _ in item.passage)) == samples.document(1).text
    assert [text for text, marked in item.passage if marked] == [samples.TEXT[:40]]
    assert item.cells[0].field == "plover" and ("ACCUSE", "accusation") in item.cells[0].options


def test_long_texts_are_cut_at_words(tmp_path: Path) -> None:
    body = "word " * 400 + "Freedonia blamed Sylvania." + " word" * 400
    start = body.index("Freedonia")
    made = samples.event(1, start=start, end=start + 26)
    store = samples.store(tmp_path, documents=[samples.document(1, text=body)], events=[made])
    with Database(store) as database:
        before, marked, after = (text for text, _ in reviewing.item(database, made.event_id).passage)
    assert before.startswith("… word ") and marked == "Freedonia blamed Sylvania." and after.endswith("word …")
    assert len(before) + len(after) < 2 * reviewing.AROUND + 20


def test_an_act_seen_from_either_side_counts_once(store: Path) -> None:
    for name in ("ann", "bob"):
        judge(store, name, samples.event(1).event_id, "accept")
        judge(store, name, samples.event(3).event_id, "reject")
    with Database(store) as database:
        report = reviewing.report(database)
    assert (report.judged, report.reviewers) == (2, 2)
    (precision,) = report.chance
    assert (precision.kind, precision.n, precision.right, precision.wrong) == ("SANCTION", 2, 1, 1)
    assert report.agreement[0].rows == 2 and report.agreement[0].alpha == 1.0


def test_precision_is_of_what_was_coded_whatever_was_corrected_since(tmp_path: Path) -> None:
    now = samples.event(1, plover="ACCUSE")
    said = Correction(
        1, "c1", "ann", "events", now.event_id, "correct", "plover", '"ACCUSE"', None, None, '"SANCTION"', "standing"
    )
    store = samples.store(tmp_path, documents=[samples.document(1)], events=[now], corrections=[said])
    with Database(store) as database:
        assert reviewing.as_coded(database, {now.event_id})[now.event_id]["plover"] == "SANCTION"
        assert rulings.original(database, now.event_id)["plover"] == "SANCTION"


def test_the_account_tells_what_is_not_in_the_figures(store: Path) -> None:
    judge(store, "ann", samples.event(3).event_id, "reject")
    with Database(store) as database:
        (line,) = reviewing.account(database)
    assert (line["state"], line["before"]["plover"]) == ("new", "SANCTION")


def test_only_what_has_a_queue() -> None:
    with pytest.raises(UsageError, match="There is no queue of polls"):
        reviewing.check("polls", "chance")
