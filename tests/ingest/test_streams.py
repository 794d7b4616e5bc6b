"""Files read as they come: the records of a file in memory, in memory that does not grow, up to where it breaks."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.config import Engine, Ingest
from detente.engines.local import LocalEngine
from detente.ingest import intake, readers, sources, streams
from detente.records import RawDocument, RawFile, Reject

TEXT = "Norland and Sudria signed a treaty on fishing in the northern sea on Monday. "


def record(number: int) -> bytes:
    return json.dumps({"id": f"r{number}", "text": f"{number} {TEXT}"}).encode() + b"\n"


RECORDS = b"".join(map(record, range(300)))
LONG = json.dumps({"text": TEXT * 100}).encode() + b"\n"


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def tarred(name: str, data: bytes, mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def web(count: int) -> bytes:
    """A web archive of texts."""
    out = b""
    for number in range(count):
        text = f"{number} {TEXT}".encode()
        out += b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(
            text
        )
        out += text + b"\r\n\r\n"
    return out


FILES = {
    "a.jsonl": RECORDS,
    "a.jsonl.gz": gzip.compress(RECORDS, mtime=0),
    "a.jsonl.zst": zstd(RECORDS[:9_000]) + zstd(RECORDS[9_000:]),
    "a.zip": zipped("a.jsonl", RECORDS),
    "a.tar.gz": tarred("a.jsonl", RECORDS),
    "b.tar": tarred("a.jsonl.gz", gzip.compress(RECORDS, mtime=0), "w"),
    "b.zip": zipped("a.jsonl.zst", zstd(RECORDS)),
    "c.zip": zipped("a.zip", zipped("a.jsonl", RECORDS)),
    "a.warc": web(300),
    "a.warc.gz": gzip.compress(web(150), mtime=0) + gzip.compress(web(300)[len(web(150)) :], mtime=0),
    "a.warc.zst": zstd(web(300)),
}


class Endless(io.RawIOBase):
    """A file of `size` bytes, made as they are asked for: one record again and again, or one line of white space."""

    def __init__(self, size: int, content: bytes) -> None:
        self.left, self.content, self.rest = size, content, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        wanted = max(
            0, min(-(-(len(buffer) - len(self.rest)) // len(self.content)), -(-self.left // len(self.content)))
        )
        self.rest += self.content * wanted
        self.left -= len(self.content) * wanted
        part, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def texts(items: Iterator[RawDocument | Reject]) -> list[str]:
    return [item.text if isinstance(item, RawDocument) else item.code for item in items]


@pytest.mark.parametrize("name", FILES)
def test_a_file_on_disk_has_the_records_of_the_file_in_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    (entry,) = sources.find([tmp_path / name], Ingest())
    assert isinstance(entry, sources.Entry)
    read = list(intake.records(entry, Ingest()))
    assert read == list(readers.open(RawFile(entry.path, FILES[name]), Ingest()))
    assert texts(iter(read)) == [f"{n} {TEXT}" for n in range(300)]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_a_file_read_by_two_workers_has_them_too(tmp_path: Path, name: str) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(FILES[name])
    entries = list(sources.find([tmp_path], Ingest()))
    engine = LocalEngine(Engine(workers=2))
    lots = [(through, list(items)) for through, items in intake.gather(entries, Ingest(), engine, {})]
    assert lots[-1][0] == 2 and [through for through, _ in lots] == sorted(through for through, _ in lots)
    found = [item for _, items in lots for item in items]
    assert sorted(item.path for item in found) == sorted(
        str(tmp_path / f / name) for f in ("one", "two") for _ in range(300)
    )
    for folder in ("one", "two"):
        one = [item.text for item in found if isinstance(item, RawDocument) and f"/{folder}/" in item.path]
        assert one == [f"{n} {TEXT}" for n in range(300)]


@pytest.mark.parametrize(
    ("content", "ends"), [(LONG, {"read"}), (b'{"text": "' + b"x" * 1_000, {"size"}), (b" " * 999, {"empty"})]
)
def test_memory_does_not_grow_with_the_file(content: bytes, ends: set[str]) -> None:
    small = dataclasses.replace(Ingest(), max_bytes=1_000_000)
    source = streams.Stream("a.jsonl", streams.buffered(Endless(40_000_000, content)), 40_000_000)
    tracemalloc.start()
    try:
        seen = {item.code if isinstance(item, Reject) else "read" for item in readers.open(source, small)}
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000
    assert seen == ends


@given(st.binary(max_size=60).map(lambda data: data.replace(b"\x01", b"\n").replace(b"\x02", b" ")), st.integers(1, 9))
def test_lines_are_those_between_line_feeds(data: bytes, longest: int) -> None:
    whole = [line.strip() for line in data.removeprefix(streams.MARK).split(b"\n")]
    wanted = [(n, line if len(line) <= longest else len(line)) for n, line in enumerate(whole, start=1) if line]
    assert list(streams.lines(io.BytesIO(data), longest)) == wanted


def test_a_line_beyond_the_limit_is_counted() -> None:
    data = b'{"text": "' + b"x" * 3_000_000 + b'"}  \n' + record(2)
    small = dataclasses.replace(Ingest(), max_bytes=1_000)
    first, second = readers.read(RawFile("a.jsonl", data), small)
    assert isinstance(first, Reject) and first.code == "size" and first.reason.startswith("3,000,012 bytes exceed")
    assert isinstance(second, RawDocument) and second.record == "r2"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.tar.gz", "b.tar", "b.zip"])
def test_what_is_packed_is_read_up_to_its_damage(name: str) -> None:
    noise = b"".join(json.dumps({"text": f"{n} {TEXT} {pow(3, n, 10**60)}"}).encode() + b"\n" for n in range(20_000))
    inner = {
        "a.jsonl.gz": gzip.compress(noise, mtime=0),
        "a.jsonl.zst": zstd(noise),
        "a.tar.gz": tarred("a.jsonl", noise),
    }
    inner["b.tar"] = tarred("a.jsonl.gz", inner["a.jsonl.gz"], "w")
    inner["b.zip"] = zipped("a.jsonl.zst", inner["a.jsonl.zst"])
    whole = bytearray(inner[name])
    if name.endswith(".zip"):  # the list of its members stands at the end
        whole[len(whole) // 2 : len(whole) // 2 + 40] = bytes(40)
    found = list(
        readers.read(RawFile(name, bytes(whole if name.endswith(".zip") else whole[: len(whole) // 2])), Ingest())
    )
    good = [item.text for item in found if isinstance(item, RawDocument)]
    assert 100 < len(good) < 20_000
    assert good == [f"{n} {TEXT} {pow(3, n, 10**60)}" for n in range(len(good))]
    assert [item.code for item in found if isinstance(item, Reject)] == ["archive"]


def test_a_packed_file_that_swells_is_read_up_to_its_limit() -> None:
    found = list(readers.read(RawFile("a.jsonl.gz", gzip.compress(LONG * 3_000, mtime=0)), Ingest()))
    assert isinstance(found[-1], Reject) and found[-1].code == "ratio"
    assert {type(item) for item in found[:-1]} == {RawDocument}


def test_a_file_that_breaks_off_under_us_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Endless):
        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if self.left < 0:
                raise OSError(5, "Input/output error")
            return super().readinto(buffer)

    (tmp_path / "a.jsonl").write_bytes(RECORDS)
    (entry,) = sources.find([tmp_path], Ingest())
    monkeypatch.setattr(Path, "open", lambda *_: streams.buffered(Broken(500_000, record(1))))
    assert isinstance(entry, sources.Entry)
    *good, last = intake.records(entry, Ingest())
    assert len(good) > 1_000 and all(isinstance(item, RawDocument) for item in good)
    assert isinstance(last, Reject) and last.code == "unreadable"
    assert (
        last.place == f"after record {len(good)}"
        and last.reason == "The file cannot be read further: Input/output error."
    )


class Standard:
    """Standard input."""

    def __init__(self, file: io.RawIOBase) -> None:
        self.buffer = io.BufferedReader(file)


def test_json_lines_on_standard_input_have_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(Endless(40_000_000, LONG)))
    found = (
        item
        for _, items in intake.gather([*sources.find(["-"], Ingest())], Ingest(), LocalEngine(), {})
        for item in items
    )
    assert sum(isinstance(item, RawDocument) for item in found) == -(-40_000_000 // len(LONG))


def test_other_text_on_standard_input_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(Endless(2_000, TEXT.encode())))
    engine = LocalEngine(Engine(workers=1))
    found = [
        item for _, items in intake.gather([*sources.find(["-"], Ingest())], Ingest(), engine, {}) for item in items
    ]
    assert [(item.path, isinstance(item, RawDocument)) for item in found] == [("-", True)]
