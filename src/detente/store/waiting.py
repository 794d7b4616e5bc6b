"""What waits to be worked on, and is not held in memory: raw documents in a spool, and streams of a known length."""

from __future__ import annotations

import json
import os
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from detente.places import Place
from detente.records import Hints, RawDocument
from detente.store import files

Item = TypeVar("Item")

SHORT: Final = 1_500
"""Bytes of a short raw document; a longer one counts as several."""


@dataclass(frozen=True, slots=True)
class Queue(Generic[Item]):
    """Items that are made when they are asked for, how many there are, and as how many short ones they count."""

    size: int
    items: Callable[[], Iterator[Item]] = field(repr=False)
    weight: int = 0

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Item]:
        return self.items()

    def __contains__(self, item: object) -> bool:
        return any(one == item for one in self)


class Spool:
    """Raw documents in an unnamed file beside the store, which is gone with the process."""

    def __init__(self, root: Place) -> None:
        self.root = root
        self.ends = [0]
        with files.writing(root):
            where = root if isinstance(root, Path) else None
            self._file = tempfile.TemporaryFile(dir=where)  # noqa: SIM115 - closed with the spool
        weakref.finalize(self, self._file.close)

    def put(self, document: RawDocument) -> int:
        """Keeps a document; the number it is asked for by."""
        with files.writing(self.root):
            self.ends.append(self.ends[-1] + self._file.write(json.dumps(asdict(document), default=_plain).encode()))
        return len(self.ends) - 2

    def queue(self, numbers: Sequence[int]) -> Queue[RawDocument]:
        """The documents of these numbers, in this order."""
        self._file.flush()
        total = sum(self.ends[number + 1] - self.ends[number] for number in numbers)
        return Queue(len(numbers), lambda: map(self._get, numbers), total // SHORT)

    def _get(self, number: int) -> RawDocument:
        start, end = self.ends[number : number + 2]
        held = json.loads(os.pread(self._file.fileno(), end - start, start))
        hints = held.pop("hints")
        fetched = None if hints["fetched"] is None else date.fromisoformat(hints["fetched"])
        return RawDocument(**held, hints=Hints(**hints | {"authors": tuple(hints["authors"]), "fetched": fetched}))


def _plain(value: Any) -> str:
    """A day as JSON has it."""
    day: date = value
    return day.isoformat()
