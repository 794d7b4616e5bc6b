"""Results in order, and workers that die, hang or swell without taking others with them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from detente.config import Engine as Settings
from detente.engines.batches import TRIES, each
from detente.engines.failures import ShardError
from detente.engines.local import LocalEngine
from detente.errors import MachineError
from tests.engines import tasks


def engine(workers: int = 2, timeout: float = 20.0) -> LocalEngine:
    return LocalEngine(Settings(workers=workers, timeout=timeout, memory_mb=1000))


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_shards(workers: int) -> None:
    shards = [(n, n + 1) for n in range(40)]
    assert list(engine(workers).map(tasks.double, shards)) == [[2 * n, 2 * n + 2] for n in range(40)]


def test_order_holds_when_the_first_is_the_slowest() -> None:
    assert list(engine().map(tasks.slow, [0.4, 0.0, 0.1])) == [0.4, 0.0, 0.1]


def test_no_shard_starts_no_worker() -> None:
    assert list(engine().map(tasks.double, [])) == []


@pytest.mark.parametrize(
    ("culprit", "code"),
    [
        ("hang", "timeout"),
        ("exit", "crash"),
        ("kill", "crash"),
        ("memory", "memory"),
        ("raise", "error"),
        ("deep", "error"),
    ],
)
def test_a_culprit_is_named_and_the_others_are_done(culprit: str, code: str) -> None:
    items = ["a", "b", culprit, "chatter", "d", "e"]
    found = list(each(engine(timeout=1.0), tasks.misbehave, items, workers=2))
    failed = found.pop(2)
    assert isinstance(failed, ShardError) and failed.code == code
    assert found == ["A", "B", "CHATTER", "D", "E"]


def test_forty_with_four_culprits_lose_four() -> None:
    items = [("exit" if n in (3, 4, 21, 39) else f"x{n}") for n in range(40)]
    found = list(each(engine(), tasks.misbehave, items, workers=2))
    assert [n for n, result in enumerate(found) if isinstance(result, Exception)] == [3, 4, 21, 39]
    assert [result for result in found if isinstance(result, str)] == [i.upper() for i in items if i != "exit"]


def test_an_error_says_what_it_was() -> None:
    (failed,) = each(engine(1), tasks.misbehave, ["raise"], workers=1)
    assert str(failed) == "KeyError: 'colour'."


def test_a_timeout_says_how_long_it_waited() -> None:
    (failed,) = engine(1, timeout=0.5).map(tasks.misbehave_all, [("hang",)])
    assert str(failed) == "It took longer than 0.5 seconds."


def test_each_piece_of_an_item_has_the_time_of_one() -> None:
    found = list(each(engine(1, timeout=1.0), tasks.Slowly(), ["ab", "abcdefgh", "a?", "a!", "c"], workers=1))
    assert [*found[:2], found[4]] == ["AB", "ABCDEFGH", "C"]
    assert [getattr(failed, "code", None) for failed in found[2:4]] == ["timeout", "error"]


def test_workers_use_one_thread_each_and_are_not_this_process() -> None:
    for pid, threads in engine().map(tasks.surroundings, [1, 2, 3]):  # type: ignore[misc]
        assert pid != os.getpid() and threads == "1"


def test_stopping_early_leaves_no_worker_behind() -> None:
    results = engine(1).map(tasks.surroundings, list(range(30)))
    first = next(results)
    assert not isinstance(first, Exception)
    results.close()  # type: ignore[attr-defined]
    for _ in range(50):
        if not _alive(first[0]):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived the run")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("count", [1, 5, 16, 17, 33])
@pytest.mark.parametrize("workers", [1, 3])
def test_batches_lose_and_double_nothing(count: int, workers: int) -> None:
    class Here:
        def map(self, function: object, shards: Sequence[object]) -> object:
            return map(function, shards)  # type: ignore[call-overload]

    found = each(Here(), tasks.double_one, list(range(count)), workers=workers)  # type: ignore[arg-type]
    assert list(found) == [2 * n for n in range(count)]


@pytest.mark.parametrize("killed", [1, 2])
@pytest.mark.parametrize("items", [["mortal"], ["a", "mortal", "b", "c"]])
def test_an_item_whose_worker_others_killed_is_not_lost(tmp_path: Path, killed: int, items: list[str]) -> None:
    found = each(engine(1), tasks.Mortal(tmp_path, over=killed), items, workers=1)
    assert list(found) == [item.upper() for item in items]


def test_an_item_that_kills_every_worker_is_to_blame(tmp_path: Path) -> None:
    found = list(each(engine(1), tasks.Mortal(tmp_path, over=9), ["a", "mortal", "b"], workers=1))
    assert [found[0], found[2]] == ["A", "B"] and isinstance(found[1], ShardError)
    assert len(list(tmp_path.glob("over*"))) <= TRIES + 1


def test_a_worker_killed_before_it_is_ready_is_replaced(tmp_path: Path) -> None:
    assert list(each(engine(1), tasks.Mortal(tmp_path, before=2), ["a", "b"], workers=1)) == ["A", "B"]


def test_workers_that_all_die_before_they_are_ready_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"The workers cannot start: The worker process died\."):
        list(each(engine(1), tasks.Mortal(tmp_path, before=9), ["a", "b"], workers=1))


def test_workers_that_cannot_start_stop_the_run() -> None:
    with pytest.raises(MachineError, match=r"The workers cannot start: FileNotFoundError: model\.bin"):
        list(each(engine(), tasks.Unready(), ["a", "b", "c"], workers=2))


# --- streams ----------------------------------------------------------------------------------------------------


def told(answers: Iterable[tuple[int, Any]], shards: int) -> list[list[Any]]:
    """The answers of each shard."""
    found: list[list[Any]] = [[] for _ in range(shards)]
    for number, answer in answers:
        found[number].append(int(answer) if isinstance(answer, str) else answer)
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_as_they_are_made_and_each_shard_ends(tmp_path: Path, workers: int) -> None:
    shards = [3, 0, 100, 1]
    found = told(engine(workers).stream(tasks.Counting(tmp_path), shards), len(shards))
    assert found == [[*range(shard), None] for shard in shards]


def test_a_stream_that_breaks_off_says_so_after_what_it_told(tmp_path: Path) -> None:
    first, second = told(engine(1).stream(tasks.Counting(tmp_path, fatal=40), [100, 5]), 2)
    assert first[:-1] == list(range(40)) and getattr(first[-1], "code", None) == "crash"
    assert second == [*range(5), None]


def test_a_worker_is_never_far_ahead_of_who_reads_its_stream(tmp_path: Path) -> None:
    answers = engine(1).stream(tasks.Counting(tmp_path), [100_000])
    assert next(answers)[0] == 0
    seen, before = -1, -2
    while seen != before:  # until it waits
        time.sleep(0.3)
        seen, before = int((tmp_path / "100000").read_text() or 0), seen
    assert seen < 200
    answers.close()  # type: ignore[attr-defined]


def test_what_cannot_be_sent_breaks_its_stream_off(tmp_path: Path) -> None:
    ((number, failed),) = engine(1).stream(lambda shard: shard, [1])
    assert number == 0 and isinstance(failed, ShardError) and failed.code == "error"
