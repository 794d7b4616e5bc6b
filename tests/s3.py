"""As much of S3 as its clients need to keep files, in memory and on 127.0.0.1, for the tests.

Objects are put whole or in parts, read whole or in ranges, listed by prefix and delimiter, and deleted. Nobody is asked
who they are.
"""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

Object = tuple[bytes, datetime]
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


class Handler(http.server.BaseHTTPRequestHandler):
    """One request; `buckets` holds what was put, `parts` what is being put in parts."""

    protocol_version = "HTTP/1.1"
    buckets: dict[str, dict[str, Object]]
    parts: dict[str, dict[int, bytes]]

    def do_PUT(self) -> None:
        body, key, asked = self._body(), *self._asked()
        if not key:
            self.buckets.setdefault(self.bucket, {})
        elif self.bucket not in self.buckets:
            return self._refuse(404, "NoSuchBucket")
        elif "uploadId" in asked:
            self.parts[asked["uploadId"]][int(asked["partNumber"])] = body
        else:
            self.buckets[self.bucket][key] = body, datetime.now(UTC)
        return self._answer(200, headers={"ETag": _tag(body)})

    def do_POST(self) -> None:
        body, key, asked = self._body(), *self._asked()
        if self.bucket not in self.buckets:
            return self._refuse(404, "NoSuchBucket")
        name = asked.get("uploadId") or str(len(self.parts))
        if "uploads" in asked:
            self.parts[name] = {}
            tree = f"<UploadId>{name}</UploadId>"
            return self._xml("InitiateMultipartUploadResult", tree)
        body = b"".join(part for _, part in sorted(self.parts.pop(name).items()))
        self.buckets[self.bucket][key] = body, datetime.now(UTC)
        return self._xml("CompleteMultipartUploadResult", f"<ETag>{escape(_tag(body))}</ETag>")

    def do_GET(self) -> None:
        key, asked = self._asked()
        if self.bucket not in self.buckets:
            return self._refuse(404, "NoSuchBucket")
        if not key:
            return self._list(asked.get("prefix", ""), asked.get("delimiter", ""), asked)
        if key not in self.buckets[self.bucket]:
            return self._refuse(404, "NoSuchKey")
        body, changed = self.buckets[self.bucket][key]
        headers = {"ETag": _tag(body), "Last-Modified": format_datetime(changed, usegmt=True), "Accept-Ranges": "bytes"}
        wanted = self.headers.get("Range")
        if wanted is None:
            return self._answer(200, body, headers)
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        piece = body[int(first) : int(last or len(body)) + 1]
        return self._answer(206, piece, headers)

    do_HEAD = do_GET  # noqa: N815 - their names

    def do_DELETE(self) -> None:
        key, _ = self._asked()
        self.buckets.get(self.bucket, {}).pop(key, None)
        self._answer(204)

    def _asked(self) -> tuple[str, dict[str, str]]:
        """The key and the question; notes the bucket."""
        parts = urlsplit(self.path)
        self.bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        asked = parse_qs(parts.query, keep_blank_values=True)
        return key, {name: values[0] for name, values in asked.items()}

    def _body(self) -> bytes:
        """What was sent, also in pieces of which each tells its length, signed or not."""
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        else:
            body = b"".join(self._chunks())
        signed = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return b"".join(_unpacked(body)) if signed else body

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _list(self, prefix: str, delimiter: str, asked: dict[str, str]) -> None:
        """One page of keys: pages have as many as asked for, and go on after the last one."""
        lines: list[str] = []
        folders: set[str] = set()
        most = int(asked.get("max-keys", 1000))
        last = after = asked.get("continuation-token", "")
        more = ""
        for key, (body, changed) in sorted(self.buckets[self.bucket].items()):
            if not key.startswith(prefix) or key <= after:
                continue
            if len(lines) + len(folders) >= most:
                more = f"<NextContinuationToken>{escape(last)}</NextContinuationToken>"
                break
            last = key
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
                continue
            stamp = changed.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            size = f"<LastModified>{stamp}</LastModified><Size>{len(body)}</Size>"
            lines.append(f"<Contents><Key>{escape(key)}</Key><ETag>{escape(_tag(body))}</ETag>{size}</Contents>")
        lines += [f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in sorted(folders)]
        count = f"<KeyCount>{len(lines)}</KeyCount><IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}"
        self._xml("ListBucketResult", f"<Prefix>{escape(prefix)}</Prefix>{count}{''.join(lines)}")

    def _xml(self, name: str, inner: str) -> None:
        self._answer(200, f"{HEAD}<{name}>{inner}</{name}>".encode(), {"Content-Type": "application/xml"})

    def _refuse(self, status: int, code: str) -> None:
        body = f"{HEAD}<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
        self._answer(status, body, {"Content-Type": "application/xml"})

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of its own."""
    handler = type("Own", (Handler,), {"buckets": {}, "parts": {}})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _tag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The content of a body in pieces, each after its length in hexadecimal and a signature."""
    at = 0
    while at < len(body):
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if not size:
            return
        yield body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
