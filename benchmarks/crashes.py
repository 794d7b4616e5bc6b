"""Builds that are killed, damaged, doubled or out of space: `python -m benchmarks.crashes [--trials 20]`.

Documents are made from the demo corpus, with other numbers and days: 200, and 20 for what is built again and again.
Every trial has its own seed.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from benchmarks import shared
from detente.errors import DetenteError
from detente.records import STORED
from detente.store.database import Database
from detente.store.export import export
from detente.store.segments import CACHE, FOLDER, LOCK, MANIFEST
from detente.store.verification import verify

DOCUMENTS = 200
FEW = 20  # documents of the trials that build again and again
KILLS = 3
ATTEMPTS = 8  # builds of one trial that may end before they are killed
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Row = tuple[str, str, int, str]
"""What was done, how often, how many of them ended as promised, and how."""

NUMBER = re.compile(r"\b\d{1,3}\b")
DAY = re.compile("|".join(DAYS))


def corpus(folder: Path, count: int = DOCUMENTS) -> Path:
    """A folder of articles, each from one of the demo's with numbers and weekdays of its own."""
    demo = [entry for entry in (files("detente") / "demo" / "corpus").iterdir() if entry.name.endswith(".txt")]
    texts = sorted(demo, key=lambda entry: entry.name)
    folder.mkdir(parents=True)
    for number in range(count):
        chance = random.Random(number)
        text = texts[number % len(texts)].read_text(encoding="utf-8")
        head, _, rest = text.partition("\n\n")
        kept = "\n\n".join(rest.split("\n\n")[:2])
        days = DAY.sub(functools.partial(_day, chance), kept)
        changed = NUMBER.sub(functools.partial(_number, chance), days)
        (folder / f"{number:03}.txt").write_text(f"{head}\n\n{changed}\n", encoding="utf-8")
    return folder


def _day(chance: random.Random, _: re.Match[str]) -> str:
    return chance.choice(DAYS)


def _number(chance: random.Random, _: re.Match[str]) -> str:
    return str(chance.randint(2, 28))


def command(source: Path, store: Path, *more: str) -> list[str]:
    """The command that builds."""
    return [sys.executable, "-m", "detente", "build", str(source), "--store", str(store), *more]


def digest(store: Path) -> str:
    """Sha256 over every table as it is exported."""
    total = hashlib.sha256()
    for table in STORED:
        target = store.with_name(f"{store.name}.{table}.jsonl")
        export(store, table, "jsonl", target)
        total.update(target.read_bytes())
        target.unlink()
    return total.hexdigest()


