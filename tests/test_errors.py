"""Errors that speak to a person and know their exit status."""

from __future__ import annotations

import pytest

from detente.errors import DetenteError, InputError, LexiconError, MachineError, StoreError, UsageError


@pytest.mark.parametrize(
    ("kind", "status"),
    [(UsageError, 1), (InputError, 2), (StoreError, 3), (MachineError, 3), (LexiconError, 1)],
)
def test_every_kind_has_the_status_of_the_contract(kind: type[DetenteError], status: int) -> None:
    assert kind("Something is wrong.").exit_code == status
    assert issubclass(kind, DetenteError)


def test_the_hint_follows_the_message() -> None:
    assert str(UsageError("There is no pair.", hint="Try another.")) == "There is no pair. Try another."
    assert str(UsageError("There is no pair.")) == "There is no pair."
