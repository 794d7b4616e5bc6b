"""What is given back is not held."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from detente.store import memory

HELD = """
import os
from detente.store import memory
import pyarrow as pa
held = [pa.array([n] * 50_000) for n in range(200)]
kept = held[::40]
del held
memory.release()
print(pa.default_memory_pool().backend_name, pa.total_allocated_bytes() == sum(one.nbytes for one in kept))
"""


def test_nothing_breaks_where_nothing_can_be_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "TRIM", None)
    values = np.arange(10)
    memory.release()
    assert values.sum() == 45


@pytest.mark.skipif(memory.TRIM is None, reason="another C library")
@pytest.mark.parametrize(("chosen", "pool"), [(None, "system"), ("mimalloc", "mimalloc")])
def test_arrow_takes_the_pool_that_can_be_trimmed_unless_one_was_chosen(chosen: str | None, pool: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != memory.POOL}
    environ |= {memory.POOL: chosen} if chosen else {}
    done = subprocess.run([sys.executable, "-c", HELD], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [pool, "True"]
