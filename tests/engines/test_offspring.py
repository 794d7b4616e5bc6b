"""What a driver started and marked ends with it, whatever it dies of; nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from detente.engines import offspring

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")

DRIVER = """
import subprocess, sys, time
from detente.engines import offspring
def sleeper():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True).pid
with offspring.marked():
    marked = sleeper()
print(marked, sleeper(), offspring._WATCHMEN[0].pid, flush=True)
time.sleep(300)
"""


@pytest.fixture
def driver() -> Iterator[tuple[subprocess.Popen[str], int, int, int]]:
    """A driver, a process that it marked, one that it did not, and its watchman."""
    with subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        marked, other, watchman = map(int, run.stdout.readline().split())
        yield run, marked, other, watchman
        run.kill()
        for process in (marked, other, watchman):
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)


def _gone(process: int, seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_what_is_marked_ends_with_its_driver(driver: tuple[subprocess.Popen[str], int, int, int]) -> None:
    run, marked, other, watchman = driver
    assert not _gone(marked, 1.0)
    run.kill()
    assert _gone(marked) and _gone(watchman)
    assert not _gone(other, 0.2)


def test_the_next_driver_ends_what_one_left_without_its_watchman(
    driver: tuple[subprocess.Popen[str], int, int, int],
) -> None:
    run, marked, other, watchman = driver
    assert marked not in offspring.left()
    os.kill(watchman, signal.SIGKILL)
    run.kill()
    run.wait()
    assert _gone(watchman) and not _gone(marked, 0.2)
    found = offspring.left()
    assert marked in found and other not in found
    offspring.end([marked])
    assert _gone(marked) and not _gone(other, 0.2)


def test_marks_of_another_container_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = os.environ | {offspring.MARK: "pid:[1] 999999 5"}
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], env=environment) as run:
        try:
            while (run.pid, environment[offspring.MARK]) not in offspring._marks():
                time.sleep(0.05)
            assert run.pid not in offspring.left()
            monkeypatch.setattr(offspring, "_namespace", lambda: "pid:[1]")
            assert run.pid in offspring.left()
        finally:
            run.kill()
