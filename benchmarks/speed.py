"""How fast, how large, and how both grow: `python -m benchmarks.speed [--whole] [--runs 5] [PART …]`.

Parts: starts, throughput, workers, ray, imports, growth. Processor time and the memory of the largest process are what
the system counts for a finished command and its workers; ratios are of one run, figures medians of `--runs` runs (one,
unless told). Without --whole the piles are a tenth of those that the floors name, for a look in minutes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks import corpora, imported
from benchmarks.crashes import digest
from benchmarks.shared import machine, scratch, table, there
from benchmarks.words import parser, peer

STARTS = 5
"""Runs of what takes a second or two."""

POLITICAL, MIXED = "reuters_2017q4", "reuters21578"
ARTICLES = 982
"""The articles of the political corpus."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the piles are, and how often each is measured."""

    whole: bool = False
    runs: int = 1

    def size(self, documents: int) -> int:
        """So many documents in a whole run, a tenth of it in a quick one."""
        return documents if self.whole else documents // 10

    def median(self, measure: Callable[[int], float]) -> float:
        """The median over all runs, each of which is given its number."""
        return statistics.median(measure(number) for number in range(self.runs))


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


def build(pile: Path, store: Path, workers: int = 1, engine: str = "local") -> Cost:
    """The main job on a pile, into a store that need not exist."""
    return cost("build", pile, "--store", store, "--workers", workers, "--engine", engine)


def starts(folder: Path, scale: Scale) -> list[Row]:
    """Medians of what a user waits for before anything is read."""
    pile, store = corpora.written(MIXED, 100, folder), folder / "nothing_new"
    build(pile, store)
    several = Scale(runs=max(STARTS, scale.runs))
    bare = several.median(lambda _: cost(command=("-c", "")).wall)
    bound = several.median(lambda _: cost(command=("-c", "import detente")).wall)
    return [
        ("`import detente`, s beyond the interpreter's start", "≤ .15", f"{bound - bare:.2f}"),
        ("`detente --help`, s", "≤ .3", f"{several.median(lambda _: cost('--help').wall):.2f}"),
        (
            "`detente build` of nothing new, 100 documents, s",
            "≤ 1.5",
            f"{several.median(lambda _: build(pile, store).wall):.2f}",
        ),
    ]


def throughput(folder: Path, scale: Scale) -> list[Row]:
    """Words and documents per second of processor time, beside a bare parse and a peer that finds quotes only."""
    articles = ARTICLES if scale.whole else ARTICLES // 4
    political = corpora.written(POLITICAL, articles, folder)
    mixed = corpora.written(MIXED, scale.size(10_000), folder)
    one = corpora.written(MIXED, 1, folder)
    start = scale.median(lambda n: build(one, folder / f"one{n}").cpu)
    dense = scale.median(lambda n: build(political, folder / f"political{n}").cpu)
    plain = scale.median(lambda n: build(mixed, folder / f"mixed{n}").cpu)
    texts = [story["text"] for story in corpora.stories(POLITICAL)[:articles]]
    count, bare = corpora.words(political), scale.median(lambda _: _parse(texts))
    both = {"political": (texts, dense - start), "Reuters-21578": (_texts(mixed), plain - start)}
    return [
        ("whole pipeline, words per CPU-second, political text", "≥ 6,500", f"{count / dense:,.0f}"),
        ("the same without the start of the program", "–", f"{count / (dense - start):,.0f}"),
        ("bare spaCy over all of it, words per CPU-second", "–", f"{count / bare:,.0f}"),
        ("ratio to the bare parse, program started", "≥ .7", f"{bare / (dense - start):.2f}"),
        ("ratio to the bare parse, start and all", "–", f"{bare / dense:.2f}"),
        ("whole pipeline, documents per CPU-second, Reuters-21578", "≥ 60", f"{lines(mixed) / plain:.1f}"),
        ("the same without the start of the program", "–", f"{lines(mixed) / (plain - start):.1f}"),
        *(row for name, (held, ours) in both.items() for row in _beside(name, held, ours)),
    ]


def _texts(pile: Path) -> list[str]:
    with pile.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def _beside(name: str, texts: Sequence[str], ours: float) -> list[Row]:
    """Documents per CPU-second of the whole pipeline and of a peer that finds quotes only, on the same texts."""
    quoting = peer(texts)
    if quoting is None:
        return [(f"against textacy's quotes, {name}", "≥ 3", "textacy is missing")]
    each, other = len(texts) / ours, len(texts) / quoting[0]
    return [
        (f"documents per CPU-second, {name}: all of ours; textacy's quotes", "–; 4.9", f"{each:.1f}; {other:.1f}"),
        (f"the one against the other, {name}", "≥ 3", f"{each / other:.2f}"),
    ]


def _parse(texts: Sequence[str]) -> float:
    """Seconds of processor time of spaCy's pipeline alone over the texts."""
    nlp = parser()
    begun = time.process_time()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    return time.process_time() - begun


def workers(folder: Path, scale: Scale) -> list[Row]:
    """Wall time of one worker against two."""
    pile = corpora.written(MIXED, scale.size(10_000), folder)
    one, two = (scale.median(lambda n, w=w: build(pile, folder / f"{w}_{n}", w).wall) for w in (1, 2))  # type: ignore[misc]
    return [("two workers against one, wall", "≥ 1.75", f"{one / two:.2f}")]


