"""Every table, column and code is in the codebook, with its meaning."""

from __future__ import annotations

from detente.records import BLOCK_KINDS, STATUSES, STORED
from detente.store import codebook, schema


def test_every_column_is_there() -> None:
    tables = codebook.tree()["tables"]
    assert list(tables) == list(STORED)
    for table in STORED:
        assert [column["name"] for column in tables[table]["columns"]] == schema.arrow(table).names
        assert tables[table]["rows"].startswith("One row ")


def test_every_code_is_there_with_its_meaning() -> None:
    codes = codebook.codes()
    plover = {entry["code"]: entry["meaning"] for entry in codes["PLOVER types"]}
    assert len(plover) == 16 and all(plover.values())
    assert {entry["code"] for entry in codes["Status of an event"]} == set(STATUSES)
    assert {entry["code"] for entry in codes["Quad classes"]} == {"1", "2", "3", "4"}
    assert {entry["code"] for entry in codes["Kinds of blocks"]} >= set(BLOCK_KINDS)
    states = {entry["code"]: entry["label"] for entry in codes["States"]}
    assert (states["USA"], states["TWN"]) == ("United States", "Taiwan")
    assert {"EUU", "NAT", "UNO"} <= {entry["code"] for entry in codes["Organisations"]}


def test_cameo_codes_say_type_and_weight() -> None:
    cameo = {entry["code"]: entry for entry in codebook.codes()["CAMEO codes"]}
    assert cameo["161"]["meaning"].startswith("PLOVER ")
    assert "Goldstein weight" in cameo["161"]["meaning"]
    assert all(entry["label"] for code, entry in cameo.items() if "no PLOVER type" not in entry["meaning"])


def test_markdown_shows_it_all() -> None:
    book = codebook.markdown()
    assert book.startswith("# Codebook of Détente ")
    for table in STORED:
        assert f"\n## {table}\n" in book
    assert "| `class` | text |" in book
