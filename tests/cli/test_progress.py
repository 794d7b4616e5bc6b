"""Progress: a pace that counts from the first results, times for people, lines and bars that say what goes on."""

from __future__ import annotations

import io
import sys

import pytest

from detente.cli import output
from detente.cli.pace import Pace, spoken


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_start_of_workers_does_not_count() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.tell(0)
    clock.now += 30
    assert pace.rate() is None and pace.left(100) is None
    pace.tell(1)
    clock.now += 0.1
    pace.tell(16)  # a batch comes at once
    clock.now += 8
    pace.tell(32)
    assert pace.rate() == pytest.approx(16 / 8.1)
    assert pace.left(48) == pytest.approx(8.1)


def test_what_is_done_in_one_go_counts_from_the_start() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 4
    for done in (1, 2, 3, 4):
        pace.tell(done)
    assert pace.rate() is None and pace.overall() == 1.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (89, "89 s"), (90, "2 min"), (3_000, "50 min"), (5_400, "1 h 30 min"), (40_000, "11 h 7 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


class Screen(io.StringIO):
    """Standard error, a terminal or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def told(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    """What is said while a build goes on, with time passing between its words."""
    screen, clock = Screen(terminal), Clock()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("detente.cli.output.time.monotonic", clock)
    with output.progress() as report:
        for step, done, total in (
            ("read", 0, 2), ("records", 1_000, 0), ("read", 1, 2), ("records", 2_000, 0), ("read", 2, 2),
            ("code", 0, 600), ("code", 1, 600), ("code", 300, 600), ("code", 400, 600), ("code", 600, 600),
            ("dedupe", 0, 1), ("publish", 0, 1), ("publish", 1, 1),
        ):  # fmt: skip
            report(step, done, total)
            clock.now += 6
    return screen.getvalue()


def test_lines_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in told(monkeypatch, terminal=False).splitlines() if " a second" not in line]
    assert lines == [
        "Reading files: 2", "  1,000 records read", "  2,000 records read", "Reading sentences and coding: 600",
        "Looking for copies", "Writing tables",
    ]  # fmt: skip


def test_lines_are_at_least_a_shard_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    paces = [line.split(",")[0] for line in told(monkeypatch, terminal=False).splitlines() if " a second" in line]
    assert paces == ["  2 of 2", "  300 of 600", "  600 of 600"]


def test_bars_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(monkeypatch, terminal=True)
    for part in ("2 of 2", "Records read", "2,000", "600 of 600", "Looking for copies", "Writing tables"):
        assert part in said
