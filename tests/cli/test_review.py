"""`detente review`: what a person says of rows, told back, given away and taken over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from detente.store.ledger import LEDGER
from tests.cli.samples import detente

CapFd = pytest.CaptureFixture[str]


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "s")
    return tmp_path / "s"


def rows(capfd: CapFd, table: str, store: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in detente(capfd, "export", table, "--store", store).out.splitlines()]


def mutual(events: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """An event and the same act the other way round."""
    for one in events:
        for other in events:
            same = all(one[name] == other[name] for name in ("doc_id", "trigger_start", "plover", "status"))
            if same and one["source"] == other["target"] and one["target"] == other["source"]:
                return one, other
    raise AssertionError("the sample holds no mutual act")


def test_the_next_row_is_shown_with_its_sentence(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "review", "next", "--store", store, "--reviewer", "ann")
    assert found.status == 0 and "[" in found.out and "\n  plover " in found.out
    row_id = found.out.split()[0]
    detente(capfd, "review", "accept", row_id, "--store", store, "--reviewer", "ann")
    assert row_id not in detente(capfd, "review", "next", "--store", store, "--reviewer", "ann").out
    assert row_id in detente(capfd, "review", "next", "--store", store, "--reviewer", "bob").out


def test_chance_is_the_same_for_the_same_seed(store: Path, capfd: CapFd) -> None:
    def drawn(seed: int) -> str:
        return detente(capfd, "review", "next", "--store", store, "--queue", "chance", "--seed", str(seed)).out

    assert drawn(1) == drawn(1) and len({drawn(seed).split()[0] for seed in range(12)}) > 1


def test_what_is_said_of_an_act_holds_for_both_directions(store: Path, capfd: CapFd) -> None:
    one, other = mutual(rows(capfd, "events", store))
    reviewer = ("--reviewer", "ann")
    found = detente(capfd, "review", "reject", one["event_id"], "--store", store, *reviewer)
    assert found.status == 0 and f"In the figures after: detente measure --store {store}" in found.out
    detente(capfd, "measure", "--store", store)
    ids = {event["event_id"] for event in rows(capfd, "events", store)}
    assert not {one["event_id"], other["event_id"]} & ids
    assert detente(capfd, "review", "undo", "--store", store, *reviewer).out.count(" undo ") == 2
    detente(capfd, "measure", "--store", store)
    assert {one["event_id"], other["event_id"]} <= {event["event_id"] for event in rows(capfd, "events", store)}


def test_a_corrected_side_is_the_other_side_the_other_way_round(store: Path, capfd: CapFd) -> None:
    one, other = mutual(rows(capfd, "events", store))
    detente(capfd, "review", "correct", one["event_id"], "source", "CHN", "--store", store)
    detente(capfd, "measure", "--store", store)
    now = {event["event_id"]: event for event in rows(capfd, "events", store)}
    assert now[one["event_id"]]["source"] == now[other["event_id"]]["target"] == ["CHN"]


def test_an_incident_is_rejected_with_all_its_events(store: Path, capfd: CapFd) -> None:
    incident = rows(capfd, "incidents", store)[0]
    detente(capfd, "review", "reject", incident["incident_id"], "--store", store)
    detente(capfd, "measure", "--store", store)
    assert incident["incident_id"] not in {row["incident_id"] for row in rows(capfd, "incidents", store)}
    back = detente(capfd, "review", "accept", incident["event_ids"][0], "--store", store)
    assert back.status == 0, "a row that was rejected can still be judged"


def test_list_and_report(store: Path, capfd: CapFd) -> None:
    events = rows(capfd, "events", store)
    for name in ("ann", "bob"):
        detente(capfd, "review", "accept", *(e["event_id"] for e in events[:3]), "--store", store, "--reviewer", name)
    detente(capfd, "review", "reject", events[3]["event_id"], "--store", store, "--reviewer", "ann")
    listed = detente(capfd, "review", "list", "--store", store).out
    assert "Not in the figures yet: " in listed
    detente(capfd, "measure", "--store", store)
    assert "Not in the figures yet" not in detente(capfd, "review", "list", "--store", store).out
    assert (
        detente(capfd, "review", "list", "--store", store, "--state", "dangling").out
        == "There is no such correction.\n"
    )
    told = detente(capfd, "review", "report", "--store", store).out
    assert "2 reviewers" in told and "verdict   alpha not defined" in told and "right as coded" in told
    facts = json.loads(detente(capfd, "review", "report", "--store", store, "--json").out)
    assert set(facts) == {"agreement", "precision", "chance"}


def test_a_ledger_given_away_and_taken_over(store: Path, built: Path, tmp_path: Path, capfd: CapFd) -> None:
    events = rows(capfd, "events", store)
    detente(capfd, "review", "note", events[0]["event_id"], "Look again.", "--store", store, "--reviewer", "ann")
    target = tmp_path / "ann.jsonl"
    assert "1 corrections in" in detente(capfd, "review", "export", "--store", store, "-o", target).err
    other = tmp_path / "other"
    shutil.copytree(built, other)
    found = detente(capfd, "review", "import", target, "--store", other)
    assert found.out.startswith("1 corrections added, 0 known before.")
    assert (other / LEDGER).read_bytes() == (store / LEDGER).read_bytes()
    assert detente(capfd, "review", "import", target, "--store", other).out == "0 corrections added, 1 known before.\n"


def test_build_tells_of_corrections(store: Path, built: Path, capfd: CapFd) -> None:
    detente(capfd, "review", "accept", rows(capfd, "events", store)[0]["event_id"], "--store", store)
    found = detente(capfd, "build", built.parent / "articles", "--store", store)
    assert "Corrections laid over them: " in found.out and " standing." in found.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("accept", "e-none"), "There is no row e-none to review. Take its id from the page or from an export."),
        (("accept", "xyz"), "There is no row xyz to review."),
        (("undo",), "There is nothing of "),
        (("next", "--queue", "odd"), "There is no queue odd. There are: uncertain, disputed, chance."),
        (("next", "--table", "polls"), "There is no queue of polls. There are: events, quotes, forecasts."),
        (("import", "none.jsonl"), "The file none.jsonl cannot be read: no such file or directory."),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: tuple[str, ...], sentence: str, store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "review", *arguments, "--store", store)
    assert found.status in (1, 2) and sentence in found.err and found.err.count("\n") == 1


def test_a_wrong_code_names_the_nearest(store: Path, capfd: CapFd) -> None:
    event = rows(capfd, "events", store)[0]["event_id"]
    found = detente(capfd, "review", "correct", event, "plover", "ACUSE", "--store", store)
    assert found.status == 1 and "Did you mean ACCUSE?" in found.err
    found = detente(capfd, "review", "correct", event, "mood", "bad", "--store", store)
    assert found.status == 1 and "The column mood of events cannot be corrected." in found.err
    assert not (store / LEDGER).exists() or not (store / LEDGER).read_bytes()
