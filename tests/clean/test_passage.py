"""A passage is all body but for the dateline that opens it."""

from __future__ import annotations

import pytest

from detente.clean.passage import passage

SAID = "Norway will keep the ferry to Sweden, the minister said on Friday."


@pytest.mark.parametrize(
    ("text", "kinds", "body"),
    [
        (SAID, ["body"], SAID),
        (f"OSLO, March 3 (Argos) - {SAID}", ["dateline", "body"], SAID),
        (f"Ferry to stay\n\nOSLO — {SAID}", ["body", "dateline", "body"], SAID),
        ("", ["body"], ""),
    ],
)
def test_blocks(text: str, kinds: list[str], body: str) -> None:
    blocks = passage({"id": "p1", "text": text}).blocks
    assert [block.kind for block in blocks] == kinds
    assert text[blocks[-1].start : blocks[-1].end] == body
