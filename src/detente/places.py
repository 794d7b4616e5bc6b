"""Where files lie: paths of this machine, and paths of any file system that Arrow or fsspec reaches by its URL.

A path of this machine stays a `Path`. `s3://bucket/news`, `gs://…`, `abfs://…`, `hdfs://…` go through Arrow, every
other scheme through the driver of fsspec that is installed for it (`pip install 'detente[remote]'`). Either kind
answers to the same few names, and says what went wrong as an `OSError` with a number and a sentence.
"""

from __future__ import annotations

import atexit
import errno
import functools
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl, unquote

from detente.errors import UsageError

URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://([^?]*)(?:\?(.*))?", re.DOTALL)
MISSPELT: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")
ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
"""Where the environment names a server that speaks S3 and is not Amazon's."""

SAID: Final = (
    ("NO_SUCH_BUCKET", errno.ENOENT, "there is no such bucket"),
    ("NoSuchBucket", errno.ENOENT, "there is no such bucket"),
    ("ACCESS_DENIED", errno.EACCES, "access is denied, or no credentials were found"),
    ("INVALID_ACCESS_KEY_ID", errno.EACCES, "the access key is not known there"),
    ("SIGNATURE_DOES_NOT_MATCH", errno.EACCES, "the secret key is not the right one"),
    ("Unable to parse ExceptionName: InvalidAccessKeyId", errno.EACCES, "the access key is not known there"),
    ("NETWORK_CONNECTION", errno.EHOSTUNREACH, "the server cannot be reached"),
)
"""What the clients of object stores say, and how it is told."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder of a file system that is not this machine's; `query` holds options such as an endpoint."""

    scheme: str
    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.url}?{self.query}" if self.query else self.url

    def __truediv__(self, name: str) -> Remote:
        return replace(self, path=f"{self.path}/{name}")

    @property
    def url(self) -> str:
        """The URL without its options."""
        return f"{self.scheme}://{self.path}"

    @property
    def name(self) -> str:
        """The last part."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def parent(self) -> Remote:
        """The folder that it lies in."""
        return replace(self, path=self.path.rpartition("/")[0])

    def absolute(self) -> Remote:
        """Itself: a URL says all."""
        return self

    def is_file(self) -> bool:
        """True for a file that is there."""
        return bool(self._info().is_file)

    def is_dir(self) -> bool:
        """True for a folder that is there, or a prefix with something below it."""
        return str(self._info().type.name) == "Directory"

    def exists(self) -> bool:
        """True for anything that is there."""
        return str(self._info().type.name) != "NotFound"

    def state(self) -> tuple[int | None, int | None]:
        """When it was changed last (nanoseconds, where that is known) and its size; None twice where it is not."""
        info = self._info()
        return info.mtime_ns, info.size

    def read_bytes(self) -> bytes:
        """The whole content."""
        with self._told() as (system, path), system.open_input_stream(path) as stream:
            data: bytes = stream.read()
        return data

    def read_text(self, encoding: str = "utf-8") -> str:
        """The whole content as text."""
        return self.read_bytes().decode(encoding)

    def input(self) -> Any:
        """An Arrow file that is read where it is asked for, in part."""
        with self._told() as (system, path):
            return system.open_input_file(path)

    def write_bytes(self, data: bytes) -> int:
        """Puts the content, whole or not at all: an object is seen once it is closed."""
        with self._told() as (system, path):
            if str(system.type_name) not in OBJECTS:
                system.create_dir(path.rpartition("/")[0], recursive=True)
            stream = system.open_output_stream(path)
            stream.write(data)
            stream.close()  # not in a `with`: what fails half-way is not to be sealed
        return len(data)

    def unlink(self, missing_ok: bool = False) -> None:
        """Deletes the file."""
        try:
            with self._told() as (system, path):
                system.delete_file(path)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def below(self) -> Iterator[tuple[str, int, int | None]]:
        """Every file below, folders of any depth: its name from here, its size and when it was changed, by name."""
        from pyarrow.fs import FileSelector

        with self._told() as (system, path):
            found = system.get_file_info(FileSelector(path, recursive=True, allow_not_found=True))
        start = len(path.rstrip("/")) + 1
        files = [(info.path[start:], info.size or 0, info.mtime_ns) for info in found if info.is_file]
        yield from sorted(files, key=lambda file: file[0].split("/"))

    def _info(self) -> Any:
        with self._told() as (system, path):
            return system.get_file_info(path)

    @contextmanager
    def _told(self) -> Iterator[tuple[Any, str]]:
        """The file system and the path as it knows it; whatever its client says becomes an error with a number."""
        authority, _, rest = self.path.partition("/")
        system, base = _system(self.scheme, authority, self.query)
        try:
            yield system, f"{base.rstrip('/')}/{rest}".rstrip("/") if rest else base
        except FileNotFoundError as error:
            raise FileNotFoundError(errno.ENOENT, "no such file or directory", str(self)) from error
        except Exception as error:  # drivers raise what they like
            _fail(self, error)


Place = Path | Remote
OBJECTS: Final = ("s3", "gcs", "abfs")
"""Arrow's file systems that need no folders."""


