"""Hostile titles, outlets, speakers, quotes and paths through the app in a real browser: `python -m benchmarks.stored`.

Every string of the public list stands in a document of its own, and in every field of it that a source controls. Asked:
nothing fires on any page, while a control page that shows the same strings raw fires.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.screenshots import BROWSERS, FLAGS  # noqa: E402
from benchmarks.serving import Session, served  # noqa: E402
from benchmarks.shared import SHARED, there  # noqa: E402

PAIR: Final = "/dyad/NOR/SWE"
LISTS: Final = (
    "/", "/incidents", "/events", "/documents", "/documents?page=2", "/quotes", "/quotes?page=2", "/forecasts",
    "/speakers", "/outlets", "/issues", "/rejects", "/stances", "/framing", "/compare?kind=outlets", "/review", PAIR,
    f"{PAIR}/incidents", f"{PAIR}/issues", f"{PAIR}/speakers", f"{PAIR}/framing", f"{PAIR}/forecasts",
)  # fmt: skip
EACH: Final = 40  # documents and incidents opened one by one
HEARD: Final = """window.__fired = 0; for (const name of ['alert', 'confirm', 'prompt', 'print'])
    window[name] = () => { window.__fired += 1; };"""


def main() -> int:
    """Shows every string; 0 when nothing fires and the control does."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not there() or executable is None or find_spec("playwright") is None:
        return 0
    from playwright.sync_api import sync_playwright
    from tests.explore.test_hostile_app import records

    words = (SHARED / "data" / "hostile" / "xss_live.txt").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        store = _laid(Path(scratch), [record for n, text in enumerate(words, 1) for record in records(n, text)])
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        with served(store) as session:
            fired, shown = _shown(browser, session, len(words))
        control = _control(browser, words)
        browser.close()
    print(f"{len(words)} strings on {shown} pages: {len(fired)} fired; raw on a control page: {control} fired")
    for place in fired[:10]:
        print(f"  {place}")
    return 1 if fired or not control else 0


def _laid(folder: Path, records: list[Any]) -> Path:
    from tests.store import samples

    from detente.store import schema

    tables: dict[str, list[Any]] = {}
    for record in records:
        tables.setdefault(schema.table_of(type(record)), []).append(record)
    return samples.store(folder / "store", **tables)


def _shown(browser: Any, session: Session, n: int) -> tuple[list[str], int]:
    context = browser.new_context()
    name, _, value = session.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": session.origin}])
    page = context.new_page()
    page.add_init_script(HEARD)
    fired: list[str] = []
    at = [""]

    def dismissed(dialog: Any) -> None:
        fired.append(f"dialog on {at[0]}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("console", lambda message: fired.append(f"{at[0]}: {message.text}"))
    page.on(
        "request", lambda r: None if r.url.startswith((session.origin, "data:")) else fired.append(f"{at[0]}: {r.url}")
    )
    each = range(1, n + 1, max(1, n // EACH))
    paths = [*LISTS, *(f"/document/d{k:016x}" for k in each), *(f"/incident/i{k:016x}" for k in each),
             *(f"/document/d{k:016x}/raw" for k in each)]  # fmt: skip
    for path in paths:
        at[0] = path
        page.goto(session.origin + path)
        if page.evaluate("window.__fired"):
            fired.append(f"script on {path}")
    context.close()
    return fired, len(paths)


def _control(browser: Any, words: list[str]) -> int:
    """How many of the strings fire when they are shown raw."""
    found = 0
    for text in words:
        page = browser.new_page()
        page.add_init_script(HEARD)
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.set_content("<p></p>")
        page.evaluate(HEARD)
        page.evaluate("text => { document.open(); document.write(text); document.close(); }", text)
        page.wait_for_timeout(60)
        found += bool(page.evaluate("window.__fired || 0"))
        page.close()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
