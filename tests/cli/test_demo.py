"""The two-minute look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.samples import detente


def test_demo_builds_writes_and_says_where(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = detente(capfd, "demo", "--no-serve", "--store", "look")
    assert found.status == 0, found.err
    assert "The dossier on RUS and TUR: look/RUS-TUR.html" in found.out
    assert found.out.splitlines()[-1] == "To explore it in a browser: detente serve --store look"
    assert (tmp_path / "look" / "RUS-TUR.html").read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
    documents = [json.loads(line) for line in detente(capfd, "export", "documents", "--store", "look").out.splitlines()]
    assert len(documents) >= 24
    assert all(document["path"].startswith("corpus/") for document in documents), "no path of this machine"
    again = detente(capfd, "demo", "--no-serve", "--store", "look", "--json")
    facts = json.loads(again.out)
    assert (facts["new"], facts["dossier"]) == (0, "look/RUS-TUR.html")
