"""The static site: every link leads to a file, every table is whole, and no folder of somebody else is touched."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from detente.errors import UsageError
from detente.explore import site
from detente.store.database import Database
from tests.cli.samples import detente
from tests.store import samples

HREF = re.compile(r'(?:href|src)="([^"#][^"]*)"')
HOSTILE = "</title><script>alert(1)</script>"


def written(tmp_path: Path, **options: Any) -> tuple[Path, site.Site]:
    store = samples.store(
        tmp_path / "s",
        documents=[samples.document(n, title=HOSTILE, outlet=HOSTILE) for n in (1, 2, 3)],
        events=[samples.event(n) for n in (1, 2)] + [samples.event(3, source=("CHN",), target=("IND",))],
        incidents=[samples.incident(n) for n in (1, 2)] + [samples.incident(3, source=("CHN",), target=("IND",))],
        quotes=[samples.quote(1)],
        rejects=[samples.reject(f"news/{HOSTILE.replace('/', '')}.txt")],
    )
    with Database(store) as database:
        return tmp_path / "web", site.write(database, tmp_path / "web", **options)


def test_every_link_leads_to_a_file_of_the_site(tmp_path: Path) -> None:
    root, found = written(tmp_path)
    pages = sorted(root.rglob("*.html"))
    assert found.dossiers == 2 and len(pages) == found.pages == 4
    seen = set()
    for page in pages:
        for href in HREF.findall(page.read_text("utf-8")):
            if href.startswith("data:"):
                continue
            assert "://" not in href, f"{page.name} asks for {href}"
            target = (page.parent / href.partition("#")[0]).resolve()
            assert target.is_file(), f"{page.name} leads to {href}"
            seen.add(target)
    assert {page.resolve() for page in pages} <= seen | {(root / site.INDEX).resolve()}


def test_tables_are_whole_and_articles_stay_at_home(tmp_path: Path) -> None:
    root, _ = written(tmp_path)
    with (root / "data" / "events.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 3
    assert pq.read_table(root / "data" / "incidents.parquet").num_rows == 3
    assert not (root / "data" / "documents.csv").exists()
    root, _ = written(tmp_path, texts=True)
    assert (root / "data" / "documents.parquet").is_file()


def test_pairs_with_few_incidents_are_listed_without_a_dossier(tmp_path: Path) -> None:
    root, found = written(tmp_path, least=2)
    assert (found.dossiers, found.left_out) == (1, 1)
    index = (root / site.INDEX).read_text("utf-8")
    assert "China and India" in index and "CHN-IND.html" not in index and "pairs/RUS-USA.html" in index


def test_hostile_names_are_text_on_every_page(tmp_path: Path) -> None:
    root, _ = written(tmp_path)
    for page in root.rglob("*.html"):
        assert "<script" not in page.read_text("utf-8")


def test_the_same_store_gives_the_same_site(tmp_path: Path) -> None:
    def content(root: Path) -> dict[str, bytes]:
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}

    once = content(written(tmp_path)[0])
    assert content(written(tmp_path)[0]) == once, "and it may be written over itself"


def test_dossiers_lead_back(tmp_path: Path) -> None:
    root, _ = written(tmp_path)
    assert '<a href="../index.html">All pairs</a>' in (root / "pairs" / "RUS-USA.html").read_text("utf-8")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "thesis.tex").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="holds other things"):
        written(tmp_path)
    (tmp_path / "file").write_text("x", "utf-8")
    with Database(tmp_path / "s") as database, pytest.raises(UsageError, match="is no folder"):
        site.write(database, tmp_path / "file")


def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    samples.store(tmp_path / "s")
    found = detente(capfd, "site", "--store", tmp_path / "s", "-o", tmp_path / "web")
    assert found.status == 0
    files = len(list((tmp_path / "web" / "data").iterdir()))
    assert found.out == f"{tmp_path / 'web' / 'index.html'} written; dossiers: 1, files of tables: {files}.\n"
    again = detente(capfd, "site", "--store", tmp_path / "s", "-o", tmp_path / "web", "--least", "9")
    assert "Pairs with fewer than 9 incidents, which got no dossier: 1." in again.out
    assert not list((tmp_path / "web" / "pairs").iterdir()), "what is no part of it any more is gone"
