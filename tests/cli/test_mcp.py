"""`detente mcp`: the tools a language model is given, asked by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.cli.mcp import server
from tests.cli.samples import detente
from tests.store import samples

mcp: Any = pytest.importorskip("mcp")

TOOLS = {
    "search": {"query": "envoy"},
    "incident": {"incident_id": samples.incident(1).incident_id},
    "index_series": {"a": "RUS", "b": "USA"},
    "cite": {},
}


def asked(store: Path, name: str, arguments: dict[str, Any]) -> Any:
    async def call() -> Any:
        async with mcp.Client(server(store)) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(call())


def test_every_tool_only_reads(tmp_path: Path) -> None:
    store = samples.store(tmp_path)

    async def listed() -> Any:
        async with mcp.Client(server(store)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert {tool.name for tool in tools} == set(TOOLS)
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


@pytest.mark.parametrize("name", ["search", "incident", "cite"])
def test_tools_answer(tmp_path: Path, name: str) -> None:
    found = asked(samples.store(tmp_path), name, TOOLS[name])
    assert not found.is_error
    assert json.loads(found.content[0].text)


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    store = samples.store(tmp_path)
    found = asked(store, "incident", {"incident_id": "i-none"})
    assert found.is_error and "There is no incident i-none." in found.content[0].text
    found = asked(store, "index_series", TOOLS["index_series"])
    assert found.is_error and "The store holds no index of RUS and USA by month." in found.content[0].text


def test_no_store_and_no_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    found = detente(capfd, "mcp", "--store", tmp_path / "none")
    assert found.status == 1 and "There is no store in" in found.err
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    found = detente(capfd, "mcp", "--store", samples.store(tmp_path / "s"))
    assert found.status == 1 and "mcp is not installed. pip install 'detente[mcp]'" in found.err
