"""Stata files beside a view: as many rows as the screen says, with the same question."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.explore.app_client import client
from tests.store import samples

pd: Any = pytest.importorskip("pandas")


def test_stata_beside_a_view(tmp_path: Path) -> None:
    store = samples.store(
        tmp_path,
        documents=[samples.document(n) for n in (1, 2, 3)],
        events=[samples.event(n, plover="ACCUSE" if n == 2 else "SANCTION") for n in (1, 2, 3)],
        incidents=[samples.incident(n) for n in (1, 2, 3)],
    )
    with client(store) as web:
        page = web.get("/events?type=ACCUSE").text
        assert 'href="/events.dta?type=ACCUSE"' in page
        for question, rows in (("", 3), ("?type=ACCUSE", 1), ("?type=AID", 0)):
            answer = web.get(f"/events.dta{question}")
            assert answer.headers["x-rows"] == str(rows)
            assert len(pd.read_stata(io.BytesIO(answer.content))) == rows
        assert web.get("/events.dta?mood=odd").status_code == 422
