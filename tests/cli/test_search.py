"""`detente search`: what was found, where, and how many."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from detente.store.search import CACHE
from tests.cli.samples import detente

CapFd = pytest.CaptureFixture[str]


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "s", ignore=shutil.ignore_patterns(CACHE))
    return tmp_path / "s"


def test_words_and_phrases(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "search", "sanctions", "--store", store)
    assert found.status == 0 and found.out.startswith("documents: ") and "[sanctions]" in found.out
    assert "Indexing words" in found.err
    again = detente(capfd, "search", "foreign minister", "--store", store)
    assert "[Foreign Minister]" in again.out and "Indexing" not in again.err


def test_fields_and_kinds(store: Path, capfd: CapFd) -> None:
    facts = json.loads(detente(capfd, "search", "speaker:lavrov", "--kind", "quote", "--store", store, "--json").out)
    assert facts["total"]["quote"] == len(facts["hits"]) > 0
    assert all(hit["kind"] == "quote" and "Lavrov" in hit["speaker"] for hit in facts["hits"])


def test_nothing_found_and_fields_unknown(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "search", "mood:zzzz", "--store", store)
    assert found.out == "Nothing was found.\n" and "There is no field mood; it was read as a word." in found.err


@pytest.mark.parametrize("query", ["-", '"', "()"])
def test_a_query_without_a_word(store: Path, capfd: CapFd, query: str) -> None:
    found = detente(capfd, "search", "--store", store, "--", query)
    assert found.status == 1 and "There is no word to look for." in found.err


def test_a_kind_that_does_not_exist(store: Path, capfd: CapFd) -> None:
    found = detente(capfd, "search", "war", "--kind", "poem", "--store", store)
    assert found.status == 1 and "There is no kind poem. There are: document, quote, event." in found.err
