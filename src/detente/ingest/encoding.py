"""Bytes to text: a byte-order mark, valid UTF-8, UTF-16 by its zero bytes, else a guess with its confidence."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE: Final = 65_536  # bytes looked at by the guesses
MAX_BAD: Final = 0.01  # share of bytes that may be broken in what is otherwise UTF-8
WESTERN_PUNCTUATION: Final = frozenset(b"\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and how sure that is (0 to 1)."""

    text: str
    encoding: str
    p: float


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """`data` as text. A mark is believed first, then valid UTF-8, then `declared`, then guesses; never raises."""
    for mark, name in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(name), name.removesuffix("-sig"), 1.0)
            except UnicodeDecodeError:
                return Decoded(data.decode(name, errors="replace"), name.removesuffix("-sig"), 0.7)
    wide = _wide(data[:SAMPLE])
    if wide is not None:
        return Decoded(data.decode(wide, errors="replace"), wide, 0.9)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0)
    except UnicodeDecodeError:
        pass
    if declared is not None:
        try:
            return Decoded(data.decode(declared), codecs.lookup(declared).name, 0.95)
        except (UnicodeDecodeError, LookupError):
            pass
    return _nearly_utf8(data) or _guess(data)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    if even > 0.6 and odd < 0.05:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: most multi-byte sequences are sound, so another encoding is unlikely."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    if sound > 4 * broken and broken / max(len(data), 1) < MAX_BAD:
        return Decoded(text, "utf-8", 0.8)
    return None


def _guess(data: bytes) -> Decoded:
    """Windows-1252 where the high bytes are few or Western punctuation, else what charset-normalizer thinks."""
    sample = data[:SAMPLE]
    high = [byte for byte in sample if byte > 0x7F]
    western = sum(1 for byte in high if byte in WESTERN_PUNCTUATION)
    share = len(high) / max(len(sample), 1)
    if share < 0.02 or western / max(len(high), 1) > 0.6:
        return Decoded(_western(data), "cp1252", 0.8 if share < 0.02 else 0.6)
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is not None:
        try:
            return Decoded(data.decode(best.encoding, errors="replace"), best.encoding, round(0.9 - best.chaos, 2))
        except LookupError:
            pass
    return Decoded(_western(data), "cp1252", 0.3)


def _western(data: bytes) -> str:
    """Windows-1252, with the five bytes it leaves undefined read as Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in data)
