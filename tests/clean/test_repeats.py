"""Lines that an outlet repeats leave the body, whatever came first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from detente.clean import repeats
from detente.records import Block, Document
from tests.store import samples

HANDLE = "Cargo Desk on every channel you use"
SMALL_PRINT = "All rights reserved"
BODY = "The ministers of both states met on Monday to speak about the port number {}."


def page(number: int, *, outlet: str = "The Courier", line: str = HANDLE) -> Document:
    """An article whose body holds a line that is none of it."""
    text = f"{BODY.format(number)}\n{line}\nThey parted without a word about trade."
    title = f"Ministers meet over port {number}"
    blocks = (Block(0, len(text), "body"),)
    return samples.document(doc_id=f"d{number}", outlet=outlet, title=title, text=text, blocks=blocks)


def bodies(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == "body"]


def test_three_pages_of_one_outlet_betray_a_line() -> None:
    pages = tuple(page(n) for n in range(3))
    after, _ = repeats.leave_out(pages, {"events": (), "quotes": (), "forecasts": ()}, repeats.find(pages))
    assert bodies(after[0]) == [BODY.format(0), "They parted without a word about trade."]
    (cut,) = (block for block in after[0].blocks if block.kind != "body")
    assert (cut.kind, after[0].text[cut.start : cut.end]) == ("nav", HANDLE)


def test_the_order_in_which_they_came_does_not_matter() -> None:
    pages = [page(n) for n in range(3)]
    found = {repeats.find(order) for order in permutations(pages)}
    assert len(found) == 1


def test_small_print_is_named_so() -> None:
    pages = tuple(page(n, line=SMALL_PRINT) for n in range(3))
    after = repeats.relabel(pages[0], repeats.find(pages))
    assert {block.kind for block in after.blocks} == {"body", "legal"}


def test_two_pages_other_outlets_and_versions_of_one_story_prove_nothing() -> None:
    two = [page(0), page(1)]
    others = [page(2, outlet="The Echo")]
    versions = [replace(page(0), doc_id=f"d{n}") for n in range(5, 9)]
    assert repeats.find([*two, *others, *versions]) == frozenset()


def test_sentences_stay_however_often_they_are_told() -> None:
    pages = tuple(page(n, line="The Kremlin did not answer.") for n in range(3))
    assert repeats.find(pages) == frozenset()


def test_what_was_read_out_of_such_a_line_goes_and_the_rest_stays() -> None:
    pages = tuple(page(n) for n in range(3))
    at = pages[0].text.index(HANDLE)
    inside = samples.event(event_id="e1", doc_id="d0", start=at, end=at + 10, trigger_start=at, trigger_end=at + 5)
    outside = samples.event(event_id="e2", doc_id="d0", start=0, end=20, trigger_start=4, trigger_end=9)
    _, tables = repeats.leave_out(
        pages, {"events": (inside, outside), "quotes": (), "forecasts": ()}, repeats.find(pages)
    )
    assert [event.event_id for event in tables["events"]] == ["e2"]
