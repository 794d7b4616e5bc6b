"""Reading text: broken words mended, paragraphs found, offsets kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.annotate.reading import Passage, is_capitals, is_titled, passages
from detente.records import Block
from tests.annotate.given import document

WORDS = frozenset(("previous", "according", "deep", "rooted", "to"))


def read(text: str, *blocks: Block) -> tuple[Passage, ...]:
    return passages(document(text, None, *blocks), WORDS, str.lower)


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("the pre- vious talks", "the previous talks"),
        ("accord-\ning to her", "according to her"),
        ("deep- rooted doubts", "deep-rooted doubts"),
        ("Norway- Sweden ties", "Norway-Sweden ties"),
        ("mid- and long-term", "mid- and long-term"),
        ("two  spaces\nand a line", "two spaces and a line"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_broken_words_are_mended(raw: str, mended: str) -> None:
    assert [p.text for p in read(raw)] == [mended]


def test_offsets_lead_back_to_the_raw_text() -> None:
    raw = "Of the pre- vious  talks."
    (passage,) = read(raw)
    start = passage.text.index("talks")
    assert passage.raw(start, start + 5) == (raw.index("talks"), raw.index("talks") + 5)
    start = passage.text.index("previous")
    low, high = passage.raw(start, start + 8)
    assert raw[low:high] == "pre- vious"


def test_paragraphs_end_at_blank_lines_and_finished_lines() -> None:
    text = "First line\ngoes on here.\nSecond stands alone.\n\nThird"
    assert [p.text for p in read(text)] == ["First line goes on here.", "Second stands alone.", "Third"]


def test_only_headline_and_body_are_read() -> None:
    text = "Menu\nTalks fail\nThey broke up."
    blocks = (Block(0, 4, "nav"), Block(5, 15, "headline"), Block(16, 30, "body"))
    assert [(p.kind, p.text) for p in read(text, *blocks)] == [("headline", "Talks fail"), ("body", "They broke up.")]


def test_wrapped_lines_in_blocks_of_their_own_are_joined() -> None:
    text = "They broke\nup at dawn."
    assert [p.text for p in read(text, Block(0, 10, "body"), Block(11, 22, "body"))] == ["They broke up at dawn."]


def test_case_of_a_line() -> None:
    assert is_capitals("TALKS WITH OSLO FAIL")
    assert not is_capitals("Talks with OSLO fail")
    assert is_titled("Ministers Meet Behind Closed Doors in Oslo")
    assert not is_titled("Ministers meet behind closed doors in Oslo")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_reading_character_maps_into_the_raw_text_in_order(raw: str) -> None:
    for passage in passages(document(raw, None, Block(0, len(raw), "body")), WORDS, lambda text: text):
        assert len(passage.offsets) == len(passage.text)
        assert list(passage.offsets) == sorted(set(passage.offsets))
        kept = [(c, raw[i]) for c, i in zip(passage.text, passage.offsets, strict=True) if not c.isspace()]
        assert all(shown == stood for shown, stood in kept)
