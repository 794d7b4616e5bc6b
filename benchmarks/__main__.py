"""`make bench`: every measurement, one after another, with the machine and the versions first."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

from benchmarks.shared import machine

SKIPPED = {"__init__", "__main__", "screenshots"}
"""No measurements: these, and every module without a `main`, which holds what others share."""


def main() -> None:
    """Runs `main` of each module of this folder in alphabetical order, and says how long it took."""
    print(machine())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in SKIPPED:
            continue
        measured = getattr(importlib.import_module(f"benchmarks.{path.stem}"), "main", None)
        if measured is not None:
            begun = time.monotonic()
            print(f"\n## {path.stem}\n", flush=True)
            measured()
            print(f"\n({time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
