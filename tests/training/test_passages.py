"""The training passages: every line has its four cells, its spans and labels; nothing stands there twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from training.passages import Example, articles, find, gold, own, plv, turned, unmark

from detente.models.relation_scorer import ROOTS, STATUSES, TYPES
from training import check

SHARED = Path(__file__).parents[3] / "shared"
needs_gold = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold is not beside the project")


def example(text: str, source: str, target: str, type_: str = "ACCUSE", status: str = "actual") -> Example:
    return Example("x", text, find(text, source), find(text, target, source), type_, status, None)


def test_every_passage_has_known_labels_and_two_sides() -> None:
    for item in own():
        assert item.type_ in TYPES, item.id
        assert item.status in STATUSES, item.id
        assert item.root is None or item.root in ROOTS, item.id
        assert (item.type_ == "NONE") == (item.status == "none"), item.id
        assert item.source != item.target, item.id


def test_there_are_enough_passages_and_every_type_has_every_status() -> None:
    rows = list(own())
    counts = Counter((item.type_, item.status) for item in rows)
    assert len(rows) >= 6500
    missing = [(t, s) for t in TYPES for s in STATUSES if t != "NONE" and s != "none" and not counts[t, s]]
    assert missing == []


def test_no_label_is_given_twice() -> None:
    keys = Counter((item.text, item.source, item.target, item.type_, item.status) for item in own())
    assert [key for key, n in keys.items() if n > 1] == []


@needs_gold
def test_no_passage_borrows_eight_words_from_the_gold() -> None:
    texts = sorted({item.text for item in own()})
    files = [SHARED / "gold" / "events_dev.jsonl", SHARED / "gold" / "forecasts_dev.jsonl"]
    files += [SHARED / "gold" / "incidents_dev" / "reports.jsonl", SHARED / "data" / "relate" / "plv_train.jsonl"]
    assert check.borrowed(texts, files) == []


def test_near_duplicates_and_borrowed_runs_are_seen(tmp_path: Path) -> None:
    one = "Chad asked Niger on Monday to send back the nine herders it had held since the rains"
    two = "Chad asked Niger on Monday to send back the nine herders it had held since the floods"
    assert list(check.near([one, two])) == [(one, two)]
    (tmp_path / "gold.jsonl").write_text('{"text": "He said that Chad asked Niger on Monday to send back cows."}\n')
    assert check.borrowed(
        [one, "Chad asked Niger for cows and for nothing else at all"], [tmp_path / "gold.jsonl"]
    ) == [one]


def test_find_prefers_a_place_outside_the_other_side() -> None:
    text = "The Peru mission of Chile thanked Peru."
    assert find(text, "Peru", "The Peru mission") == (34, 38)
    assert find(text, "-") == (0, 0)
    with pytest.raises(ValueError, match="does not stand in"):
        find(text, "Bolivia")


def test_unmark_takes_the_marks_out_and_keeps_the_spans() -> None:
    text, source, target = unmark("Then <t>Chile</t> was thanked by <s>Peru</s>.")
    assert (text, text[slice(*source)], text[slice(*target)]) == ("Then Chile was thanked by Peru.", "Peru", "Chile")


def test_turned_exchanges_sides_of_directed_acts_only() -> None:
    texts = [f"On day {n} Chad accused Niger." for n in range(8)]
    found = list(turned([example(text, "Chad", "Niger") for text in texts]))
    assert 0 < len(found) < len(texts)
    assert all(item.type_ == "NONE" and item.text[slice(*item.source)] == "Niger" for item in found)
    assert list(turned([example(text, "Chad", "Niger", "CONSULT") for text in texts])) == []


def test_examples_from_articles_are_read_with_their_spans(tmp_path: Path) -> None:
    row = '{"text": "Chad thanked Niger.", "source": [0, 4], "target": [13, 18], "type": "SUPPORT", "status": "actual"}'
    (tmp_path / "articles.jsonl").write_text(row + "\n")
    (found,) = articles(tmp_path / "articles.jsonl")
    assert (found.type_, found.status, found.root, found.target) == ("SUPPORT", "actual", "SUPPORT", (13, 18))


@needs_gold
def test_gold_leaves_out_what_is_held_out_and_plv_has_roots() -> None:
    assert all(int(item.id.rsplit("-", 1)[1]) % 3 for item in gold(SHARED / "gold" / "events_dev.jsonl"))
    assert {item.root for item in plv(SHARED / "data" / "relate" / "plv_train.jsonl")} == set(ROOTS)
