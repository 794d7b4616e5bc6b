"""The cache is filled from sealed segments: of a small store here, of a large one by a process of its own.

DuckDB holds more than it is allowed, and keeps what it held; that goes with the process. The process gets nothing but
the names of the store and of the file: `python -m detente.store.filling`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from detente.places import Place, place
from detente.records import STORED
from detente.store import layouts, memory, schema
from detente.store.segments import Manifest, load, read
from detente.store.traces import FOLDER

MEMORY: Final = ("64MB", "256MB", "1GB", "4GB", "16GB")
"""What DuckDB may hold while a cache is written, what is more going to a folder for things to throw away; where that
does not do, since some of it cannot leave memory, the next."""

THREADS: Final = 1
"""A second one costs a fifth more and saves no time."""

LARGE: Final = 4_000_000
"""Bytes of published segments from which a process of its own fills the cache: it takes half a second to start."""


def fill(root: Place, manifest: Manifest, target: Path, mark: str) -> None:
    """Writes every published table, its layouts and the mark of the manifest. Raises `OSError` or `duckdb.Error`."""
    published = sum(segment.bytes for shard in manifest.stage("publish") for segment in shard.segments)
    if published < LARGE:
        written(root, manifest, target, mark)
        return
    told = json.dumps([str(root), os.fspath(target), mark])
    paths = os.pathsep.join(part for part in sys.path if part)
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", __name__, told],
        env=os.environ | {"PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"it ended with {done.returncode}"]
        raise OSError(said[-1])


def written(root: Place, manifest: Manifest, target: Path, mark: str) -> None:
    """As `fill`, by this process."""
    import duckdb

    for most in MEMORY:
        target.unlink(missing_ok=True)
        try:
            _write(root, manifest, target, mark, most)
            return
        except duckdb.OutOfMemoryException:
            if most == MEMORY[-1]:
                raise


def _write(root: Place, manifest: Manifest, target: Path, mark: str, most: str) -> None:
    import duckdb

    with duckdb.connect(target, config={"memory_limit": most, "threads": THREADS}) as connection:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET temp_directory = $folder", {"folder": os.fspath(target.parent / FOLDER)})
        for table in STORED:
            connection.register("empty", schema.arrow(table).empty_table())
            connection.execute(f'CREATE TABLE "{table}" AS SELECT * FROM empty')  # noqa: S608 - a name of ours
            for segment in manifest.segments("publish", table):
                connection.register("part", load(root, segment))
                connection.execute(f'INSERT INTO "{table}" SELECT * FROM part')  # noqa: S608 - a name of ours
                connection.unregister("part")
                memory.release()
        layouts.lay_out(connection)
        connection.execute("CREATE TABLE _manifest AS SELECT $digest AS digest", {"digest": mark})
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    store, file, digest = json.loads(sys.argv[1])
    written(place(store), read(place(store)), Path(file), digest)
