"""Pages of our own making: what is taken for the article, beside what trafilatura alone takes."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from importlib.resources import files
from statistics import mean

import pytest

from detente.clean.document import clean
from detente.config import Clean, Ingest
from detente.ingest import html
from detente.records import Document, RawDocument

WORDS = re.compile(r"\w+")
MENU = "<nav><ul><li><a href=/w>World</a><li><a href=/b>Business</a><li><a href=/s>Sport</a></ul></nav>"
CARDS = "<aside><h3>More on this</h3><a href=/1>Port fees rise again</a><a href=/2>Grain talks stall</a></aside>"
SHARE = "<div class=share><a href=#>Share</a> <a href=#>Print</a></div>"
FOOT = "<footer>© 2019 The Courier. All rights reserved. <a href=/terms>Terms of use</a></footer>"
LAYOUTS = {
    "article": f"<body>{MENU}<article><h1>{{title}}</h1>{SHARE}{{body}}</article>{CARDS}{FOOT}</body>",
    "divisions": f"<body>{MENU}<div id=main><h2>{{title}}</h2><p>{{body}}</div>{CARDS}{FOOT}</body>",
    "table": f"<body><table><tr><td>{MENU}<td><b>{{title}}</b>{{body}}{SHARE}</table>{CARDS}{FOOT}</body>",
    "breaks": f"<body>{MENU}<h1>{{title}}</h1><div class=text>{{broken}}</div>{SHARE}{FOOT}</body>",
}


def stories() -> list[tuple[str, list[str]]]:
    """Title and paragraphs of the demo's articles."""
    found = []
    folder = files("detente") / "demo" / "corpus"
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt")):
        entry = folder / name
        parts = [part.strip() for part in entry.read_text(encoding="utf-8").split("\n\n") if part.strip()]
        paragraphs = [part for part in parts[1:] if len(part.split()) > 25]
        found.append((parts[0].splitlines()[0], paragraphs))
    return found


def page(layout: str, title: str, paragraphs: list[str]) -> str:
    body = "".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    filled = LAYOUTS[layout].format(title=escape(title), body=body, broken="<br><br>".join(map(escape, paragraphs)))
    return f"<!doctype html><html><head><meta charset=utf-8><title>{escape(title)}</title></head>{filled}</html>"


def f1(found: str, gold: str) -> float:
    have, want = Counter(WORDS.findall(found.casefold())), Counter(WORDS.findall(gold.casefold()))
    return 2 * sum((have & want).values()) / max(sum(have.values()) + sum(want.values()), 1)


def ours(source: str) -> str:
    raw = html.parse(html.Page(source.encode(), "page.html"), Ingest())
    assert isinstance(raw, RawDocument)
    document = clean(raw, Clean())
    assert isinstance(document, Document)
    return "\n".join(document.text[b.start : b.end] for b in document.blocks if b.kind in ("body", "dateline"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_body_is_no_worse_than_what_trafilatura_takes(layout: str) -> None:
    from trafilatura import extract

    own, alone = [], []
    for title, paragraphs in stories():
        source, gold = page(layout, title, paragraphs), "\n".join(paragraphs)
        own.append(f1(ours(source), gold))
        alone.append(f1(extract(source, include_comments=False) or "", gold))
    assert mean(own) >= mean(alone), (mean(own), mean(alone))
    assert mean(own) > 0.95
