"""One result an item from an engine that maps batches: a batch that fails is tried again item by item."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from detente.engines.failures import Alive, ShardError
from detente.errors import MachineError
from detente.protocols import Engine

Item = TypeVar("Item")
Result = TypeVar("Result")

TRIES: Final = 4
"""Workers that may die over one item before the item is to blame."""

BATCH: Final = 16
"""Items a worker gets at once: sending one costs little beside parsing it, and few are lost with a dead worker."""


@dataclass(frozen=True, slots=True)
class Each(Generic[Item, Result]):
    """Applies a function of one item to every item of a batch; what it raises stands for that item alone.

    A function may do an item in pieces: `pieces(item)` gives the result of each, `join(results)` that of the item, and
    each piece has the time of one item.
    """

    function: Callable[[Item], Result]

    def prepare(self) -> None:
        """Loads what the function needs, before the clock of the first batch runs."""
        prepare = getattr(self.function, "prepare", None)
        if prepare is not None:
            prepare()

    def __call__(self, batch: Sequence[Item]) -> list[Result | ShardError]:
        """The results in the order of the batch."""
        return [answer for answer in self.steps(batch) if not isinstance(answer, Alive)]

    def steps(self, batch: Sequence[Item]) -> Iterator[Result | ShardError | Alive]:
        """The results one by one: an engine that can tells with them how far a batch had come when it failed."""
        for item in batch:
            yield from self._one(item)

    def _one(self, item: Item) -> Iterator[Result | ShardError | Alive]:
        pieces = getattr(self.function, "pieces", None)
        try:
            if pieces is None:
                yield self.function(item)
                return
            parts = []
            for part in pieces(item):
                parts.append(part)
                yield Alive()
            yield self.function.join(parts)  # type: ignore[attr-defined]
        except MemoryError:
            raise  # this process is not to be trusted any more: the batch is done again item by item
        except Exception as error:
            traceback.print_exc()
            yield ShardError("error", f"{type(error).__name__}: {error}.")


def each(
    engine: Engine, function: Callable[[Item], Result], items: Collection[Item], *, workers: int
) -> Iterator[Result | Exception]:
    """One result an item: as `paired`, without the items."""
    return (result for _, result in paired(engine, function, items, workers=workers))


def paired(
    engine: Engine, function: Callable[[Item], Result], items: Collection[Item], *, workers: int
) -> Iterator[tuple[Item, Result | Exception]]:
    """Each item with its result, in their order; an exception stands for an item that could not be finished.

    Items are taken as workers ask for them, so that of a stream few are held at once. Raises `MachineError` when
    workers cannot start at all, and whatever taking an item raises.
    """
    size = max(1, min(BATCH, -(-len(items) // max(1, workers))))
    batches = _Batches(items, size)
    results = engine.map(Each(function), batches)
    for number, result in enumerate(results):
        batch = batches.pop(number)
        yield from zip(batch, _settled(engine, function, batch, result), strict=True)


class _Batches(Sequence[tuple[Item, ...]]):
    """Items in batches, made when an engine first asks for them and held until their results have come."""

    def __init__(self, items: Collection[Item], size: int) -> None:
        self.items, self.size, self.total = iter(items), size, -(-len(items) // size)
        self.held: dict[int, tuple[Item, ...]] = {}
        self.made = 0
        self.failed: Exception | None = None
        self.lock = threading.Lock()

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, number: Any) -> Any:
        if number >= self.total:
            raise IndexError(number)
        with self.lock:
            while self.made <= number:
                self.held[self.made] = self._next()
                self.made += 1
            return self.held[number]

    def pop(self, number: int) -> tuple[Item, ...]:
        """A batch whose results have come. Raises what taking its items raised: the engine's thread must not."""
        batch: tuple[Item, ...] = self[number]
        with self.lock:
            del self.held[number]
            if self.failed is not None:
                raise self.failed
        return batch

    def _next(self) -> tuple[Item, ...]:
        try:
            return () if self.failed is not None else tuple(islice(self.items, self.size))
        except Exception as error:
            self.failed = error
            return ()


def _settled(
    engine: Engine, function: Callable[[Item], Result], batch: Sequence[Item], result: Any, tries: int = 1
) -> Iterator[Result | Exception]:
    """The results of a batch; of one that failed, the culprit is tried again alone and the rest after it.

    A worker may be killed by somebody else: an item that was alone with one that died is tried `TRIES` times in all.
    """
    if isinstance(result, ShardError) and result.code == "start":
        raise MachineError(f"The workers cannot start: {result}")
    if not isinstance(result, Exception):
        yield from result
        return
    done = getattr(result, "done", None)
    yield from done or ()
    left = batch[len(done or ()) :]
    alone = len(left) == 1 and not done
    if alone and (tries >= TRIES or getattr(result, "code", "") != "crash"):
        yield result
        return
    parts: list[Sequence[Item]]
    if done is None:  # anyone may be the culprit
        parts = [(item,) for item in left]
    elif getattr(result, "code", "") == "timeout":  # it had all its time
        yield result
        parts = [left[1:]]
    else:
        parts = [left[:1], left[1:]]
    parts = [part for part in parts if part]
    for part, again in zip(parts, engine.map(Each(function), parts), strict=True):
        yield from _settled(engine, function, part, again, tries + 1 if alone else 1)
