"""What large files cost to read: `python -m benchmarks.streams [MEGABYTES …]` (20 200, unless told).

Each file holds made-up text, every record another one. Measured is the reading alone: every record is asked for and let
go. Memory is the most that the reading process, or the worker that opens the file, held at once, whichever is larger;
beside it stands the same for a file of one record, which is the program itself.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from benchmarks.shared import machine, scratch, table
from benchmarks.speed import Row

MEGABYTES = (20, 200)
WORDS = 400
SCRIPT = """
import json, sys, threading
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from detente import pipeline
from detente.config import Config, Engine
if __name__ == "__main__":
    config = Config(engine=Engine(workers=1))
    for item in pipeline.ingest(pipeline.files(sys.argv[1:], config), {}, config, pipeline.silent):
        assert not hasattr(item, "code"), item
    for thread in threading.enumerate():
        if thread.daemon:
            thread.join()  # it waits for its worker, which is counted then
    held = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    used = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    print(json.dumps([sum(u.ru_utime + u.ru_stime for u in used), max(int(held), used[1].ru_maxrss) / 1024]))
"""


def texts(size: int) -> Iterator[str]:
    """Texts of nonsense, `size` bytes in all, none like another."""
    chance = random.Random(8)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(20_000)]
    while size > 0:
        text = " ".join(chance.choices(words, k=WORDS))
        size -= len(text)
        yield text


def record(number: int, text: str) -> bytes:
    """A text as a line of JSON."""
    return json.dumps({"id": f"r{number}", "date": "2017-01-28", "text": text}).encode() + b"\n"


def page(number: int, text: str) -> bytes:
    """A text as a record of a web archive."""
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://x.example/{number}\r\n"
    kind = f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
    return (head + kind + text + "\r\n\r\n").encode()


def written(path: Path, size: int) -> Path:
    """A file of that size, of the kind that its name says; of one record where the size is 1."""
    one = page if ".warc" in path.name else record
    opened: dict[str, Any] = {".gz": partial(gzip.open, compresslevel=1), ".zst": _zstd}
    with cast("IO[bytes]", opened.get(path.suffix, open)(path, "wb")) as file:
        for number, text in enumerate(texts(size)):
            file.write(one(number, text))
    return path


def _zstd(path: Path, mode: str) -> Any:
    import pyarrow as pa

    return pa.CompressedOutputStream(pa.OSFile(str(path), mode), "zstd")


def rows(folder: Path, megabytes: int) -> Iterator[Row]:
    """One row a kind of file."""
    for name in ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.warc", "a.warc.gz"):
        (_, small), (used, large) = (_read(written(folder / name, size)) for size in (1, megabytes * 1_000_000))
        yield f"{name[2:]}, {megabytes} MB of text", f"{used:.1f}", f"{large:.0f}", f"{small:.0f}"


def _read(path: Path) -> tuple[float, float]:
    """Seconds of processor time and megabytes that reading takes; the file is deleted."""
    found = subprocess.run([sys.executable, "-c", SCRIPT, path], check=True, capture_output=True, text=True)
    path.unlink()
    used, memory = json.loads(found.stdout)
    return used, memory


def report(folder: Path, sizes: list[int]) -> None:
    """Prints the machine, and one table."""
    print(machine() + "\n", flush=True)
    found = [row for size in sizes for row in rows(folder, size)]
    print(table(("file", "CPU-s", "largest process, MB", "with one record, MB"), found))


def main() -> None:
    """Runs the report."""
    sizes = [int(word) for word in sys.argv[1:] if sys.argv[0].endswith("streams.py")]
    scratch(lambda folder: report(folder, sizes or list(MEGABYTES)))


if __name__ == "__main__":
    main()
