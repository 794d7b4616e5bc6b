"""Learned numbers, each file with a card beside it; made by `training/`, read here and nowhere else."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

KINDS: Final = {"F16": "<f2", "F32": "<f4"}


@cache
def numbers(name: str) -> dict[str, Any] | None:
    """What `models/<name>.json` holds; None where it does not ship. Not to be changed by whoever reads it."""
    resource = files(__name__) / f"{name}.json"
    if not resource.is_file():
        return None
    held: dict[str, Any] = json.loads(resource.read_text(encoding="utf-8"))
    return held


@cache
def tensors(name: str) -> dict[str, np.ndarray] | None:
    """The arrays of `models/<name>.safetensors` as 32-bit numbers; None where it does not ship.

    A length, a JSON header that says kind, shape and place of each array, then their bytes. Raises `ValueError` where
    the bytes are not those whose sha256 stands in `models/<name>.json`.
    """
    import numpy as np

    resource = files(__name__) / f"{name}.safetensors"
    if not resource.is_file():
        return None
    data = resource.read_bytes()
    if hashlib.sha256(data).hexdigest() != fitted(name)["sha256"]:
        raise ValueError(f"models/{name}.safetensors is not the file that its card describes.")
    start = 8 + int.from_bytes(data[:8], "little")
    held: dict[str, np.ndarray] = {}
    for key, entry in json.loads(data[8:start]).items():
        if key == "__metadata__":
            continue
        first, last = entry["data_offsets"]
        numbers = np.frombuffer(data[start + first : start + last], dtype=KINDS[entry["dtype"]])
        held[key] = numbers.reshape(entry["shape"]).astype("f")
    return held


def fitted(name: str) -> dict[str, Any]:
    """As `numbers`, for what nothing works without. Raises `FileNotFoundError` where it does not ship."""
    held = numbers(name)
    if held is None:
        raise FileNotFoundError(f"models/{name}.json")
    return held
