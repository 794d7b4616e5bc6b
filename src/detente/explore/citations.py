"""Citations: which rows of a page rest on which spans of its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from detente.explore.material import Material
from detente.explore.passages import Cited, Use

Place = tuple[str, int | None, int | None]


def anchor(doc_id: str, start: int, end: int) -> str:
    """The id of a cited span on the page."""
    return f"{doc_id}-{start}-{end}"


def cited_spans(material: Material, refs: Mapping[str, str]) -> dict[str, tuple[Cited, ...]]:
    """For each document its cited spans, each with the rows that cite it, in the order of the text."""
    uses: dict[tuple[str, int, int], dict[Use, None]] = defaultdict(dict)
    for (doc_id, start, end), record_id, kind, name in _rows(material):
        if start is not None and end is not None and start < end:
            ref = refs.get(record_id, kind)
            uses[doc_id, start, end][Use(f"#{record_id}", ref, kind, f"{name} {ref[1:]}")] = None
    for document in material.documents:
        for basis in document.published_basis:
            if basis.start is not None and basis.end is not None and basis.start < basis.end:
                link = Use(f"#dated-{document.doc_id}", "date", "date", "Evidence for the date of this document")
                uses[document.doc_id, basis.start, basis.end][link] = None
    found: dict[str, list[Cited]] = defaultdict(list)
    for (doc_id, start, end), rows in sorted(uses.items(), key=lambda item: (item[0][0], item[0][1], -item[0][2])):
        found[doc_id].append(Cited(start, end, anchor(doc_id, start, end), tuple(rows)))
    return {doc_id: tuple(spans) for doc_id, spans in found.items()}


def _rows(material: Material) -> Iterator[tuple[Place, str, str, str]]:
    """Every span a row rests on, with the row's id, the class of its mark and what the row is called."""
    for event in material.events:
        yield (event.doc_id, event.start, event.end), event.incident_id or "", "event", "Incident"
    for quote in material.quotes:
        for span in quote.content:
            yield (quote.doc_id, span.start, span.end), quote.quote_id, "quote", "Quote"
    for forecast in material.forecasts:
        yield (forecast.doc_id, forecast.start, forecast.end), forecast.forecast_id, "forecast", "Forecast"
    for poll in material.polls:
        yield (poll.doc_id, poll.start, poll.end), poll.poll_id, "poll", "Poll"
    for act in material.domestic:
        yield (act.doc_id, act.start, act.end), act.domestic_id, "home", "Domestic act"
