"""What commands print: progress on standard error, results on standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from detente.cli.pace import Pace, spoken

WORDS: Final = {
    "read": "Reading files",
    "records": "Records read",
    "pages": "Reading pages",
    "clean": "Cleaning",
    "code": "Reading sentences and coding",
    "import": "Reading event data",
    "dedupe": "Looking for copies",
    "resolve": "Merging reports into incidents",
    "measure": "Measuring relations",
    "publish": "Writing tables",
    "search": "Indexing words",
    "site": "Writing dossiers",
}
WAITING: Final = {"clean": "starting workers", "code": "starting workers"}
"""What a step does before its first result."""

EVERY: Final = 256
OFTEN: Final = 5.0
"""Documents, and seconds, between two lines of progress where nobody watches a terminal: at least as many of both."""


def say(text: str) -> None:
    """Prints a line of result."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Prints a line on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def as_json(value: Any) -> None:
    """Prints one JSON object."""
    say(json.dumps(value, ensure_ascii=False, default=str))


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A progress reporter: a bar with rate and remaining time on a terminal, else a line now and then."""
    if quiet:
        yield lambda step, done, total: None
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield _Lines()


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(finished_text=" "),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}", justify="right"),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars)


class _Bars:
    """A bar for each step: how much of it is done, how fast, how long it will take; one that moves for steps in one."""

    def __init__(self, bars: Any) -> None:
        self.bars = bars
        self.tasks: dict[str, Any] = {}
        self.paces: dict[str, Pace] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self.tasks:
            for earlier in self.tasks.values():  # a step begins when those before it are through; records are inside
                if step != "records" and not self.bars.tasks[earlier].finished:
                    self.bars.update(earlier, total=1, completed=1, pace="")
            self.paces[step] = Pace()
            self.tasks[step] = self.bars.add_task(WORDS.get(step, step), total=None, count="", pace="")
        self.paces[step].tell(done)
        if total > 1:
            count, pace = f"{done:,} of {total:,}", self._pace(step, done, total)
            self.bars.update(self.tasks[step], completed=done, total=total, count=count, pace=pace)
        elif total:
            self.bars.update(self.tasks[step], completed=done, total=1 if done else None)
        else:
            self.bars.update(self.tasks[step], count=f"{done:,}", pace=self._pace(step, done, total))

    def _pace(self, step: str, done: int, total: int) -> str:
        rate, left = self.paces[step].rate(), self.paces[step].left(total)
        if rate is not None and left is not None:
            return f"{rate:,.1f} a second" + (f", {spoken(left)} left" if total > done else "")
        if done == total:
            return f"{self.paces[step].overall():,.1f} a second"
        return "" if done else WAITING.get(step, "")


class _Lines:
    """A line when a step starts and one now and then, with rate and remaining time."""

    def __init__(self) -> None:
        self.step = ""
        self.pace = Pace()
        self.said = (0.0, 0)

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step == "records":  # inside of the files that are read
            if now - self.said[0] >= OFTEN:
                self.said = now, 0
                note(f"  {done:,} {WORDS[step].lower()}")
            return
        if step != self.step:
            self.step, self.pace, self.said = step, Pace(), (now, 0)
            note(f"{WORDS.get(step, step)}{f': {total}' if total > 1 else ''}")
        self.pace.tell(done)
        due = done - self.said[1] >= EVERY and now - self.said[0] >= OFTEN
        if total > 1 and done and (due or done == total):
            self.said = now, done
            left = spoken(self.pace.left(total) or 0)
            rate = self.pace.rate() or self.pace.overall()
            note(f"  {done} of {total}, {rate:.1f} a second, {left} left")