def ray(folder: Path, scale: Scale) -> list[Row]:
    """Ray with two workers against local with two: wall time and bytes; and what Ray takes to start."""
    if find_spec("ray") is None:
        return [("Ray against local, two workers, wall", "≤ 1.3", "Ray is missing")]
    documents = scale.size(20_000)
    pile, one = corpora.written(MIXED, documents, folder), corpora.written(MIXED, 1, folder)
    wall, start = {}, {}
    for engine in ("local", "ray"):
        start[engine] = build(one, folder / f"one_{engine}", 2, engine).wall
        wall[engine] = scale.median(lambda n, e=engine: build(pile, folder / f"{e}{n}", 2, e).wall)  # type: ignore[misc]
    same = digest(folder / "local0") == digest(folder / "ray0")
    return [
        (
            f"Ray against local, 2 workers, {documents:,} documents",
            "≤ 1.3",
            f"{wall['ray'] / wall['local']:.2f}",
        ),
        ("the same bytes", "yes", "yes" if same else "no"),
        ("one document: Ray's start beside the local one, s", "–", f"{start['ray']:.1f}, {start['local']:.1f}"),
    ]


def imports(folder: Path, scale: Scale) -> list[Row]:
    """Event data that others coded, and the index over many pairs and weeks."""
    rows = scale.size(1_000_000)
    file = imported.gdelt(folder / "gdelt.tsv", rows)
    script = "import sys; from detente.store import imports; imports.read('gdelt', sys.argv[1:])"
    reading = scale.median(lambda _: cost(file, command=("-c", script)).wall)
    return [
        (f"{rows:,} rows of GDELT read, s", "≤ 30", f"{reading:.1f}"),
        ("index of 200 pairs over 500 weeks, CPU-s", "≤ 3.5", f"{scale.median(lambda _: _index()):.1f}"),
    ]


def _index() -> float:
    """Seconds of processor time of the index: one level and one swing a pair and week, smoothed."""
    from benchmarks.relations import simulated
    from detente.measure import index, parameters

    counts = simulated()
    begun = time.process_time()
    index.smooth(counts, parameters.scale("week"))
    return time.process_time() - begun


def growth(folder: Path, scale: Scale) -> list[Row]:
    """Exponents of cost over size, memory of the largest process, and the price of one percent more.

    `benchmarks.growth` goes further with what all documents share: 200,000 of them, without coding each.
    """
    sizes = [scale.size(2_500), scale.size(20_000), scale.size(40_000)]
    coding, merging, memory = [], [], []
    for documents in sizes:
        pile, store = corpora.written(MIXED, documents, folder), folder / f"growth_{documents}"
        whole = build(pile, store, 2)
        again = cost("measure", "--store", store)
        coding.append(whole.cpu - again.cpu)
        merging.append(again.cpu)
        memory.append(whole.memory)
    more = _one_percent(folder, sizes[1])
    span = f"{sizes[0]:,} to {sizes[-1]:,} documents"
    return [
        (f"cost of coding, exponent over {span}", "≤ 1.05", f"{_slope(sizes, coding):.2f}"),
        ("cost of copies, merging and measuring, exponent", "≤ 1.15", f"{_slope(sizes, merging):.2f}"),
        *(
            (f"largest process at {n:,} documents, MB", "≤ 1,200", f"{m:,.0f}")
            for n, m in zip(sizes, memory, strict=True)
        ),
        (f"+1 % to {sizes[1]:,} documents, share of the build", "≤ 4 %", f"{more / (coding[1] + merging[1]):.1%}"),
    ]


def _one_percent(folder: Path, documents: int) -> float:
    """Processor time of a build that finds one document more for every hundred."""
    grown = folder / "grown"
    grown.mkdir()
    shutil.copy(corpora.written(MIXED, documents, folder), grown)
    build(grown, folder / "grown_store", 2)
    corpora.written(MIXED, documents + documents // 100, grown, skip=documents)
    return build(grown, folder / "grown_store", 2).cpu


def _slope(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """The exponent of a power law between the smallest and the largest pile."""
    return math.log(costs[-1] / costs[0]) / math.log(sizes[-1] / sizes[0])


def lines(path: Path) -> int:
    """How many documents a pile has."""
    with path.open(encoding="utf-8") as file:
        return sum(1 for _ in file)


PARTS = {part.__name__: part for part in (starts, throughput, workers, ray, imports, growth)}


def report(folder: Path, names: Sequence[str], scale: Scale) -> None:
    """Prints the machine, then one table after another, as they come."""
    print(machine() + "\n", flush=True)
    for name in names:
        room = folder / name
        room.mkdir()
        print(f"**{name}**\n\n" + table(("measure", "floor", "measured"), PARTS[name](room, scale)) + "\n", flush=True)
        shutil.rmtree(room)


def main() -> None:
    """Runs the report where the corpora are."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART")
    options.add_argument("--whole", action="store_true")
    options.add_argument("--runs", type=int, default=1)
    given = options.parse_args(sys.argv[1:] if sys.argv[0].endswith("speed.py") else [])
    if unknown := set(given.parts) - set(PARTS):
        options.error(f"there is no part {min(unknown)}; there are: {', '.join(PARTS)}")
    if there():
        scratch(lambda folder: report(folder, given.parts, Scale(given.whole, given.runs)))


if __name__ == "__main__":
    main()
