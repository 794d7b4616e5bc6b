"""Plug-ins by name, ours and those of outsiders, and the version of what they do."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from detente import registry
from detente.errors import UsageError


@pytest.mark.parametrize(("group", "name"), [(g, n) for g, table in registry.PLUGINS.items() for n in table])
def test_every_name_in_the_table_loads(group: str, name: str) -> None:
    assert callable(registry.load(group, name))


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"There is no reader named word. There are: text, jsonl"):
        registry.load("readers", "word")


def test_outsiders_come_after_ours_and_cannot_replace_them(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("text", "builtins:dict", "detente.readers"),
        EntryPoint("morse", "builtins:list", "detente.readers"),
    ]

    def entry_points(*, group: str, name: str | None = None) -> list[EntryPoint]:
        return [point for point in points if point.group == group and name in (None, point.name)]

    monkeypatch.setattr(registry, "entry_points", entry_points)
    assert registry.names("readers") == (*registry.PLUGINS["readers"], "morse")
    assert registry.load("readers", "morse") is list
    assert registry.load("readers", "text") is not dict


def test_digests_tell_parts_apart_and_do_not_depend_on_their_order() -> None:
    assert registry.digest("ingest", "clean") == registry.digest("clean", "ingest")
    assert registry.digest("ingest") != registry.digest("clean")
    assert registry.digest("ingest") != registry.digest("ingest", "records")
    assert registry.digest("records") != registry.digest("errors.py")
