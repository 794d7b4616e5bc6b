"""Hostile text is only ever text: the page has the same elements and attributes as with harmless words in its place."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from detente.explore.dossier import page_of
from detente.records import Document, Domestic, Forecast, Incident, Poll, Quote, Reject
from tests.explore import corpus
from tests.explore.html_tree import parse, shape

SHARED = Path(__file__).parents[3] / "shared" / "data" / "hostile"
KEPT = ("a", "b", "since", "left_out")
BATCH = 40  # strings on one page, fewer than the free texts it has
OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "<!--",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "\x00\x08\ud800\u202e\u2028\ufffe",
]


def payloads() -> list[str]:
    found = list(OWN)
    live, naughty = SHARED / "xss_live.txt", SHARED / "blns.json"
    if live.is_file():
        found += live.read_text(encoding="utf-8").splitlines()
    if naughty.is_file():
        found += [text for text in json.loads(naughty.read_text(encoding="utf-8")) if text.strip()]
    return found


def dressed(*payloads: str) -> str:
    """The page with payloads in every free text that a source controls, documents' text included, each in its turn."""
    turn = itertools.cycle(payloads)

    def texts(*names: str) -> dict[str, Any]:
        return {name: next(turn) for name in names}

    def change(row: Any) -> Any:
        match row:
            case Document():
                text = f"{next(turn)} {row.text} {next(turn)}"
                basis = dataclasses.replace(row.published_basis[0], kind=next(turn))
                return dataclasses.replace(
                    row,
                    **texts("title", "outlet", "agency", "path", "record"),
                    authors=(next(turn),),
                    url=f"-{next(turn)}",
                    text=text,
                    blocks=(),
                    published_basis=(basis,),
                )
            case Quote():
                return dataclasses.replace(
                    row, **texts("speaker", "role", "affiliation", "kind"), chain=(next(turn), next(turn))
                )
            case Forecast():
                names = ("speaker", "about", "horizon_text", "probability_text", "p_scale", "condition_text")
                return dataclasses.replace(row, **texts(*names))
            case Poll():
                return dataclasses.replace(row, **texts("question", "population", "pollster", "unit"))
            case Reject():
                return Reject(**texts("path", "place", "code", "reason"))
            case Domestic():
                return dataclasses.replace(row, **texts("body", "act"), issues=(next(turn),))
            case Incident():
                return dataclasses.replace(row, **texts("place", "summary"), issues=(next(turn),))
        return row

    material = corpus.material(framing=())
    changes: dict[str, Any] = {
        field.name: tuple(change(row) for row in getattr(material, field.name))
        for field in dataclasses.fields(material)
        if field.name not in KEPT
    }
    return page_of(dataclasses.replace(material, **changes))


HARMLESS = shape(parse(dressed("harmless words")))


@pytest.mark.parametrize("words", OWN)
def test_hostile_text_does_not_change_the_page(words: str) -> None:
    assert shape(parse(dressed(words))) == HARMLESS


def test_the_comparison_would_see_an_unescaped_text() -> None:
    html = dressed("harmless words")
    assert ">harmless words<" in html
    assert shape(parse(html.replace(">harmless words<", "><img src=x onerror=alert(1)><", 1))) != HARMLESS


@pytest.mark.skipif(not SHARED.is_dir(), reason="the lists of hostile strings are not at ../shared/data/hostile")
def test_public_lists_of_hostile_strings_do_not_change_the_page() -> None:
    every = list(dict.fromkeys(payloads()))
    assert len(every) > 500
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        twins = [f"harmless {n}" for n in range(len(batch))]
        assert shape(parse(dressed(*batch))) == shape(parse(dressed(*twins))), batch


def test_hostile_text_is_still_readable() -> None:
    page = parse(dressed('<b>bold</b> & "quoted"'))
    assert page.text().count('<b>bold</b> & "quoted"') > 40


def test_an_address_becomes_a_link_only_when_it_is_one_of_the_web() -> None:
    def links(url: str) -> list[str]:
        rows = tuple(dataclasses.replace(row, url=url) for row in corpus.material().documents[:1])
        page = parse(
            page_of(corpus.material(documents=rows, events=(), quotes=(), forecasts=(), polls=(), domestic=()))
        )
        return [a.attributes["href"] for a in page.all("a") if not a.attributes["href"].startswith("#")]

    assert links("https://fjord.example/a?b=1&c=<x>") == ["https://fjord.example/a?b=1&c=<x>"]
    assert links(" https://fjord.example/") == []
    assert links("javascript:alert(1)//http://") == []
    assert links("data:text/html,<script>alert(1)</script>") == []
