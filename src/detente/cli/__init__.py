"""The command line: one file a command, the only place that prints or exits."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs `detente`; says errors in one sentence on standard error and exits with their status."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from detente.cli.app import run

    sys.exit(run())
