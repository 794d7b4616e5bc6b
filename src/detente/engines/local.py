"""Worker processes of our own on one machine: each can be killed, and a dead one costs only the shard it held.

A worker is a fresh interpreter that speaks length-prefixed frames over its pipes. Results come back in the order of
the shards. A shard that takes too long, holds too much memory or kills its worker comes back as `ShardError`.
A function that has `steps(shard)`, an iterator, is sent for step by step: each step, and each piece
of one that says in between that it is alive, has the time of one document; a failure carries the answers before it.
`stream` hands such answers on as they come, few of them in memory: a worker that is ahead waits at its pipe.
"""

from __future__ import annotations

import functools
import os
import pickle
import select
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from detente.config import Engine as Settings
from detente.engines import machine
from detente.engines.failures import ShardError

Shard = TypeVar("Shard")
Result = TypeVar("Result")

THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
EXTRA_ITEM: Final = 0.1
"""A shard of n items may take 1 + 0.1 (n - 1) times the time of one: usual items are far quicker."""

STARTUP: Final = 300.0
"""Seconds a worker may take to start and load its model; 2 to 4 on an idle machine."""

STARTS: Final = 6
"""Workers that may die one after another before any was ready; then this machine cannot run one."""

AHEAD: Final = 8
"""Shards a worker may be ahead of the consumer, so that results do not pile up in memory."""

PIPE: Final = 65_536
"""Bytes that a pipe holds."""

BUFFER: Final = 32
"""Answers of a stream that wait for the consumer, of all workers together."""

DEFAULT: Final = Settings()


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Maps a function over shards with `workers` processes (0: what the machine has room for)."""

    settings: Settings = DEFAULT

    def map(self, function: Callable[[Shard], Result], shards: Sequence[Shard]) -> Iterator[Result | Exception]:
        """One result a shard, in the order of the shards; `ShardError` for one that could not be finished."""
        run = self._run(function, shards)
        try:
            yield from run.results()
        finally:
            run.stop()

    def stream(self, function: Any, shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """The answers of `function.steps` to every shard as they come, each with the number of its shard.

        After the last of a shard comes None, or the `ShardError` that broke it off.
        """
        run = self._run(function, shards)
        try:
            yield from run.answers()
        finally:
            run.stop()

    def _run(self, function: Callable[[Any], Any], shards: Sequence[Any]) -> _Run:
        count = min(machine.workers(self.settings.workers), len(shards))
        return _Run(function, shards, self.settings, count)


class _Run:
    """One call of `map`: a thread a worker takes shards in turn and files the results."""

    def __init__(self, function: Callable[[Any], Any], shards: Sequence[Any], settings: Settings, count: int) -> None:
        self.function, self.shards, self.settings, self.count = function, shards, settings, count
        self.done: dict[int, Any] = {}
        self.poured: deque[tuple[int, Any]] = deque()
        self.taken = self.given = 0
        self.stopped = False
        self.changed = threading.Condition()
        self.workers: list[_Worker] = []

    def results(self) -> Iterator[Any]:
        """One result a shard, in their order."""
        self._start(self._serve)
        for index in range(len(self.shards)):
            with self.changed:
                self.changed.wait_for(functools.partial(self.done.__contains__, index))
                result = self.done.pop(index)
                self.given = index + 1
                self.changed.notify_all()
            yield result

    def answers(self) -> Iterator[tuple[int, Any]]:
        """The answers of all shards as they come."""
        self._start(self._pour)
        left = len(self.shards)
        while left:
            with self.changed:
                self.changed.wait_for(lambda: self.poured)
                number, answer = self.poured.popleft()
                self.given += (ended := answer is None or isinstance(answer, ShardError))
                self.changed.notify_all()
            left -= ended
            yield number, answer

    def _start(self, target: Callable[[], None]) -> None:
        for _ in range(self.count):
            threading.Thread(target=target, daemon=True).start()

    def stop(self) -> None:
        """Ends all workers, whatever they do."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()
            workers = list(self.workers)
        for worker in workers:
            worker.process.kill()  # its thread reads the end of the pipe, and closes it

    def _serve(self) -> None:
        seat = Seat(self.function, self.settings, self._started)
        while (index := self._next()) is not None:
            result = seat.run(self.shards[index])
            with self.changed:
                self.done[index] = result
                self.changed.notify_all()
        seat.close()

    def _pour(self) -> None:
        seat = Seat(self.function, self.settings, self._started)
        while (index := self._next()) is not None:
            for answer in seat.stream(self.shards[index]):
                with self.changed:
                    self.changed.wait_for(lambda: self.stopped or len(self.poured) < BUFFER)
                    self.poured.append((index, answer))
                    self.changed.notify_all()
        seat.close()

    def _next(self) -> int | None:
        with self.changed:
            room = AHEAD * self.count
            self.changed.wait_for(
                lambda: self.stopped or self.taken < self.given + room or self.taken >= len(self.shards)
            )
            if self.stopped or self.taken >= len(self.shards):
                return None
            self.taken += 1
            return self.taken - 1

    def _started(self, worker: _Worker) -> None:
        with self.changed:
            self.workers.append(worker)
            stopped = self.stopped
        if stopped:
            worker.process.kill()


