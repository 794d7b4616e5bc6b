"""Files that are read as they come, in memory that does not grow with them: open files, their lines, what is packed.

A reader that has `stream(source)` is given such a file; any other one gets all the bytes at once.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, cast

from detente.records import RawFile

AT_ONCE: Final = 1 << 20
"""Bytes taken from a file at once."""

MARK: Final = b"\xef\xbb\xbf"
PACKED: Final = (".gz", ".zst")
"""Ends of names of files that are one packed file."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One input as an open file: its name as given by the user, its bytes in order, how many (-1: nobody knows)."""

    path: str
    file: IO[bytes]
    size: int


def of(file: RawFile) -> Stream:
    """A file that is in memory as one that is open."""
    return Stream(file.path, io.BytesIO(file.data), len(file.data))


def buffered(file: Any, size: int = AT_ONCE) -> IO[bytes]:
    """A file that takes much at once and gives little: lines, a glance at its start."""
    return cast("IO[bytes]", file if isinstance(file, io.BufferedReader) else io.BufferedReader(file, size))


def unpacked(file: IO[bytes], name: str) -> IO[bytes]:
    """What a packed file holds, by the end of its name."""
    if name.casefold().endswith(".gz"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    import pyarrow as pa

    return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd"))


class Measured(io.RawIOBase):
    """A file that ends where it breaks (`broken` says how) or where more than `room` bytes came (`swollen`)."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self.file, self.room = file, room
        self.seen = 0
        self.swollen = False
        self.broken: Exception | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """How many bytes were put into the buffer; 0 at the end."""
        if self.swollen or self.broken is not None:
            return 0
        try:
            part = self.file.read(len(buffer))
        except Exception as error:  # compressed data is damaged in many ways
            self.broken = error
            return 0
        self.seen += len(part)
        if self.seen > self.room:
            self.swollen = True
            return 0
        buffer[: len(part)] = part
        return len(part)


class Forward(io.RawIOBase):
    """A file for parsers that ask where they are, though they never go back."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.at = file, 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True, as far as anybody asks."""
        return True

    def tell(self) -> int:
        """How many bytes were read."""
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Stays where it is; raises `OSError` for another place."""
        if (offset, whence) not in ((self.at, 0), (0, 1)):
            raise OSError("This file is read forward only.")
        return self.at

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        part = self.file.read(size)
        self.at += len(part)
        return part


def lines(file: IO[bytes], longest: int) -> Iterator[tuple[int, bytes | int]]:
    """Number (from 1) and bytes of each line that holds anything, white space around it left out.

    Of a line with more than `longest` bytes only their number.
    """
    number = 0
    while part := file.readline(longest + 2):
        if not number:
            part = part.removeprefix(MARK)
        number += 1
        line = part if part.endswith(b"\n") else _rest(file, part, longest)
        if isinstance(line, int):
            yield number, line
        elif line := line.strip():
            yield number, line if len(line) <= longest else len(line)


def _rest(file: IO[bytes], start: bytes, longest: int) -> bytes | int:
    """A line whose start did not reach its end: all of it, or the number of its bytes where they are too many."""
    held = start.lstrip()
    while len(held) <= longest and (part := file.readline(longest + 2 - len(held))):
        held = held + part if held else part.lstrip()
        if part.endswith(b"\n"):
            return held
    total, solid = len(held), len(held.rstrip())
    while part := file.readline(AT_ONCE):
        if kept := part.rstrip():
            solid = total + len(kept)
        total += len(part)
        if part.endswith(b"\n"):
            break
    return held[:solid] if solid <= longest else solid
