"""Sentences with two sides in, the act between them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.samples import detente


def test_a_row_for_a_row_in_their_order(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"id": "a", "text": "Russia expelled two Polish diplomats.", "source": "Russia", "target": "Polish diplomats"},
        {"id": 2, "text": "Poland thanked Germany.", "source": "Poland", "target": "Germany"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = detente(capfd, "relate", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert found.status == 0
    given = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in given] == ["a", 2]
    for row in given:
        assert list(row) == ["id", "plover", "quad", "binary", "p"]
        assert row["binary"] in ("coop", "conf", None)
    abstained = all(row["plover"] is None for row in given)
    assert abstained == ("not installed" in found.err), "silence is explained"


def test_a_row_without_a_side_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "x", "source": "y"}\n', encoding="utf-8")
    found = detente(capfd, "relate", tmp_path / "in.jsonl")
    assert found.status == 2 and "line 1: it has no target." in found.err
