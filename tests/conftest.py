"""A server of this machine that speaks S3, for the tests of remote sources and stores."""

from __future__ import annotations

import hashlib
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente import places
from tests import s3


@pytest.fixture(scope="session")
def _endpoint() -> Iterator[str]:
    """The server that TEST_S3_ENDPOINT names (moto's, MinIO's …: http://127.0.0.1:5000), else one of our own."""
    if named := os.environ.get("TEST_S3_ENDPOINT"):
        yield named
        return
    with s3.served() as address:
        yield address


@pytest.fixture
def bucket(
    _endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The URL of an empty bucket of its own; caches of stores in it go to the test's folder."""
    name = f"b{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", _endpoint)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    places.forget()
    urllib.request.urlopen(urllib.request.Request(f"{_endpoint}/{name}", method="PUT")).close()
    yield f"s3://{name}"
    places.forget()


@pytest.fixture
def fill() -> Callable[[str, Path], None]:
    """Puts every file of a folder below a URL."""

    def copy(url: str, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                (places.place(url) / path.relative_to(folder).as_posix()).write_bytes(path.read_bytes())

    return copy
