"""A store in a bucket, made from a bucket: the rows of a store on this machine, to read, serve and build again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente import pipeline
from detente.cli.app import run
from detente.config import Config, Engine
from detente.errors import InputError, StoreError
from detente.places import here, place
from detente.records import STORED
from detente.store.database import Database
from detente.store.export import export
from detente.store.reader import Reader
from detente.store.segments import CACHE, FOLDER, MANIFEST, Writer, check, load, read
from detente.store.verification import verify
from tests.cli.samples import articles
from tests.store import samples

ONE = Config(engine=Engine(workers=1))
Fill = Callable[[str, Path], None]


def _tables(root: str | Path, folder: Path) -> dict[str, bytes]:
    """Every table as JSON lines, without the paths of the sources."""
    found = {}
    for table in STORED:
        if table != "rejects":
            export(place(root), table, "jsonl", folder / "out.jsonl")
            found[table] = (folder / "out.jsonl").read_bytes()
    return found


def test_a_bucket_gives_the_rows_of_a_folder(bucket: str, tmp_path: Path, fill: Fill) -> None:
    folder = articles(tmp_path / "in")
    (folder / ".notes").write_text("mine")
    fill(f"{bucket}/in", folder)
    (place(f"{bucket}/in") / "page.html").write_bytes(b"<p>Nothing to see.</p>")
    (folder / "page.html").write_bytes(b"<p>Nothing to see.</p>")
    far = pipeline.build([f"{bucket}/in"], f"{bucket}/store", ONE)
    near = pipeline.build([folder.as_uri()], tmp_path / "store", ONE)
    assert far.rows == near.rows and far.rows["events"] > 3
    assert {reject.code for reject in far.rejects} == {reject.code for reject in near.rejects}
    told = _tables(f"{bucket}/store", tmp_path)
    own = _tables(tmp_path / "store", tmp_path)
    own = {table: data.replace(str(folder).encode(), f"{bucket}/in".encode()) for table, data in own.items()}
    assert told == own
    again = pipeline.build([f"{bucket}/in"], f"{bucket}/store", ONE)
    assert (again.new, again.known) == (0, far.rows["documents"])
    assert verify(place(f"{bucket}/store")).faults == ()


def test_reading_commands_work_on_a_bucket(bucket: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    samples.store(place(f"{bucket}/store"))
    url = f"{bucket}/store"
    assert run(["verify", "--store", url]) == 0
    assert run(["export", "events", "--store", url, "-o", str(tmp_path / "events.jsonl")]) == 0
    assert len((tmp_path / "events.jsonl").read_text().splitlines()) == 3
    assert run(["dossier", "RUS", "USA", "--store", url, "-o", str(tmp_path / "page.html")]) == 0
    assert run(["search", "envoy", "--store", url]) == 0
    assert "Freedonia recalled its" in capfd.readouterr().out
    assert run(["export", "events", "--store", f"{bucket}/nothing"]) == 1
    assert f"There is no store in {bucket}/nothing. Make one:" in capfd.readouterr().err


def test_a_store_is_made_again_and_compared_in_a_bucket(
    bucket: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = articles(tmp_path / "in") / "visit.txt"
    pipeline.build([source], f"{bucket}/one", ONE)
    assert run(["rerun", f"{bucket}/one", "--store", f"{bucket}/two"]) == 0
    assert f"{bucket}/two holds the same tables, byte for byte." in capfd.readouterr().out
    assert run(["diff", f"{bucket}/one", f"{bucket}/two"]) == 0
    assert "The two hold the same rows." in capfd.readouterr().out
    assert run(["rerun", f"{bucket}/one", "--store", f"{bucket}/two"]) == 1


def test_a_page_sees_what_another_machine_publishes(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = place(f"{bucket}/store")
    samples.store(root)
    monkeypatch.setattr("detente.store.reader.LOOK", 0.0)
    reader = Reader(root)
    assert reader.count("events") == 3
    assert here(root / CACHE).is_file() and not (root / CACHE).is_file()
    with Writer(root) as writer:
        writer.commit(drop=writer.manifest.stage("publish"))
    assert reader.count("events") == 0
    reader.close()


def test_damage_in_a_bucket_is_found(bucket: str) -> None:
    root = place(f"{bucket}/store")
    samples.store(root)
    segment = read(root).segments("publish", "events")[0]
    path = root / segment.file
    sound = path.read_bytes()
    assert load(root, segment, columns=["event_id"]).num_rows == segment.rows
    path.write_bytes(sound[:200] + bytes([sound[200] ^ 1]) + sound[201:])
    assert check(root, segment) == f"The segment {path} is damaged: its checksum differs."
    with pytest.raises(StoreError, match="its checksum differs"):
        load(root, segment)
    path.unlink()
    assert check(root, segment) == f"The segment {path} is missing."
    with pytest.raises(StoreError, match="is missing"):
        load(root, segment)


def test_what_an_interrupted_build_left_is_swept(bucket: str) -> None:
    root = place(f"{bucket}/store")
    samples.store(root)
    (root / FOLDER / "events-00.parquet").write_bytes(b"never made it into the manifest")
    assert verify(root).strays == ("events-00.parquet",)
    with Writer(root):
        pass
    assert verify(root).strays == () and verify(root).faults == ()


def test_a_folder_of_others_is_not_taken(bucket: str, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (place(f"{bucket}/mine") / "thesis.docx").write_bytes(b"mine")
    assert run(["build", str(articles(tmp_path / "in")), "--store", f"{bucket}/mine"]) == 1
    assert "is not a store and not empty: it holds thesis.docx" in capfd.readouterr().err


def test_sources_that_are_not_there(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file or folder s3://"):
        pipeline.build([f"{bucket}/nothing"], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_single_file_of_a_bucket(bucket: str, tmp_path: Path, fill: Fill) -> None:
    fill(f"{bucket}/in", articles(tmp_path / "in"))
    summary = pipeline.build([f"{bucket}/in/visit.txt"], tmp_path / "store", ONE)
    assert summary.rows["documents"] == 1
    with Database(tmp_path / "store") as database:
        assert database.arrow("documents")["path"].to_pylist() == [f"{bucket}/in/visit.txt"]


def test_a_store_in_memory(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is an extra: pip install detente[remote]")
    root = place("memory://tests/store")
    samples.store(root)
    (place("memory://tests/in") / "page.html").write_bytes(b"<p>Norway signed a treaty with Sweden in Oslo.</p>")
    summary = pipeline.build(["memory://tests/in"], tmp_path / "store", ONE)
    assert summary.rows["documents"] + summary.rows["rejects"] == 1
    assert (root / MANIFEST).is_file() and verify(root).faults == ()


WRITER = """
import os, signal, sys
from detente.store.segments import Writer
from tests.store import samples
with Writer(sys.argv[1]) as writer:
    for n in range(3):
        held = {"events": samples.rows([samples.event(n)])}
        writer.commit(add=(writer.write("extract", "1", f"{n:05}", held),))
    writer.write("extract", "1", "99999", {"events": samples.rows([samples.event(99)])})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_writer_leaves_whole_shards_and_no_lock(bucket: str) -> None:
    command = [sys.executable, "-c", WRITER, f"{bucket}/store"]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=False)
    root = place(f"{bucket}/store")
    assert len(read(root).shards) == 3 and len(verify(root).strays) == 1
    with Writer(root) as writer:
        assert len(writer.manifest.shards) == 3
    assert verify(root).strays == ()
