"""Learned numbers, each file with a card beside it; made by `training/`, read here and nowhere else."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def numbers(name: str) -> dict[str, Any] | None:
    """What `models/<name>.json` holds; None where it does not ship. Not to be changed by whoever reads it."""
    resource = files(__name__) / f"{name}.json"
    if not resource.is_file():
        return None
    held: dict[str, Any] = json.loads(resource.read_text(encoding="utf-8"))
    return held


def fitted(name: str) -> dict[str, Any]:
    """As `numbers`, for what nothing works without. Raises `FileNotFoundError` where it does not ship."""
    held = numbers(name)
    if held is None:
        raise FileNotFoundError(f"models/{name}.json")
    return held
