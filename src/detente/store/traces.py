"""What was worked out of a shard's documents for all documents to be compared by: a cache that may be thrown away.

One Arrow file a shard, beside the store, under the name of what it was made of and of the code that made it; a file
that is damaged or missing is made again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from detente.places import Place, here
from detente.store import files
from detente.store.segments import key

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER: Final = "traces"
SUFFIX: Final = ".arrow"


class Traces:
    """The traces of a store as code of one version makes them."""

    def __init__(self, root: Place, version: str) -> None:
        self.root, self.version = root, version
        self.folder = here(root / FOLDER)
        self.used: set[str] = set()

    def of(self, name: str, make: Callable[[], pa.Table]) -> pa.Table:
        """The trace of that name, made and kept where it is not there."""
        import pyarrow as pa

        file = f"{key(self.version, name)}{SUFFIX}"
        self.used.add(file)
        try:
            return pa.ipc.open_file(pa.py_buffer((self.folder / file).read_bytes())).read_all()
        except (OSError, pa.ArrowInvalid):
            rows = make()
        with files.writing(self.root):
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / f"{file}.{os.getpid()}{files.TEMPORARY}"
            with pa.ipc.new_file(beside, rows.schema) as target:
                target.write_table(rows)
            beside.replace(self.folder / file)
        return rows

    def sweep(self) -> None:
        """Deletes traces that nobody asked for, and what DuckDB left there when it was killed."""
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if path.name not in self.used:
                path.unlink(missing_ok=True)
