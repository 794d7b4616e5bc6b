"""Hostile files among good ones: `python -m benchmarks.hostile` builds them together and says what became of each.

Files made to break readers, naughty strings, web archives, feeds, encodings and mojibake lie in one folder with the
five articles. Asked: every file is accounted for, nothing twice; the worst file; the articles' rows as without company.
"""

from __future__ import annotations

import functools
import itertools
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
from detente import steps
from detente.config import Config
from detente.engines.local import LocalEngine
from detente.ingest import intake, sources
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
PATIENCE = 120.0  # seconds in which the worst piece of a file is allowed to show how slow it is

Cost = tuple[int, float, float]


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
    """Everything that one file goes through: of each piece the record's number, seconds of processor time, megabytes.

    The memory is the most that the process held meanwhile, parser and lexicons included.
    """

    config: Config

    def prepare(self) -> None:
        intake.Open(self.config.ingest).prepare()
        steps.Coding(self.config).prepare()

    def __call__(self, file: sources.Entry) -> list[Cost]:
        return list(self.steps(file))

    def steps(self, file: sources.Entry) -> Iterator[Cost]:
        code, clean = steps.Coding(self.config), steps.Cleaning(self.config)
        opened = intake.Open(self.config.ingest).steps(intake.Task(file))
        for number in itertools.count():
            begun = _begin()
            item = next(opened, None)
            if item is None:
                return
            document = clean(item) if isinstance(item, RawDocument) else item
            yield (number, time.process_time() - begun, _held(os.getpid()) / MEGABYTE)
            pieces = code.pieces(document) if isinstance(document, Document) else iter(())
            begun = _begin()
            for _ in pieces:
                yield (number, time.process_time() - begun, _held(os.getpid()) / MEGABYTE)
                begun = _begin()


def _begin() -> float:
    """Forgets the most memory held so far, and tells the processor time."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return time.process_time()


def costs(folder: Path, config: Config) -> dict[str, tuple[float, float]]:
    """For each file that is read the seconds of its slowest record, and the most memory of any, in megabytes."""
    found = [entry for entry in sources.find([folder], config.ingest) if isinstance(entry, sources.Entry)]
    engine = LocalEngine(replace(config.engine, timeout=PATIENCE))
    function: Callable[[Any], Any] = Whole(config)
    worst = {}
    for entry, result in zip(found, engine.map(function, found), strict=True):
        if isinstance(result, Exception):
            print(f"  {entry.path}: {result}")
        records: Counter[int] = Counter()
        steps = result if isinstance(result, list) else getattr(result, "done", None) or ()
        for number, seconds, _ in steps:
            records[number] += seconds
        worst[entry.path] = (max(records.values(), default=0.0), max((held for _, _, held in steps), default=0.0))
    return worst


def told(source: Path, store: Path, worst: dict[str, tuple[float, float]]) -> None:
    """A table by kind of input: files, what they became, the slowest record and the most memory with their files."""
    became = {t: Counter(_kind(source, row["path"]) for row in rows(store, t)) for t in ("documents", "rejects")}
    files = Counter(_kind(source, entry.path) for entry in sources.find([source], Config().ingest))
    lines = []
    for kind, number in sorted(files.items()):
        own = {path: cost for path, cost in worst.items() if _kind(source, path) == kind} or {kind: (0.0, 0.0)}
        slowest = max(own, key=lambda path: (own[path][0], path))
        largest = max(own, key=lambda path: (own[path][1], path))
        shown = [f"{own[p][n]:.{1 - n}f} ({Path(p).name[:30]})" for n, p in enumerate((slowest, largest))]
        lines.append((kind, number, became["documents"][kind], became["rejects"][kind], *shown))
    print(shared.table(("kind", "files", "documents", "refused", "slowest, s of one core", "most memory, MB"), lines))
    seconds, held = max(cost[0] for cost in worst.values()), max(cost[1] for cost in worst.values())
    print(f"worst file: {seconds:.1f} s of processor time, {held:.0f} MB held")


def _kind(source: Path, path: str) -> str:
    """The folder that an input came in, or for the made ones what they are made to break."""
    parts = Path(path).relative_to(source).parts
    return parts[0] if parts[0] != "made" else f"made: {_expected(source).get(parts[-1], ('other', ''))[0]}"


@functools.cache
def _expected(source: Path) -> dict[str, tuple[str, str]]:
    """Kind and expectation of each made file."""
    lines = (source / "made" / "EXPECT.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["file"]: (row["kind"], row["expect"]) for row in map(json.loads, lines)}


def unexpected(source: Path, store: Path) -> list[str]:
    """Made files that should be read and gave no document, or should be refused and gave one."""
    kept = [*rows(store, "documents"), *(row for row in rows(store, "rejects") if row["code"] == "repeated")]
    read = {Path(row["path"]).name for row in kept if "/made/" in row["path"]}
    wanted = _expected(source).items()
    return [name for name, (_, end) in wanted if end != "either" and (Path(name).name in read) != (end == "ingest")]


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
    summary = json.loads(run.stdout)
    print(f"{summary['rows']['documents']} documents, refused: {summary['rejects']}")
    wrong, twice = accounted(source, folder / "mixed")
    files = sum(1 for _ in sources.find([source], Config().ingest))
    print(f"files ({files}) not accounted for once: {len(wrong)} {wrong[:5]}, rows that stand twice: {twice}")
    print(f"made files that ended otherwise than they should: {unexpected(source, folder / 'mixed')}")
    print(f"files written outside the store: {[str(path) for path in _strays(folder)]}")
    alone, mixed = articles(folder / "alone"), articles(folder / "mixed")
    for table in CORPUS:
        same = sum(a == b for a, b in zip(alone[table], mixed[table], strict=False))
        print(f"the articles' {table}: {len(alone[table])} alone, {len(mixed[table])} in company, {same} the same")
    told(source, folder / "mixed", costs(source, Config()))


def _strays(folder: Path) -> list[Path]:
    """What hostile archives and pickles would have left behind."""
    places = (folder, folder.parent, Path("/tmp"))
    return sorted({path for place in places for path in place.glob("*detente_pwned*")})


def main() -> None:
    """Print what becomes of hostile files."""
    if shared.there():
        shared.scratch(measured)


if __name__ == "__main__":
    from benchmarks import hostile  # workers must be able to import what they run

    hostile.main()
