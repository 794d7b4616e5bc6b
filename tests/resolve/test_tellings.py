"""What a document says beside its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.resolve.tellings import Telling, tellings
from tests.store import samples

TEXT = "Ruritania closed the strait to herring boats."


def test_a_copy_tells_its_own_words_and_who_printed_the_original() -> None:
    first = samples.document(1, text=TEXT, outlet="The Courier", published=date(2017, 1, 3))
    copy = replace(samples.document(2, text=TEXT, outlet="The Echo", published=None), published_to=date(2017, 1, 9))
    copy = replace(copy, duplicate_of=first.doc_id, duplicate_relation="same")
    events = [replace(samples.event(n), doc_id=d.doc_id, start=0, end=9) for n, d in ((1, first), (2, copy))]
    said = tellings(events, {document.doc_id: document for document in (first, copy)})
    assert [said[event.event_id] for event in events] == [
        Telling("Ruritania", date(2017, 1, 3).toordinal(), False, first.doc_id, "The Courier"),
        Telling("Ruritania", date(2017, 1, 9).toordinal(), True, first.doc_id, "The Courier"),
    ]


def test_of_a_document_that_is_not_there_nothing_is_known() -> None:
    event = replace(samples.event(1), doc_id="dgone")
    assert tellings([event], {}) == {event.event_id: Telling("", 0, False, "dgone", None)}
