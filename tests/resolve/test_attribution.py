"""Events and forecasts find the innermost quote that holds them."""

from __future__ import annotations

from dataclasses import replace

from detente.records import Event, Forecast, Quote, Span
from detente.resolve.attribution import attribute, innermost


def quote(name: str, *content: Span, doc: str = "d1") -> Quote:
    return Quote(name, doc, content, (), (), "indirect", f"Speaker of {name}", None, None, None, (), 0.9)


def event(trigger: Span, doc: str = "d1") -> Event:
    return Event(
        "e1", None, doc, 0, 100, trigger.start, trigger.end, ("NOR",), ("SWE",), None, None, "CONSULT", None, "040",
        1.0, 1, "actual", False, None, None, None, (), None, 0.9, "frames:meet",
    )  # fmt: skip


def forecast(start: int, end: int, quote_id: str | None = None) -> Forecast:
    return Forecast(
        "f1", "d1", quote_id, start, end, None, "assertion", False, ("NOR",), ("SWE",), None, "improve", None, None,
        None, None, None, None, None, None, None,
    )  # fmt: skip


def test_event_takes_the_innermost_quote() -> None:
    outer, inner = quote("q1", Span(0, 80)), quote("q2", Span(20, 60))
    events, _, _ = attribute([event(Span(30, 35)), event(Span(70, 75)), event(Span(90, 95))], [outer, inner], [])
    assert [one.quote_id for one in events] == ["q2", "q1", None]


def test_quotes_of_other_documents_do_not_count() -> None:
    events, _, _ = attribute([event(Span(30, 35))], [quote("q1", Span(0, 80), doc="d2")], [])
    assert [one.quote_id for one in events] == [None]


def test_content_in_pieces_holds_what_stands_in_one_of_them() -> None:
    said = quote("q1", Span(0, 20), Span(40, 60))
    assert innermost(Span(45, 50), [said]) == said
    assert innermost(Span(25, 30), [said]) is None


def test_forecast_keeps_a_known_quote_and_finds_a_missing_one() -> None:
    said = quote("q1", Span(0, 50))
    _, _, found = attribute([], [said], [forecast(10, 20, "q1"), forecast(10, 20, "gone"), forecast(60, 70, "gone")])
    assert [one.quote_id for one in found] == ["q1", "q1", None]
    assert found[1].speaker == "Speaker of q1"


def test_nothing_else_changes() -> None:
    one = event(Span(30, 35))
    (told,), _, _ = attribute([one], [quote("q1", Span(0, 80))], [])
    assert replace(told, quote_id=None) == one
