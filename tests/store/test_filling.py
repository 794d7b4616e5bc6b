"""A cache is the same whoever fills it: this process or one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import MachineError
from detente.store import database, filling
from detente.store.database import Database
from detente.store.segments import CACHE, Writer
from detente.store.tables import published
from tests.store import samples


def store(root: Path) -> Path:
    with Writer(root) as writer:
        documents = published("documents", [samples.document(n) for n in range(9)])
        writer.commit(add=(writer.write("publish", "1", "k", {"documents": documents}),))
    return root


@pytest.mark.parametrize("large", [0, 10**9])
def test_what_is_filled_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(filling, "LARGE", large)
    with Database(store(tmp_path / "s")) as held:
        database.build_cache(held.root, held.manifest, held.root / CACHE)
        found = held.query("search_documents").to_pylist()
        assert len(found) == 9


def test_what_the_process_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "LARGE", 0)
    root = store(tmp_path / "s")
    with Database(root) as held:
        (segment,) = held.manifest.segments("publish", "documents")
        (root / segment.file).write_bytes(b"")
        with pytest.raises(MachineError, match=r"cannot be written: .*damaged"):
            database.build_cache(held.root, held.manifest, held.root / CACHE)
    assert sorted(path.name for path in root.iterdir()) == ["LOCK", "MANIFEST.json", "segments"]
