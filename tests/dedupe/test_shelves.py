"""Shelves give back each part as it came."""

from __future__ import annotations

import numpy as np

from detente.dedupe.shelves import Memory


def test_parts_hold_what_was_sent_to_them_in_its_order() -> None:
    shelves = Memory()
    shelves.scatter("a", np.array([2, 0, 2]), {"x": np.array([1, 2, 3]), "y": np.array([4, 5, 6])})
    shelves.scatter("a", np.array([2]), {"x": np.array([7]), "y": np.array([8])})
    shelves.scatter("b", np.array([5]), {"z": np.array([9])})
    assert shelves.parts("a") == [0, 2]
    assert shelves.parts("b") == [5]
    assert {name: values.tolist() for name, values in shelves.take("a", 2).items()} == {"x": [1, 3, 7], "y": [4, 6, 8]}
