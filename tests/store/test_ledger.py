"""The ledger of corrections: only added to, whole after any crash, and honest about what was changed in it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError, MachineError, StoreError, UsageError
from detente.store import ledger
from detente.store.ledger import LEDGER, Line, append, faults, merge, read, standing, to_json

EVENT = "e0000000000000001"


def said(action: str = "accept", reviewer: str = "ann", **more: Any) -> Line:
    return Line("", "", reviewer, **({"table": "events", "row_id": EVENT, "action": action} | more))


def test_lines_are_added_in_order_and_named_by_what_they_say(tmp_path: Path) -> None:
    (first,) = append(tmp_path, [said(at="2026-01-02T03:04:05Z")])
    second, third = append(tmp_path, [said("reject", "bob"), said("note", note=" Doubtful. ")])
    assert read(tmp_path) == (first, second, third)
    assert [first.previous, second.previous, third.previous] == ["", first.id, second.id]
    assert len({first.id, second.id, third.id}) == 3 and third.note == "Doubtful."
    assert replace(first, at="2031-01-01T00:00:00Z").name() == first.id, "the hour is no part of what is said"


def test_a_store_without_a_ledger_has_no_corrections(tmp_path: Path) -> None:
    assert read(tmp_path) == () and faults(tmp_path) == () and ledger.digest(()) == ""


def test_a_line_cut_off_by_a_crash_was_never_said(tmp_path: Path) -> None:
    first, second = append(tmp_path, [said(), said("reject")])
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    start = whole.index(b"\n") + 1
    for cut in range(start, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert read(tmp_path) == (first,)
    assert append(tmp_path, [said("reject")])[0].id == second.id
    assert path.read_bytes() == whole, "what was cut is gone, and the same line stands there again"


def test_a_last_line_without_its_end_counts(tmp_path: Path) -> None:
    lines = append(tmp_path, [said(), said("reject")])
    path = tmp_path / LEDGER
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert read(tmp_path) == lines
    append(tmp_path, [said("note", note="more")])
    assert [line.action for line in read(tmp_path)] == ["accept", "reject", "note"]


def test_a_changed_line_is_named(tmp_path: Path) -> None:
    append(tmp_path, [said(), said("reject"), said("accept", "bob")])
    path = tmp_path / LEDGER
    path.write_text(path.read_text("utf-8").replace('"reject"', '"accept"'), "utf-8")
    with pytest.raises(StoreError, match=r"Line 2 of the ledger .*corrections\.jsonl is damaged or was changed\."):
        read(tmp_path)
    assert len(faults(tmp_path)) == 1


def test_a_lost_line_is_missed(tmp_path: Path) -> None:
    _, second, _ = append(tmp_path, [said(), said("reject"), said("accept", "bob")])
    path = tmp_path / LEDGER
    kept = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(kept[0] + kept[2], "utf-8")
    assert faults(tmp_path) == (f"The ledger {path} lacks the line {second.id} that line 2 follows.",)


@pytest.mark.parametrize("junk", [b"[]\n", b"{}\n", b"null\n", b"x\n", b'{"id":1}\n', b"\xff\xfe\n", b"[" * 99_999])
def test_junk_is_damage_and_no_crash(tmp_path: Path, junk: bytes) -> None:
    append(tmp_path, [said()])
    path = tmp_path / LEDGER
    path.write_bytes(junk + b"\n" + path.read_bytes())
    with pytest.raises(StoreError, match="Line 1 of the ledger"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (said(reviewer=" "), "name of its reviewer"),
        (said("applaud"), "There is no action applaud"),
        (said(table="relations"), "rows of relations cannot be reviewed"),
        (said("note"), "must say something"),
        (said("correct", field="plover", value="ACUSE"), "'ACUSE' is no code for plover. Did you mean ACCUSE"),
        (said("correct", field="p", value="1"), "column p of events cannot be corrected"),
        (said("correct", field="date_from", value="yesterday"), "takes a day such as 2017-01-28"),
        (said("correct", field="status", value=""), "status of events cannot be empty"),
        (said("undo", value="c1"), "There is no correction c1 to take back"),
        (said("reject", table="documents", row_id="d1"), "A document cannot be rejected"),
    ],
)
def test_what_no_line_may_say_is_refused_and_nothing_is_written(tmp_path: Path, line: Line, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        append(tmp_path, [said(), line])
    assert read(tmp_path) == ()


def test_only_who_said_it_may_take_it_back(tmp_path: Path) -> None:
    (line,) = append(tmp_path, [said()])
    with pytest.raises(UsageError, match=f"The correction {line.id} is ann's; only ann may take it back"):
        append(tmp_path, [said("undo", "bob", value=line.id)])


def test_an_undo_is_undone(tmp_path: Path) -> None:
    (one,) = append(tmp_path, [said()])
    (two,) = append(tmp_path, [said("undo", value=one.id)])
    assert standing(read(tmp_path)) == {two.id}
    (three,) = append(tmp_path, [said("undo", value=two.id)])
    assert standing(read(tmp_path)) == {one.id, three.id}


def test_two_ledgers_become_one_and_the_same_again_adds_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, name in ((here, "ann"), (there, "bob")):
        folder.mkdir()
        append(folder, [said(reviewer=name), said("reject", name)])
    data = (there / LEDGER).read_bytes()
    assert merge(here, data, "bob.jsonl") == (2, 0)
    assert merge(here, data, "bob.jsonl") == (0, 2)
    assert [line.reviewer for line in read(here)] == ["ann", "ann", "bob", "bob"]
    assert faults(here) == ()


def test_another_file_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Line 1 of the ledger notes\.txt is damaged or was changed\."):
        merge(tmp_path, b"hello\nworld\n", "notes.txt")
    with pytest.raises(InputError, match="holds no correction"):
        merge(tmp_path, b"", "notes.txt")
    assert not (tmp_path / LEDGER).exists()


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / LEDGER).mkdir()
    with pytest.raises(MachineError, match="cannot be written"):
        append(tmp_path, [said()])


def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from detente.store.ledger import Line, append
        for n in range(20):
            append(Path(sys.argv[1]), [Line("", "", sys.argv[2], "events", f"e{n}", "accept")])
    """)
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("ann", "bob", "cy")]
    assert [process.wait() for process in running] == [0, 0, 0]
    lines = read(tmp_path)
    assert len(lines) == len({line.id for line in lines}) == 60 and faults(tmp_path) == ()


@given(st.text(), st.text())
def test_any_text_survives_or_is_refused(note: str, reviewer: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            (line,) = append(Path(folder), [said("note", reviewer, note=note)])
        except UsageError:
            return
        assert read(Path(folder)) == (line,) and json.loads(to_json(line))["note"] == line.note


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from detente.store.ledger import Line, append
        n = 0
        while True:
            n += 1
            ids = [f"e{sys.argv[2]}-{n}-{k}" for k in range(3)]
            lines = [Line("", "", "ann", "events", row, "accept", note="x" * 500) for row in ids]
            append(Path(sys.argv[1]), lines)
            print(n, flush=True)
    """)
    for trial in range(5):
        command = [sys.executable, "-c", code, str(tmp_path), str(trial)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(5 + 7 * trial):
                heard = [process.stdout.readline()]
            process.kill()
            heard += process.stdout.read().splitlines(keepends=True)
        said = [line for line in heard if line.endswith("\n")][-1]
        held = {line.row_id for line in read(tmp_path)}
        acknowledged = {f"e{trial}-{n}-{k}" for n in range(1, int(said) + 1) for k in range(3)}
        assert acknowledged <= held and faults(tmp_path) == ()
