"""Pictures of the demo, dossier and app, for README and docs: `make pictures`, or `python benchmarks/screenshots.py`.

Needs playwright (`pip install playwright`) and a Chromium on the PATH, neither of which Détente uses. The dossier is
opened from its file with the network cut off, the app from its server; a request to anywhere else, a message on the
console or a sideways scroll at any width ends the run with status 1.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.serving import Session, given_or_demo, served  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES: Final = ROOT / "docs" / "pictures"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, the width and height of the window, colours, and the place on the page it starts at."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    at: str | None = None
    open_note: bool = False


WANTED: Final = (
    Picture("dossier_light", 1200, 1500),
    Picture("dossier_dark", 1200, 1500, "dark"),
    Picture("dossier_narrow", 390, 844),
    Picture("dossier_narrow_dark", 390, 844, "dark", "#incidents"),
    Picture("incidents", 1200, 1100, at="#incidents"),
    Picture("sources_of_a_number", 1200, 800, at="#incidents", open_note=True),
    Picture("forecasts", 1200, 900, at="#forecasts"),
    Picture("speakers", 1200, 900, at="#speakers"),
    Picture("outlets", 1200, 900, at="#outlets"),
    Picture("document", 1200, 900, at="article.doc"),
)

PAIR: Final = "/dyad/RUS/TUR"


@dataclass(frozen=True, slots=True)
class View:
    """One picture of the app: name, address, width and height of the window, colours; `media` is screen or print."""

    name: str
    path: str
    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    hover: str | None = None


VIEWS: Final = (
    View("app_home", "/", height=1050),
    View("app_dyad", PAIR, height=1050, hover=".chart a:not(.turning)"),
    View("app_dyad_dark", PAIR, height=1050, scheme="dark"),
    View("app_dyad_narrow", PAIR, 390, 844),
    View("app_incidents", f"{PAIR}/incidents", height=1050),
    View("app_incident", "incident", height=1000),
    View("app_document", "document", height=1000),
    View("app_document_narrow_dark", "document", 390, 844, "dark"),
    View("app_month", f"{PAIR}/month/2015-11", height=900),
    View("app_forecasts", f"{PAIR}/forecasts", height=900),
    View("app_framing", f"{PAIR}/framing", height=900),
    View("app_compare", "/compare", height=1000),
    View("app_print", PAIR, 794, 1123, media="print"),
)


def main(folder: Path) -> int:
    """Takes every picture into `folder`; 0 when all is well, 1 when the page misbehaves, 2 without a browser."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        executable = None
    if executable is None:
        sys.stderr.write("Pictures need playwright (pip install playwright) and a chromium on the PATH.\n")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with given_or_demo(None) as store:
        page = next(store.glob("*.html"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
            faults = [fault for picture in WANTED for fault in taken(browser, page, picture, folder)]
            with served(store) as session:
                faults += [fault for view in VIEWS for fault in shown(browser, session, view, folder)]
            browser.close()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def taken(browser: Browser, file: Path, picture: Picture, folder: Path) -> list[str]:
    """Takes one picture; whatever the page did that it must not."""
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        offline=True,
    )
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"{picture.name}: console: {message.text}"))
    page.on("request", lambda request: faults.extend(_outside(picture.name, request.url, file)))
    page.goto(file.as_uri())
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{picture.name}: the page scrolls sideways at {picture.width} pixels")
    _show(page, picture)
    page.screenshot(path=str(folder / f"{picture.name}.png"))
    context.close()
    return faults


def shown(browser: Browser, session: Session, view: View, folder: Path) -> list[str]:
    """Takes one picture of the app; whatever the page did that it must not."""
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme, reduced_motion="reduce"
    )
    name, _, value = session.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": session.origin}])
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"{view.name}: console: {message.text}"))
    inside = (session.origin, "data:")
    page.on("request", lambda r: None if r.url.startswith(inside) else faults.append(f"{view.name}: asked for {r.url}"))
    page.emulate_media(media=view.media, color_scheme=view.scheme)
    page.goto(session.origin + _address(session, view.path))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{view.name}: the page scrolls sideways at {view.width} pixels")
    if view.hover is not None:
        page.locator(view.hover).nth(3).focus()
    page.screenshot(path=str(folder / f"{view.name}.png"))
    context.close()
    return faults


def _address(session: Session, path: str) -> str:
    """The address itself, or that of the most told incident or of a dated document."""
    if path == "incident":
        return f"/incident/{json.loads(session.get('/incidents.json?order=reported').text)[0]['incident_id']}"
    if path == "document":
        rows = json.loads(session.get("/documents.json?dated=yes&copies=no").text)
        return f"/document/{max(rows, key=lambda row: (len(row['text']), row['doc_id']))['doc_id']}"
    return path


def _outside(name: str, url: str, file: Path) -> list[str]:
    return [] if url == file.as_uri() or url.startswith("data:") else [f"{name}: asked for {url}"]


def _show(page: Page, picture: Picture) -> None:
    if picture.at is not None:
        page.evaluate("place => document.querySelector(place).scrollIntoView()", picture.at)
    if picture.open_note:
        page.locator(f"{picture.at} .card a.n[data-k]").first.click()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
