"""The figures after a build."""

from __future__ import annotations

from pathlib import Path

from detente.store.segments import Writer
from detente.store.summary import summarise
from tests.store import samples


def test_copies_older_rows_rejects_and_pairs_are_counted(tmp_path: Path) -> None:
    documents = [
        samples.document(1, version="new"),
        samples.document(2, version="old", duplicate_of="d1", duplicate_relation="same"),
    ]
    acts = [samples.incident(1), samples.incident(2, source=("USA",), target=("RUS", "FRA"))]
    samples.store(tmp_path, documents=documents, incidents=acts, rejects=[samples.reject()])
    with Writer(tmp_path) as writer:
        summary = summarise(writer, version="new", new=2, known=0)
    assert (summary.copies, summary.older) == (1, 1)
    assert (summary.rows["documents"], summary.rows["incidents"], summary.rows["polls"]) == (2, 2, 0)
    assert summary.pairs == (("RUS", "USA", 2), ("FRA", "USA", 1))
    assert summary.reasons() == "news/bad.txt: The file is no text."


def test_many_reasons_are_cut_short(tmp_path: Path) -> None:
    samples.store(tmp_path, rejects=[samples.reject(f"{n}.txt", f"line {n}") for n in range(5)])
    with Writer(tmp_path) as writer:
        reasons = summarise(writer, version="", new=0, known=0).reasons()
    assert reasons.startswith("0.txt, line 0: The file is no text.") and reasons.endswith(" … and 2 more.")