def place(name: str | os.PathLike[str] | Remote) -> Place:
    """Where something lies: `Remote` for a URL, else a path; `file://` is a path too.

    Raises `UsageError` for a misspelt URL, and for one with a secret in it: it would be written down with the store.
    """
    if isinstance(name, Remote):
        return name
    text = os.fspath(name)
    found = URL.fullmatch(text)
    if found is None:
        if (near := MISSPELT.match(text)) and not Path(near[0]).exists():
            whole = f"{near[1]}://{text[near.end() :].lstrip('/')}"
            raise UsageError(f"{text} is neither a path nor a URL.", hint=f"Did you mean {whole}?")
        return Path(text)
    scheme, path, query = found[1].casefold(), found[2].rstrip("/"), found[3] or ""
    if scheme == "file":
        return Path(unquote(path.removeprefix("localhost")) or "/")
    if ":" in path.partition("/")[0].rpartition("@")[0]:
        raise UsageError(
            f"The URL {scheme}://… holds a password, which would be written down with what is made from it.",
            hint="Give credentials by environment or in the configuration of the service.",
        )
    if not path:
        raise UsageError(f"The URL {text} names nothing.", hint="Give it whole, for example s3://bucket/folder.")
    return Remote(scheme, path, query)


def is_url(name: str | os.PathLike[str]) -> bool:
    """True for what `place` does not take for a path of this machine."""
    found = URL.fullmatch(os.fspath(name))
    return found is not None and found[1].casefold() != "file"


def here(where: Place) -> Path:
    """A file that can be made again, as this machine has it: at its place, or for a remote one in the user's caches."""
    if isinstance(where, Path):
        return where
    whole = str(where.parent)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "detente" / hashlib.sha256(whole.encode()).hexdigest()[:24] / where.name


def advice(where: Place, error: OSError) -> str | None:
    """What to do about an error of a remote place."""
    if isinstance(where, Path):
        return None
    if error.errno == errno.EACCES:
        names = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or " if where.scheme == "s3" else ""
        return f"Give credentials that may read and write there: {names}the service's own configuration."
    if error.errno == errno.EHOSTUNREACH:
        return "Check the network and, for a server of your own, AWS_ENDPOINT_URL." if where.scheme == "s3" else None
    if error.errno == errno.ENOENT:
        return "Check the spelling; a bucket must be there before."
    return None


# --- file systems -----------------------------------------------------------------------------------------------


@functools.cache
def _system(scheme: str, authority: str, query: str) -> tuple[Any, str]:
    """The file system of a URL and what its paths begin with. Raises `UsageError` where nothing can open it."""
    import pyarrow as pa
    from pyarrow import fs

    if scheme == "s3":
        return _s3(dict(parse_qsl(query))), authority
    try:
        found, base = fs.FileSystem.from_uri(f"{scheme}://{authority}/" + (f"?{query}" if query else ""))
    except pa.ArrowInvalid:
        return _driven(scheme, authority)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UsageError(f"The file system {scheme}://{authority} cannot be used: {_first(error)}.") from error
    return found, base


def forget() -> None:
    """Opens every file system anew, since what the environment says of it may have changed."""
    _system.cache_clear()


def _s3(options: dict[str, str]) -> Any:
    """S3, or a server that speaks it: `endpoint_override` and `region` from the URL, else from the environment."""
    from pyarrow import fs

    endpoint = options.pop("endpoint_override", "") or next(filter(None, map(os.environ.get, ENDPOINTS)), "")
    region = options.pop("region", "") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    scheme = options.pop("scheme", "")
    if options:
        raise UsageError(
            f"There is no option {next(iter(options))} of s3://.", hint="There are: endpoint_override, scheme, region."
        )
    if endpoint.startswith("http://"):
        scheme = scheme or "http"
    more = {"scheme": scheme} if scheme else {}
    if endpoint:
        more["endpoint_override"] = endpoint.rstrip("/").removeprefix("http://").removeprefix("https://")
        region = region or "us-east-1"
    if region:
        more["region"] = region
    atexit.register(forget)  # before Arrow's own end of its S3, which may wait for whoever still holds it
    return fs.S3FileSystem(**more, allow_delayed_open=True)  # a small file is one request


def _driven(scheme: str, authority: str) -> tuple[Any, str]:
    """A file system that fsspec has a driver for."""
    from pyarrow import fs

    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(f"URLs of {scheme}:// need fsspec.", hint="pip install 'detente[remote]'") from error
    try:
        system, base = url_to_fs(f"{scheme}://{authority}")
    except ImportError as error:
        raise UsageError(
            f"URLs of {scheme}:// need a driver that is not installed: {_first(error)}.",
            hint="pip install 'detente[remote]' and that driver.",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"There is no file system {scheme}://.", hint="There are s3, gs, abfs, hdfs, file and those of fsspec."
        ) from error
    except Exception as error:
        raise UsageError(f"The file system {scheme}://{authority} cannot be used: {_first(error)}.") from error
    return fs.PyFileSystem(fs.FSSpecHandler(system)), base


def _fail(where: Remote, error: Exception) -> NoReturn:
    """Raises what a client said as an `OSError` with a number and a short sentence."""
    text = str(error)
    for mark, number, sentence in SAID:
        if mark in text:
            raise OSError(number, sentence, str(where)) from error
    if isinstance(error, OSError) and error.errno:
        raise OSError(error.errno, os.strerror(error.errno).lower(), str(where)) from error
    raise OSError(errno.EIO, _first(error), str(where)) from error


def _first(error: Exception) -> str:
    """The first line of what went wrong, without its end."""
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
