"""`make bench`: every measurement, one after another, with the machine and the versions first."""

from __future__ import annotations

import importlib
import platform
import time
from importlib.metadata import version
from pathlib import Path

SKIPPED = {"__init__", "__main__", "screenshots"}
"""No measurements: these, and every module without a `main`, which holds what others share."""


def main() -> None:
    """Runs `main` of each module of this folder in alphabetical order, and says how long it took."""
    packages = ("detente", "spacy", "duckdb", "pyarrow", "numpy", "onnxruntime")
    print(f"{platform.platform()}, {platform.machine()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in packages))
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
