"""Files opened in workers: order, what is known, and records that take their worker with them."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.config import Engine, Ingest
from detente.engines.local import LocalEngine
from detente.ingest import html, intake, sources
from detente.ingest.limits import doc_id
from detente.records import RawDocument, Reject

PAGE = "<html><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
TEXT = "The ministers of both states met on Monday and spoke about the port. " * 6


class Fragile(intake.Open):
    """Parses as it should, but some pages do what their title says."""

    def _told(self, page: html.Page) -> RawDocument | Reject:
        if b"<h1>exit" in page.data:
            os._exit(7)
        if b"<h1>hang" in page.data:
            time.sleep(60)
        if b"<h1>raise" in page.data:
            raise KeyError("colour")
        return super()._told(page)


def archive(folder: Path, *titles: str) -> list[sources.Entry | Reject]:
    """A folder with an archive of pages of these titles, and one page beside it."""
    with zipfile.ZipFile(folder / "pages.zip", "w") as packed:
        for number, title in enumerate(titles):
            packed.writestr(f"{number}.html", PAGE.format(title, TEXT))
    (folder / "single.html").write_text(PAGE.format("single", TEXT))
    return list(sources.find([folder], Ingest()))


def told(entries: list[sources.Entry | Reject], engine: LocalEngine, known: intake.Known) -> list[intake.Found]:
    """What is read of all entries, file by file."""
    found = [item for _, items in intake.gather(entries, Ingest(), engine, known) for item in items]
    return sorted(found, key=lambda item: [getattr(entry, "path", "") for entry in entries].index(item.path))


@pytest.mark.parametrize(("culprit", "code"), [("exit", "crash"), ("hang", "timeout"), ("raise", "error")])
def test_a_hostile_page_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, culprit: str, code: str
) -> None:
    entries = archive(tmp_path, "one", culprit, "two", culprit, "three")
    monkeypatch.setattr(intake, "Open", Fragile)
    found = told(entries, LocalEngine(Engine(workers=1, timeout=3.0)), {})
    ended = [item.record if isinstance(item, RawDocument) else (item.place, item.code) for item in found]
    assert ended == ["0.html", ("1.html", code), "2.html", ("3.html", code), "4.html", None]


def test_known_pages_are_named_and_not_parsed(tmp_path: Path) -> None:
    entries = archive(tmp_path, "one", "two")
    known = {doc_id(PAGE.format("one", TEXT).encode()): (str(tmp_path / "pages.zip"), "0.html")}
    found = [item for item in told(entries, LocalEngine(Engine(workers=1)), known) if isinstance(item, RawDocument)]
    assert [(item.record, bool(item.text)) for item in found] == [("0.html", False), ("1.html", True), (None, True)]


def test_a_page_that_moved_is_parsed_again(tmp_path: Path) -> None:
    entries = archive(tmp_path, "one")
    known = {doc_id(PAGE.format("one", TEXT).encode()): ("elsewhere.zip", "0.html")}
    found = told(entries, LocalEngine(Engine(workers=1)), known)
    assert all(isinstance(item, RawDocument) and item.text for item in found)


def test_plain_files_start_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)

    def start(*_: object) -> Iterator[object]:
        raise AssertionError("a worker was started")

    monkeypatch.setattr("detente.engines.local._Worker", start)
    (found,) = told(list(sources.find([tmp_path], Ingest())), LocalEngine(Engine(workers=1)), {})
    assert isinstance(found, RawDocument) and found.text == TEXT
