"""One writer at a time: a lock of the system on this machine, a ticket in the store where it lies elsewhere.

A remote store has no lock that dies with its holder, so each writer puts a ticket beside the manifest and then looks
for others: of two that come at once at least one sees the other's, since a ticket is there before its holder looks. A
ticket is put again while its holder works; one that was not for `DEAD` seconds, by the clock of the store, or whose
process on this machine is gone, stands for nobody and is taken away.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import uuid
from pathlib import Path
from typing import Any, Final, Protocol

from detente.errors import StoreError
from detente.places import Place, Remote

BEAT: Final = 20.0
"""Seconds between two signs of life."""

DEAD: Final = 120.0
"""Seconds without a sign of life after which a writer counts as gone."""


class Lock(Protocol):
    """What a writer holds."""

    def check(self) -> None:
        """Raises `StoreError` where another took the store over."""
        ...

    def release(self) -> None:
        """Lets the next one in."""
        ...


def take(root: Place, name: str) -> Lock:
    """The lock of that name in a store. Raises `StoreError` naming the one who holds it."""
    return _File(root, name) if isinstance(root, Path) else _Ticket(root, name)


class _File:
    """A lock of the system on a file: it ends with its process, whatever ends that."""

    def __init__(self, root: Path, name: str) -> None:
        self.handle = handle = os.open(root / name, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            import fcntl
        except ImportError:  # pragma: no cover - a system without POSIX locks writes unguarded
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 32).decode("ascii", "replace").strip()
            os.close(handle)
            raise _held(root, f"process {holder}") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)

    def check(self) -> None:
        """Nobody can take it."""

    def release(self) -> None:
        os.close(self.handle)


class _Ticket:
    """A file of our own below `root / name`, put again and again by a thread."""

    def __init__(self, root: Remote, name: str) -> None:
        self.root, self.folder = root, root / name
        self.ticket = self.folder / uuid.uuid4().hex
        self.said = {"host": _host(), "process": os.getpid()}
        self.ended = threading.Event()
        self._put()
        try:
            self._look()
        except BaseException:
            self.ticket.unlink(missing_ok=True)
            raise
        self.thread = threading.Thread(target=self._live, daemon=True)
        self.thread.start()

    def check(self) -> None:
        if not self.ticket.is_file():
            raise StoreError(
                f"The store {self.root} was taken over by another process while this one gave no sign of life.",
                hint="Run the command again: it goes on from what is sealed.",
            )

    def release(self) -> None:
        self.ended.set()
        self.thread.join()
        try:
            self.ticket.unlink(missing_ok=True)
        except OSError:  # it will be taken for dead
            return

    def _put(self) -> None:
        self.ticket.write_bytes(json.dumps(self.said).encode())

    def _live(self) -> None:
        while not self.ended.wait(BEAT):
            try:
                if self.ticket.is_file():
                    self._put()
            except OSError:  # the next one may get through; `check` says when it was too late
                continue

    def _look(self) -> None:
        """Takes away the tickets of the dead. Raises `StoreError` when anybody else is alive."""
        tickets = {name: changed for name, _, changed in self.folder.below()}
        now = tickets.pop(self.ticket.name, None)
        for name, changed in tickets.items():
            other = self.folder / name
            try:
                said = json.loads(other.read_bytes())
            except FileNotFoundError:
                continue  # it left just now
            except ValueError:
                said = {}
            silent = now is not None and changed is not None and now - changed > DEAD * 1e9
            if not silent and not _gone(said):
                raise _held(self.root, f"process {said.get('process', '?')} on {said.get('host', '?').split('/')[0]}")
            other.unlink(missing_ok=True)


def _held(root: Place, holder: str) -> StoreError:
    return StoreError(
        f"The store {root} is being written by {holder}.", hint="Wait for it to finish, then run this again."
    )


def _host() -> str:
    return f"{socket.gethostname()}/{uuid.getnode():x}"


def _gone(said: Any) -> bool:
    """True for a process of this machine that is no more."""
    if not isinstance(said, dict) or said.get("host") != _host() or os.name != "posix":
        return False
    try:
        os.kill(int(said["process"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, KeyError, ValueError, TypeError):
        return False
    return False
