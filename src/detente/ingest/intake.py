"""Files to raw documents: plain kinds in this process, all that a parser has to open in workers that can be killed.

A worker goes through a file in steps, one record a step. Where a step fails, the file is opened again, what was told
before is passed over, and the record that failed is named and left unparsed: a hostile page costs itself alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

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

    `skipped`: numbers of records that made a worker fail, each with what it died of; `tried`, `tries`: the record that
    failed last, and how often.
    """

    file: Entry | RawFile
    told: int = 0
    tried: int = -1
    tries: int = 0
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
        skipped = {number: (code, cause) for number, code, cause in task.skipped}
        for number, item in enumerate(records(task.file, self.config)):
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


def records(file: Entry | RawFile, config: Ingest) -> Iterator[RawDocument | html.Page | Reject]:
    """Every record of a file, pages unparsed; the file is read as it comes where its reader can."""
    if isinstance(file, RawFile):
        yield from readers.open(file, config)
        return
    told = 0
    try:
        with sources.opened(file) as source:
            for item in readers.open(source, config):
                yield item
                told += 1
    except OSError as error:
        yield sources.unreadable(file.path, error, told)


def gather(
    entries: Sequence[Entry | Reject], config: Ingest, engine: Engine, known: Known
) -> Iterator[tuple[int, Iterable[Found]]]:
    """All records of all entries; with each lot of them the number of entries that are through once it is.

    Plain files come first, each in its turn; then the others as workers get on with them. The records of a lot are
    gone through before the next is asked for.
    """
    through = 0
    tasks: list[Task] = []
    for entry in entries:
        found = (entry,) if isinstance(entry, Reject) else _here(entry, config)
        if isinstance(found, Task):
            tasks.append(found)
        else:
            through += 1
            yield through, found
    for answer in _opened(Open(config, known), tasks, engine):
        through += answer is None
        yield through, () if answer is None else (answer,)


def _here(entry: Entry, config: Ingest) -> Task | Iterable[Found]:
    """The records of a file that needs no worker, or the task for one."""
    if entry.real == "-":
        with sources.opened(entry) as source:
            if readers.is_lines(source, config):
                return cast("Iterator[Found]", readers.open(source, config))
            file = sources.whole(source, config)
        return (file,) if isinstance(file, Reject) else Task(file)
    if readers.is_plain(entry.path):
        return cast("Iterator[Found]", records(entry, config))
    if sources.is_shared(entry):
        return Task(entry)
    file = sources.load(entry, config)
    return (file,) if isinstance(file, Reject) else Task(file)


def _opened(opener: Open, tasks: Sequence[Task], engine: Engine) -> Iterator[Found | None]:
    """The records of all files as they come, whatever a file does to the worker that opens it; None after each file."""
    while tasks:
        again: list[Task] = []
        told = [0] * len(tasks)
        for number, answer in _answers(opener, tasks, engine):
            if isinstance(answer, Exception):
                left = _after(tasks[number], told[number], answer)
                if isinstance(left, Task):
                    again.append(left)
                else:
                    yield left
                    yield None
            else:
                told[number] += 1
                yield answer
        tasks = again


def _answers(opener: Open, tasks: Sequence[Task], engine: Engine) -> Iterator[tuple[int, Any]]:
    """The answers of an engine as they come, each with the number of its task: records, then None or what failed."""
    stream = getattr(engine, "stream", None)
    if stream is not None:
        yield from stream(opener, tasks)
        return
    for number, result in enumerate(engine.map(opener, tasks)):
        found = (getattr(result, "done", None) or ()) if isinstance(result, Exception) else result
        yield from ((number, item) for item in found)
        yield number, result if isinstance(result, Exception) else None


def _after(task: Task, done: int, error: Exception) -> Task | Reject:
    """What is left to do of a file after a worker failed over it, `done` records beyond those told before.

    Raises `MachineError` where no worker can start.
    """
    code, told = getattr(error, "code", "error"), task.told + done
    if code == "start":
        raise MachineError(f"The workers cannot start: {error}")
    if any(number == told for number, _, _ in task.skipped):  # not the record: the file itself goes no further
        place = f"after record {told}" if told else None
        return Reject(task.file.path, place, code, f"{error} What follows in it was left out.")
    tries = task.tries + 1 if task.tried == told else 1
    task = replace(task, told=told, tried=told, tries=tries)
    return task if tries < TRIES.get(code, 1) else replace(task, skipped=(*task.skipped, (told, code, str(error))))
