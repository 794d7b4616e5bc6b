"""How many workers fit: the cores we are bound to, the container's share, the memory that is free."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.engines import machine


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that say what the system would; at first nothing but eight cores."""
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    return tmp_path


def test_what_is_asked_for_is_taken(told: Path) -> None:
    assert machine.workers(3) == 3


def test_one_a_core_where_nothing_else_is_said(told: Path) -> None:
    assert machine.workers() == 8 and machine.free() is None


@pytest.mark.parametrize(
    ("share", "cores"), [("max 100000", 8), ("250000 100000", 3), ("50000 100000", 1), ("6400000 100000", 8), ("", 8)]
)
def test_a_container_has_its_share_of_the_cores(told: Path, share: str, cores: int) -> None:
    (told / "cpu.max").write_text(share)
    assert machine.cores() == machine.workers() == cores


def test_memory_that_is_short_means_fewer(told: Path) -> None:
    (told / "meminfo").write_text("MemTotal: 16000000 kB\nMemAvailable: 5000000 kB\n")
    assert machine.workers() == 4
    (told / "memory.max").write_text("3000000000\n")
    (told / "memory.current").write_text("500000000\n")
    assert machine.workers() == 2
    (told / "memory.current").write_text("4000000000\n")
    assert machine.workers() == 1
    (told / "memory.max").write_text("max\n")
    assert machine.workers() == 4
