"""What was worked out of part of a store and stands while that part does: a cache that may be thrown away.

One Arrow file a trace, beside the store, under the name of what it was made of and of the code that made it, and behind
its own checksum; a file that is damaged or missing is made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from detente.places import Place, here
from detente.store import files
from detente.store.segments import key

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER: Final = "traces"
SUFFIX: Final = ".arrow"
HEAD: Final = 64
"""Bytes before the rows: the checksum of what follows."""

PRINTS, MERGED, WORDINGS = "prints", "merged", "wordings"
KINDS: Final = (PRINTS, MERGED, WORDINGS)


class Traces:
    """The traces of one kind in a store, as code of one version makes them."""

    def __init__(self, root: Place, version: str, kind: str = PRINTS) -> None:
        self.root, self.version, self.kind = root, version, kind
        self.folder = here(root / FOLDER)
        self.used: set[str] = set()

    def of(self, name: str, make: Callable[[], pa.Table]) -> pa.Table:
        """The trace of that name, made and kept where it is not there."""
        found = self.get(name)
        if found is None:
            found = make()
            self.keep(name, found)
        return found

    def get(self, name: str) -> pa.Table | None:
        """The trace of that name; None where there is none that can be used."""
        import pyarrow as pa

        file = self._file(name)
        try:
            data = (self.folder / file).read_bytes()
            if data[:HEAD] != _checksum(memoryview(data)[HEAD:]):
                return None
            return pa.ipc.open_file(pa.py_buffer(data).slice(HEAD)).read_all()
        except (OSError, pa.ArrowInvalid):
            return None

    def keep(self, name: str, rows: pa.Table) -> None:
        """Writes the trace of that name, in the place of the one that is there."""
        import pyarrow as pa

        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, rows.schema) as target:
            target.write_table(rows)
        data = sink.getvalue()
        file = self._file(name)
        with files.writing(self.root):
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / f"{file}.{os.getpid()}{files.TEMPORARY}"
            with beside.open("wb") as whole:
                whole.write(_checksum(data))
                whole.write(data)
            beside.replace(self.folder / file)

    def sweep(self) -> None:
        """Deletes traces of this kind that nobody asked for, and what is of no kind: DuckDB leaves it when killed."""
        others = tuple(f"{kind}-" for kind in KINDS if kind != self.kind)
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if path.name not in self.used and not (path.name.startswith(others) and path.name.endswith(SUFFIX)):
                path.unlink(missing_ok=True)

    def _file(self, name: str) -> str:
        file = f"{self.kind}-{key(self.version, name)}{SUFFIX}"
        self.used.add(file)
        return file


def _checksum(data: Any) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
