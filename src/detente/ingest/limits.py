"""What the readers share: which suffixes are containers, ids, and the checks every text must pass."""

from __future__ import annotations

import hashlib
from typing import Final

from detente.config import Ingest
from detente.ingest import sniff
from detente.ingest.encoding import Decoded, decode
from detente.records import Reject

CONTAINERS: Final = (
    ".jsonl", ".ndjson", ".jsonl.gz", ".csv", ".tsv", ".warc", ".warc.gz", ".arc", ".zip", ".tar", ".tar.gz", ".tgz",
    ".gz", ".zst",
)  # fmt: skip
WHOLE: Final = (".csv", ".tsv", ".arc")
"""Containers that are held in memory as a whole; the others are read as they come."""


def doc_id(data: bytes) -> str:
    """Identity of a document: 'd' and the first 16 hexadecimal digits of the sha256 of its raw bytes."""
    return "d" + hashlib.sha256(data).hexdigest()[:16]


def too_many(path: str, place: str, config: Ingest, what: str) -> Reject:
    """What stands for the records of a container beyond the limit; `what` they are, in the plural."""
    reason = f"{what} from here on exceed the limit ingest.max_records of {config.max_records:,}."
    return Reject(path, place, "records", reason)


def text_of(
    data: bytes, config: Ingest, *, path: str, place: str | None, declared: str | None = None
) -> Decoded | Reject:
    """`data` decoded, or the reason why it is no text: size, empty, binary."""
    if len(data) > config.max_bytes:
        return Reject(
            path, place, "size", f"{len(data):,} bytes exceed the limit ingest.max_bytes of {config.max_bytes:,}."
        )
    if not data.strip():
        return Reject(path, place, "empty", "There is nothing in it but white space." if data else "The file is empty.")
    kind = sniff.signature(data)
    if kind is not None:
        return Reject(path, place, "binary", f"This is {kind}, not text; convert it to text first.")
    decoded = decode(data, declared)
    if sniff.is_binary(decoded.text):
        return Reject(path, place, "binary", "These bytes are not text in any encoding we know; convert it first.")
    if not decoded.text.strip():
        return Reject(path, place, "empty", "There is nothing in it but white space.")
    return decoded
