"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ingest.encoding import decode

TEXT = "The ferry left at nine, the captain’s mate said. "


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (("plain words " * 20).encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert "ferry left" in decoded.text or "plain words" in decoded.text


def test_a_guess_is_less_sure_than_a_mark() -> None:
    assert decode(TEXT.encode("cp1252")).p < decode(TEXT.encode("utf-16")).p == 1.0


def test_cyrillic_bytes_are_guessed() -> None:
    words = "Министр сказал, что переговоры пройдут в понедельник в столице. " * 4
    assert "переговоры" in decode(words.encode("cp1251")).text


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    assert decode("žluťoučký kůň".encode("iso-8859-2"), "iso-8859-2").text == "žluťoučký kůň"


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    decoded = decode(("Zürich, Genève, Łódź – " * 30).encode() + b"\xff end")
    assert decoded.encoding == "utf-8"
    assert "Łódź" in decoded.text


@given(st.text())
def test_utf8_is_never_changed(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        expected = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and "\x00" not in expected:
        assert decode(data).text == expected


@given(st.binary(max_size=400))
def test_any_bytes_become_text(data: bytes) -> None:
    decoded = decode(data)
    assert 0 <= decoded.p <= 1
