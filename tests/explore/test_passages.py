"""Marked passages: whatever the spans, the text stays whole and every span opens and closes once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from detente.explore.passages import Cited, Use, crossing, marked, sentence
from detente.records import Span
from tests.explore import texts
from tests.explore.html_tree import Node, parse

TEXT = "abc<&>\"' de fghij klmno"


def cited(start: int, end: int) -> Cited:
    return Cited(start, end, f"s-{start}-{end}", (Use(f"#row-{start}-{end}", "i1", "event", "Incident 1"),))


@some.composite
def spans(draw: some.DrawFn) -> list[Cited]:
    ends = draw(some.sets(some.tuples(some.integers(0, len(TEXT)), some.integers(0, len(TEXT))), max_size=7))
    return [cited(start, end) for start, end in sorted({(min(pair), max(pair)) for pair in ends}) if start < end]


def tree(reach: Span, rows: list[Cited]) -> Node:
    return parse(f"<p>{marked(TEXT, reach, rows)}</p>")


@given(spans(), some.integers(0, 10), some.integers(11, len(TEXT)))
def test_the_text_stays_whole(rows: list[Cited], start: int, end: int) -> None:
    assert tree(Span(start, end), rows).text(without=frozenset({"sup"})) == TEXT[start:end]


@given(spans())
def test_every_span_holds_its_words_and_leads_back_once(rows: list[Cited]) -> None:
    page = tree(Span(0, len(TEXT)), rows)
    for row in {(row.start, row.end): row for row in rows}.values():
        pieces = [m for m in page.all("mark") if m.holds({"id": row.anchor}) or m.holds({"class_": f"of-{row.anchor}"})]
        assert "".join(piece.text(without=frozenset({"sup"})) for piece in pieces) == TEXT[row.start : row.end]
        assert len([a for a in page.all("a") if a.attributes["href"] == row.uses[0].href]) == 1
        assert len(page.all("mark", id=row.anchor)) == 1


@given(spans())
def test_only_crossing_spans_stand_in_pieces(rows: list[Cited]) -> None:
    page = tree(Span(0, len(TEXT)), rows)
    split = {c[3:] for mark in page.all("mark") for c in mark.attributes["class"].split() if c.startswith("of-")}
    assert split <= crossing(rows)


def test_spans_that_nest_are_nested() -> None:
    assert marked("one two three", Span(0, 13), [cited(0, 13), cited(4, 7)]) == (
        '<mark id="s-0-13" class="event">one <mark id="s-4-7" class="event">two'
        '<sup><a href="#row-4-7" title="Incident 1">i1</a></sup></mark>'
        ' three<sup><a href="#row-0-13" title="Incident 1">i1</a></sup></mark>'
    )


def test_a_sentence_is_found_around_its_evidence() -> None:
    document = texts.document("d000000000000001")
    at = texts.span("d000000000000001", "ties would improve")
    assert (
        sentence(document, at.start, at.end).text == "Strand said ties would improve if Stockholm reopened its ports."
    )


def test_a_sentence_does_not_end_at_initials() -> None:
    text = "Earlier, U.S. President Eva Ruud met her peer. She left."
    document = texts.document("d000000000000003")
    import dataclasses

    document = dataclasses.replace(document, text=text, blocks=())
    start = text.index("met her")
    assert sentence(document, start, start + 12).text == "Earlier, U.S. President Eva Ruud met her peer."


def test_the_word_of_the_act_stands_out() -> None:
    at, act = (
        texts.span("d000000000000002", "Sweden on Monday expelled two"),
        texts.span("d000000000000002", "expelled"),
    )
    found = sentence(texts.document("d000000000000002"), at.start, at.end, act)
    assert (found.lead, found.trigger, found.tail) == ("Sweden on Monday ", "expelled", " two")
