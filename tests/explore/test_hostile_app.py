"""Hostile text in every field that a source controls: each page has the tags and attributes of its harmless twin."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.explore import addresses
from detente.records import Block, Document, Forecast, Framing, Incident, Quote, Reject, Stance
from detente.store import schema
from tests.explore import corpus, texts
from tests.explore.app_client import client
from tests.explore.app_pages import Page
from tests.explore.test_hostile import payloads
from tests.store import samples

BATCH = 24  # strings in one store, each in a document, outlet and speaker of its own
PAYLOADS = [text for text in payloads() if not any("\ud800" <= sign <= "\udfff" for sign in text)]


def harmless(text: str) -> str:
    """A text of the same length that means nothing to a browser."""
    return "".join("x" if sign.isalnum() or not sign.isspace() else " " for sign in text).strip() or "x"


def document(number: int, words: str) -> Document:
    text = f"{words} {texts.TALKS}"
    return samples.document(
        number,
        title=f"{number:02} {words}",
        outlet=f"{number:02} {words}",
        agency=words,
        path=f"{number:02} {words}",
        authors=(words,),
        url=words,
        text=text,
        blocks=(Block(0, len(words), "headline"), Block(len(words) + 1, len(text), "body")),
        published=date(2011, 5, 1) + timedelta(number),
    )


def records(number: int, words: str) -> list[Any]:
    """A document and one row of every kind, with the words wherever a source has a say."""
    end, key = len(words), f"{number:016x}"
    pair: dict[str, Any] = {"source": ("NOR",), "target": ("SWE",), "place": words, "issues": (f"{number:02} {words}",)}
    when = {"date_from": date(2011, 5, 1) + timedelta(number), "date_to": date(2011, 5, 1) + timedelta(number)}
    event = samples.event(number, start=0, end=end, trigger_start=0, trigger_end=end, rule=words, **pair, **when)
    incident: Incident = samples.incident(number, summary=words, **pair, **when)
    quote: Quote = dataclasses.replace(
        samples.quote(number),
        speaker=f"{number:02} {words}",
        role=words,
        affiliation=words,
        chain=(words,),
        country="NOR",
    )
    forecast: Forecast = dataclasses.replace(
        corpus.forecasts()[0],
        forecast_id=f"f{key}",
        doc_id=f"d{key}",
        quote_id=None,
        start=0,
        end=end,
        speaker=f"{number:02} {words}",
        condition_text=words,
        horizon_text=words,
        probability_text=words,
    )
    stance = Stance(
        f"s{key}", f"d{key}", words, "NOR", "NOR", "SWE", "SWE", "warming", quote.content, (quote.quote_id,)
    )
    told = Framing(None, "NOR", "SWE", f"{number:02} {words}", True, 1, 0.1, (words,))
    return [
        document(number, words),
        event,
        incident,
        quote,
        forecast,
        stance,
        told,
        Reject(words, words, f"{number:02} {words}", words),
    ]


def opened(folder: Path, texts: list[str]) -> TestClient:
    tables: dict[str, list[Any]] = {}
    for number, words in enumerate(texts, 1):
        for record in records(number, words):
            tables.setdefault(schema.table_of(type(record)), []).append(record)
    return client(samples.store(folder, **tables))


def addresses_of(words: str) -> list[str]:
    """The pages to look at, and those of the first text's speaker, outlet, issue and document."""
    key, name = f"{1:016x}", f"01 {words}"
    fixed = ["/", "/incidents", "/events", "/documents", "/quotes", "/forecasts", "/speakers", "/outlets", "/issues",
             "/rejects", "/stances", "/framing", "/compare?kind=outlets", "/calibration", "/about",
             f"/document/d{key}", f"/document/d{key}/raw", f"/incident/i{key}"]  # fmt: skip
    fixed += [
        addresses.dyad("NOR", "SWE", section)
        for section in (None, "incidents", "issues", "speakers", "framing", "forecasts")
    ]
    return [*fixed, addresses.speaker(name, "NOR"), addresses.outlet(name), addresses.issue(name)]


@pytest.mark.parametrize("at", range(0, len(PAYLOADS), max(1, len(PAYLOADS) // 5)))
def test_pages_have_the_tags_of_a_harmless_twin(tmp_path: Path, at: int) -> None:
    texts = [text for text in PAYLOADS[at : at + BATCH] if text.strip()]
    calm = [harmless(text) for text in texts]
    with opened(tmp_path / "hostile", texts) as web, opened(tmp_path / "calm", calm) as twin:
        for path, other in zip(addresses_of(texts[0]), addresses_of(calm[0]), strict=True):
            one, two = web.get(path), twin.get(other)
            assert one.status_code == two.status_code == 200, path
            assert Page(one.text).tags == Page(two.text).tags, path


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"]
)
def test_what_a_question_says_is_only_text(tmp_path: Path, words: str) -> None:
    with opened(tmp_path, ["calm"]) as web:
        for path in (
            addresses.listing("quotes", speaker=words),
            addresses.speaker(words),
            addresses.listing("x" + words),
        ):
            page = web.get(path)
            assert "<script>alert" not in page.text and "<img" not in page.text
            assert not [link for link in Page(page.text).links if link.startswith("javascript")]


def test_an_address_of_a_source_is_a_link_only_where_it_is_one(tmp_path: Path) -> None:
    with opened(tmp_path, ["javascript:alert(1)", "https://news.example/a?b=<c>"]) as web:
        assert not [
            link for link in Page(web.get(f"/document/d{1:016x}").text).links if "alert" in link and ":" in link[:11]
        ]
        assert "https://news.example/a?b=<c>" in Page(web.get(f"/document/d{2:016x}").text).links
