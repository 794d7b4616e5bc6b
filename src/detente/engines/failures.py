"""What stands for work that could not be finished."""

from __future__ import annotations

from typing import Any


class Alive:
    """Told between the pieces of one item: it is not done, but neither is it stuck."""


class ShardError(Exception):
    """A shard, or one item of it, that could not be finished; `code` is timeout, memory, crash, error or start.

    `done`: what a function that goes in steps had answered before, so that the culprit is the step after; None where
    nobody counted.
    """

    def __init__(self, code: str, message: str, done: tuple[Any, ...] | None = None) -> None:
        super().__init__(code, message, done)
        self.code, self.message, self.done = code, message, done

    def __str__(self) -> str:
        return self.message
