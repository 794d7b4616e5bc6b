"""The engine for clusters gives what the local one gives, also when an actor is killed under it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.config import Engine as Settings
from detente.engines.batches import each
from detente.engines.failures import ShardError
from tests.engines import tasks

ray: Any = pytest.importorskip("ray", reason="Ray is an extra: pip install detente[ray]")

from detente.engines.ray import RayEngine  # noqa: E402 - only where Ray is

SETTINGS = Settings(kind="ray", workers=2, timeout=20.0, memory_mb=1000)


@pytest.fixture(scope="module")
def engine() -> Iterator[RayEngine]:
    yield RayEngine(SETTINGS)
    ray.shutdown()


def test_results_come_in_the_order_of_the_shards(engine: RayEngine) -> None:
    shards = [(n, n + 1) for n in range(60)]
    assert list(engine.map(tasks.double, shards)) == [[2 * n, 2 * n + 2] for n in range(60)]


def test_a_culprit_is_named_and_the_others_are_done() -> None:
    items = ["a", "b", "exit", "chatter", "d", "e"]
    found = list(each(RayEngine(replace(SETTINGS, timeout=2.0)), tasks.misbehave, items, workers=2))
    failed = found.pop(2)
    assert isinstance(failed, ShardError) and failed.code == "crash"
    assert found == ["A", "B", "CHATTER", "D", "E"]


def test_a_map_within_a_map_does_not_wait_for_its_cpus(engine: RayEngine) -> None:
    outer = engine.map(tasks.double, [(n,) for n in range(40)])
    assert next(outer) == [0]
    inner = engine.map(tasks.double, [(n,) for n in range(6)])
    assert next(inner) == [0]
    assert list(engine.map(tasks.double, [(5,), (6,)])) == [[10], [12]]
    assert list(inner) == [[2 * n] for n in range(1, 6)]
    assert list(outer) == [[2 * n] for n in range(1, 40)]


def test_a_killed_actor_loses_nothing(engine: RayEngine) -> None:
    results = engine.map(tasks.above, [0.2] * 24)
    first = next(results)
    assert isinstance(first, int)
    os.kill(first, 9)
    after = list(results)
    assert len(after) == 23
    assert all(isinstance(process, int) for process in after)
    assert after[-1] != first or after[-2] != first


def test_no_shard_joins_no_cluster() -> None:
    assert list(RayEngine(replace(SETTINGS, address="ray://nobody:1")).map(tasks.double, [])) == []


def told(answers: Iterator[tuple[int, Any]], shards: int) -> list[list[Any]]:
    """The answers of each shard."""
    found: list[list[Any]] = [[] for _ in range(shards)]
    for number, answer in answers:
        found[number].append(int(answer) if isinstance(answer, str) else answer)
    return found


def test_answers_come_as_they_are_made_and_each_shard_ends(engine: RayEngine, tmp_path: Path) -> None:
    shards = [3, 0, 100, 1]
    found = told(engine.stream(tasks.Counting(tmp_path), shards), len(shards))
    assert found == [[*range(shard), None] for shard in shards]


def test_a_stream_that_breaks_off_says_so_after_what_it_told(engine: RayEngine, tmp_path: Path) -> None:
    (found,) = told(engine.stream(tasks.Counting(tmp_path, fatal=40), [100]), 1)
    assert found[:-1] == list(range(40)) and getattr(found[-1], "code", None) == "crash"


def test_a_stream_whose_actor_is_killed_is_told_once_and_whole(engine: RayEngine, tmp_path: Path) -> None:
    (found,) = told(engine.stream(tasks.Once(tmp_path, fatal=40), [100]), 1)
    assert found == [*range(100), None]
