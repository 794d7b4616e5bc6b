"""One small store, built once by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cli.app import run
from tests.cli import samples


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample articles; look at it, do not write to it."""
    folder = tmp_path_factory.mktemp("built")
    sources = samples.articles(folder / "articles")
    assert run(["build", str(sources), "--store", str(folder / "store"), "--workers", "1"]) == 0
    return folder / "store"
