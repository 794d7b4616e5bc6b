"""Pairs of which nothing new is told keep their incidents; the others are merged again."""

from pathlib import Path

import pyarrow as pa
import pytest

from detente.together import incidents, merging
from tests.together.test_passes import published


@pytest.fixture
def merged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pairs that are merged, as they are."""
    found: list[str] = []
    pair = merging._pair

    def noted(held: pa.Table, made_of: bytes) -> pa.Table:
        found.append(held[merging.PAIR][0].as_py())
        return pair(held, made_of)

    monkeypatch.setattr(merging, "_pair", noted)
    return found


def test_only_pairs_of_which_something_new_is_told_are_merged_again(tmp_path: Path, merged: list[str]) -> None:
    published(tmp_path, range(30), 7)
    before = set(merged)
    merged.clear()
    grown = published(tmp_path, range(30, 32), 7)
    assert 0 < len(merged) < len(before)
    merged.clear()
    assert published(tmp_path / "anew", range(32), 7) == grown
    assert len(merged) == len(set(merged)) >= len(before)


def test_what_stands_is_found_where_buckets_have_become_twice_as_many(
    tmp_path: Path, merged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incidents, "BUCKET", 32)
    whole = published(tmp_path, range(31), 7)
    merged.clear()
    monkeypatch.setattr(incidents, "BUCKET", 31)
    grown = published(tmp_path, range(31, 32), 7)
    assert len(merged) == 1
    assert grown["incidents"].num_rows >= whole["incidents"].num_rows
    assert published(tmp_path / "anew", range(32), 7) == grown
