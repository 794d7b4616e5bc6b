"""How fast, how large, and how both grow: `python -m benchmarks.speed [--whole]`.

Processor time and the memory of the largest process are what the system counts for a finished command and its workers.
All ratios are of one run. Without --whole the piles are a tenth of those that the floors name, for a look in minutes.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpora
from benchmarks.shared import scratch, table, there
from benchmarks.words import parser

RUNS = 5
WHOLE = "--whole" in sys.argv
POLITICAL, MIXED = "reuters_2017q4", "reuters21578"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds on the clock and of the processor, and megabytes of its largest process."""

    wall: float
    cpu: float
    memory: float


def cost(*arguments: object, command: Sequence[str] = ("-m", "detente")) -> Cost:
    """Runs a command of this Python, workers and all. Raises `CalledProcessError` when it fails."""
    begun = time.monotonic()
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, *command, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Cost(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(pile: Path, store: Path, workers: int = 1) -> Cost:
    """The main job on a pile, into a store that need not exist."""
    return cost("build", pile, "--store", store, "--workers", workers)


def size(documents: int) -> int:
    """So many documents in a whole run, a tenth of it in a quick one."""
    return documents if WHOLE else documents // 10


def parse(pile: Path) -> float:
    """Seconds of processor time of spaCy's pipeline alone over all texts of a pile."""
    nlp, texts = parser(), [story["text"] for story in corpora.stories(POLITICAL)[: _lines(pile)]]
    begun = time.process_time()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    return time.process_time() - begun


def throughput(folder: Path) -> list[tuple[object, ...]]:
    """Words and documents per second of processor time, and the share of a bare parse."""
    political = corpora.written(POLITICAL, size(982) if not WHOLE else 982, folder)
    mixed = corpora.written(MIXED, size(10_000), folder)
    start = cost("build", corpora.written(MIXED, 1, folder), "--store", folder / "one").cpu
    dense, plain = build(political, folder / "political"), build(mixed, folder / "mixed")
    count, bare = corpora.words(political), parse(political)
    return [
        ("whole pipeline, words per CPU-second, political text", "≥ 6,500", f"{count / dense.cpu:,.0f}"),
        ("the same without the start of the program", "–", f"{count / (dense.cpu - start):,.0f}"),
        ("bare spaCy over all of it, words per CPU-second", "–", f"{count / bare:,.0f}"),
        ("ratio to the bare parse", "≥ .7", f"{bare / (dense.cpu - start):.2f}"),
        ("whole pipeline, documents per CPU-second, Reuters-21578", "≥ 60", f"{_lines(mixed) / plain.cpu:.1f}"),
    ]


def workers(folder: Path) -> list[tuple[object, ...]]:
    """Wall time of one worker against two."""
    pile = corpora.written(MIXED, size(10_000), folder)
    one, two = (build(pile, folder / f"workers_{count}", count).wall for count in (1, 2))
    return [("two workers against one, wall", "≥ 1.75", f"{one / two:.2f}")]


def growth(folder: Path) -> list[tuple[object, ...]]:
    """Exponents of cost over size, memory of the largest process, and the price of one percent more."""
    sizes = [size(2_500), size(10_000), size(40_000)]
    coding, merging, memory = [], [], []
    for documents in sizes:
        pile, store = corpora.written(MIXED, documents, folder), folder / f"growth_{documents}"
        whole = build(pile, store, 2)
        again = cost("measure", "--store", store)
        coding.append(whole.cpu - again.cpu)
        merging.append(again.cpu)
        memory.append(whole.memory)
    more = _one_percent(folder, sizes[1], folder / f"growth_{sizes[1]}")
    return [
        (
            f"cost of coding, exponent over {sizes[0]:,} to {sizes[-1]:,} documents",
            "≤ 1.05",
            f"{_slope(sizes, coding):.2f}",
        ),
        ("cost of copies, merging and measuring, exponent", "≤ 1.15", f"{_slope(sizes, merging):.2f}"),
        (f"largest process at {sizes[0]:,} documents, MB", "–", f"{memory[0]:,.0f}"),
        (f"largest process at {sizes[-1]:,} documents, MB", "≤ 1,200", f"{memory[-1]:,.0f}"),
        (
            f"+1 % to {sizes[1]:,} documents, share of the whole build",
            "≤ 4 %",
            f"{more / (coding[1] + merging[1]):.1%}",
        ),
    ]


def _one_percent(folder: Path, documents: int, store: Path) -> float:
    """Processor time of a build that finds one document more for every hundred."""
    grown = folder / "grown"
    grown.mkdir()
    shutil.copy(corpora.written(MIXED, documents, folder), grown)
    build(grown, folder / "grown_store", 2)
    corpora.written(MIXED, documents + documents // 100, grown, skip=documents)
    return build(grown, folder / "grown_store", 2).cpu


def starts(folder: Path) -> list[tuple[object, ...]]:
    """Medians of what a user waits for before anything is read."""
    pile, store = corpora.written(MIXED, 100, folder), folder / "nothing_new"
    build(pile, store)
    bare = _median(lambda: cost(command=("-c", "")).wall)
    return [
        (
            "`import detente`, s beyond the interpreter's start",
            "≤ .15",
            f"{_median(lambda: cost(command=('-c', 'import detente')).wall) - bare:.2f}",
        ),
        ("`detente --help`, s", "≤ .3", f"{_median(lambda: cost('--help').wall):.2f}"),
        ("`detente build` of nothing new, s", "≤ 1.5", f"{_median(lambda: build(pile, store).wall):.2f}"),
    ]


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def _slope(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """The exponent of a power law between the smallest and the largest pile."""
    return math.log(costs[-1] / costs[0]) / math.log(sizes[-1] / sizes[0])


def _lines(path: Path) -> int:
    with path.open(encoding="utf-8") as file:
        return sum(1 for _ in file)


def report(folder: Path) -> None:
    """Prints one table after another, as they come."""
    for part in (starts, throughput, workers, growth):
        room = folder / part.__name__
        room.mkdir()
        print(f"**{part.__name__}**\n\n" + table(("measure", "floor", "measured"), part(room)) + "\n", flush=True)


def main() -> None:
    """Runs the report where the corpora are."""
    if there():
        scratch(report)


if __name__ == "__main__":
    main()
