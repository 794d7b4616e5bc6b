"""What can go wrong, said to a person: one base with a message, a hint and an exit status, and five children."""

from __future__ import annotations


class DetenteError(Exception):
    """One sentence on what went wrong and where; `hint` says what to do; `exit_code` is the process status."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message} {self.hint}"


class UsageError(DetenteError):
    """The command, an option or the configuration asks for something that does not exist (status 1)."""


class InputError(DetenteError):
    """Nothing in the input can be used (status 2)."""

    exit_code = 2


class StoreError(DetenteError):
    """The store is damaged, of another version, or held by another process (status 3)."""

    exit_code = 3


class MachineError(DetenteError):
    """The machine failed: disk full, no permission, out of memory (status 3)."""

    exit_code = 3


class LexiconError(DetenteError):
    """A lexicon row breaks its rules; the message cites file and line (status 1)."""
