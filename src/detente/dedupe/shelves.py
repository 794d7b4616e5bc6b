"""Shelves: where columns of numbers wait, parted by a hash or a range, while more of them come than fit into memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]


class Shelves(Protocol):
    """Rows of numbers by the name of their table and the number of their part."""

    def scatter(self, table: str, parts: NDArray[np.int64], columns: Columns) -> None:
        """Adds each row to the part that stands in its place of `parts`."""

    def parts(self, table: str) -> list[int]:
        """The parts that hold rows, in their order."""

    def take(self, table: str, part: int) -> Columns:
        """The rows of such a part."""


@dataclass(slots=True)
class Memory:
    """Shelves of a collection that fits into memory."""

    held: dict[tuple[str, int], list[Columns]] = field(default_factory=lambda: defaultdict(list))

    def scatter(self, table: str, parts: NDArray[np.int64], columns: Columns) -> None:
        """Adds each row to its part."""
        for part in np.unique(parts).tolist():
            mine = parts == part
            self.held[table, part].append({name: values[mine] for name, values in columns.items()})

    def parts(self, table: str) -> list[int]:
        """The parts that hold rows, in their order."""
        return sorted(part for name, part in self.held if name == table)

    def take(self, table: str, part: int) -> Columns:
        """The rows of such a part."""
        found = self.held[table, part]
        return {name: np.concatenate([columns[name] for columns in found]) for name in found[0]}
