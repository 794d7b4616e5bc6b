"""The app in a real browser, over every page that the demo leads to: `python -m benchmarks.browser [STORE]`.

Counts requests off loopback, messages on the console, axe violations, dead links and anchors, pages that scroll
sideways at 390 pixels, numbers whose click does not open exactly as many rows, and downloads that hold other rows than
they say. Needs playwright and axe-playwright-python (`pip install`), and a Chromium on the PATH; without them only
what HTTP shows is measured.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.screenshots import BROWSERS, FLAGS  # noqa: E402
from benchmarks.serving import Page, Session, crawl, given_or_demo, served  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LINKED: Final = 2500  # addresses asked for at most
VISITED: Final = 150  # pages opened in the browser
SAMPLED: Final = 600  # numbers followed to their rows
LARGEST: Final = 300_000  # bytes of the first view of a dyad
NARROW: Final = 390
RUN: Final = """; axe.run(document, {resultTypes: ['violations']}).then(found =>
    found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html, v.nodes[0].failureSummary]))"""


def main(arguments: list[str] | None = None) -> int:
    """Measures a store, or the demo's; 0 when nothing is wrong."""
    with given_or_demo(arguments) as store, served(store) as session:
        pages, dead = crawl(session, most=LINKED)
        figures: dict[str, list[str]] = {"dead links": dead}
        print(f"{len(pages)} pages reached", flush=True)
        figures["numbers"], followed = numbers(session, pages)
        figures["downloads"], taken = downloads(session, pages)
        figures["weight"] = [
            f"{p}: {len(page.text.encode())}"
            for p, page in pages.items()
            if p.startswith("/dyad/") and len(page.text.encode()) > LARGEST
        ]
        visited = browse(session, chosen(pages), figures)
    print(f"{visited} opened in the browser, {followed} numbers followed, {taken} files taken")
    for name, faults in figures.items():
        print(f"{name}: {len(faults)}")
        for fault in faults[:12]:
            print(f"  {fault}")
    return 1 if any(figures.values()) else 0


def chosen(pages: Mapping[str, Page]) -> list[str]:
    """The pages to open: those without a question first, then others by chance, the same in every run."""
    plain = [
        path
        for path in pages
        if "?" not in path and path.count("/") <= 2 and not path.startswith(("/incident/", "/document/"))
    ]
    rest = sorted(set(pages) - set(plain))
    random.Random(7).shuffle(rest)
    dyads = [path for path in rest if path.startswith("/dyad/")]
    return [*plain, *dyads[: VISITED // 3], *[path for path in rest if path not in dyads]][:VISITED]


def numbers(session: Session, pages: Mapping[str, Page]) -> tuple[list[str], int]:
    """Follows numbers to their rows: what the page says, its total, and the rows of its file must be the same."""
    every = sorted({(n, href, path) for path, page in pages.items() for n, href in page.numbers})
    sample = random.Random(11).sample(every, min(SAMPLED, len(every)))
    faults = []
    for n, href, path in sample:
        place, _, asked = href.partition("?")
        shown = Page(session.get(href).text).total
        rows = json.loads(session.get(f"{place}.json{'?' + asked if asked else ''}").text)
        if not n == shown == len(rows):
            faults.append(f"{path}: {n} leads to {shown} on the page and {len(rows)} in the file, {href}")
    return faults, len(sample)


def downloads(session: Session, pages: Mapping[str, Page]) -> tuple[list[str], int]:
    """Takes files away: each holds as many rows as the page says."""
    every = sorted({pair for page in pages.values() for pair in page.downloads})
    sample = random.Random(13).sample(every, min(SAMPLED, len(every)))
    sample += [pair for pair in pages["/about"].downloads if pair not in sample] if "/about" in pages else []
    faults = []
    for n, href in sample:
        answer = session.get(href)
        found = rows_of(href, answer.body) if answer.status == 200 else -answer.status
        if found != n:
            faults.append(f"{href}: {found} rows, the page says {n}")
    return faults, len(sample)


def rows_of(href: str, body: bytes) -> int:
    """How many rows a file holds; -1 for a format that this cannot read."""
    import csv
    import io

    import pyarrow.parquet as pq

    suffix = urlsplit(href).path.rpartition(".")[2]
    if suffix == "json":
        return len(json.loads(body))
    if suffix == "csv":
        csv.field_size_limit(1 << 30)
        return sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
    if suffix == "parquet":
        return int(pq.ParquetFile(io.BytesIO(body)).metadata.num_rows)
    if suffix == "dta":
        import pandas as pd

        return len(pd.read_stata(io.BytesIO(body)))
    return -1


def browse(session: Session, paths: list[str], figures: dict[str, list[str]]) -> int:
    """Opens the pages in a browser, and adds what they do wrong to the figures."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    package = find_spec("axe_playwright_python")
    if executable is None or find_spec("playwright") is None or package is None or package.origin is None:
        print("no browser, or no axe: pages are not opened")
        return 0
    from playwright.sync_api import sync_playwright

    axe = (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    for name in ("requests off loopback", "console", "axe", "sideways"):
        figures[name] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        for scheme in ("light", "dark"):
            _visit(
                browser,
                session,
                paths if scheme == "light" else paths[:: max(1, len(paths) // 60)],
                axe,
                scheme,
                figures,
            )
        browser.close()
    return len(paths)


def _visit(
    browser: Browser, session: Session, paths: list[str], axe: str, scheme: Any, figures: dict[str, list[str]]
) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    name, _, value = session.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": session.origin}])
    page = context.new_page()
    at = [""]
    page.on("console", lambda message: figures["console"].append(f"{at[0]}: {message.text}"))
    page.on("pageerror", lambda error: figures["console"].append(f"{at[0]}: {error}"))
    page.on(
        "request",
        lambda r: (
            None
            if r.url.startswith((session.origin, "data:"))
            else figures["requests off loopback"].append(f"{at[0]}: {r.url}")
        ),
    )
    for path in paths:
        at[0] = f"{path} ({scheme})"
        page.goto(session.origin + path)
        found = page.evaluate(axe + RUN)
        figures["axe"] += [f"{at[0]}: {rule} × {n}: {html[:160]} {why[:200]}" for rule, n, html, why in found]
        page.set_viewport_size({"width": NARROW, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            figures["sideways"].append(at[0])
        page.set_viewport_size({"width": 1200, "height": 900})
    context.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
