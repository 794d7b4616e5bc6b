"""How many workers this machine, or the container we run in, has room for."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Final

GIGABYTE: Final = 1_000_000_000
EACH: Final = 1.2 * GIGABYTE
"""Memory that a worker may come to hold: its model and the largest document that it may read."""

CGROUP: Final = Path("/sys/fs/cgroup")
MEMORY: Final = Path("/proc/meminfo")


def workers(wanted: int = 0) -> int:
    """As many as wanted; for 0 one a core that we may use, fewer where they would not fit into the free memory."""
    if wanted:
        return wanted
    room = free()
    return cores() if room is None else max(1, min(cores(), int(room // EACH)))


def cores() -> int:
    """The cores that this process may use: those it is bound to, and no more than its container's share of time."""
    try:
        bound = len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - a system that binds no process
        bound = os.cpu_count() or 1
    quota, _, period = _told("cpu.max").partition(" ")
    if quota.isdecimal() and period.strip().isdecimal():
        return max(1, min(bound, math.ceil(int(quota) / int(period))))
    return bound


def free() -> int | None:
    """Bytes of memory that are to be had, by the machine and by the container; None where neither says."""
    try:
        lines = MEMORY.read_text(encoding="ascii").splitlines()
        found = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    except (OSError, ValueError, IndexError):
        found = []
    limit, held = _told("memory.max"), _told("memory.current")
    if limit.isdecimal() and held.isdecimal():
        found.append(max(0, int(limit) - int(held)))
    return min(found, default=None)


def _told(name: str) -> str:
    try:
        return (CGROUP / name).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
