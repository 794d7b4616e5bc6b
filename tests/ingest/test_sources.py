"""Walking files and folders."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from detente.config import Ingest
from detente.errors import InputError
from detente.ingest import sources
from detente.records import RawFile, Reject


def test_folders_of_any_depth_come_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b/c/two.txt", "b/one.txt", "a.txt", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    found = [item.path.removeprefix(f"{tmp_path}/") for item in sources.find([tmp_path], Ingest())]
    assert found == ["a.txt", "b/c/two.txt", "b/one.txt", "c.txt"]


def test_a_missing_path_stops_before_the_first_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="nowhere"):
        next(iter(sources.find([tmp_path / "a.txt", tmp_path / "nowhere"], Ingest())))


def test_a_large_file_is_refused_by_the_name_of_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 101)
    small = dataclasses.replace(Ingest(), max_bytes=100)
    (found,) = sources.find([tmp_path], small)
    assert isinstance(found, Reject)
    assert found.code == "size"
    assert "ingest.max_bytes" in found.reason


def test_containers_have_a_limit_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x" * 101)
    small = dataclasses.replace(Ingest(), max_bytes=100)
    (found,) = sources.find([tmp_path], small)
    assert isinstance(found, sources.Entry)


def test_hidden_files_links_to_folders_and_pipes_are_named(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe")
    codes = [item.code for item in sources.find([tmp_path], Ingest()) if isinstance(item, Reject)]
    assert codes == ["hidden", "link", "not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every file")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    (entry,) = sources.find([tmp_path], Ingest())
    assert isinstance(entry, sources.Entry)
    found = sources.load(entry, Ingest())
    assert isinstance(found, Reject) and found.code == "unreadable"


def test_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    (entry,) = sources.find([tmp_path], Ingest())
    assert isinstance(entry, sources.Entry) and entry.path.endswith("caf\\xe9.txt")
    assert sources.load(entry, Ingest()) == RawFile(entry.path, b"x")