def killed(source: Path, folder: Path, whole: str, took: float, trials: int) -> Row:
    """Builds killed at random moments, then left alone: how many end in the same bytes."""
    same = kills = left = 0
    for trial in range(trials):
        chance, store = random.Random(1000 + trial), folder / f"killed{trial}"
        hit = 0
        for _ in range(ATTEMPTS):
            begun = time.monotonic()
            with subprocess.Popen(command(source, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
                try:
                    run.wait(timeout=chance.uniform(0.1, 0.9 * took))
                except subprocess.TimeoutExpired:
                    run.kill()
                    hit += 1
            if hit == KILLS:
                break
            if run.returncode == 0:  # it was done: from the start again, and sooner
                took = min(took, time.monotonic() - begun)
                shutil.rmtree(store)
        kills += hit
        subprocess.run(command(source, store), check=True, capture_output=True)
        same += digest(store) == whole
        left += len(verify(store).strays) + sum(1 for _ in store.glob("*.tmp"))
        shutil.rmtree(store)
    return (
        "killed at random moments",
        f"{trials} trials, {kills} kills",
        same,
        f"in the same bytes, {left} files left over",
    )


def flipped(store: Path, times: int = 50) -> Row:
    """One bit turned in a sealed file: how often `verify` names the file."""
    sealed = [store / MANIFEST, *sorted((store / FOLDER).iterdir())]
    chance, named = random.Random(7), 0
    for _ in range(times):
        path = chance.choice(sealed)
        sound = path.read_bytes()
        damaged = bytearray(sound)
        damaged[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            told = " ".join(verify(store).faults)
        except DetenteError as error:
            told = str(error)
        named += path.name in told
        path.write_bytes(sound)
    return (
        "one bit turned",
        f"{times} bits",
        named,
        f"named by file, {len(verify(store).faults)} faults once mended",
    )


def caches(source: Path, store: Path, times: int = 20) -> Row:
    """The cache deleted, cut or scratched: how often it answers as before, and how often a build made it anew."""
    chance, path = random.Random(11), store / CACHE
    before, sound = _answers(store), path.read_bytes()
    right = anew = 0
    for number in range(times):
        if number % 3 == 0:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(sound[: chance.randrange(len(sound))])
        else:
            scratched = bytearray(sound)
            scratched[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
            path.write_bytes(scratched)
        if number % 2:
            subprocess.run(command(source, store), check=True, capture_output=True)
            anew += path.is_file() and path.stat().st_size >= len(sound) // 2
        right += _answers(store) == before
    return (
        "cache cut, scratched, gone",
        f"{times} caches",
        right,
        f"answer as before, {anew} of {times // 2} anew",
    )


def _answers(store: Path) -> str:
    with Database(store) as database:
        return json.dumps([database.query(name).to_pylist() for name in ("pairs",)], default=str)


def doubled(source: Path, folder: Path, times: int = 10) -> Row:
    """A second build while a first one writes: how often it is refused at once, with the number of the first."""
    refused, slowest = 0, 0.0
    for number in range(times):
        store = folder / f"doubled{number}"
        with subprocess.Popen(command(source, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
            while not ((store / LOCK).is_file() and (store / LOCK).read_text(encoding="ascii").strip()):
                time.sleep(0.02)
            begun = time.monotonic()
            second = subprocess.run(command(source, store), check=False, capture_output=True, text=True)
            slowest = max(slowest, time.monotonic() - begun)
            refused += second.returncode == 3 and f"process {first.pid}." in second.stderr
            first.kill()
    return "a second writer", f"{times} pairs", refused, f"refused with the first one's number, within {slowest:.1f} s"


def full(source: Path, folder: Path, whole: str, times: int = 10) -> Row:
    """No file may grow beyond a random size: a sentence, exit 3, a sound store; with room, the same bytes."""
    said = sound = same = 0
    for number in range(times):
        store, limit = folder / f"full{number}", int(10 ** random.Random(number).uniform(2.5, 6.2))
        run = subprocess.run(
            command(source, store), check=False, capture_output=True, text=True, preexec_fn=_limited(limit)
        )
        lines = [line for line in run.stderr.splitlines() if line.startswith("detente: ")]
        good = run.returncode == 3 and len(lines) == 1 and "cannot be written" in lines[0] and str(store) in lines[0]
        said += good
        if not good:
            print(f"  {limit} bytes: exit {run.returncode}, {run.stderr[-300:]!r}")
        sound += not (store / MANIFEST).is_file() or verify(store).faults == ()
        subprocess.run(command(source, store), check=True, capture_output=True)
        same += digest(store) == whole
    remark = f"say so and exit 3, {sound} leave a sound store, {same} go on to the same bytes"
    return "disk full", f"{times} limits", said, remark


def _limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def again(source: Path, store: Path) -> Row:
    """Seconds of a second build of the same folder, the fastest of three."""
    times = []
    for _ in range(3):
        begun = time.monotonic()
        subprocess.run(command(source, store), check=True, capture_output=True)
        times.append(time.monotonic() - begun)
    return "built again, nothing new", "3 builds", 3, f"the fastest in {min(times):.2f} s"


def main() -> None:
    """Print how many trials of each kind end well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20)
    trials = parser.parse_known_args()[0].trials

    def measured(folder: Path) -> None:
        source, store = corpus(folder / "in"), folder / "whole"
        begun = time.monotonic()
        subprocess.run(command(source, store), check=True, capture_output=True)
        print(f"{DOCUMENTS} documents, {time.monotonic() - begun:.1f} s a build", flush=True)
        small, few = corpus(folder / "few", FEW), folder / "whole_few"
        begun = time.monotonic()
        subprocess.run(command(small, few), check=True, capture_output=True)
        took, whole = time.monotonic() - begun, digest(few)
        jobs: list[Callable[[], Row]] = [
            lambda: again(source, store),
            lambda: flipped(store),
            lambda: caches(source, store),
            lambda: doubled(small, folder),
            lambda: full(small, folder, whole),
            lambda: killed(small, folder, whole, took, trials),
        ]
        rows = []
        for job in jobs:
            rows.append(job())
            print("  " + " | ".join(map(str, rows[-1])), flush=True)
        print(shared.table(("what", "how often", "as promised", "how"), rows))

    shared.scratch(measured)


if __name__ == "__main__":
    main()
