"""A store of the invented corpus, and what a page of the app holds: links, numbers, downloads, its total."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from starlette.testclient import TestClient

from detente.store import schema
from tests.explore import corpus, texts
from tests.store import samples

FILES = (".json", ".csv", ".parquet", ".dta")


def store(folder: Path, *more: Any) -> Path:
    """The invented corpus as a build publishes it, with further records."""
    tables: dict[str, list[Any]] = {}
    held = [*map(texts.document, texts.DOCUMENTS), *corpus.incidents(), *corpus.events(), *corpus.quotes()]
    for record in (*held, *corpus.forecasts(), *corpus.rest(), *corpus.months(corpus.incidents()), *more):
        tables.setdefault(schema.table_of(type(record)), []).append(record)
    return samples.store(folder, **tables)


class Page(HTMLParser):
    """What one page holds."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.links: list[str] = []
        self.ids: list[str] = []
        self.numbers: list[tuple[int, str]] = []
        self.downloads: list[tuple[int, str]] = []
        self.tags: list[str] = []
        self.total: int | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append(f"{tag} {' '.join(sorted(held))}")
        if "id" in held:
            self.ids.append(held["id"])
        if "data-total" in held:
            self.total = int(held["data-total"])
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
            if "data-n" in held:
                self.numbers.append((int(held["data-n"]), held["href"]))
            if "data-rows" in held:
                self.downloads.append((int(held["data-rows"]), held["href"]))


def crawl(web: TestClient, start: str = "/", most: int = 160) -> dict[str, Page]:
    """Pages that links lead to, nearest first; each must answer. The queue of reviews has tests of its own."""
    pages: dict[str, Page] = {}
    waiting = [start]
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        if path in pages or urlsplit(path).path.endswith(FILES) or path.startswith("/review"):
            continue
        answer = web.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        page = pages[path] = Page(answer.text)
        for link in page.links:
            whole = urljoin(path, link)
            if not urlsplit(whole).scheme:
                waiting.append(whole.partition("#")[0])
    return pages
