"""A served store for measurements: `detente serve` in a process of its own, a session, and every page it links to."""

from __future__ import annotations

import html.parser
import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from benchmarks.shared import detente

FILES: Final = (".json", ".csv", ".parquet", ".dta", ".jsonl", ".bib", ".html")


@dataclass
class Answer:
    """What the server answered: status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Session:
    """A session with a served store."""

    port: int
    link: str
    cookie: str = ""

    @property
    def origin(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Answer:
        """Asks for a path with the session's cookie."""
        return self.ask("GET", path, {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie})

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
        """Asks with exactly these headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            if body is not None and "Content-Length" not in headers:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@contextmanager
def given_or_demo(arguments: list[str] | None) -> Iterator[Path]:
    """The store that a benchmark was given, or the demo's, built for the occasion."""
    with tempfile.TemporaryDirectory() as scratch:
        if arguments:
            yield Path(arguments[0])
            return
        detente("demo", "--no-serve", "--store", Path(scratch) / "demo")
        yield Path(scratch) / "demo"


@contextmanager
def served(store: Path) -> Iterator[Session]:
    """A server on a free port, entered through its link."""
    command = [sys.executable, "-m", "detente", "serve", "--store", str(store), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            link = json.loads(line)["address"]
            session = Session(urlsplit(link).port or 80, link)
            entered = session.ask("GET", link[len(session.origin) :], {"Host": f"127.0.0.1:{session.port}"})
            session.cookie = entered.headers["set-cookie"].partition(";")[0]
            yield session
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Page(html.parser.HTMLParser):
    """What a page holds: links, ids, numbers that open rows, downloads with the rows they promise, its own total."""

    text: str
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    downloads: list[tuple[int, str]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    total: int | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collects from one tag."""
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            self.ids.add(held["id"])
        if "data-total" in held:
            self.total = int(held["data-total"])
        if tag == "form":
            self.forms.append(held.get("action", ""))
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
            if "data-n" in held:
                self.numbers.append((int(held["data-n"]), held["href"]))
            if "data-rows" in held:
                self.downloads.append((int(held["data-rows"]), held["href"]))

    def inner(self, path: str) -> Iterator[str]:
        """The links that stay on this server, made whole."""
        for link in self.links:
            whole = urljoin(path, link)
            if not urlsplit(whole).scheme:
                yield whole


def crawl(session: Session, *, most: int) -> tuple[dict[str, Page], list[str]]:
    """Pages reached from the first one by at most `most` links, and the faults: no 200, anchors that lead nowhere."""
    pages: dict[str, Page] = {}
    faults: list[str] = []
    waiting, seen, anchors = ["/"], {"/"}, []
    while waiting:
        path = waiting.pop(0)
        if path.rpartition("?")[0].endswith((".json", ".csv", ".parquet", ".dta")) or path.endswith(
            (".json", ".csv", ".parquet", ".dta")
        ):
            continue
        answer = session.get(path)
        if answer.status in (303, 307, 308):
            waiting.insert(0, answer.headers["location"])
            continue
        if answer.status != 200:
            faults.append(f"{answer.status} {path}")
            continue
        page = pages[path] = Page(answer.text)
        for link in page.inner(path):
            place, _, anchor = link.partition("#")
            place = place or path
            if anchor:
                anchors.append((path, place, anchor))
            if place not in seen and len(seen) < most:
                seen.add(place)
                waiting.append(place)
    faults += [
        f"no #{a} in {place}, linked on {path}"
        for path, place, a in anchors
        if place in pages and a not in pages[place].ids
    ]
    return pages, faults
