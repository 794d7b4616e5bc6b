"""Paths and URLs answer to the same names, and say the same when something is wrong."""

from __future__ import annotations

import errno
import http.server
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente import places
from detente.errors import UsageError
from detente.places import Remote, advice, here, is_url, place
from detente.store.segments import Writer
from tests.store import samples


@pytest.fixture
def memory() -> Remote:
    pytest.importorskip("fsspec", reason="fsspec is an extra: pip install detente[remote]")
    found = place("memory://room/store/")
    assert isinstance(found, Remote)
    return found


@pytest.mark.parametrize("name", ["news", "/tmp/news", "C:/news", "./s3:news", "-"])
def test_a_path_stays_a_path(name: str) -> None:
    assert place(name) == Path(name) and not is_url(name)


def test_a_file_url_is_a_path() -> None:
    assert place("file:///tmp/a%20b") == place("file://localhost/tmp/a b") == Path("/tmp/a b")
    assert not is_url("file:///tmp")


def test_a_url_says_what_it_was_given_as() -> None:
    found = place("S3://bucket/some folder/?region=eu-west-1")
    assert isinstance(found, Remote) and is_url("s3://bucket")
    assert str(found) == "s3://bucket/some folder?region=eu-west-1"
    assert str(found / "a.txt") == "s3://bucket/some folder/a.txt?region=eu-west-1"
    assert (found / "a.txt").url == "s3://bucket/some folder/a.txt" and (found / "a.txt").name == "a.txt"
    assert (found / "a.txt").parent == found == found.absolute()
    assert place(found) is found and pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s3://key:secret@bucket/x", "holds a password"),
        ("s3://", "names nothing"),
        ("s3:/bucket/x", "neither a path nor a URL. Did you mean s3://bucket/x?"),
        ("s3://bucket/x?endpoint=1", "There is no option endpoint of s3://"),
        ("nonsense://a/b", "There is no file system nonsense://"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        place(name).exists()
    assert said in str(caught.value)


def test_a_folder_whose_name_looks_like_a_url_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s3:").mkdir()
    with Writer("s3:/store") as writer:
        writer.commit(add=(writer.write("extract", "1", "one", {"events": samples.rows([samples.event(1)])}),))
    assert [path.suffix for path in sorted((tmp_path / "s3:" / "store" / "segments").iterdir())] == [".parquet"]


def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    core = pytest.importorskip("fsspec.core", reason="fsspec is an extra: pip install detente[remote]")

    def missing(url: str) -> None:
        raise ImportError("Install courierfs to access Courier")

    monkeypatch.setattr(core, "url_to_fs", missing)
    with pytest.raises(UsageError, match="Install courierfs to access Courier") as caught:
        place("courier://room/x").exists()
    assert "detente[remote]" in str(caught.value)


def _lives(root: Remote) -> None:
    """What any place must do."""
    file = root / "a.txt"
    assert not file.exists() and not root.exists() and list(root.below()) == []
    with pytest.raises(FileNotFoundError):
        file.read_bytes()
    with pytest.raises(FileNotFoundError):
        file.unlink()
    file.unlink(missing_ok=True)
    file.write_bytes(b"one")
    file.write_bytes(b"three")
    (root / "b" / "c d.txt").write_bytes(b"")
    assert file.read_text() == "three" and file.is_file() and not file.is_dir() and root.is_dir()
    assert [(name, size) for name, size, _ in root.below()] == [("a.txt", 5), ("b/c d.txt", 0)]
    assert file.state()[1] == 5
    with file.input() as source:
        assert source.read_at(2, 1) == b"hr"
    file.unlink()
    assert not file.exists() and (root / "a.txt").state() == (None, None)


def test_a_driver_of_fsspec_keeps_files(memory: Remote) -> None:
    _lives(memory)
    (memory / "b" / "c d.txt").unlink()


def test_a_server_that_speaks_s3_keeps_files(bucket: str) -> None:
    found = place(f"{bucket}/store")
    assert isinstance(found, Remote)
    _lives(found)


def test_large_files_and_many_files_are_whole(bucket: str) -> None:
    found = place(bucket)
    assert isinstance(found, Remote)
    large = bytes(range(256)) * 50_000
    (found / "large").write_bytes(large)
    assert (found / "large").read_bytes() == large
    for number in range(1005):
        (found / f"many/{number:04}").write_bytes(b"")
    assert [name for name, _, _ in (found / "many").below()] == [f"{number:04}" for number in range(1005)]


def test_a_bucket_that_is_missing_is_said(bucket: str) -> None:
    file = place(f"{bucket}-not/a.txt")
    assert not file.exists()
    with pytest.raises(FileNotFoundError) as caught:
        file.write_bytes(b"x")
    assert caught.value.strerror == "there is no such bucket"
    assert "bucket must be there" in str(advice(file, caught.value))


class _Deaf(http.server.BaseHTTPRequestHandler):
    """Refuses everybody."""

    def _refuse(self) -> None:
        self.send_response(403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_PUT = do_POST = _refuse  # noqa: N815 - their names

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Deaf) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        places.forget()
        yield
        places.forget()
        server.shutdown()


@pytest.mark.usefixtures("refusing")
def test_denied_access_is_said() -> None:
    file = place("s3://bucket/a.txt")
    with pytest.raises(PermissionError, match="no credentials were found") as caught:
        file.exists()
    assert "AWS_ACCESS_KEY_ID" in str(advice(file, caught.value))


def test_a_server_that_is_gone_is_said() -> None:
    file = place("s3://bucket/a.txt?endpoint_override=http://127.0.0.1:1")
    with pytest.raises(OSError, match="the server cannot be reached") as caught:
        file.exists()
    assert caught.value.errno == errno.EHOSTUNREACH and "AWS_ENDPOINT_URL" in str(advice(file, caught.value))


def test_what_can_be_made_again_lies_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one, other = place("s3://bucket/one"), place("s3://bucket/other")
    assert here(tmp_path / "cache.duckdb") == tmp_path / "cache.duckdb"
    assert here(one / "cache.duckdb").name == "cache.duckdb"
    assert here(one / "cache.duckdb").is_relative_to(tmp_path / "detente")
    assert here(one / "x") != here(other / "x") and here(one / "x").parent == here(one / "y").parent
