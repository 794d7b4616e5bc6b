"""Files of a store, written whole or not at all: renamed in on this machine, put as one object elsewhere."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from detente.errors import MachineError
from detente.places import Place, Remote, advice

TEMPORARY: Final = ".tmp"
BESIDE: Final = re.compile(r".+\.([0-9]{1,12})\.tmp(?:\.wal)?")
"""A file that one process writes beside another, by its number, and the log that DuckDB keeps with it."""


def replace_file(path: Place, data: bytes) -> None:
    """Replaces a file by new content, all of it or nothing."""
    if isinstance(path, Remote):
        path.write_bytes(data)
        return
    temporary = path.with_name(path.name + TEMPORARY)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def seal(folder: Place, stem: str, suffix: str, write: Callable[[Any], None]) -> tuple[str, int, str]:
    """A new file in the folder, named by what `write` puts into it: its name, its size and its checksum."""
    if isinstance(folder, Remote):
        sink = io.BytesIO()
        write(sink)
        data = sink.getvalue()
        checksum = hashlib.sha256(data).hexdigest()
        name = f"{stem}-{checksum[:32]}{suffix}"
        (folder / name).write_bytes(data)
        return name, len(data), checksum
    target = folder / f"{stem}{TEMPORARY}"
    with target.open("wb+") as file:  # opened here: what is given a name may take "a:b" for a URL
        write(file)
        file.flush()
        file.seek(0)
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    name, size = f"{stem}-{checksum[:32]}{suffix}", target.stat().st_size
    target.replace(folder / name)
    sync_folder(folder)
    return name, size, checksum


def names(folder: Place) -> list[str]:
    """The files in a folder, sorted; none where there is no folder."""
    if isinstance(folder, Remote):
        return [name for name, _, _ in folder.below()]
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def beside(path: Path) -> Path:
    """A name for a new file beside one, of this process alone; what dead processes left there is swept away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    return path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")


def sweep(folder: Path) -> None:
    """Removes what processes that are gone left half written under names of `beside`."""
    for left in sorted(folder.iterdir()):
        found = BESIDE.fullmatch(left.name)
        if found is not None and not _lives(int(found[1])):
            with suppress(OSError):  # a folder that may not be written keeps what it has
                left.unlink()


def _lives(process: int) -> bool:
    """True where a process of that number may be at work; where that cannot be asked, the file itself refuses."""
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # of somebody else
        return True
    return True


def sync_folder(path: Path) -> None:
    """Makes what was renamed in a folder last."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(root: Place) -> Iterator[None]:
    """Turns what the file system refuses into one sentence with what to do."""
    try:
        yield
    except OSError as error:
        raise MachineError(
            f"The store {root} cannot be written: {_cause(root, error)}.", hint=_advice(root, error)
        ) from error


def _cause(root: Place, error: OSError) -> str:
    if isinstance(root, Remote):
        return error.strerror or str(error)
    reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
    try:
        free = shutil.disk_usage(root if root.exists() else root.parent).free
    except OSError:
        return reason
    return f"{reason} ({free // 1_000_000} MB free)"


def _advice(root: Place, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and run the command again: it goes on where it stopped."
    return advice(root, error) or "Choose a folder that you may write to with --store."
