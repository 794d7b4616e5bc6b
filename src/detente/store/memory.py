"""Memory that is free goes back to the system between passes, so that the largest of them counts, not their sum.

Arrow and the C library keep what they were given back for the next who asks; who asks next wants other sizes. Arrow's
own allocators keep it for good, so that Arrow is told to use the C library's where that one can be trimmed, unless
somebody chose (ARROW_DEFAULT_MEMORY_POOL): 200,000 documents took 444 MB with the one, 300 with the other.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Final

POOL: Final = "ARROW_DEFAULT_MEMORY_POOL"


def _trim() -> Callable[[int], object] | None:
    """What the GNU C library has for it; None elsewhere."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):
        return None


TRIM: Final = _trim()
if TRIM is not None:
    os.environ.setdefault(POOL, "system")  # before Arrow is imported, which is always done late


def release() -> None:
    """Gives back what nobody holds."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if TRIM is not None:
        TRIM(0)
