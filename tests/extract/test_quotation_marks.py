"""Marks pair with repair, and one wrong mark costs its own stretch only."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.extract.quotation_marks import find
from detente.records import Span


def stretches(text: str, breaks: tuple[int, ...] = ()) -> list[str]:
    paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    stops = [m.end() for m in re.finditer(r"[.!?][\"”’']*(?= |\n|$)", text)]
    return [text[s.start : s.end] for s in find(text, paragraphs, lambda: breaks, stops)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"The lake is ours," he said.', ['"The lake is ours,"']),
        ("“The lake is ours,” he said. “It was always ours.”", ["“The lake is ours,”", "“It was always ours.”"]),
        ("„Der See“, says she, „is ours.“", ["„Der See“", "„is ours.“"]),
        ("«The lake», she says.", ["«The lake»"]),
        ("``The lake,'' she says.", ["``The lake,''"]),
        ("''The lake,'' she says.", ["''The lake,''"]),
        ("‘The lake isn’t yours,’ he said.", ["‘The lake isn’t yours,’"]),
        ("'The lake isn't yours,' he said.", ["'The lake isn't yours,'"]),
        ("“He called it ‘our lake’ twice,” she said.", ["“He called it ‘our lake’ twice,”"]),
        ("The fishermen's nets and the '90s were gone.", []),
        ('"The lake [of Oslo] is ... ours," he said.', ['"The lake [of Oslo] is ... ours,"']),
        ("", []),
        ('"', []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert stretches(text) == expected


def test_missing_opening_mark_reaches_back_to_the_paragraph() -> None:
    text = 'The lake is ours. We paid for it," he said.\n\n"It was cheap," she said.'
    assert stretches(text) == ['The lake is ours. We paid for it,"', '"It was cheap,"']


def test_missing_closing_mark_ends_where_the_cue_breaks_in() -> None:
    text = "“The lake is ours, said the mayor.\n\n“It was cheap,” she said."
    assert stretches(text, breaks=(text.index(" said"),)) == ["“The lake is ours,", "“It was cheap,”"]


def test_missing_closing_mark_in_mid_paragraph_spares_the_next_quotation() -> None:
    text = '"The lake is ours. He sat down. "It was cheap," she said.'
    assert stretches(text) == ['"The lake is ours.', '"It was cheap,"']


def test_speech_over_several_paragraphs_goes_on() -> None:
    text = '"The lake is ours.\n\n"We paid for it," he said.'
    paragraphs = [Span(0, 18), Span(20, len(text))]
    first, second = find(text, paragraphs, tuple, (18, len(text)))
    assert (first.continues, second.continues) == (True, False)


@given(st.text(alphabet="ab .,\n\"'“”‘’„«»`?!", max_size=200))
def test_stretches_lie_in_order_inside_their_paragraphs(text: str) -> None:
    paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    found = find(text, paragraphs, tuple, [m.end() for m in re.finditer(r"[.!?]", text)])
    for one, two in pairwise(found):
        assert one.end <= two.start
    for one in found:
        assert one.start < one.end
        assert paragraphs[one.paragraph].covers(one.span)
