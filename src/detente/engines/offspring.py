"""Processes of a Ray that was started here: they carry a mark of their driver, and end with it whatever it dies of.

Ray ends its own processes when its driver ends, but for those that were still starting when it was killed. A watchman,
`python -m detente.engines.offspring MARK`, outlives the driver, hears its pipe close, and ends what carries its mark;
the next driver ends what carries the mark of one that is gone. No process without a mark is touched, so no cluster that
others started. Where there is no `/proc`, nothing is looked for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

MARK: Final = "DETENTE_RAY_OF"
PROC: Final = Path("/proc")
PATIENCE: Final = 2.0
"""Seconds without a process of the mark after which none is expected any more."""

_WATCHMEN: Final[list[subprocess.Popen[bytes]]] = []


@contextmanager
def marked() -> Iterator[None]:
    """While this is open, processes that are started carry the mark of this one; a watchman ends them after it."""
    mark = _mark(os.getpid())
    if mark is None:
        yield
        return
    end(left())
    if all(watchman.poll() is not None for watchman in _WATCHMEN):
        _WATCHMEN.append(_watchman(mark))
    os.environ[MARK] = mark
    try:
        yield
    finally:
        del os.environ[MARK]


def _watchman(mark: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", "detente.engines.offspring", mark],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is not for it
        env=os.environ | {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
    )


def left() -> list[int]:
    """The processes that carry the mark of a driver of this system that is gone."""
    here = _namespace()
    found = []
    for process, mark in _marks():
        space, _, driver = mark.partition(" ")
        if space == here and mark != _mark(int(driver.partition(" ")[0])):
            found.append(process)
    return found


def end(processes: list[int]) -> None:
    """Ends these processes at once."""
    for process in processes:
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)


def watch(pipe: IO[bytes], mark: str) -> None:
    """Waits until the pipe closes; then ends what carries the mark, until nothing has carried it for a while."""
    pipe.read()
    quiet = time.monotonic()
    while time.monotonic() - quiet < PATIENCE:
        found = [process for process, carried in _marks() if carried == mark]
        if found:
            end(found)
            quiet = time.monotonic()
        time.sleep(0.1)


def _mark(process: int) -> str | None:
    """What tells a process from all others of this machine, also of one that had its number before; None if gone."""
    try:
        started = (PROC / f"{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[19]
        return f"{_namespace()} {process} {started}"
    except (OSError, IndexError):
        return None


def _namespace() -> str:
    """The space in which numbers of processes are ours: a container has its own."""
    return str((PROC / "self/ns/pid").readlink())


def _marks() -> Iterator[tuple[int, str]]:
    """Every process that carries a mark, and the mark."""
    start = f"{MARK}=".encode()
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):  # of another user, or gone
                for said in (entry / "environ").read_bytes().split(b"\0"):
                    if said.startswith(start):
                        yield int(entry.name), said[len(start) :].decode("ascii", "replace")


if __name__ == "__main__":
    watch(sys.stdin.buffer, sys.argv[1])
