"""Lexicons of quotes and forecasts: every word stands in its own example, and no row comes twice."""

from __future__ import annotations

import pytest

from detente import lexicons
from tests.lexicons.forms import holds

CLASSES = {"", "assertion", "hope", "intent"}

TABLES = {
    "calendar_words": ("word", ("class", "word")),
    "directions": ("word", ("class", "word")),
    "forecast_cues": ("cue", ("cue",)),
    "forecast_fields": ("word", ("class", "word")),
    "grammar_words": ("word", ("class", "word")),
    "lemma_repairs": ("form", ("form",)),
    "speaker_words": ("word", ("class", "word")),
    "verbal_probability": ("phrase", ("phrase",)),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_word_stands_in_its_example(table: str) -> None:
    column, _ = TABLES[table]
    absent = [row.place for row in lexicons.table(table) if not holds(row["example"], [row[column]], folded=True)]
    assert absent == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_comes_twice(table: str) -> None:
    _, key = TABLES[table]
    keys = [tuple(row[column] for column in key) for row in lexicons.table(table)]
    assert len(keys) == len(set(keys))


def test_quote_cues_name_known_frames() -> None:
    known = {
        *("direct", "that", "bare", "whether", "after", "inside", "infinitive", "object-infinitive", "prep-infinitive"),
        *("object", "predicate", "as", "of", "for", "to", "at", "accordingto", "noun", "noun-infinitive", "colon"),
        *("relay", "passing"),
    }
    frames = {frame for row in lexicons.table("quote_cues") for frame in row.listed("frames")}
    assert {frame for frame in frames - known if not frame.startswith("prep-")} == set()
    assert {row["forecast"] for row in lexicons.table("quote_cues")} == {*CLASSES, "denial", "exclusion"}
