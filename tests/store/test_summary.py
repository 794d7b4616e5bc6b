"""The figures after a build."""

from __future__ import annotations

from datetime import date
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


def test_states_in_years_in_which_they_did_not_exist_are_told(tmp_path: Path) -> None:
    day = date(1990, 5, 1)
    acts = [
        samples.incident(1, source=("SSD",), target=("KEN",), date_from=day, date_to=day, summary="a loan"),
        samples.incident(2, source=("KEN",), target=("SSD",), date_from=date(1990, 1, 1), date_to=date(2012, 1, 1)),
        samples.incident(3, source=("SSD",), target=("KEN",), date_from=date(2012, 1, 1), date_to=date(2012, 1, 2)),
        samples.incident(4, source=("USA",), target=("KEN",), date_from=day, date_to=day),
    ]
    samples.store(tmp_path, incidents=acts)
    with Writer(tmp_path) as writer:
        strays = summarise(writer, version="", new=0, known=0).strays
    assert [(one.code, one.n, one.first, one.example) for one in strays] == [("SSD", 1, day, "a loan")]
