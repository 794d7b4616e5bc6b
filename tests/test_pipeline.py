"""The walk as a whole: nothing is lost, copies count once, what fails is said, what is known stays."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import detente
from detente import pipeline, steps
from detente.config import Config, Engine
from detente.errors import InputError
from detente.records import Document, Event, Forecast, Incident, Quote, Reject, Superseded
from detente.store.verification import verify
from tests.cli.samples import ANSWER, EXPULSION, articles

ONE = Config(engine=Engine(workers=1))


def test_the_docstring_and_the_body_count_the_same_steps() -> None:
    text = Path(pipeline.__file__).read_text(encoding="utf-8")
    promised = re.findall(r"^    (\d) (\w+) ", pipeline.__doc__ or "", re.MULTILINE)
    assert [number for number, _ in promised] == list("12345678")
    told = re.findall(r"(\d) ([a-z]+)", " ".join(re.findall(r"# (\d.*)", text)))
    assert set(promised) <= set(told)


def test_every_input_ends_as_document_or_reject(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in")
    (sources / "again.txt").write_text(EXPULSION, encoding="utf-8")
    (sources / "empty.txt").write_bytes(b"")
    (sources / "table.xyz").write_bytes(b"1")
    (sources / "broken.jsonl").write_text('{"text": 1}\n{', encoding="utf-8")
    summary = detente.build([sources], tmp_path / "s", ONE)
    with detente.open(tmp_path / "s") as store:
        ended = [(d.path, d.record) for d in store.records(Document)] + [
            (r.path, r.place) for r in store.records(Reject)
        ]
    assert len(ended) == len(set(ended)) == 8
    assert {Path(path).name for path, _ in ended} == {path.name for path in sources.iterdir()}
    assert summary.rows["documents"] == 3 and len(summary.rejects) == 5


def test_a_copy_keeps_its_rows_and_counts_once(tmp_path: Path) -> None:
    first = {"id": "first", "date": "2016-05-20", "outlet": "The Courier", "text": ANSWER}
    reprint = first | {"id": "reprint", "outlet": "The Echo", "text": f"{ANSWER} All rights reserved."}
    (tmp_path / "wire.jsonl").write_text(f"{json.dumps(first)}\n{json.dumps(reprint)}\n", encoding="utf-8")
    summary = detente.build([tmp_path / "wire.jsonl"], tmp_path / "s", ONE)
    assert summary.copies == 1
    with detente.open(tmp_path / "s") as store:
        documents = {document.doc_id: document for document in store.records(Document)}
        said = {e.event_id: documents[e.doc_id].text[e.trigger_start : e.trigger_end] for e in store.records(Event)}
        expelled = [e for e in store.records(Event) if said[e.event_id] == "expelled"]
        incidents = {i.incident_id: i for i in store.records(Incident)}
    assert {event.doc_id for event in expelled} == set(documents), "the copy's own events are there"
    assert len({event.incident_id for event in expelled}) == 1
    assert incidents[expelled[0].incident_id or ""].n_documents == 1


def test_what_a_changed_file_said_counts_no_more_and_is_history(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in")
    detente.build([sources], tmp_path / "s", ONE)
    (sources / "expulsion.txt").write_text(EXPULSION.replace("Poland", "Latvia").replace("Polish", "Latvian"), "utf-8")
    summary = detente.build([sources], tmp_path / "s", ONE)
    assert (summary.new, summary.known) == (1, 2)
    with detente.open(tmp_path / "s") as store:
        documents = {document.doc_id: document for document in store.records(Document)}
        texts = [document.text for document in documents.values()]
        events = store.records(Event)
        past = store.records(Superseded)
    assert {Path(row.path).name for row in past} == {"expulsion.txt"}
    assert {row.from_table for row in past} >= {"documents", "events"}
    (now,) = {row.superseded_by for row in past}
    assert now is not None and "Latvia expelled" in documents[now].text
    assert any("Poland expelled" in json.loads(row.row)["text"] for row in past if row.from_table == "documents")
    assert len(texts) == 3 and not any("Poland expelled" in text for text in texts)
    assert ("LVA",) in {event.source for event in events}
    assert verify(tmp_path / "s").faults == ()


def test_links_between_rows_hold(tmp_path: Path) -> None:
    detente.build([articles(tmp_path / "in")], tmp_path / "s", ONE)
    with detente.open(tmp_path / "s") as store:
        documents = {document.doc_id for document in store.records(Document)}
        quotes = {quote.quote_id for quote in store.records(Quote)}
        events = {event.event_id: event for event in store.records(Event)}
        incidents = {incident.incident_id: incident for incident in store.records(Incident)}
        forecasts = store.records(Forecast)
    assert quotes and events and incidents and forecasts
    for event in events.values():
        assert event.doc_id in documents
        assert event.quote_id is None or event.quote_id in quotes
        assert event.incident_id is None or event.event_id in incidents[event.incident_id].event_ids
    for incident in incidents.values():
        assert set(incident.event_ids) <= set(events)
    assert all(forecast.quote_id is None or forecast.quote_id in quotes for forecast in forecasts)


def test_a_document_that_is_too_slow_is_refused_and_the_others_are_there(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in")
    said = "the Polish Foreign Ministry said in its statement number"
    endless = [f"Poland expelled {n} Russian diplomats on Thursday, {said} {n}." for n in range(800)]
    (sources / "endless.txt").write_text("\n\n".join(endless), encoding="utf-8")
    for patience in (3.0, 1.5, 0.7, 0.3):  # how long it takes hangs on the machine
        shutil.rmtree(tmp_path / "s", ignore_errors=True)
        hasty = replace(ONE, engine=Engine(workers=1, timeout=patience))
        summary = detente.build([sources], tmp_path / "s", hasty)
        if summary.rejects:
            break
    assert [(Path(r.path).name, r.code) for r in summary.rejects] == [("endless.txt", "timeout")]
    assert summary.rows["documents"] == 3
    assert verify(tmp_path / "s").faults == ()


def test_what_names_fewer_than_two_states_is_kept_unread_unless_the_gate_stands_open(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in")
    (sources / "wheat.txt").write_text(
        "Norway's wheat rose by three cents. “It may fall,” said Mara Elling.\n" * 4, "utf-8"
    )
    (sources / "wheat.txt").touch()
    summary = detente.build([sources], tmp_path / "s", ONE)
    open_ = replace(ONE, annotate=replace(ONE.annotate, gate="off"))
    every = detente.build([sources], tmp_path / "t", open_)
    assert (summary.unread, every.unread) == (1, 0)
    assert summary.rows["documents"] == every.rows["documents"] == 4
    assert summary.rows["events"] == every.rows["events"]
    assert summary.rows["quotes"] < every.rows["quotes"]


def test_a_passage_is_read_whatever_it_names() -> None:
    (row,) = pipeline.code([{"id": "1", "text": "“Wheat may fall,” said Mara Elling."}])
    assert [quote["speaker"] for quote in row["quotes"]] == ["Mara Elling"]


def test_nothing_usable_raises_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"Nothing in the input can be used\. .*empty\.txt: The file is empty"):
        detente.build([tmp_path / "empty.txt"], tmp_path / "s", ONE)


@pytest.mark.parametrize("count", [3, pipeline.AT_ONCE + 3])
def test_passages_come_back_in_their_order(count: int) -> None:
    rows = [{"id": n, "text": ANSWER if n % 7 == 0 else "Nothing happened.", "date": None} for n in range(count)]
    found = list(detente.code(rows, Config(engine=Engine(workers=2))))
    assert [row["id"] for row in found] == list(range(count))
    assert all(bool(row["events"]) == (row["id"] % 7 == 0) for row in found)
    assert not any("error" in row for row in found)
    for row in found:
        assert all(event["doc_id"] == str(row["id"]) for event in row["events"])


def test_a_passage_is_coded_the_same_alone_and_in_company() -> None:
    alone = list(detente.code([{"id": "x", "text": ANSWER, "date": "2016-05-20"}]))
    company = [{"id": f"y{n}", "text": EXPULSION} for n in range(pipeline.AT_ONCE)]
    found = list(detente.code([*company, {"id": "x", "text": ANSWER, "date": "2016-05-20"}]))
    assert found[-1:] == alone


def test_one_version_stands_for_coder_lexicons_and_models() -> None:
    assert re.fullmatch(re.escape(detente.__version__) + r"\+[0-9a-f]{8}\.[0-9a-f]{8}", steps.version())


def test_progress_tells_every_step_in_order(tmp_path: Path) -> None:
    steps: list[str] = []
    detente.build([articles(tmp_path / "in")], tmp_path / "s", ONE, lambda step, done, total: steps.append(step))
    assert list(dict.fromkeys(steps)) == ["read", "clean", "code", "dedupe", "resolve", "measure", "publish"]


def test_a_build_killed_anywhere_ends_like_one_that_was_not(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    lines = [json.dumps({"id": f"{n}", "text": f"{ANSWER} Note {n}.", "date": "2016-05-20"}) for n in range(12)]
    (sources / "wire.jsonl").write_text("\n".join(lines), encoding="utf-8")
    detente.build([sources], tmp_path / "whole", ONE)
    command = [
        sys.executable,
        "-m",
        "detente",
        "build",
        str(sources),
        "--store",
        str(tmp_path / "cut"),
        "--workers",
        "1",
    ]
    chance = random.Random(2)
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.3, 4.0))
            process.kill()
    detente.build([sources], tmp_path / "cut", ONE)
    with detente.open(tmp_path / "whole") as whole, detente.open(tmp_path / "cut") as cut:
        for kind in (Document, Event, Incident, Quote, Forecast, Reject):
            assert cut.records(kind) == whole.records(kind)
    assert verify(tmp_path / "cut").faults == ()
