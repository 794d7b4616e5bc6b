"""What stands for work that could not be finished."""

from __future__ import annotations


class ShardError(Exception):
    """A shard, or one item of it, that could not be finished; `code` is timeout, memory, crash, error or start."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message

    def __str__(self) -> str:
        return self.message
