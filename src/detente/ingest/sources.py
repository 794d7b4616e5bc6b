"""Files below the sources in a fixed order, and the bytes of each; what cannot be read is refused with its reason.

A source is a path of this machine or a URL (`s3://bucket/news`); of a URL a worker fetches each file itself. A file is
read as it comes (`opened`) where its reader can, else as a whole (`load`).
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.config import Ingest
from detente.errors import InputError, MachineError
from detente.ingest import streams
from detente.ingest.limits import CONTAINERS, WHOLE
from detente.ingest.streams import Stream
from detente.places import Place, Remote, advice, is_url, place
from detente.records import RawFile, Reject

Path_ = str | os.PathLike[str]
HIDDEN: Final = "Hidden files and folders are not read; name it directly to read it."


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be read: its name as it is stored and printed, as the system knows it, and its size in bytes."""

    path: str
    real: str
    size: int


def find(paths: Iterable[Path_], config: Ingest) -> Iterator[Entry | Reject]:
    """Every file below `paths`, folders of any depth in sorted order, as given by the user; none is opened.

    Raises `InputError` before the first file when one of `paths` is not there.
    """
    roots = [_root(os.fspath(path)) for path in paths]
    for root in roots:
        if isinstance(root, Remote):
            _reach(root)
        elif root != "-" and not os.path.lexists(root):
            raise InputError(f"There is no file or folder {root}.", hint="Check the spelling of the path.")
    for root in roots:
        if isinstance(root, Remote):
            yield from _remote(root, config)
        elif root == "-":
            yield Entry("-", "-", 0)
        elif Path(root).is_dir():
            yield from _folder(root, config)
        else:
            yield _file(root, config)


def load(entry: Entry, config: Ingest) -> RawFile | Reject:
    """The file with its bytes, or the reason why they cannot be had."""
    try:
        with opened(entry) as source:
            return whole(source, config)
    except (OSError, ValueError) as error:
        return unreadable(entry.path, error)


@contextmanager
def opened(entry: Entry) -> Iterator[Stream]:
    """The file, open, to be read as it comes. Raises `OSError` where it cannot be."""
    if entry.real == "-":
        yield Stream("-", streams.buffered(sys.stdin.buffer), -1)
        return
    where = _where(entry.real)
    with streams.buffered(where.open("rb") if isinstance(where, Path) else where.input()) as file:
        yield Stream(entry.path, file, entry.size)


def whole(source: Stream, config: Ingest) -> RawFile | Reject:
    """All bytes of an open file at once, or the reject that says that they are too many."""
    limit, name = _limit(source.path, config)
    data = source.file.read(limit + 1)
    return RawFile(source.path, data) if len(data) <= limit else _too_large(source.path, len(data), limit, name)


def unreadable(path: str, error: OSError | ValueError, told: int = 0) -> Reject:
    """What stands for a file that the system does not give us, or not beyond the records `told`."""
    cause = getattr(error, "strerror", None) or str(error)
    if told:
        return Reject(path, f"after record {told}", "unreadable", f"The file cannot be read further: {cause}.")
    return Reject(path, None, "unreadable", f"The file cannot be read: {cause}.")


def is_shared(entry: Entry) -> bool:
    """False for what only this process can read: standard input, and files in its own memory."""
    return entry.real != "-" and not entry.real.startswith("memory://")


def _root(name: str) -> str | Remote:
    """A source as it was named: a path with every letter of it, a URL as the place it stands for."""
    where = place(name) if "://" in name else name
    return where if isinstance(where, Remote) else os.fspath(where)


def _where(name: str) -> Place:
    return place(name) if is_url(name) else Path(name)


def _reach(root: Remote) -> None:
    """Raises `InputError` for a source that is not there, `MachineError` where nobody can tell."""
    try:
        there = root.exists()
    except OSError as error:
        reason = f"The source {root} cannot be read: {error.strerror}."
        raise MachineError(reason, hint=advice(root, error)) from error
    if not there:
        raise InputError(f"There is no file or folder {root}.", hint="Check the spelling of the bucket and the path.")


def _remote(root: Remote, config: Ingest) -> Iterator[Entry | Reject]:
    """The file of a URL, or every file below it, as `_folder` has them."""
    try:
        if root.is_file():
            yield _sized(root, config, root.state()[1] or 0)
            return
        hidden = set()
        for name, size, _ in root.below():
            parts = name.split("/")
            at = next((n for n, part in enumerate(parts) if part.startswith(".")), None)
            if at is None:
                yield _sized(root / name, config, size)
            elif (above := "/".join(parts[: at + 1])) not in hidden:
                hidden.add(above)
                yield Reject((root / above).url, None, "hidden", HIDDEN)
    except OSError as error:
        yield unreadable(root.url, error)


def _sized(file: Remote, config: Ingest, size: int) -> Entry | Reject:
    limit, name = _limit(file.path, config)
    return _too_large(file.url, size, limit, name) if size > limit else Entry(file.url, str(file), size)


def _folder(root: str, config: Ingest) -> Iterator[Entry | Reject]:
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        yield Reject(_printable(root), None, "unreadable", f"The folder cannot be opened: {error.strerror}.")
        return
    for entry in entries:
        real = os.path.join(root, entry.name)  # noqa: PTH118 (keeps the path as the user wrote it)
        path = _printable(real)
        if entry.name.startswith("."):
            yield Reject(path, None, "hidden", HIDDEN)
        elif entry.is_symlink() and entry.is_dir():
            yield Reject(path, None, "link", "Links to folders are not followed; name the folder directly to read it.")
        elif entry.is_dir():
            yield from _folder(real, config)
        else:
            yield _file(real, config)


def _file(real: str, config: Ingest) -> Entry | Reject:
    path = _printable(real)
    limit, name = _limit(path, config)
    try:
        status = Path(real).stat()
    except (OSError, ValueError) as error:
        return unreadable(path, error)
    if not stat.S_ISREG(status.st_mode):
        return Reject(path, None, "not_a_file", "Neither a file nor a folder; only those are read.")
    if status.st_size > limit:
        return _too_large(path, status.st_size, limit, name)
    return Entry(path, real, status.st_size)


def _limit(path: str, config: Ingest) -> tuple[int, str]:
    """The most bytes a file of this name may have, and the name of that setting."""
    name = path.casefold()
    if name.endswith(WHOLE):
        return config.max_container_bytes, "ingest.max_container_bytes"
    if name.endswith(CONTAINERS):
        return config.max_stream_bytes, "ingest.max_stream_bytes"
    return config.max_bytes, "ingest.max_bytes"


def _too_large(path: str, size: int, limit: int, name: str) -> Reject:
    return Reject(
        path, None, "size", f"{size:,} bytes exceed the limit {name} of {limit:,}; raise it to read this file."
    )


def _printable(path: str) -> str:
    """The path with bytes that are no valid UTF-8 escaped, so that it can be stored and printed."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
