"""Engines: results in the order of the shards whatever finishes first; a failure stands for its own shard only."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from detente import registry
from detente.config import Engine
from tests.engines import tasks

ENGINES = [
    pytest.param(name, marks=pytest.mark.skipif(name == "ray" and find_spec("ray") is None, reason="Ray is an extra"))
    for name in registry.names("engines")
]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", ENGINES)
def test_order_and_completeness(name: str, workers: int) -> None:
    engine = registry.load("engines", name)(Engine(workers=workers))
    assert list(engine.map(tasks.double, [(n,) for n in range(25)])) == [[2 * n] for n in range(25)]


@pytest.mark.parametrize("name", ENGINES)
def test_a_failure_stands_for_its_shard_only(name: str) -> None:
    engine = registry.load("engines", name)(Engine(workers=2, timeout=5))
    shards = [("a",), ("raise",), ("b",), ("exit",), ("c",)]
    found = list(engine.map(tasks.misbehave_all, shards))
    assert [isinstance(result, Exception) for result in found] == [False, True, False, True, False]
    assert [result for result in found if not isinstance(result, Exception)] == [["A"], ["B"], ["C"]]
