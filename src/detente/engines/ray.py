"""Workers on a Ray cluster, or on a Ray that is started here: the same killable processes, a cluster's worth of them.

Each actor keeps one worker of `engines.local`, so that limits of time and memory and what a failure costs are the same
everywhere. An actor or a machine that dies is started anew by Ray, which hands it the shard again: functions are pure,
so the answer is the same. A killed driver resumes from the shards that its store has sealed, and a Ray that it started
ends with it (`offspring`). No telemetry is sent.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any, Final, TypeVar

from detente.config import Engine as Settings
from detente.engines import offspring
from detente.engines.failures import ShardError
from detente.engines.local import AHEAD, Seat
from detente.errors import MachineError, UsageError

Shard = TypeVar("Shard")
Result = TypeVar("Result")

QUEUED: Final = 2
"""Shards sent to an actor at once: one that it works on and one that waits beside it."""

PARCEL: Final = 16
"""Answers of a stream that an actor sends at once."""

DEFAULT: Final = Settings()

_OPEN: Final[list[list[Any]]] = []
"""The actors of every map of this process that is under way."""


class Host:
    """What an actor is: a seat with a worker of its own."""

    def __init__(self, function: Callable[[Any], Any], settings: Settings) -> None:
        self.seat = Seat(function, settings)

    def run(self, shard: Any) -> Any:
        """The result of one shard, or the `ShardError` that stands for it."""
        return self.seat.run(shard)

    def stream(self, shard: Any) -> Iterator[list[Any]]:
        """The answers of the function's steps, in parcels; the last one is None or the `ShardError` that ended them."""
        answers = self.seat.stream(shard)
        while parcel := list(islice(answers, PARCEL)):
            yield parcel


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Maps a function over shards with actors on a Ray cluster: `workers` of them, fewer than it has CPUs."""

    settings: Settings = DEFAULT

    def map(self, function: Callable[[Shard], Result], shards: Sequence[Shard]) -> Iterator[Result | Exception]:
        """One result a shard, in the order of the shards; `ShardError` for one that could not be finished.

        Raises `UsageError` where Ray is not installed and `MachineError` where its cluster cannot be reached.
        """
        if not shards:
            return
        with _hosts(function, self.settings, len(shards)) as (ray, hosts):
            yield from _results(ray, hosts, shards)

    def stream(self, function: Any, shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """The answers of `function.steps` to every shard as they come, as the local engine hands them on.

        An actor that dies begins its shard again; what was told of it before is not told twice.
        """
        if not shards:
            return
        with _hosts(function, self.settings, len(shards)) as (ray, hosts):
            yield from _answers(ray, hosts, shards)


@contextmanager
def _hosts(function: Callable[[Any], Any], settings: Settings, shards: int) -> Iterator[tuple[Any, list[Any]]]:
    """Ray and the actors of one map, which end with it."""
    ray = _joined(settings)
    # Actors of a first map hold all CPUs that there are: those of a map within it must not wait for one.
    actor = ray.remote(num_cpus=0 if _OPEN else 1, max_restarts=-1, max_task_retries=-1)(Host)
    hosts = [actor.remote(function, settings) for _ in range(_count(ray, settings, shards))]
    _OPEN.append(hosts)
    try:
        yield ray, hosts
    finally:
        _OPEN.remove(hosts)
        for host in hosts:
            ray.kill(host)


def _results(ray: Any, hosts: Sequence[Any], shards: Sequence[Any]) -> Iterator[Any]:
    """Sends shards to whichever actor is free, never far ahead of what was given out."""
    sent: dict[Any, tuple[int, int]] = {}
    load = [0] * len(hosts)
    done: dict[int, Any] = {}
    taken = given = 0
    while given < len(shards):
        room = min(len(shards), given + AHEAD * len(hosts))
        while taken < room and min(load) < QUEUED:
            free = load.index(min(load))
            sent[hosts[free].run.remote(shards[taken])] = taken, free
            load[free] += 1
            taken += 1
        for reference in ray.wait(list(sent), num_returns=1)[0]:
            index, host = sent.pop(reference)
            load[host] -= 1
            try:
                done[index] = ray.get(reference)
            except ray.exceptions.RayError as error:
                done[index] = ShardError("crash", f"Ray lost the shard: {type(error).__name__}.")
        while given in done:
            yield done.pop(given)
            given += 1


def _answers(ray: Any, hosts: Sequence[Any], shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Gives every actor one shard at a time and hands on what it tells; an actor that is ahead waits."""
    free, left = list(hosts), deque(range(len(shards)))
    going: dict[Any, tuple[int, Any]] = {}
    while left or going:
        while free and left:
            host, number = free.pop(), left.popleft()
            told = host.stream.options(num_returns="streaming", _generator_backpressure_num_objects=QUEUED)
            going[told.remote(shards[number])] = number, host
        for stream in ray.wait(list(going), num_returns=1)[0]:
            number, host = going[stream]
            try:
                parcel = ray.get(next(stream))
            except (StopIteration, ray.exceptions.RayError) as error:
                parcel = [ShardError("crash", f"Ray lost the shard: {type(error).__name__}.")]
            for answer in parcel:
                if ended := answer is None or isinstance(answer, ShardError):
                    del going[stream]
                    free.append(host)
                yield number, answer
                if ended:
                    break


def _joined(settings: Settings) -> Any:
    """Ray, connected to the cluster of the settings or to one of this machine."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        ray: Any = import_module("ray")
    except ImportError as error:
        raise UsageError("The engine ray needs Ray.", hint="pip install detente[ray]") from error
    if ray.is_initialized():
        return ray
    quiet = {"log_to_driver": False, "logging_level": "error"}
    try:
        if settings.address:
            ray.init(address=settings.address, **quiet)
        else:
            cpus = (settings.workers or max(1, (os.cpu_count() or 2) - 1)) + 1
            with _unwatched(), offspring.marked():
                ray.init(address="local", num_cpus=cpus, include_dashboard=False, **quiet)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        raise MachineError(f"The Ray cluster {settings.address or 'here'} cannot be used: {error}") from error
    if "_DETENTE_DEBUG" not in os.environ:
        _quieten()
    return ray


def _quieten() -> None:
    """Keeps Ray from writing into our output what it does about actors that died or were let go: we tell what counts.

    Where a version of Ray has no such function, nothing is changed.
    """
    worker: Any = import_module("ray._private.worker")
    if hasattr(worker, "print_to_stdstream"):
        worker.print_to_stdstream = lambda *arguments, **named: None


@contextmanager
def _unwatched() -> Iterator[None]:
    """Starts no process for Ray's statistics: switched off, it still asks the network which cloud it runs in.

    Without its dashboard Ray runs that process for nothing else. Where a version of Ray has no such function, nothing
    is changed.
    """
    services: Any = import_module("ray._private.services")
    usual = getattr(services, "start_api_server", None)
    if usual is None:
        yield
        return
    services.start_api_server = lambda *arguments, **named: (None, None)
    try:
        yield
    finally:
        services.start_api_server = usual


def _count(ray: Any, settings: Settings, shards: int) -> int:
    """Actors: as many as asked for, never more than the CPUs less one, since a full cluster would wait for itself."""
    room = max(1, int(ray.cluster_resources().get("CPU", 2)) - 1)
    return min(settings.workers or room, room, shards)
