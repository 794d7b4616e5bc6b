"""Files to raw documents: plain kinds in this process, all that a parser has to open in workers that can be killed.

A worker goes through a file in steps, one record a step. Where a step fails, the file is opened again, what was told
before is passed over, and the record that failed is named and left unparsed: a hostile page costs itself alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.config import Ingest
from detente.errors import MachineError
from detente.ingest import html, readers, sources
from detente.ingest.limits import doc_id
from detente.ingest.sources import Entry
from detente.protocols import Engine
from detente.records import RawDocument, RawFile, Reject

Found = RawDocument | Reject
Known = Mapping[str, tuple[str, str | None]]

TRIES: Final = {"memory": 2, "crash": 4}
"""Workers that may fail so over one record: a fresh one may hold what a used one could not, and some are killed."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to open: as the system knows it or, from standard input, with its bytes; how many records are told.

    `skipped`: numbers of records that made a worker fail, each with what it died of.
    """

    file: Entry | RawFile
    told: int = 0
    skipped: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Every record of a file, pages parsed; a page that the store knows at its place is only named."""

    config: Ingest
    known: Known = field(default_factory=dict)

    def prepare(self) -> None:
        """Loads the parsers."""
        html.parse(html.Page(b"<p>", "", declared="utf-8"), self.config)

    def __call__(self, task: Task) -> list[Found]:
        """All records at once, for engines that do not go in steps."""
        return list(self.steps(task))

    def steps(self, task: Task) -> Iterator[Found]:
        """The records after those told, one by one."""
        file = task.file if isinstance(task.file, RawFile) else sources.load(task.file, self.config)
        if isinstance(file, Reject):
            yield file
            return
        skipped = {number: (code, cause) for number, code, cause in task.skipped}
        for number, item in enumerate(readers.open(file, self.config)):
            if number < task.told:
                continue
            if number in skipped:
                place = item.record if isinstance(item, RawDocument) else item.place
                code, cause = skipped[number]
                yield Reject(item.path, place, code, f"{cause} Its text was left out.")
            else:
                yield self._told(item) if isinstance(item, html.Page) else item

    def _told(self, page: html.Page) -> Found:
        name = doc_id(page.data)
        if self.known.get(name) == (page.path, page.record):
            return RawDocument(name, page.path, page.record, "", "", 0.0)
        return html.parse(page, self.config)


def gather(
    entries: Sequence[Entry | Reject], config: Ingest, engine: Engine, known: Known
) -> Iterator[tuple[int, Iterable[Found]]]:
    """For each entry its number and all its records; plain files first, each kind in the order of the entries.

    The records of one entry are gone through before the next is asked for.
    """
    tasks: dict[int, Task] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry, Reject):
            yield number, [entry]
        elif readers.is_plain(entry.path) or not sources.is_shared(entry):
            file = sources.load(entry, config)
            if isinstance(file, Reject):
                yield number, [file]
            elif readers.is_plain(entry.path):
                yield number, readers.read(file, config)
            else:
                tasks[number] = Task(file)
        else:
            tasks[number] = Task(entry)
    opener = Open(config, known)
    results = engine.map(opener, list(tasks.values()))
    for (number, task), result in zip(tasks.items(), results, strict=True):
        yield number, _settled(opener, task, result, engine)


def _settled(opener: Open, task: Task, result: object, engine: Engine) -> Iterator[Found]:
    """The records of a file, whatever it did to the worker that opened it."""
    tried, tries = -1, 0
    while isinstance(result, Exception):
        done = getattr(result, "done", None) or ()
        yield from done
        code, told = getattr(result, "code", "error"), task.told + len(done)
        if code == "start":
            raise MachineError(f"The workers cannot start: {result}")
        if any(number == told for number, _, _ in task.skipped):  # not the record: the file itself goes no further
            place = f"after record {told}" if told else None
            yield Reject(task.file.path, place, code, f"{result} What follows in it was left out.")
            return
        tried, tries = told, tries + 1 if tried == told else 1
        if tries < TRIES.get(code, 1):
            task = replace(task, told=told)
        else:
            task = replace(task, told=told, skipped=(*task.skipped, (told, code, str(result))))
        (result,) = engine.map(opener, [task])
    if isinstance(result, list):
        yield from result
