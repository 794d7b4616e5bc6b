"""What commands print: progress on standard error, results on standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

WORDS: Final = {
    "read": "Reading files",
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
EVERY: Final = 256
"""Documents between two lines of progress where nobody watches a terminal."""


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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(WORDS.get(step, step), total=total or None, rate="")
            speed = bars.tasks[tasks[step]].speed
            rate = f"{speed:.1f}/s" if speed else ""
            bars.update(tasks[step], completed=done, total=total or None, rate=rate)

        yield report


class _Lines:
    """A line when a step starts and one a shard, with rate and remaining time."""

    def __init__(self) -> None:
        self.step = ""
        self.started = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self.step, self.started = step, time.monotonic()
            note(f"{WORDS.get(step, step)}{f': {total}' if total > 1 else ''}")
        elif total > 1 and done and (done % EVERY == 0 or done == total):
            seconds = max(time.monotonic() - self.started, 1e-9)
            left = (total - done) * seconds / done
            note(f"  {done} of {total}, {done / seconds:.1f} a second, {left:.0f} s left")
