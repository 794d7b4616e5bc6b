"""The ledger of corrections: one JSON line for each thing that a person said of a row, only ever added to.

A line is written in one piece, synced, and named by a hash of what it says and of the line before it, so that what is
lost or changed in the middle is found. Nothing is overwritten: a line is taken back by a further line (`undo`), and an
undo by an undo of it. What a store shows is its rows with the standing lines laid over them (`overlay`).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from detente.errors import InputError, MachineError, StoreError, UsageError
from detente.places import Place, Remote, advice
from detente.store import corrigible, files, locks

LEDGER: Final = "corrections.jsonl"
HOLD: Final = "LOCK.corrections"
"""The lock of a remote ledger; a local one is locked itself."""

ACTIONS: Final = ("accept", "reject", "correct", "undo", "note")
VERDICTS: Final = ("accept", "reject")
QUEUES: Final = ("uncertain", "disputed", "chance")
LONGEST: Final = 2000
"""Characters of a note; a reviewer's name may have 80."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who says what of which row, what stood there before, and when (kept here, never in an output)."""

    id: str
    previous: str
    reviewer: str
    table: str
    row_id: str
    action: str
    field: str | None = None
    value: Any = None
    note: str | None = None
    queue: str | None = None
    before: Any = None
    at: str | None = None

    def name(self) -> str:
        """The hash that names the line: of all it says but the hour, so that the same ledger gives the same tables."""
        said = {key: value for key, value in asdict(self).items() if key not in ("id", "at")}
        return "c" + hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def read(root: Place) -> tuple[Line, ...]:
    """Every line of a store's ledger in order; none where there is no ledger. Raises `StoreError` where it is damaged.

    A last line that was cut off by a crash was never acknowledged and is passed over.
    """
    path = root / LEDGER
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise MachineError(f"The ledger {path} cannot be read: {error.strerror}.", hint=advice(path, error)) from error
    return tuple(_checked(path, _whole(data)))


