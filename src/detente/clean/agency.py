"""The news agency that wrote what another outlet carries: in the dateline, the byline, or a line that says so."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from detente import lexicons
from detente.clean import dateline, press
from detente.clean.blocks import Page
from detente.clean.headline import folded

COINED: Final = re.compile(
    r"(?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3} (?:News Agency|News Service|Newswire|Wire Service|Agency)"
    r"|(?:Agencia|Agence|Agenzia|Agentur) [A-Z][\w’'-]*(?: (?:de |[A-Z])[\w’'-]*){0,2})"
)
BYLINES: Final = ("byline",)


@cache
def _forms() -> dict[str, str]:
    """Forms of agency names, as written, to the agency."""
    return {form: row["name"] for row in lexicons.table("agencies") for form in (row["name"], *row.listed("forms"))}


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_forms(), key=lambda form: (-len(form), form))
    return re.compile(r"(?<![\w/])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w])")


def find(page: Page, outlet: str | None) -> str | None:
    """The agency, or None when there is none or it is the outlet itself."""
    name = own(page) or _said(page)
    if name is None or (outlet is not None and _same(name, outlet)):
        return None
    return name


def own(page: Page) -> str | None:
    """The agency in the dateline of the first paragraphs ("MOSCOW (Interfax) -")."""
    for block in page.blocks:
        if block.kind != "dateline":
            continue
        tag = dateline.agency(page.text[block.start : block.end])
        if tag is not None:
            known = _pattern().search(tag)
            if known is not None:
                return _forms()[known[0]]
            if press.like(tag):
                return tag
    return None


def _said(page: Page) -> str | None:
    """The agency that a byline or a line beside it names."""
    for line, kind in zip(page.lines, page.kinds, strict=True):
        if kind not in BYLINES or line.words > 30:
            continue
        known = _pattern().search(line.text)
        if known is not None:
            return _forms()[known[0]]
        coined = COINED.search(line.text)
        if coined is not None:
            return coined[0]
    first = next((line for line, kind in zip(page.lines, page.kinds, strict=True) if kind == "body"), None)
    if first is not None and first.words < 30 and any(kind == "byline" for kind, _ in first.cues):
        known = _pattern().search(first.text)
        if known is not None:
            return _forms()[known[0]]
    return None


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other) or folded(one) in folded(other).split()
