from dataclasses import replace
from datetime import date

from detente.measure.framing import framing
from detente.records import Block, Framing, Quote, Relation, Span, Stance
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


def quote(doc_id: str, speaker: str, role: str | None = None, country: str | None = None) -> Quote:
    span = (Span(0, 4),)
    return Quote("q" + speaker, doc_id, span, span, span, "direct", speaker, role, None, country, (), 0.9)


def month_of(rows: tuple[Framing, ...], outlet: str) -> Framing:
    (row,) = (r for r in rows if r.month is not None and r.outlet == outlet)
    return row


def test_who_told_and_who_kept_silent() -> None:
    rows = framing((FIRST, SECOND), ROWS, [quote("dfjord", "Kari Nordmann")], [TALK, WORDS])
    kept = [r for r in rows if r.month is None]
    found = {(r.incident_id, r.outlet): (r.covered, r.n_documents, r.tone, r.spokespeople) for r in kept}
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
    assert {r.n_documents for r in rows} == {1}


def test_a_month_tells_what_was_left_out_and_toward_whom_the_words_go() -> None:
    rows = framing((FIRST, SECOND), ROWS, [], [TALK, WORDS])
    lake = month_of(rows, "Gazette of lake")
    assert (lake.month, lake.covered, lake.n_incidents) == (date(2011, 1, 1), True, 1)
    assert (lake.omitted, month_of(rows, "Gazette of fjord").omitted) == (("italk",), ("iwords",))
    assert (lake.tone_a, lake.n_words_a, lake.tone_b, lake.n_words_b) == (-1.0, 1, None, 0)
    (word,) = lake.tone_words
    assert SECOND.text[word.start : word.end] == "Hostile" and word.toward == "NOR"


def test_the_whole_of_a_document_sets_the_tone_of_a_month_and_the_clause_that_of_an_incident() -> None:
    text = "Norway met Sweden. Swedish praise was warm. Denmark was hostile."
    told = document("far", text, "2011-01-04")
    events_ = [replace(e, doc_id="dfar", start=0, end=18) for e in ROWS[:1]]
    other = [replace(ROWS[1], incident_id="italk")]
    rows = framing((told, SECOND), [*events_, *other], [], [TALK])
    of_far = {(r.incident_id, r.month): (r.tone, r.tone_b, r.n_words) for r in rows if r.outlet == "Gazette of far"}
    assert of_far[None, date(2011, 1, 1)] == (1.0, 1.0, 2)
    assert of_far["italk", None] == (None, None, 0)


def test_who_is_let_speak() -> None:
    said = [
        quote("dfjord", "Kari Nordmann", "foreign minister", "NOR"),
        quote("dfjord", "Per Ek", "president", "SWE"),
        quote("dfjord", "Moscow", None, "RUS"),
        quote("dfjord", "Russia (Moscow)", None, "RUS"),
        quote("dfjord", "Ida Berg", "professor", "NOR"),
        quote("dfjord", "a fisherman", "fisherman", None),
    ]
    row = month_of(framing((FIRST,), ROWS[:1], said, [TALK]), "Gazette of fjord")
    told = row.n_quotes, row.n_officials_a, row.n_officials_b, row.n_officials_third, row.n_experts
    assert told == (6, 1, 1, 1, 1)


def test_optimism_stands_beside_the_index_of_its_month() -> None:
    span = (Span(0, 4),)
    stance = Stance("s1", "dfjord", "Kari Nordmann", "NOR", "NOR", "SWE", "SWE", "warming", span, ())
    cold = replace(stance, stance_id="s2", stance="cooling")
    steady = replace(stance, stance_id="s3", stance="steady")
    month = (date(2011, 1, 1), date(2011, 1, 31))
    index = Relation("NOR", "SWE", False, "month", *month, 1, 1, 1, 0, -20.0, -40.0, 5.0, ())
    rows = framing((FIRST,), ROWS[:1], [], [TALK], stances=[stance, stance, cold, steady], relations=[index])
    row = month_of(rows, "Gazette of fjord")
    assert (row.optimism, row.n_views, row.index) == (0.25, 4, -20.0)


def test_an_incident_in_the_headline_or_the_first_paragraph_is_led_with() -> None:
    text = "Norway met Sweden\nOslo, Tuesday. Nothing else.\nIn other news Norway accused Sweden."
    body = text.index("Oslo")
    whole = document("top", text, "2011-01-04", blocks=(Block(0, 17, "headline"), Block(body, len(text), "body")))
    talk = events(whole, "Norway met Sweden", "NOR CONSULT 040 SWE", on=(None, None), incident_id="italk")
    words = events(whole, "Norway accused Sweden", "NOR ACCUSE 111 SWE", on=(None, None), incident_id="iwords")
    row = month_of(framing((whole,), [*talk, *words], [], [TALK, WORDS]), "Gazette of top")
    assert (row.led, row.n_incidents) == (("italk",), 2)


def test_a_document_dated_loosely_belongs_to_no_month() -> None:
    loose = replace(FIRST, published=None, published_from=date(2010, 1, 1), published_to=date(2011, 1, 1))
    assert [r.month for r in framing((loose,), ROWS[:1], [], [TALK])] == [None]
