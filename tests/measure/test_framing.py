from dataclasses import replace

import pytest

from detente import lexicons
from detente.measure.framing import framing, tone
from detente.records import Quote, Span
from tests.measure.samples import START, incident
from tests.resolve.samples import document, events

FIRST = document("fjord", "The amicable talk of Norway and Sweden was a breakthrough.", "2011-01-04")
SECOND = document(
    "lake", "Hostile words flew between Norway and Sweden; the visit of Oslo's envoy went unnoticed.", "2011-01-05"
)
TALK, WORDS = incident("talk", START), incident("words", START, quad=3)
ROWS = [
    *events(FIRST, FIRST.text, "NOR CONSULT 040 SWE", on=(None, None), incident_id="italk"),
    *events(
        SECOND,
        "Hostile words flew between Norway and Sweden",
        "NOR ACCUSE 111 SWE",
        on=(None, None),
        incident_id="iwords",
    ),
]


def quote(doc_id: str, speaker: str) -> Quote:
    span = (Span(0, 4),)
    return Quote("q" + speaker, doc_id, span, span, span, "direct", speaker, None, None, None, (), 0.9)


@pytest.mark.parametrize("row", lexicons.table("tone_words"), ids=lambda row: row["stem"])
def test_every_stem_sets_the_tone_of_its_example(row: lexicons.Row) -> None:
    assert row["stem"] in row["example"].lower()
    assert tone([row["example"]]) == float(row["yields"]) == float(row["tone"])


def test_tone_needs_words_and_their_beginnings() -> None:
    assert tone(["Norway met Sweden."]) is None
    assert tone(["an unfriendly act"]) == -1
    assert tone(["a friendly talk, then tension"]) == 0


def test_who_told_and_who_kept_silent() -> None:
    rows = framing((FIRST, SECOND), ROWS, [quote("dfjord", "Kari Nordmann")], [TALK, WORDS])
    found = {(r.incident_id, r.outlet): (r.covered, r.n_documents, r.tone, r.spokespeople) for r in rows}
    fjord, lake = "Gazette of fjord", "Gazette of lake"
    assert found["italk", fjord] == (True, 1, 1.0, ("Kari Nordmann",))
    assert found["italk", lake] == (False, 0, None, ())
    assert found["iwords", lake] == (True, 1, -1.0, ())
    assert found[None, fjord][0] and len(found) == 6


def test_silence_long_after_means_nothing() -> None:
    late = document("late", SECOND.text, "2011-06-05")
    other = [replace(e, doc_id="dlate") for e in ROWS[1:]]
    rows = framing((FIRST, late), [ROWS[0], *other], [], [TALK, WORDS])
    assert {r.incident_id for r in rows} == {None}


def test_a_reprint_in_one_outlet_counts_once() -> None:
    copy = replace(FIRST, doc_id="dcopy", duplicate_of="dfjord", duplicate_relation="same")
    rows = framing((FIRST, copy), [ROWS[0], replace(ROWS[0], event_id="ecopy", doc_id="dcopy")], [], [TALK])
    assert [r.n_documents for r in rows] == [1]
