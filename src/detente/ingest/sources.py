"""Files and folders to bytes, in a fixed order, each either read or refused with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.config import Ingest
from detente.errors import InputError
from detente.ingest.limits import CONTAINERS
from detente.records import RawFile, Reject

Path_ = str | os.PathLike[str]


def find(paths: Iterable[Path_], config: Ingest) -> Iterator[RawFile | Reject]:
    """Every file below `paths`, folders of any depth in sorted order, as given by the user.

    Raises `InputError` before the first file when one of `paths` is not there.
    """
    roots = [os.fspath(path) for path in paths]
    for root in roots:
        if root != "-" and not os.path.lexists(root):
            raise InputError(f"There is no file or folder {root}.", hint="Check the spelling of the path.")
    for root in roots:
        if root != "-" and Path(root).is_dir():
            yield from _folder(root, config)
        else:
            yield _file(root, config)


def _folder(root: str, config: Ingest) -> Iterator[RawFile | Reject]:
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        yield Reject(root, None, "unreadable", f"The folder cannot be opened: {error.strerror}.")
        return
    for entry in entries:
        path = _printable(os.path.join(root, entry.name))  # noqa: PTH118 (keeps the path as the user wrote it)
        if entry.name.startswith("."):
            yield Reject(path, None, "hidden", "Hidden files and folders are not read; name it directly to read it.")
        elif entry.is_symlink() and entry.is_dir():
            yield Reject(path, None, "link", "Links to folders are not followed; name the folder directly to read it.")
        elif entry.is_dir():
            yield from _folder(path, config)
        else:
            yield _file(path, config)


def _file(path: str, config: Ingest) -> RawFile | Reject:
    limit, name = config.max_bytes, "ingest.max_bytes"
    if path.casefold().endswith(CONTAINERS):
        limit, name = config.max_container_bytes, "ingest.max_container_bytes"
    try:
        if path == "-":
            import sys

            data = sys.stdin.buffer.read(limit + 1)
        else:
            status = Path(path).stat()
            if not stat.S_ISREG(status.st_mode):
                return Reject(path, None, "not_a_file", "Neither a file nor a folder; only those are read.")
            if status.st_size > limit:
                return _too_large(path, status.st_size, limit, name)
            with Path(path).open("rb") as stream:
                data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        return Reject(path, None, "unreadable", f"The file cannot be read: {cause}.")
    return RawFile(path, data) if len(data) <= limit else _too_large(path, len(data), limit, name)


def _too_large(path: str, size: int, limit: int, name: str) -> Reject:
    return Reject(
        path, None, "size", f"{size:,} bytes exceed the limit {name} of {limit:,}; raise it to read this file."
    )


def _printable(path: str) -> str:
    """The path with bytes that are no valid UTF-8 escaped, so that it can be stored and printed."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
