"""Hostile text is only ever text: the page has the same elements and attributes as with harmless words in its place."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from detente.explore.dossier import page_of
from detente.records import Document, Forecast, Framing, Poll, Quote, Reject
from tests.explore import corpus
from tests.explore.html_tree import parse, shape

SHARED = Path(__file__).parents[3] / "shared" / "data" / "hostile"
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


def dressed(words: str) -> str:
    """The page with `words` in every free text that a source controls, its documents' text included."""

    def change(row: Any) -> Any:
        match row:
            case Document():
                text = f"{words} {row.text} {words}"
                return dataclasses.replace(
                    row, title=words, outlet=words, authors=(words,), agency=words, path=words, record=words, url=f"-{words}",
                    text=text, blocks=(), published_basis=(dataclasses.replace(row.published_basis[0], kind=words),),
                )  # fmt: skip
            case Quote():
                return dataclasses.replace(
                    row, speaker=words, role=words, affiliation=words, chain=(words,), kind=words
                )
            case Forecast():
                return dataclasses.replace(
                    row, speaker=words, about=words, horizon_text=words, probability_text=words, p_scale=words,
                    condition_text=words,
                )  # fmt: skip
            case Poll():
                return dataclasses.replace(row, question=words, population=words, pollster=words, unit=words)
            case Framing():
                return dataclasses.replace(row, outlet=words, spokespeople=(words,))
            case Reject():
                return Reject(path=words, place=words, code=words, reason=words)
        if hasattr(row, "bears_on"):
            return dataclasses.replace(row, body=words, act=words, issues=(words,))
        if hasattr(row, "summary"):
            return dataclasses.replace(row, place=words, issues=(words,), summary=words)
        return row

    material = corpus.material()
    changes = {
        field.name: tuple(change(row) for row in getattr(material, field.name))
        for field in dataclasses.fields(material)
        if field.name not in ("a", "b")
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
    changed = [words for words in payloads() if shape(parse(dressed(words))) != HARMLESS]
    assert changed == []


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
