"""Ctrl-C stops a build with one sentence, and the same command goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.store.segments import read
from tests.cli import samples

WORKER = b"detente.engines.worker"


def _workers(session: int) -> list[int]:
    """The worker processes of a session that are still there."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if WORKER in (entry / "cmdline").read_bytes() and os.getsid(int(entry.name)) == session:
                found.append(int(entry.name))
        except (OSError, ValueError):
            continue
    return found


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(tmp_path: Path) -> None:
    sources = samples.articles(tmp_path / "in")
    command = [sys.executable, "-m", "detente", "build", str(sources), "--store", str(tmp_path / "store")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    ) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if line.startswith("Reading sentences"):
                os.killpg(run.pid, signal.SIGINT)  # as a terminal does: the workers hear it, too
                break
        rest = run.stderr.read()
        run.wait()
        for _ in range(200):
            left = _workers(run.pid)
            if not left:
                break
            time.sleep(0.1)
    assert run.returncode == 130
    assert rest.splitlines()[-1] == "detente: Stopped. Nothing is lost: the same command goes on from here."
    assert "Traceback" not in rest and left == []
    assert not read(tmp_path / "store").stage("publish")
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Reading sentences and coding" in again.stderr
    assert read(tmp_path / "store").stage("publish")
