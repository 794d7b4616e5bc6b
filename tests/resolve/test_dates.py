from dataclasses import replace
from datetime import date

from detente.records import Document
from detente.resolve.dates import narrow
from detente.resolve.incidents import merge
from tests.resolve.samples import document, events

DATED = document("dated", "The two premiers spoke by telephone on 4 May.", "2011-05-06")
CALL = "premiers spoke by telephone on 4 May"


def loose(text: str) -> Document:
    return replace(document("loose", text, None), published_from=date(2011, 4, 1), published_to=date(2011, 6, 30))


def narrowed(text: str, clause: str, *, dated: Document = DATED) -> Document:
    undated = loose(text)
    one = events(dated, CALL, "NOR CONSULT 041 SWE", on=("2011-05-04", "2011-05-04"), both=True)
    two = events(undated, clause, "NOR CONSULT 041 SWE", on=("2011-04-01", "2011-06-30"), both=True)
    merged = merge((dated, undated), (*one, *two))
    assert len(merged.incidents) == 1
    rows = [replace(e, incident_id=merged.assignments[e.event_id]) for e in (*one, *two)]
    return narrow((dated, undated), rows, merged.incidents)[1]


def test_weekday_of_a_dated_incident_bounds_both_sides() -> None:
    found = narrowed(
        "Wednesday's telephone talk of the premiers was brief.", "Wednesday's telephone talk of the premiers"
    )
    assert (found.published_from, found.published_to, found.published) == (date(2011, 5, 4), date(2011, 5, 10), None)
    assert found.published_basis[-1].kind == "incident"


def test_yesterday_gives_the_day() -> None:
    found = narrowed("The premiers spoke by telephone yesterday.", "premiers spoke by telephone yesterday")
    assert (found.published_from, found.published_to, found.published) == (*[date(2011, 5, 5)] * 2, date(2011, 5, 5))


def test_without_such_a_word_only_the_lower_bound_moves() -> None:
    found = narrowed("The premiers spoke by telephone.", "premiers spoke by telephone")
    assert (found.published_from, found.published_to) == (date(2011, 5, 4), date(2011, 6, 30))


def test_an_undated_document_does_not_date_another() -> None:
    other = replace(DATED, published=None)
    found = narrowed("The premiers spoke by telephone yesterday.", "premiers spoke by telephone yesterday", dated=other)
    assert (found.published_from, found.published_to) == (date(2011, 4, 1), date(2011, 6, 30))
