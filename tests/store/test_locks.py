"""One writer at a time, on this machine and in a store elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.errors import StoreError
from detente.places import Remote, place
from detente.store import ledger, locks
from detente.store.segments import LOCK, Writer
from tests.store import samples


@pytest.fixture
def root(bucket: str) -> Remote:
    found = place(f"{bucket}/store")
    assert isinstance(found, Remote)
    return found


def _ticket(root: Remote, **said: object) -> Remote:
    left = root / LOCK / "other"
    left.write_bytes(json.dumps({"host": locks._host(), "process": os.getpid()} | said).encode())
    return left


def test_a_second_writer_is_refused_and_the_next_one_is_not(root: Remote) -> None:
    with Writer(root), pytest.raises(StoreError) as caught, Writer(root):
        pass
    assert str(caught.value).startswith(f"The store {root} is being written by process {os.getpid()} on ")
    assert caught.value.exit_code == 3
    with Writer(root):
        pass
    assert list((root / LOCK).below()) == []


def test_a_writer_of_another_machine_is_respected(root: Remote) -> None:
    left = _ticket(root, host="elsewhere/1", process=1)
    with pytest.raises(StoreError, match="process 1 on elsewhere"), Writer(root):
        pass
    assert [name for name, _, _ in (root / LOCK).below()] == ["other"]
    left.unlink()


def test_a_killed_writer_of_this_machine_holds_nothing(root: Remote) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    _ticket(root, process=gone.pid)
    with Writer(root) as writer:
        assert len(list((root / LOCK).below())) == 1
        assert writer.manifest.shards == ()


def test_a_writer_that_gave_no_sign_of_life_holds_nothing(root: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    _ticket(root, host="elsewhere/1", process=1)
    monkeypatch.setattr(locks, "DEAD", -1.0)
    with Writer(root):
        assert "other" not in [name for name, _, _ in (root / LOCK).below()]


def test_a_writer_whose_ticket_was_taken_writes_no_more(root: Remote) -> None:
    with Writer(root) as writer:
        for name, _, _ in (root / LOCK).below():
            (root / LOCK / name).unlink()
        with pytest.raises(StoreError, match="was taken over by another process"):
            writer.commit()


def test_a_ticket_is_put_again(root: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "BEAT", 0.01)
    lock = locks.take(root, LOCK)
    ticket = root / LOCK / next((root / LOCK).below())[0]
    ticket.write_bytes(b"")
    for _ in range(500):
        if ticket.read_bytes():
            break
    else:
        pytest.fail("no sign of life")
    lock.release()
    assert not ticket.exists()


def test_a_lock_of_this_machine_ends_with_its_holder(tmp_path: Path) -> None:
    lock = locks.take(tmp_path, LOCK)
    lock.check()
    with pytest.raises(StoreError, match=f"written by process {os.getpid()}"):
        locks.take(tmp_path, LOCK)
    lock.release()
    locks.take(tmp_path, LOCK).release()


def test_lines_are_added_to_a_remote_ledger(root: Remote) -> None:
    assert ledger.read(root) == ()
    line = ledger.Line("", "", "Ada", "events", samples.event().event_id, "accept")
    ledger.append(root, [line])
    ledger.append(root, [ledger.Line("", "", "Ben", "events", samples.event().event_id, "reject")])
    assert [one.reviewer for one in ledger.read(root)] == ["Ada", "Ben"]
    assert ledger.faults(root) == ()
    assert list((root / ledger.HOLD).below()) == []
