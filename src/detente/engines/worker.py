"""What a worker process of `engines.local` does: read a function, then shards; answer each; end with the pipe."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.engines.failures import Alive
from detente.errors import DetenteError


def main() -> None:
    """Serves frames from standard input until it closes. Whatever the function prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        function, memory_mb = _read(source)
        # What a function loads once (a model) is neither the first shard's time nor its memory.
        prepare = getattr(function, "prepare", None)
        if prepare is not None:
            prepare()
        _limit(memory_mb)
    except EOFError:
        return
    except Exception as error:
        traceback.print_exc()
        _write(sink, ("start", f"{error}" if isinstance(error, DetenteError) else f"{type(error).__name__}: {error}."))
        return
    _write(sink, ("ready", None))
    while True:
        try:
            shard = _read(source)
        except EOFError:
            return
        for answer in _answers(function, shard):
            _write(sink, answer)


def _answers(function: Any, shard: Any) -> Iterator[tuple[str, Any]]:
    """The result of one shard; before it, where the function goes in steps, the result of each."""
    try:
        if hasattr(function, "steps"):
            for result in function.steps(shard):
                yield ("alive", None) if isinstance(result, Alive) else ("step", result)
            yield "done", None
        else:
            yield "done", function(shard)
    except MemoryError:
        yield "memory", "It needed more memory than a worker may hold."
    except RecursionError:
        yield "crash", "It is nested too deeply."
    except Exception as error:
        traceback.print_exc()
        yield "error", f"{type(error).__name__}: {error}."


def _limit(memory_mb: int) -> None:
    """Lets this process grow by `memory_mb` megabytes and no further, where the system knows such a limit."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return


def _read(source: BinaryIO) -> Any:
    head = source.read(8)
    if len(head) < 8:
        raise EOFError
    size = struct.unpack("!Q", head)[0]
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from our own parent


def _write(sink: BinaryIO, answer: tuple[str, Any]) -> None:
    data = pickle.dumps(answer)
    try:
        sink.write(struct.pack("!Q", len(data)) + data)
        sink.flush()
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
