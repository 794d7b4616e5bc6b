"""Roles of lines on pages of text, all our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.clean import blocks, lines
from detente.lexicons import Row, table
from detente.records import BLOCK_KINDS

PAGE = """Home | Fjords | Ferries | Weather | Subscribe
Mon 05 Jan 2015 07:14 CET3°C Light rainWatch live
Share on FacebookTweetEmail

   Norway and Iceland share the herring after a night of talks

   Fishing boats lie in the harbour of Ålesund on Monday morning
   PHOTO: K. HOLM
   By Kari Holm, Fisheries Correspondent

   BERGEN – Norway and Iceland agreed on Tuesday to share the herring of the northern seas, ending a quarrel that had kept their boats apart since the autumn. The fisheries ministers signed the paper shortly before dawn.

   Under the terms each side takes two fifths of the catch, and the rest goes to the Faroe Islands. Officials said that the shares would be looked at again every three years.

   READ ALSO
   Ferry crews vote on a strike
   Whale seen in the harbour of Molde

   "We were tired, but nobody wanted to be the first to leave the table," the Icelandic minister told reporters. She added that the talks had been close to failing twice.

   The European Union, which was not at the table, said that it would study the agreement before it gave an opinion. Scientists have warned that the stock is smaller than it was ten years ago.

Topics: HERRING | NORWAY | ICELAND | FISHERIES
© The Fjord Post 2015. All rights reserved. We use cookies.
"""  # noqa: E501


def kinds_of(text: str) -> dict[str, str]:
    page = blocks.find(text)
    return {page.text[b.start : b.end]: b.kind for b in page.blocks}


def test_each_line_gets_its_role() -> None:
    kinds = kinds_of(PAGE)
    assert kinds["Norway and Iceland share the herring after a night of talks"] == "headline"
    assert kinds["Mon 05 Jan 2015 07:14 CET3°C Light rain"] == "clock"
    assert kinds["Watch live"] == "nav"
    assert kinds["Share on Facebook"] == "share"
    assert kinds["PHOTO: K. HOLM"] == "credit"
    assert kinds["Fishing boats lie in the harbour of Ålesund on Monday morning"] == "caption"
    assert kinds["By Kari Holm, Fisheries Correspondent"] == "byline"
    assert kinds["BERGEN"] == "dateline" or kinds["BERGEN –"] == "dateline"
    assert kinds["Topics: HERRING | NORWAY | ICELAND | FISHERIES"] == "tags"
    assert kinds["© The Fjord Post 2015. All rights reserved. We use cookies."] == "legal"


def test_a_card_inside_the_article_is_no_body() -> None:
    kinds = kinds_of(PAGE)
    assert [
        kinds[line] for line in ("READ ALSO", "Ferry crews vote on a strike", "Whale seen in the harbour of Molde")
    ] == ["related"] * 3
    body = [text for text, kind in kinds.items() if kind == "body"]
    assert len(body) == 4
    assert body[0].startswith("Norway and Iceland agreed")


def test_a_repeated_headline_is_a_duplicate() -> None:
    title = "   Norway and Iceland share the herring after a night of talks\n"
    page = blocks.find(PAGE.replace(title, title * 2))
    kinds = [b.kind for b in page.blocks if page.text[b.start : b.end] == title.strip()]
    assert kinds == ["headline", "duplicate"]


def test_a_known_title_is_the_only_headline() -> None:
    body = PAGE.partition("BERGEN – ")[2].partition("READ ALSO")[0]
    assert "headline" not in kinds_of(body).values()
    page = blocks.find("Herring shared\n" + body, title="Herring shared | The Fjord Post")
    assert [page.text[b.start : b.end] for b in page.blocks if b.kind == "headline"] == ["Herring shared"]


def test_glued_lines_are_cut_where_a_cue_shows_the_seam() -> None:
    found = [line.text for line in lines.split("2015-01-06 09:01:13Nordnet Editor : Kari HolmFjord Post App Download")]
    assert found == ["2015-01-06 09:01:13", "Nordnet Editor : Kari Holm", "Fjord Post App Download"]
    assert len(lines.split("McDonald and YouTube are names, FaceTime too")) == 1


def test_lines_wrapped_in_mid_sentence_are_one_block() -> None:
    text = "Norway and Iceland agreed on Tuesday to share the herring of the\nnorthern seas, ending a quarrel of some years.\n"  # noqa: E501
    page = blocks.find(text)
    assert [(b.start, b.end, b.kind) for b in page.blocks] == [(0, len(text) - 1, "body")]


CASES = [(row, kind_form) for row in table("page_cues") for kind_form in [(row["kind"], row["form"])]]


@pytest.mark.parametrize(("row", "kind_form"), CASES, ids=[f"{k}-{f}" for _, (k, f) in CASES])
def test_the_example_of_each_row_of_cues(row: Row, kind_form: tuple[str, str]) -> None:
    (line, *_) = lines.split(row["example"])
    found = {cue for part in lines.split(row["example"]) for cue in part.cues}
    assert kind_form in found or (kind_form[0], "whole") in found, line
    assert row["kind"] in BLOCK_KINDS


@pytest.mark.parametrize("row", table("function_words"), ids=lambda row: row["lang"])
def test_the_language_of_each_row_of_function_words(row: Row) -> None:
    assert lines.language(lines.WORD.findall(row["example"]))[0] == row["lang"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PAGE.split("\n"), "", "x", "…", "\r", "1234 5678", "By\u00a0Ole"]), max_size=30))
def test_blocks_lie_in_order_inside_the_text(picked: list[str]) -> None:
    text = "\n".join(picked)
    page = blocks.find(text)
    end = 0
    for block in page.blocks:
        assert end <= block.start < block.end <= len(text)
        assert block.kind in BLOCK_KINDS
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        end = block.end
    assert blocks.find(text) == page


NOISE = ["a" * 300_000, " " * 300_000, "said " * 60_000, ". " * 100_000, '"' * 100_000, "A-" * 90_000]


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: noise[:2])
def test_long_lines_cost_what_their_length_costs(noise: str) -> None:
    assert blocks.find(noise + "\n" + PAGE).body
