"""Sealing, resuming, locking and what damage and full disks do."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.errors import MachineError, StoreError, UsageError
from detente.store import segments
from detente.store.segments import FOLDER, LOCK, MANIFEST, Writer, check, key, read, rows
from tests.store import samples


def seal(writer: Writer, name: str, *numbers: int) -> None:
    held = {"events": samples.rows([samples.event(n) for n in numbers])}
    writer.commit(add=(writer.write("extract", "1", name, held),))


def held(root: Path) -> list[str]:
    return [row["event_id"] for row in rows(root, read(root).segments("extract", "events"))]


def test_what_is_sealed_is_there(tmp_path: Path) -> None:
    with Writer(tmp_path / "s") as writer:
        seal(writer, "one", 1, 2)
        seal(writer, "two", 3)
        assert writer.manifest.has("extract", "1", "one")
        assert not writer.manifest.has("extract", "2", "one")
    assert held(tmp_path / "s") == [samples.event(n).event_id for n in (1, 2, 3)]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Writer(tmp_path / name) as writer:
            seal(writer, "one", 1, 2)
    files = {path.name: path.read_bytes() for path in (tmp_path / "a" / FOLDER).iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "b" / FOLDER).iterdir()}
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()


def test_replacing_a_shard_deletes_its_old_segment(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        seal(writer, "one", 1)
        old = writer.manifest.stage("extract")
        shard = writer.write("extract", "2", "one", {"events": samples.rows([samples.event(9)])})
        writer.commit(add=(shard,), drop=old)
    assert held(tmp_path) == [samples.event(9).event_id]
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_many_rows_become_several_segments_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "ROWS_A_SEGMENT", 2)
    with Writer(tmp_path) as writer:
        seal(writer, "one", 1, 2, 3, 4, 5)
    assert len(read(tmp_path).segments("extract", "events")) == 3
    assert held(tmp_path) == [samples.event(n).event_id for n in range(1, 6)]


def test_leftovers_of_an_interrupted_run_are_swept(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        seal(writer, "one", 1)
    (tmp_path / FOLDER / "events.tmp").write_bytes(b"half")
    (tmp_path / FOLDER / "events-00.parquet").write_bytes(b"never made it into the manifest")
    (tmp_path / "MANIFEST.json.tmp").write_bytes(b"half")
    with Writer(tmp_path):
        pass
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert names == [LOCK, MANIFEST, read(tmp_path).segments("extract", "events")[0].file]


def test_a_second_writer_is_refused_with_the_process_in_the_sentence(tmp_path: Path) -> None:
    with Writer(tmp_path), pytest.raises(StoreError) as caught, Writer(tmp_path):
        pass
    assert str(caught.value) == (
        f"The store {tmp_path} is being written by process {os.getpid()}. Wait for it to finish, then run this again."
    )
    assert caught.value.exit_code == 3
    with Writer(tmp_path):
        pass


@pytest.mark.parametrize("changes", [{"format": 99}, {"schema": "0" * 64}])
def test_a_store_of_another_version_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    samples.store(tmp_path)
    tree = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(tree | {"detente": "7.0"} | changes))
    with pytest.raises(StoreError, match=r"was made by another version of Détente \(7\.0, format \d+\)") as caught:
        read(tmp_path)
    assert caught.value.hint == "Build it again from its sources into an empty folder."
    with pytest.raises(StoreError), Writer(tmp_path):
        pass


def test_no_store_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no store in") as caught:
        read(tmp_path)
    assert "detente build SOURCE --store" in str(caught.value)


def test_a_folder_with_other_things_in_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match=r"is not a store and not empty: it holds thesis\.docx"), Writer(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(MachineError, match=r"cannot be written: not a directory") as caught,
        Writer(tmp_path / "file" / "s"),
    ):
        pass
    assert caught.value.exit_code == 3


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(tmp_path) as writer:
        seal(writer, "one", 1)
    before = (tmp_path / MANIFEST).read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    said = r"no space left on device \(\d+ MB free\)\. Free some space"

    def overfill() -> None:
        with Writer(tmp_path) as writer:
            monkeypatch.setattr(os, "fsync", full)
            seal(writer, "two", 2)

    with pytest.raises(MachineError, match=said):
        overfill()
    monkeypatch.undo()
    assert (tmp_path / MANIFEST).read_bytes() == before
    assert len(list((tmp_path / FOLDER).iterdir())) == 1, "nothing half-written stays"
    with Writer(tmp_path) as writer:
        seal(writer, "two", 2)
    assert held(tmp_path) == [samples.event(n).event_id for n in (1, 2)]


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    samples.store(tmp_path)
    chance = random.Random(11)
    for segment in read(tmp_path).segments("publish", "events"):
        path = tmp_path / segment.file
        sound = path.read_bytes()
        for _ in range(20):
            at = chance.randrange(len(sound))
            path.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << chance.randrange(8)]) + sound[at + 1 :])
            assert check(tmp_path, segment) == f"The segment {path} is damaged: its checksum differs."
            with pytest.raises(StoreError, match=segment.file):
                list(rows(tmp_path, [segment]))
        path.write_bytes(sound)
        assert check(tmp_path, segment) is None


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    samples.store(tmp_path)
    path = tmp_path / MANIFEST
    sound = path.read_text()
    for broken in (sound[:-40], sound.replace('"rows": 3', '"rows": 4', 1), "[]"):
        path.write_text(broken)
        with pytest.raises(StoreError, match=r"MANIFEST\.json is damaged"):
            read(tmp_path)


def test_keys_tell_their_parts_apart() -> None:
    assert key("a", "bc") != key("ab", "c")
    assert key("a", "b") == key("a", "b")


SEALER = """
import sys
from pathlib import Path
from detente.store.segments import Writer
from tests.store import samples
with Writer(Path(sys.argv[1])) as writer:
    for n in range(10_000):
        held = {"events": samples.rows([samples.event(n)])}
        writer.commit(add=(writer.write("extract", "1", f"{n:05}", held),))
        print(n, flush=True)
"""


def test_a_killed_writer_leaves_whole_shards_only(tmp_path: Path) -> None:
    chance = random.Random(3)
    before: list[str] = []
    for _ in range(3):
        command = [sys.executable, "-c", SEALER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.05, 0.3))
            process.kill()
        found = held(tmp_path)
        assert len(found) >= len(before)
        assert found == [samples.event(n).event_id for n in range(len(found))]
        before = found
    assert before, "no shard was ever sealed"
