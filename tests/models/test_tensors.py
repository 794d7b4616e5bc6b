"""Arrays that ship: read as they were written, and refused where they are not those of the card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from detente import models


def written(folder: Path, *, digest: str | None = None) -> None:
    arrays = {"a": np.array([[1, 2], [3, 4]], "<f2"), "b": np.array([0.5], "<f4")}
    entries, at = {}, 0
    for name, array in arrays.items():
        kind = "F16" if array.itemsize == 2 else "F32"
        entries[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    head = json.dumps(entries | {"__metadata__": {"made": "here"}}).encode()
    data = len(head).to_bytes(8, "little") + head + b"".join(array.tobytes() for array in arrays.values())
    (folder / "own.safetensors").write_bytes(data)
    card = {"sha256": digest or hashlib.sha256(data).hexdigest()}
    (folder / "own.json").write_text(json.dumps(card), encoding="utf-8")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(models, "files", lambda _: tmp_path)
    models.tensors.cache_clear()
    models.numbers.cache_clear()
    yield
    models.tensors.cache_clear()
    models.numbers.cache_clear()


def test_arrays_are_read_as_32_bit_numbers(tmp_path: Path) -> None:
    written(tmp_path)
    held = models.tensors("own")
    assert held is not None
    assert held["a"].tolist() == [[1, 2], [3, 4]]
    assert held["b"].tolist() == [0.5]
    assert {array.dtype for array in held.values()} == {np.dtype("float32")}


def test_arrays_that_do_not_ship_are_none() -> None:
    assert models.tensors("own") is None


def test_other_bytes_than_those_of_the_card_are_refused(tmp_path: Path) -> None:
    written(tmp_path, digest="0" * 64)
    with pytest.raises(ValueError, match=r"own\.safetensors"):
        models.tensors("own")
