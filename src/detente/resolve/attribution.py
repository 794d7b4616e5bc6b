"""Who says so: the quote in which each event and forecast of a document stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.records import Event, Forecast, Quote, Span

Attributed = tuple[tuple[Event, ...], tuple[Quote, ...], tuple[Forecast, ...]]


def attribute(events: Sequence[Event], quotes: Sequence[Quote], forecasts: Sequence[Forecast]) -> Attributed:
    """Events and forecasts with `quote_id` set: the innermost quote of their document whose content holds them.

    An event whose trigger is the reporting word itself ("urged") is asserted by the author and keeps null; a forecast
    keeps the quote it was found in where that quote is there.
    """
    by_document: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_document.setdefault(quote.doc_id, []).append(quote)
    known = {quote.quote_id for quote in quotes}
    told = tuple(replace(event, quote_id=_of_event(event, by_document.get(event.doc_id, ()))) for event in events)
    foreseen = tuple(
        forecast if forecast.quote_id in known else _asked(forecast, by_document.get(forecast.doc_id, ()))
        for forecast in forecasts
    )
    return told, tuple(quotes), foreseen


def innermost(span: Span, quotes: Iterable[Quote]) -> Quote | None:
    """The quote with the least content that holds a span; of equals the first in the text."""
    holding = [quote for quote in quotes if any(piece.covers(span) for piece in quote.content)]
    size = {quote.quote_id: sum(piece.end - piece.start for piece in quote.content) for quote in holding}
    return min(holding, key=lambda quote: (size[quote.quote_id], quote.content[0], quote.quote_id), default=None)


def _of_event(event: Event, quotes: Sequence[Quote]) -> str | None:
    start = event.trigger_start if event.trigger_start is not None else event.start
    end = event.trigger_end if event.trigger_end is not None else event.end
    if start is None or end is None:
        return None
    found = innermost(Span(start, end), quotes)
    return None if found is None else found.quote_id


def _asked(forecast: Forecast, quotes: Sequence[Quote]) -> Forecast:
    found = innermost(Span(forecast.start, forecast.end), quotes)
    if found is None:
        return replace(forecast, quote_id=None)
    return replace(forecast, quote_id=found.quote_id, speaker=found.speaker or forecast.speaker)
