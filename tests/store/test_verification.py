"""Damage and offsets that point nowhere are found and named."""

from __future__ import annotations

from pathlib import Path

from detente.records import Span
from detente.store.segments import FOLDER, read
from detente.store.verification import verify
from tests.store import samples


def test_a_sound_store_is_sound(tmp_path: Path) -> None:
    report = verify(samples.store(tmp_path))
    assert report.faults == ()
    assert (report.segments, report.rows) == (5, 13)
    # 3 documents with a block each, 3 events with two pairs, 3 quotes with three spans
    assert report.offsets == 3 + 6 + 9


def test_each_damaged_file_is_named(tmp_path: Path) -> None:
    samples.store(tmp_path)
    for segment in read(tmp_path).segments("publish", "quotes"):
        path = tmp_path / segment.file
        path.write_bytes(b"X" + path.read_bytes()[1:])
        assert verify(tmp_path).faults == (f"The segment {path} is damaged: its checksum differs.",)
        path.unlink()
        assert verify(tmp_path).faults == (f"The segment {path} is missing.",)


def test_what_an_interrupted_run_left_is_named_and_no_fault(tmp_path: Path) -> None:
    samples.store(tmp_path)
    (tmp_path / FOLDER / "events-stray.parquet").write_bytes(b"")
    report = verify(tmp_path)
    assert (report.faults, report.strays) == ((), ("events-stray.parquet",))


def test_offsets_outside_the_text_are_named(tmp_path: Path) -> None:
    long = len(samples.document(1).text)
    wrong = [samples.event(1, end=long + 1), samples.event(2, start=5, end=5), samples.event(3, doc_id="dmissing")]
    fine = samples.event(1, event_id="e9", end=long)
    quote = samples.quote(1, content=(Span(0, 10), Span(5, long + 9)))
    root = samples.store(
        tmp_path, documents=[samples.document(1), samples.document(2)], events=[*wrong, fine], quotes=[quote]
    )
    faults = verify(root).faults
    assert len(faults) == 4
    assert f"The offsets 0 to {long + 1} in d0000000000000001 point outside it (row 2 of" in faults[0]
    assert any(f"The offsets 5 to {long + 9} in d0000000000000001" in fault for fault in faults)


def test_rows_without_offsets_are_fine(tmp_path: Path) -> None:
    imported = samples.event(start=None, end=None, trigger_start=None, trigger_end=None, doc_id="story", origin="icews")
    assert verify(samples.store(tmp_path, events=[imported])).faults == ()
