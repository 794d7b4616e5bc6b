"""The table reader: comments, headers, cells, and the errors that cite file and line."""

from __future__ import annotations

import pytest

from detente.errors import LexiconError
from detente.lexicons import digest, parse, table

TEXT = "# what it is\n\nname\tforms\texample\n Peru \tPeruvian| Peruvians ||\tPeru agreed.\nChile\n"


def test_cells_are_stripped_and_missing_cells_are_empty() -> None:
    rows = parse("sample", TEXT)
    assert [dict(row) for row in rows] == [
        {"name": "Peru", "forms": "Peruvian| Peruvians ||", "example": "Peru agreed."},
        {"name": "Chile", "forms": "", "example": ""},
    ]


def test_a_row_knows_its_place_and_its_lists() -> None:
    row = parse("sample", TEXT)[0]
    assert row.place == "sample.tsv:4"
    assert row.listed("forms") == ("Peruvian", "Peruvians")


def test_too_many_cells_cite_file_and_line() -> None:
    with pytest.raises(LexiconError, match=r"sample\.tsv:2 has 3 cells, the header has 2"):
        parse("sample", "a\tb\n1\t2\t3\n")


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(LexiconError, match="no lexicon named nowhere"):
        table("nowhere")


def test_a_table_is_read_once_and_in_file_order() -> None:
    rows = table("states")
    assert rows is table("states")
    assert [row.line for row in rows] == sorted(row.line for row in rows)


def test_the_digest_is_one_sha256() -> None:
    assert len(digest()) == 64
    assert digest() == digest()
