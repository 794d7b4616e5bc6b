"""Functions that workers can import: well-behaved ones and culprits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path


def double(numbers: tuple[int, ...]) -> list[int]:
    return [2 * number for number in numbers]


def double_one(number: int) -> int:
    return 2 * number


def misbehave(item: str) -> str:
    """Does what the item says, or returns it in capitals."""
    if item == "hang":
        time.sleep(60)
    if item == "exit":
        os._exit(7)
    if item == "kill":
        os.kill(os.getpid(), 9)
    if item == "memory":
        return str(len(bytearray(3_000_000_000)))
    if item == "raise":
        raise KeyError("colour")
    if item == "deep":
        return misbehave_deeply(0)
    if item == "chatter":
        sys.stdout.write("noise on standard output\n")
        sys.stdout.flush()
    return item.upper()


def misbehave_deeply(level: int) -> str:
    return misbehave_deeply(level + 1)


def misbehave_all(items: tuple[str, ...]) -> list[str]:
    return [misbehave(item) for item in items]


def slow(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def above(seconds: float) -> int:
    """Works for a while and names the process that started this one."""
    time.sleep(seconds)
    return os.getppid()


def surroundings(_: int) -> tuple[int, str]:
    return os.getpid(), os.environ["OMP_NUM_THREADS"]


class Unready:
    """A function whose model is missing."""

    def prepare(self) -> None:
        raise FileNotFoundError("model.bin")

    def __call__(self, item: str) -> str:
        return item


class Slowly:
    """Does an item piece by piece: its letters, each of which takes a while."""

    def __call__(self, item: str) -> str:
        return self.join(list(self.pieces(item)))

    def pieces(self, item: str) -> Iterator[str]:
        for letter in item:
            if letter == "!":
                raise ValueError(item)
            time.sleep(60.0 if letter == "?" else 0.3)
            yield letter.upper()

    def join(self, parts: Sequence[str]) -> str:
        return "".join(parts)


class Mortal:
    """A function whose worker is killed a number of times: over an item, or before it is ready."""

    def __init__(self, folder: Path, *, over: int = 0, before: int = 0) -> None:
        self.folder, self.over, self.before = folder, over, before

    def prepare(self) -> None:
        self._die("before", self.before)

    def __call__(self, item: str) -> str:
        if item == "mortal":
            self._die("over", self.over)
        return item.upper()

    def _die(self, name: str, times: int) -> None:
        """Kills this process unless it was done so often already; each time leaves a file."""
        done = len(list(self.folder.glob(f"{name}*")))
        if done < times:
            (self.folder / f"{name}{done}").touch()
            os.kill(os.getpid(), 9)


class Counting:
    """Counts to a number step by step, and says in a file how far it came; `fatal` ends the process."""

    def __init__(self, folder: Path, fatal: int = -1) -> None:
        self.folder, self.fatal = folder, fatal

    def __call__(self, shard: int) -> list[str]:
        return list(self.steps(shard))

    def steps(self, shard: int) -> Iterator[str]:
        for number in range(shard):
            if number == self.fatal:
                os._exit(7)
            (self.folder / f"{shard}").write_text(f"{number}")
            yield f"{number}" + " " * 10_000


class Once(Counting):
    """Ends its process at the fatal number, the first time."""

    def steps(self, shard: int) -> Iterator[str]:
        for answer in Counting(self.folder).steps(shard):
            mark = self.folder / "died"
            if int(answer) == self.fatal and not mark.exists():
                mark.touch()
                os.kill(os.getppid(), 9)
                time.sleep(60)
            yield answer
