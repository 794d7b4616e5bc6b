"""What is new, what is known, what is stale: an updated store equals one built afresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.records import Document, Event, RawDocument, Reject
from detente.store.holdings import CODED, Holdings
from detente.store.segments import Writer
from tests.store import samples


def walk(
    root: Path,
    raw: Sequence[RawDocument],
    refused: Sequence[Reject] = (),
    *,
    clean: str = "1",
    extract: str = "1",
    failing: Sequence[str] = (),
    empty: Sequence[str] = (),
) -> list[str]:
    """A build without parser: every document has one event; `empty` ones are refused. Returns the ids that were new."""
    with Writer(root) as writer:
        holdings = Holdings(writer, clean=clean, extract=extract)
        new = list(holdings.settle([*raw, *refused]))
        for document in new:
            if document.doc_id in empty:
                gone = Reject(document.path, document.record, "no_body", "No text.", doc_id=document.doc_id)
                holdings.add([], [gone])
                continue
            made = samples.document(
                doc_id=document.doc_id, path=document.path, record=document.record, text=document.text, version=clean
            )
            holdings.add([made], [])
        for name, group in groupby(holdings.uncoded(), key=itemgetter(0)):
            documents = [document for _, document in group]
            tables: dict[str, list[Any]] = {table: [] for table in CODED}
            coded = [d for d in documents if d.doc_id not in failing]
            tables["events"] = [samples.event(doc_id=d.doc_id, version=extract) for d in coded]
            failed = [Reject(d.path, d.record, "timeout", "Too slow.") for d in documents if d.doc_id in failing]
            holdings.add_coded(name, tables, failed)
        return [document.doc_id for document in new]


def contents(root: Path) -> tuple[Any, ...]:
    with Writer(root) as writer:
        holdings = Holdings(writer, clean="1", extract="1")
        rejects = [*holdings.records("ingest", Reject), *holdings.records("extract", Reject)]
        return holdings.documents(), holdings.records("extract", Event), rejects


def manifest(root: Path) -> bytes:
    return (root / "MANIFEST.json").read_bytes()


RAW = [samples.raw(n) for n in range(1, 5)]
IDS = [document.doc_id for document in RAW]


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    assert walk(tmp_path, RAW[:2]) == IDS[:2]
    assert walk(tmp_path, RAW[:2]) == []
    assert walk(tmp_path, RAW) == IDS[2:]
    assert [event.doc_id for event in contents(tmp_path)[1]] == IDS


def test_a_changed_file_replaces_its_document(tmp_path: Path) -> None:
    walk(tmp_path, RAW)
    changed = samples.raw(9, path=RAW[0].path)
    assert walk(tmp_path, [changed, *RAW[1:]]) == [changed.doc_id]
    documents, events, _ = contents(tmp_path)
    assert {document.doc_id for document in documents} == {changed.doc_id, *IDS[1:]}
    assert {event.doc_id for event in events} == {changed.doc_id, *IDS[1:]}


def test_a_line_taken_out_of_a_file_is_forgotten(tmp_path: Path) -> None:
    lines = [samples.raw(n, path="all.jsonl", record=f"line {n}") for n in (1, 2, 3)]
    walk(tmp_path, lines)
    walk(tmp_path, [lines[0], replace(lines[2], record="line 2")])
    documents, events, rejects = contents(tmp_path)
    assert [(d.doc_id, d.record) for d in documents] == [(IDS[0], "line 1"), (IDS[2], "line 2")]
    assert (len(events), rejects) == (2, [])


def test_a_file_that_is_not_looked_at_stays(tmp_path: Path) -> None:
    walk(tmp_path, RAW[:2])
    walk(tmp_path, RAW[2:])
    assert len(contents(tmp_path)[0]) == 4


def test_other_cleaning_reads_again_and_other_extraction_codes_again(tmp_path: Path) -> None:
    walk(tmp_path, RAW)
    assert walk(tmp_path, RAW[:1], extract="2") == []
    assert {event.version for event in contents(tmp_path)[1]} == {"2"}, "also what was not given this time"
    assert walk(tmp_path, RAW[:1], clean="2", extract="2") == IDS[:1]
    assert sorted(document.version for document in contents(tmp_path)[0]) == ["1", "1", "1", "2"]


def test_the_same_bytes_in_two_files_are_one_document_and_one_reject(tmp_path: Path) -> None:
    twin = replace(RAW[0], path="zz/again.txt")
    walk(tmp_path, [twin, RAW[0]])
    documents, events, rejects = contents(tmp_path)
    assert [document.path for document in documents] == [RAW[0].path]
    assert len(events) == 1
    assert [(r.path, r.code) for r in rejects] == [("zz/again.txt", "repeated")]
    assert rejects[0].reason == f"It is the same, byte for byte, as {RAW[0].path}, which was read instead."


def test_a_repeat_found_later_ends_like_one_found_at_once(tmp_path: Path) -> None:
    late, early = replace(RAW[0], path="b.txt"), replace(RAW[0], path="a.txt")
    walk(tmp_path / "at once", [early, late])
    walk(tmp_path / "later", [late])
    walk(tmp_path / "later", [early])
    assert contents(tmp_path / "later") == contents(tmp_path / "at once")


def test_a_document_that_could_not_be_coded_is_a_reject_and_tried_again(tmp_path: Path) -> None:
    walk(tmp_path, RAW, failing=[IDS[1]])
    documents, _, rejects = contents(tmp_path)
    assert IDS[1] not in {document.doc_id for document in documents}
    assert [(r.path, r.code) for r in rejects] == [(RAW[1].path, "timeout")]
    assert walk(tmp_path, RAW) == [IDS[1]]
    documents, events, rejects = contents(tmp_path)
    assert (len(documents), len(events), rejects) == (4, 4, [])


def test_a_document_that_cleaning_refused_is_not_tried_again(tmp_path: Path) -> None:
    assert walk(tmp_path, RAW, empty=IDS[:1]) == IDS
    shards = manifest(tmp_path)
    assert walk(tmp_path, RAW, empty=IDS[:1]) == []
    assert manifest(tmp_path) == shards
    assert walk(tmp_path, RAW, clean="2") == IDS
    assert {document.doc_id for document in contents(tmp_path)[0]} == set(IDS)


def test_a_refused_document_that_changed_is_tried_and_its_refusal_forgotten(tmp_path: Path) -> None:
    walk(tmp_path, RAW, empty=IDS[:1])
    changed = samples.raw(9, path=RAW[0].path)
    assert walk(tmp_path, [changed, *RAW[1:]]) == [changed.doc_id]
    with Writer(tmp_path) as writer:
        assert Holdings(writer, clean="1", extract="1").records("clean", Reject) == ()


def test_a_refusal_is_kept_until_its_file_is_read_again(tmp_path: Path) -> None:
    walk(tmp_path, RAW[:1], [samples.reject("bad.txt")])
    walk(tmp_path, RAW[1:2])
    assert [reject.path for reject in contents(tmp_path)[2]] == ["bad.txt"]
    walk(tmp_path, [replace(RAW[2], path="bad.txt")])
    assert contents(tmp_path)[2] == []


def test_what_was_cleaned_before_a_crash_is_coded_after_it(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        holdings = Holdings(writer, clean="1", extract="1")
        holdings.settle(RAW)
        holdings.add([samples.document(n) for n in range(1, 5)], [])
    assert walk(tmp_path, RAW) == []
    assert len(contents(tmp_path)[1]) == 4


PLACES = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt"])
LOOKS = st.lists(st.dictionaries(PLACES, st.integers(1, 4), min_size=1), min_size=1, max_size=4)


@settings(deadline=None, max_examples=8, derandomize=True, database=None)
@given(LOOKS)
def test_any_sequence_of_looks_ends_as_the_files_stand(tmp_path_factory: pytest.TempPathFactory, looks: Any) -> None:
    """Files change under the same names; at the end the store holds what the files hold, each content once."""
    root = tmp_path_factory.mktemp("looks")
    files: dict[str, int] = {}
    for look in looks:
        files |= look
        walk(root / "grown", [samples.raw(n, path=path) for path, n in files.items()])
    walk(root / "fresh", [samples.raw(n, path=path) for path, n in files.items()])
    assert contents(root / "grown") == contents(root / "fresh")


def test_documents_keep_their_type(tmp_path: Path) -> None:
    walk(tmp_path, RAW[:1])
    assert all(isinstance(document, Document) for document in contents(tmp_path)[0])


def test_a_part_without_documents_that_failed_is_another_part(tmp_path: Path) -> None:
    documents = [samples.document(n) for n in range(2)]
    with Writer(tmp_path) as writer:
        holdings = Holdings(writer, clean="1", extract="1")
        whole = holdings.add(documents, [])
        holdings.add_coded(
            next(name for name, _ in holdings.uncoded()),
            {table: [] for table in CODED},
            [Reject(d.path, d.record, "timeout", "Too slow.") for d in documents],
        )
        (part,) = holdings.parts()
        assert part.table("documents").num_rows == 0
        assert part.name != whole, "what was kept of all of them is not of none of them"
