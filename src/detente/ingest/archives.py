"""Archives: the members of `.zip`, `.tar`, `.tar.gz`, and what is packed in `.gz` and `.zst`; nothing is ever written.

A member that its reader takes as it comes is unpacked as it is read; another one is held whole, to its limit.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Final

from detente.config import Ingest
from detente.ingest import html, readers, streams
from detente.ingest.limits import CONTAINERS
from detente.ingest.streams import Measured, Stream
from detente.records import RawDocument, RawFile, Reject

FREE: Final = 10_000_000  # bytes an archive may hold whatever its ratio
AT_ONCE: Final = 65_536  # bytes of a member that are unpacked at once, and lost where it breaks within them
SUFFIXES: Final = (".zip", ".tar", ".tar.gz", ".tgz", *streams.PACKED)
BROKEN: Final = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError,
    UnicodeError, MemoryError,
)  # fmt: skip

Found = RawDocument | html.Page | Reject


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive that can be read: its name, its size (-1: nobody knows), and the file to read it from."""

    name: str
    size: int
    file: IO[bytes]


class ArchiveReader:
    """Reads each member by the reader its name asks for; archives inside archives to a limit."""

    suffixes: tuple[str, ...] = SUFFIXES

    def __init__(self, config: Ingest = Ingest(), *, depth: int = 1) -> None:  # noqa: B008 (frozen)
        self.config = config
        self.depth = depth

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The documents and rejects of all members, named by their member; a damaged archive ends in a reject."""
        for item in self.open(file):
            yield html.parse(item, self.config) if isinstance(item, html.Page) else item

    def open(self, file: RawFile) -> Iterator[Found]:
        """As `read`, with pages still unparsed."""
        return self.stream(streams.of(file))

    def stream(self, source: Stream) -> Iterator[Found]:
        """As `open`, a member at a time."""
        path = source.path
        if not source.size:
            yield Reject(path, None, "empty", "The file is empty.")
            return
        if self.depth > self.config.max_archives:
            reason = f"Archives nested deeper than the limit ingest.max_archives of {self.config.max_archives}."
            yield Reject(path, None, "depth", reason)
            return
        seen = total = 0
        allowed = max(FREE, source.size * self.config.max_ratio)
        try:
            for name, member in _members(source, allowed, self.config):
                seen += 1
                if seen > self.config.max_members:
                    reason = f"Members from here on exceed the limit ingest.max_members of {self.config.max_members:,}."
                    yield Reject(path, name, "members", reason)
                    return
                if isinstance(member, Reject):
                    yield member
                    continue
                measured = Measured(member.file, allowed - total)
                yield from self._inside(path, member, measured)
                total += measured.seen
                if measured.swollen:
                    limit = f"the limit ingest.max_ratio of {self.config.max_ratio}"
                    yield Reject(path, name, "ratio", f"The archive swells beyond {limit}; the rest is not read.")
                    return
                if measured.broken is not None:
                    if not path.casefold().endswith(".zip"):  # others have no way to the next member
                        raise measured.broken
                    yield Reject(path, name, "archive", f"The member is damaged: {measured.broken}.")
        except BROKEN as error:
            cause = str(error).strip().rstrip(".") or type(error).__name__
            yield Reject(path, None, "archive", f"The archive is damaged: {cause}.")
            return
        if not seen:
            yield Reject(path, None, "empty", "There is no file in the archive.")

    def _inside(self, path: str, member: Member, measured: Measured) -> Iterator[Found]:
        """What a member holds, placed in the archive: the archive's path, the member as record or place.

        Where a member that is read as it comes breaks off, its last item is what the break made of it: it is left out.
        """
        name = member.name
        base = name.replace("\\", "/").rsplit("/", 1)[-1]
        file = streams.buffered(measured, AT_ONCE)
        found = self._streamed(Stream(base, file, member.size))
        if found is not None:
            yield from (_placed(item, path, name) for item in _sound(found, measured))
            return
        data = self._bounded(file, path, name)
        if measured.broken is not None or measured.swollen:
            return
        if isinstance(data, Reject):
            yield data
            return
        inner = RawFile(base, data)
        opened = self._deeper().open(inner) if _is_archive(base) else readers.open(inner, self.config)
        yield from (_placed(item, path, name) for item in opened)

    def _streamed(self, inner: Stream) -> Iterator[Found] | None:
        """What a member holds as it comes; None where its bytes have to be had at once."""
        if not _is_archive(inner.path):
            return readers.open(inner, self.config) if readers.streams(inner.path, self.config) else None
        forward = inner.size >= 0 and not inner.path.casefold().endswith(".zip")  # whose list stands at its end
        return self._deeper().stream(inner) if forward else None

    def _deeper(self) -> ArchiveReader:
        return ArchiveReader(self.config, depth=self.depth + 1)

    def _bounded(self, file: IO[bytes], path: str, name: str) -> bytes | Reject:
        container = name.casefold().endswith(CONTAINERS)
        limit = min(self.config.max_container_bytes, 20 * self.config.max_bytes) if container else self.config.max_bytes
        data = file.read(limit + 1)
        if len(data) > limit:
            return Reject(path, name, "size", f"More than {limit:,} bytes exceed the limit ingest.max_bytes.")
        return data


def _members(source: Stream, allowed: int, config: Ingest) -> Iterator[tuple[str, Member | Reject]]:
    name = source.path.casefold()
    if name.endswith(".zip"):
        yield from _zip(source)
    elif name.endswith((".tar", ".tar.gz", ".tgz")):
        yield from _tar(source, allowed, config)
    else:
        inner = source.path.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0]
        with streams.unpacked(source.file, name) as file:
            yield inner, Member(inner, -1, file)


def _zip(source: Stream) -> Iterator[tuple[str, Member | Reject]]:
    with zipfile.ZipFile(source.file) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            if member.flag_bits & 1:
                yield member.filename, Reject(source.path, member.filename, "encrypted", "The member is encrypted.")
                continue
            try:
                file = archive.open(member)
            except BROKEN as error:
                reason = f"The member is damaged: {error}."
                yield member.filename, Reject(source.path, member.filename, "archive", reason)
                continue
            with file:
                yield member.filename, Member(member.filename, member.file_size, file)


def _tar(source: Stream, allowed: int, config: Ingest) -> Iterator[tuple[str, Member | Reject]]:
    with tarfile.open(fileobj=source.file, mode="r|*") as archive:
        for member in archive:
            if member.isdir():
                continue
            file = archive.extractfile(member) if member.isreg() else None
            if file is None:
                yield member.name, Reject(source.path, member.name, "link", "Links and devices are not read.")
            elif member.size > allowed:
                limit = f"the limit ingest.max_ratio of {config.max_ratio}"
                yield member.name, Reject(source.path, member.name, "ratio", f"The member exceeds {limit}.")
            else:
                yield member.name, Member(member.name, member.size, file)


def _is_archive(base: str) -> bool:
    return base.casefold().endswith(SUFFIXES) and not base.casefold().endswith(".warc.gz")


def _sound(found: Iterator[Found], measured: Measured) -> Iterator[Found]:
    """All items, without the last one where the file broke off."""
    held: list[Found] = []
    for item in found:
        yield from held
        held = [item]
    if measured.broken is None and not measured.swollen:
        yield from held


def _placed(item: Found, path: str, name: str) -> Found:
    """An item inside a member, as the archive has it."""
    if isinstance(item, Reject):
        return replace(item, path=path, place=_within(name, item.place))
    if isinstance(item, html.Page):
        return replace(item, path=path, record=_within(name, item.record), place=_within(name, item.place))
    return replace(item, path=path, record=_within(name, item.record))


def _within(name: str, place: str | None) -> str:
    """A place inside a member of an archive."""
    return name if place is None else f"{name}!{place}"