class Seat:
    """The place of one worker: it is started when there is work, and replaced after it died."""

    def __init__(
        self, function: Callable[[Any], Any], settings: Settings, started: Callable[[_Worker], None] | None = None
    ) -> None:
        self.function, self.settings, self.started = function, settings, started
        self.worker: _Worker | None = None

    def run(self, shard: Any) -> Any:
        """The function's result for one shard, or the `ShardError` that stands for it."""
        try:
            return self._seated().run(shard)
        except Exception as error:
            return self._failed(error)

    def stream(self, shard: Any) -> Iterator[Any]:
        """The answers of the function's steps as they come; then None, or the `ShardError` that broke them off."""
        try:
            yield from self._seated().stream(shard)
            yield None
        except Exception as error:
            yield self._failed(error)

    def _failed(self, error: Exception) -> ShardError:
        """What stands for a shard; the worker is let go where it is not to be trusted any more."""
        if not isinstance(error, ShardError):  # what cannot be sent to a worker
            return ShardError("error", f"{type(error).__name__}: {error}")
        if self.worker is not None and error.code != "error":
            self.worker.kill()
            self.worker = None
        return error

    def close(self) -> None:
        """Lets the worker go."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None

    def _seated(self) -> _Worker:
        """A worker that is ready; one that dies before that was not killed by a shard, so another is started."""
        for left in reversed(range(STARTS)):
            if self.worker is not None:
                break
            self.worker = _Worker(self.function, self.settings)
            if self.started is not None:
                self.started(self.worker)
            try:
                self.worker.begin()
            except ShardError as error:
                self.worker.kill()
                self.worker = None
                if error.code != "crash":
                    raise
                if not left:
                    raise ShardError("start", error.message) from error
        assert self.worker is not None
        return self.worker


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, function: Callable[[Any], Any], settings: Settings) -> None:
        self.settings = settings
        environment = os.environ | dict.fromkeys(THREADS, "1")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "detente.engines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if "_DETENTE_DEBUG" in os.environ else subprocess.DEVNULL,
            env=environment | {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
        )
        self.function = function
        self.held = bytearray()  # what came and was not asked for yet

    def begin(self) -> None:
        """Sends the function and waits until it is loaded; raises `ShardError` with code start where it cannot be."""
        self._send((self.function, self.settings.memory_mb))
        code, problem = self._receive(time.monotonic() + STARTUP, STARTUP)
        if code != "ready":
            raise ShardError(code, problem)

    def run(self, shard: Any) -> Any:
        """The function's result for one shard, of steps a list of their answers; raises `ShardError`."""
        if hasattr(self.function, "steps"):
            return self._steps(shard)
        self._send(shard)
        items = len(shard) if isinstance(shard, (list, tuple)) else 1
        limit = self.settings.timeout * (1 + EXTRA_ITEM * max(0, items - 1))
        code, value = self._receive(time.monotonic() + limit, limit)
        if code == "done":
            return value
        raise ShardError(code, value)

    def _steps(self, shard: Any) -> list[Any]:
        """The answers of all steps; a failure carries those before it."""
        found: list[Any] = []
        try:
            for answer in self.stream(shard):
                found.append(answer)  # noqa: PERF402 - what came before a failure is kept
        except ShardError as error:
            raise ShardError(error.code, error.message, tuple(found)) from error
        return found

    def stream(self, shard: Any) -> Iterator[Any]:
        """The answers of all steps as they come, each within the time of one document; raises `ShardError`."""
        self._send(shard)
        limit = self.settings.timeout
        while True:
            code, value = self._receive(time.monotonic() + limit, limit)
            if code == "done":
                return
            if code == "alive":
                continue
            if code != "step":
                raise ShardError(code, value)
            yield value

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        self.process.wait()

    def _send(self, value: Any) -> None:
        assert self.process.stdin is not None
        data = pickle.dumps(value)
        try:
            self.process.stdin.write(struct.pack("!Q", len(data)) + data)
            self.process.stdin.flush()
        except (OSError, ValueError) as error:
            raise ShardError("crash", "The worker process died.") from error

    def _receive(self, deadline: float, limit: float) -> tuple[str, Any]:
        size = struct.unpack("!Q", self._read(8, deadline, limit))[0]
        answer: tuple[str, Any] = pickle.loads(self._read(size, deadline, limit))  # noqa: S301 - from our own child
        return answer

    def _read(self, size: int, deadline: float, limit: float) -> bytes:
        assert self.process.stdout is not None
        handle, held = self.process.stdout.fileno(), self.held
        while len(held) < size:
            ready, _, _ = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise ShardError("timeout", f"It took longer than {limit:g} seconds.")
            part = os.read(handle, max(PIPE, size - len(held)))
            if not part:
                raise ShardError("crash", "The worker process died.")
            held += part
        found = bytes(memoryview(held)[:size])
        del held[:size]
        return found
