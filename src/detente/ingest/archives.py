"""Archives: the members of `.zip`, `.tar`, `.tar.gz` and `.gz`, read in memory, nothing ever written."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Final

from detente.config import Ingest
from detente.ingest import html, readers
from detente.ingest.limits import CONTAINERS
from detente.records import RawDocument, RawFile, Reject

FREE: Final = 10_000_000  # bytes an archive may hold whatever its ratio
SUFFIXES: Final = (".zip", ".tar", ".tar.gz", ".tgz", ".gz")
BROKEN: Final = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError,
    UnicodeError, MemoryError,
)  # fmt: skip


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

    def open(self, file: RawFile) -> Iterator[RawDocument | html.Page | Reject]:
        """As `read`, with pages still unparsed."""
        if not file.data:
            yield Reject(file.path, None, "empty", "The file is empty.")
            return
        if self.depth > self.config.max_archives:
            reason = f"Archives nested deeper than the limit ingest.max_archives of {self.config.max_archives}."
            yield Reject(file.path, None, "depth", reason)
            return
        seen = total = 0
        allowed = max(FREE, len(file.data) * self.config.max_ratio)
        try:
            for name, data in self._members(file, allowed):
                seen += 1
                if seen > self.config.max_members:
                    reason = f"Members from here on exceed the limit ingest.max_members of {self.config.max_members:,}."
                    yield Reject(file.path, name, "members", reason)
                    return
                if isinstance(data, Reject):
                    yield data
                    continue
                total += len(data)
                if total > allowed:
                    limit = f"the limit ingest.max_ratio of {self.config.max_ratio}"
                    yield Reject(file.path, name, "ratio", f"The archive swells beyond {limit}; the rest is not read.")
                    return
                yield from self._inside(file.path, name, data)
        except BROKEN as error:
            cause = str(error).strip().rstrip(".") or type(error).__name__
            yield Reject(file.path, None, "archive", f"The archive is damaged: {cause}.")
            return
        if not seen:
            yield Reject(file.path, None, "empty", "There is no file in the archive.")

    def _members(self, file: RawFile, allowed: int) -> Iterator[tuple[str, bytes | Reject]]:
        name = file.path.casefold()
        if name.endswith(".zip"):
            yield from self._zip(file)
        elif name.endswith((".tar", ".tar.gz", ".tgz")):
            yield from self._tar(file, allowed)
        else:
            with gzip.open(io.BytesIO(file.data)) as stream:
                inner = file.path.replace("\\", "/").rsplit("/", 1)[-1][:-3]
                yield inner, self._bounded(stream, file.path, inner)

    def _zip(self, file: RawFile) -> Iterator[tuple[str, bytes | Reject]]:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    yield member.filename, Reject(file.path, member.filename, "encrypted", "The member is encrypted.")
                    continue
                try:
                    with archive.open(member) as stream:
                        data = self._bounded(stream, file.path, member.filename)
                except BROKEN as error:
                    data = Reject(file.path, member.filename, "archive", f"The member is damaged: {error}.")
                yield member.filename, data

    def _tar(self, file: RawFile, allowed: int) -> Iterator[tuple[str, bytes | Reject]]:
        with tarfile.open(fileobj=io.BytesIO(file.data), mode="r|*") as archive:
            for member in archive:
                if member.isdir():
                    continue
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None:
                    yield member.name, Reject(file.path, member.name, "link", "Links and devices are not read.")
                elif member.size > allowed:
                    limit = f"the limit ingest.max_ratio of {self.config.max_ratio}"
                    yield member.name, Reject(file.path, member.name, "ratio", f"The member exceeds {limit}.")
                else:
                    yield member.name, self._bounded(stream, file.path, member.name)

    def _bounded(self, stream: IO[bytes] | gzip.GzipFile, path: str, name: str) -> bytes | Reject:
        container = name.casefold().endswith(CONTAINERS)
        limit = min(self.config.max_container_bytes, 20 * self.config.max_bytes) if container else self.config.max_bytes
        data = stream.read(limit + 1)
        if len(data) > limit:
            return Reject(path, name, "size", f"More than {limit:,} bytes exceed the limit ingest.max_bytes.")
        return data

    def _inside(self, path: str, name: str, data: bytes) -> Iterator[RawDocument | html.Page | Reject]:
        """What a member holds, placed in the archive: the archive's path, the member as record or place."""
        base = name.replace("\\", "/").rsplit("/", 1)[-1]
        inner = RawFile(base, data)
        if base.casefold().endswith(SUFFIXES) and not base.casefold().endswith(".warc.gz"):
            found = ArchiveReader(self.config, depth=self.depth + 1).open(inner)
        else:
            found = readers.open(inner, self.config)
        for item in found:
            if isinstance(item, Reject):
                yield replace(item, path=path, place=_within(name, item.place))
            elif isinstance(item, html.Page):
                yield replace(item, path=path, record=_within(name, item.record), place=_within(name, item.place))
            else:
                yield replace(item, path=path, record=_within(name, item.record))


def _within(name: str, place: str | None) -> str:
    """A place inside a member of an archive."""
    return name if place is None else f"{name}!{place}"