def append(root: Place, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Adds lines, named and linked to the last one, and returns them as they stand on disk. All or none is written.

    Raises `UsageError` for a line that says what no line may say, `MachineError` when the file cannot be written.
    """
    with _held(root) as file:
        known = tuple(_checked(root / LEDGER, _whole(file.read())))
        last, named, seen = known[-1].id if known else "", [], {line.id: line for line in known}
        for line in lines:
            linked = replace(_sound(line, seen), previous=last)
            named.append(replace(linked, id=linked.name()))
            last = named[-1].id
            seen[last] = named[-1]
        _write(file, named)
    return tuple(named)


def merge(root: Place, data: bytes, name: str) -> tuple[int, int]:
    """Adds the lines of another ledger that this one lacks, after its own; returns how many were added and known.

    Raises `InputError` naming the line that is no line of a ledger.
    """
    try:
        others = tuple(_checked(Path(name), _whole(data)))
    except StoreError as error:
        raise InputError(error.message, hint="Nothing was taken over.") from error
    if not others:
        raise InputError(f"The file {name} holds no correction.")
    with _held(root) as file:
        known = {line.id: line for line in _checked(root / LEDGER, _whole(file.read()))}
        new = [line for line in others if line.id not in known]
        for line in new:
            _sound(line, known)
            known[line.id] = line
        _write(file, new)
    return len(new), len(others) - len(new)


def standing(lines: Iterable[Line]) -> frozenset[str]:
    """The lines that nobody took back: an undo that is itself undone takes nothing back."""
    undone: set[str] = set()
    found = set()
    for line in reversed(tuple(lines)):
        if line.id in undone:
            continue
        found.add(line.id)
        if line.action == "undo":
            undone.add(line.value)
    return frozenset(found)


def digest(lines: Iterable[Line]) -> str:
    """A name for the state of a ledger; empty for an empty one."""
    total = "\n".join(line.id for line in lines)
    return hashlib.sha256(total.encode()).hexdigest()[:32] if total else ""


def faults(root: Place) -> tuple[str, ...]:
    """A sentence for each thing that is wrong with the ledger: a damaged line, or a line that follows a lost one."""
    try:
        lines = read(root)
    except StoreError as error:
        return (error.message,)
    known: set[str] = {""}
    lost = []
    for number, line in enumerate(lines, start=1):
        if line.previous not in known:
            lost.append(f"The ledger {root / LEDGER} lacks the line {line.previous} that line {number} follows.")
        known.add(line.id)
    return tuple(lost)


def to_json(line: Line) -> str:
    """A line as it stands on disk, without its end."""
    return json.dumps({key: value for key, value in asdict(line).items() if value is not None}, ensure_ascii=False)


# --- what a line may say ----------------------------------------------------------------------------------------


def _sound(line: Line, known: dict[str, Line]) -> Line:
    """The line with its value as the column has it. Raises `UsageError`."""
    name = line.reviewer.strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise UsageError("A correction needs the name of its reviewer, of at most 80 characters.")
    if line.action not in ACTIONS:
        raise UsageError(f"There is no action {line.action}.", hint=f"There are: {', '.join(ACTIONS)}.")
    if line.note is not None and len(line.note) > LONGEST:
        raise UsageError(f"A note has at most {LONGEST} characters.")
    if line.table not in corrigible.IDENTITY:
        raise UsageError(f"The rows of {line.table} cannot be reviewed.")
    note = "".join(c for c in line.note or "" if c == "\n" or c.isprintable()).strip() or None
    line = replace(line, reviewer=name, field=line.field or None, note=note)
    if line.action == "undo":
        return _undo(line, known)
    if line.action == "note" and line.note is None:
        raise UsageError("A note must say something.")
    if line.action == "reject" and line.table == "documents":
        raise UsageError("A document cannot be rejected.", hint="Reject its rows, or build without it.")
    if line.action == "correct":
        return replace(line, value=corrigible.value(line.table, line.field or "", line.value))
    return replace(line, field=None, value=None)


def _undo(line: Line, known: dict[str, Line]) -> Line:
    taken = known.get(str(line.value))
    if taken is None or taken.action == "note":
        raise UsageError(f"There is no correction {line.value} to take back.", hint="detente review list names them.")
    if taken.reviewer != line.reviewer:
        raise UsageError(f"The correction {taken.id} is {taken.reviewer}'s; only {taken.reviewer} may take it back.")
    return replace(line, table=taken.table, row_id=taken.row_id, field=taken.field)


# --- the file ---------------------------------------------------------------------------------------------------


def _whole(data: bytes) -> bytes:
    """The data without a last line that was cut off; a whole one may lack its end."""
    end = data.rfind(b"\n") + 1
    tail = data[end:]
    try:
        json.loads(tail)
    except ValueError:
        return data[:end]
    return data


def _checked(path: Place, data: bytes) -> Iterator[Line]:
    for number, text in enumerate(data.split(b"\n"), start=1):
        if not text.strip():
            continue
        try:
            line = Line(**({"field": None} | json.loads(text)))
            sound = line.name() == line.id
        except (ValueError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise StoreError(
                f"Line {number} of the ledger {path} is damaged or was changed.",
                hint="Put the file back from a copy; lines are added with detente review, never edited.",
            )
        yield line


@contextmanager
def _held(root: Place) -> Iterator[Any]:
    """The ledger, open for reading and adding, with everybody else kept out."""
    if isinstance(root, Remote):
        with _fetched(root) as copy:
            yield copy
        return
    path = root / LEDGER
    try:
        new = not path.exists()
        with path.open("a+b") as file:
            _lock(file.fileno())
            file.seek(0)
            yield file
        if new:
            files.sync_folder(root)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MachineError(f"The ledger {path} cannot be written: {reason}.", hint="Nothing was changed.") from error


@contextmanager
def _fetched(root: Remote) -> Iterator[io.BytesIO]:
    """The ledger of a remote store, fetched and, where lines were added, put back whole; everybody else is kept out."""
    path = root / LEDGER
    lock = locks.take(root, HOLD)
    try:
        before = path.read_bytes() if path.is_file() else b""
        copy = io.BytesIO(before)
        yield copy
        if copy.getvalue() != before:
            lock.check()
            path.write_bytes(copy.getvalue())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MachineError(f"The ledger {path} cannot be written: {reason}.", hint="Nothing was changed.") from error
    finally:
        lock.release()


def _write(file: Any, lines: Sequence[Line]) -> None:
    """Adds the lines in one write after what is whole; what fails half-way is cut off again."""
    if not lines:
        return
    file.seek(0)
    whole = _whole(file.read())
    file.truncate(len(whole))
    start = b"" if not whole or whole.endswith(b"\n") else b"\n"
    try:
        file.write(start + "".join(to_json(line) + "\n" for line in lines).encode())
        file.flush()
        if not isinstance(file, io.BytesIO):
            os.fsync(file.fileno())
    except OSError:
        file.truncate(len(whole))
        raise


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # pragma: no cover - a system without POSIX locks writes unguarded
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
