"""Workers, actors and drivers killed at random, here and on Ray: `python -m benchmarks.kills [--trials 20] [PART …]`.

Parts: local, ray, drivers.

In each trial a build of 20 documents by two workers loses processes at random moments and must end in the bytes of a
build that nobody disturbed, with every document and no reject of its own. A killed driver is started again. The trials
on Ray are left out where it is not installed. Every trial has its own seed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from benchmarks import shared
from benchmarks.crashes import FEW, Row, command, corpus, digest
from detente.store.segments import read
from detente.store.verification import verify

KILLS = 3
MARK = "KILLS_TRIAL"
WORKER = b"detente.engines.worker"
PATIENCE = 10.0
"""Seconds that processes of a killed driver may take to notice."""


def family(mark: str) -> dict[int, bool]:
    """The living processes that were started with this mark; true for workers of ours."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                if f"{MARK}={mark}\0".encode() in (entry / "environ").read_bytes():
                    found[int(entry.name)] = WORKER in (entry / "cmdline").read_bytes()
    return found


def parent(process: int) -> int:
    """The process that started one; 0 where it is gone."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[1])
    return 0


def kill(process: int) -> bool:
    """True when there was something to kill."""
    with suppress(OSError):
        os.kill(process, signal.SIGKILL)
        return True
    return False


def started(source: Path, store: Path, engine: str, mark: str) -> subprocess.Popen[bytes]:
    """A build by two workers, whose processes are known by the mark."""
    return subprocess.Popen(
        command(source, store, "--workers", "2", "--engine", engine),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {MARK: mark},
    )


def disturbed(run: subprocess.Popen[bytes], chance: random.Random, took: float, mark: str, *, actors: bool) -> int:
    """Kills workers, or the actors above them, while a build goes on; returns how many."""
    killed = 0
    while run.poll() is None and killed < KILLS:
        with suppress(subprocess.TimeoutExpired):
            run.wait(timeout=chance.uniform(0.05, 0.5) * took)
        workers = sorted(process for process, ours in family(mark).items() if ours)
        if run.poll() is not None or not workers:
            continue
        victim = chance.choice(workers)
        above = parent(victim)
        killed += kill(above if actors and above not in (0, run.pid) and chance.random() < 0.5 else victim)
    return killed


def workers(source: Path, folder: Path, whole: str, took: float, trials: int, engine: str) -> Row:
    """Builds whose workers are killed: how many end in the same bytes, without being started again."""
    same = kills = refused = 0
    for trial in range(trials):
        mark, store = f"{os.getpid()}-{engine}-{trial}", folder / f"{engine}{trial}"
        with started(source, store, engine, mark) as run:
            kills += disturbed(run, random.Random(2000 + trial), took, mark, actors=engine == "ray")
            said = run.stderr.read() if run.stderr is not None else b""
        done = run.returncode == 0
        if not done:
            print(f"  trial {trial}: exit {run.returncode}, {said[-300:]!r}", flush=True)
        same += done and digest(store) == whole
        refused += not done or any(s.rows for s in read(store).segments("extract", "rejects"))
        shutil.rmtree(store)
    named = "worker killed, local" if engine == "local" else "worker or actor killed, Ray"
    return named, f"{trials} trials, {kills} kills", same, f"in the same bytes, {refused} with a document lost"


def drivers(source: Path, folder: Path, whole: str, took: float, trials: int) -> Row:
    """Builds on Ray whose driver is killed once, then started again: how many end in the same bytes."""
    same = kills = orphans = left = 0
    for trial in range(trials):
        mark, store = f"{os.getpid()}-driver-{trial}", folder / f"driver{trial}"
        with started(source, store, "ray", mark) as run:
            try:
                run.wait(timeout=random.Random(3000 + trial).uniform(0.2, 0.9) * took)
            except subprocess.TimeoutExpired:
                run.kill()
                kills += 1
        orphans += gone(mark)
        with started(source, store, "ray", mark) as run:
            run.wait()
        same += run.returncode == 0 and digest(store) == whole
        left += len(verify(store).strays)
        shutil.rmtree(store)
    remark = f"in the same bytes, {left} files left over, {orphans} processes outlived their driver by {PATIENCE:g} s"
    return "driver killed, Ray", f"{trials} trials, {kills} kills", same, remark


def gone(mark: str) -> int:
    """Waits for the processes of a mark to end; ends those that do not, and says how many they were."""
    until = time.monotonic() + PATIENCE
    while (left := family(mark)) and time.monotonic() < until:
        time.sleep(0.2)
    return sum(kill(process) for process in left)


def main() -> None:
    """Prints how many trials of each kind end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["local", "ray", "drivers"], metavar="PART")
    parser.add_argument("--trials", type=int, default=20)
    given = parser.parse_args(sys.argv[1:] if sys.argv[0].endswith("kills.py") else [])
    parts, trials = given.parts, given.trials
    if find_spec("ray") is None:
        print("Ray is not installed: its trials are left out.\n")
        parts = [part for part in parts if part == "local"]

    def measured(folder: Path) -> None:
        source, store = corpus(folder / "in", FEW), folder / "whole"
        begun = time.monotonic()
        subprocess.run(command(source, store, "--workers", "2"), check=True, capture_output=True)
        took, whole = time.monotonic() - begun, digest(store)
        jobs: dict[str, Callable[[], Row]] = {
            "local": lambda: workers(source, folder, whole, took, trials, "local"),
            "ray": lambda: workers(source, folder, whole, took, trials, "ray"),
            "drivers": lambda: drivers(source, folder, whole, 2 * took, trials),
        }
        rows = []
        for part in parts:
            rows.append(jobs[part]())
            print("  " + " | ".join(map(str, rows[-1])), flush=True)
        print(shared.table(("what", "how often", "as promised", "how"), rows))

    shared.scratch(measured)


if __name__ == "__main__":
    main()
