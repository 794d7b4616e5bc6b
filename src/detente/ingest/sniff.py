"""What a file is by its first bytes, before any parser sees it: the reasons to refuse it unread."""

from __future__ import annotations

from typing import Final

SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"RIFF", "an audio or video file"),
    (b"\x00\x00\x00\x18ftyp", "a video file"),
    (b"\x00\x00\x00\x20ftyp", "a video file"),
    (b"\x00asm", "a WebAssembly program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x80\x04\x95", "a Python pickle"),
)
SAMPLE: Final = 65_536
MAX_CONTROL: Final = 0.02  # share of control characters above which bytes are not text (text has almost none)
MAX_REPLACED: Final = 0.2  # share of letters that could not be decoded above which text is not readable


def signature(data: bytes) -> str | None:
    """What the first bytes say the file is ("a PNG image"), or None when they say nothing."""
    return next((name for mark, name in SIGNATURES if data.startswith(mark)), None)


def is_binary(text: str) -> bool:
    """True when decoded `text` is mostly control characters or unreadable bytes."""
    sample = text[:SAMPLE]
    if not sample:
        return False
    control = sum(1 for char in sample if (char < " " and char not in "\t\n\r\f\v\x1b") or "\x7f" <= char <= "\x9f")
    return control / len(sample) > MAX_CONTROL or sample.count("\ufffd") / len(sample) > MAX_REPLACED
