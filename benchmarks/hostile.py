"""Hostile files among good ones: `python -m benchmarks.hostile` builds them together and says what became of each.

Files made to break readers, naughty strings, web archives, feeds, encodings and mojibake lie in one folder with the
five articles. Asked: every file is accounted for, nothing twice; the worst file; the articles' rows as without company.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import shared
from detente import pipeline
from detente.config import Config
from detente.engines.local import LocalEngine
from detente.ingest import intake, readers, sources
from detente.records import Document, RawDocument, Reject

CORPUS = {
    "documents": ("duplicate_of", "duplicate_relation"),
    "events": ("incident_id",),
    "quotes": ("repeats",),
    "forecasts": ("outcome", "outcome_basis", "brier", "log_score"),
    "polls": (),
    "domestic": (),
}
"""Tables with one document's rows, and the columns that only the whole corpus can fill."""

BODY = "MOSCOW, May 4, 2017 - The foreign ministers of Russia and Turkey met in Sochi on Wednesday, officials said. "
MEGABYTE = 1_000_000
SMALL = 20_000  # bytes of a file that can be slow only by its archive
PATIENCE = 60.0  # seconds in which the worst file is allowed to show how slow it is


def inputs(folder: Path) -> None:
    """Every hostile file there is, and the five articles, in folders of their own."""
    data = shared.SHARED / "data" / "hostile"
    for name in ("seeds", "strings", "warc", "mojibake"):
        (folder / name).mkdir(parents=True)
    for path in sorted((shared.SHARED / "seeds").iterdir()):
        (folder / "seeds" / path.name).write_bytes(path.read_bytes())
    made = [sys.executable, str(data / "gen_hostile.py"), str(folder / "made"), "--big"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    strings = json.loads((data / "blns.json").read_text(encoding="utf-8"))
    for number, text in enumerate(strings):
        (folder / "strings" / f"{number:03}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    fields = ("title", "url", "outlet", "author", "date")
    rows = [dict.fromkeys(fields, text) | {"text": f"{BODY} Text {n}: {text}"} for n, text in enumerate(strings)]
    _lines(folder / "strings" / "fields.jsonl", rows)
    for path in sorted((data / "warc").iterdir()):
        (folder / "warc" / path.name).write_bytes(path.read_bytes())
    for name in ("feedparser_tests", "html5lib_tests"):
        with tarfile.open(data / f"{name}.tar.gz") as archive:
            archive.extractall(folder / name, filter="data")
    (folder / "encodings").mkdir()
    for number, page in enumerate(_pages(folder / "html5lib_tests")):
        (folder / "encodings" / f"{number:03}.html").write_bytes(page)
    for path in sorted((data / "ftfy").glob("*.json")):
        pairs = json.loads(path.read_text(encoding="utf-8"))
        found = [{"text": f"{BODY} {pair[side]}"} for pair in pairs for side in ("original", "fixed")]
        _lines(folder / "mojibake" / f"{path.stem}.jsonl", found)


def _lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _pages(folder: Path) -> Iterator[bytes]:
    """The pages of the encoding tests of html5lib, one a test."""
    for path in sorted(folder.rglob("*.dat")):
        for test in path.read_bytes().split(b"#data\n")[1:]:
            yield test.split(b"\n#encoding")[0]


@dataclass
class Watch:
    """The most memory that any process below this one held, looked at twenty times a second."""

    peak: int = 0
    done: bool = False

    def __call__(self) -> None:
        while not self.done:
            for process in _family(os.getpid()):
                self.peak = max(self.peak, _held(process))
            time.sleep(0.05)


def _family(parent: int) -> list[int]:
    """Every process below one, whichever of its threads started it."""
    children: list[str] = []
    try:
        for thread in Path(f"/proc/{parent}/task").iterdir():
            children += (thread / "children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid for child in map(int, children) for pid in (child, *_family(child))]


def _held(process: int) -> int:
    """The most bytes that a process held so far."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


@dataclass(frozen=True)
class Whole:
    """Everything that one file goes through, in the seconds of processor time that each of its records takes."""

    config: Config

    def prepare(self) -> None:
        intake.Open(self.config.ingest).prepare()
        pipeline._Code(self.config).prepare()

    def __call__(self, file: sources.Entry) -> list[float]:
        return list(self.steps(file))

    def steps(self, file: sources.Entry) -> Iterator[float]:
        code, clean = pipeline._Code(self.config), pipeline._Clean(self.config)
        opened = intake.Open(self.config.ingest).steps(intake.Task(file))
        while True:
            begun = time.process_time()
            item = next(opened, None)
            if item is None:
                return
            document = clean(item) if isinstance(item, RawDocument) else item
            if isinstance(document, Document):
                code(document)
            yield time.process_time() - begun


def slowest(folder: Path, config: Config) -> tuple[float, str]:
    """The longest that a document of the made files and web archives takes from bytes to rows, and its file."""
    found = [e for e in sources.find([folder / "made", folder / "warc"], config.ingest) if isinstance(e, sources.Entry)]
    found = [entry for entry in found if entry.path.endswith(tuple(readers._table(config.ingest)))]
    found = [e for e in found if e.size > SMALL and not e.path.endswith("many.zip")]  # 20,000 members, one like another
    function: Callable[[Any], Any] = Whole(config)
    engine = LocalEngine(replace(config.engine, timeout=PATIENCE))
    worst = (0.0, "")
    for entry, result in zip(found, engine.map(function, found), strict=True):
        times = result if isinstance(result, list) else [*(getattr(result, "done", None) or ()), 0.0]
        name = entry.path.rsplit("/", 1)[-1]
        if isinstance(result, Exception):
            print(f"  {name}: {result}")
        worst = max(worst, (max(times, default=0.0), name))
    return worst


def rows(store: Path, table: str) -> list[dict[str, Any]]:
    """A table of a store, as it is exported."""
    out = store.with_name(f"{store.name}_{table}.jsonl")
    shared.detente("export", table, "--store", store, "-o", out)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]


def accounted(folder: Path, store: Path) -> tuple[list[str], int]:
    """Files with no row at all, or with another number of rows than they hold records; rows that stand twice."""
    documents, rejects = rows(store, "documents"), rows(store, "rejects")
    ended = [(d["path"], d["record"], d["doc_id"]) for d in documents] + [(r["path"], r["place"], "") for r in rejects]
    each = Counter(path for path, _, _ in ended)
    wrong = []
    for entry in sources.find([folder], Config().ingest):
        name = Path(entry.path).suffix
        expected = 1
        if name == ".jsonl" and not isinstance(entry, Reject):
            expected = sum(1 for line in Path(entry.real).read_bytes().split(b"\n") if line.strip())
        single = name in (".txt", ".html", ".jsonl")
        if each[entry.path] < 1 or (single and each[entry.path] != expected):
            wrong.append(entry.path)
    return wrong, sum(n - 1 for n in Counter(ended).values())


def articles(store: Path) -> dict[str, list[str]]:
    """The rows of the five articles, without what only the corpus can say."""
    ids = {d["doc_id"] for d in rows(store, "documents") if "/seeds/" in d["path"]}
    found: dict[str, list[str]] = {}
    for table, others in CORPUS.items():
        kept = [row for row in rows(store, table) if row["doc_id"] in ids]
        found[table] = [json.dumps({k: v for k, v in row.items() if k not in others}) for row in kept]
    return found


def measured(folder: Path) -> None:
    """Builds, counts and compares."""
    source = folder / "in"
    inputs(source)
    shared.detente("build", source / "seeds", "--store", folder / "alone")
    watch = Watch()
    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    command = [sys.executable, "-m", "detente", "build", source, "--store", folder / "mixed", "--json"]
    run = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
    took = time.monotonic() - begun
    watch.done = True
    watcher.join()
    print(f"exit {run.returncode} after {took:.0f} s, the largest process held {watch.peak // MEGABYTE} MB")
    if run.returncode:
        print(run.stderr)
        return
    told = json.loads(run.stdout)
    print(f"{told['rows']['documents']} documents, refused: {told['rejects']}")
    wrong, twice = accounted(source, folder / "mixed")
    files = sum(1 for _ in sources.find([source], Config().ingest))
    print(f"files ({files}) not accounted for once: {len(wrong)} {wrong[:5]}, rows that stand twice: {twice}")
    alone, mixed = articles(folder / "alone"), articles(folder / "mixed")
    for table in CORPUS:
        same = sum(a == b for a, b in zip(alone[table], mixed[table], strict=False))
        print(f"the articles' {table}: {len(alone[table])} alone, {len(mixed[table])} in company, {same} the same")
    seconds, name = slowest(source, Config())
    print(f"slowest document that is not refused: {seconds:.1f} s of processor time ({name})")


def main() -> None:
    """Print what becomes of hostile files."""
    if shared.there():
        shared.scratch(measured)


if __name__ == "__main__":
    from benchmarks import hostile  # workers must be able to import what they run

    hostile.main()
