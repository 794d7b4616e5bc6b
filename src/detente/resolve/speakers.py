"""The same person across documents: a surname alone takes the full name that other documents give its bearer.

Two speakers are one person when their names agree (the same full name, or a surname that only one full name in the
collection bears) and nothing speaks against it: another state, or more than `YEARS` between the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.records import Document, Forecast, Quote, Stance

YEARS: Final = 15  # a surname alone is not carried over a longer time

Said = tuple[str | None, str | None, int | None]
"""A speaker as quoted, the speaker's state, and the year of the document."""

Bearers = Mapping[str, Sequence[tuple[str, str | None, int | None]]]


def link(
    documents: Sequence[Document], quotes: Sequence[Quote], forecasts: Sequence[Forecast]
) -> tuple[tuple[Quote, ...], tuple[Forecast, ...]]:
    """Quotes and forecasts with speakers named in full where the collection knows them; order is kept."""
    years = {document.doc_id: _year(document) for document in documents}
    known = bearers((quote.speaker, quote.country, years.get(quote.doc_id)) for quote in quotes)
    linked = tuple(_named(quote, known, years.get(quote.doc_id)) for quote in quotes)
    names = {quote.quote_id: quote.speaker for quote in linked}
    foreseen = tuple(
        replace(forecast, speaker=names[forecast.quote_id] or forecast.speaker)
        if forecast.quote_id in names
        else forecast
        for forecast in forecasts
    )
    return linked, foreseen


def carried(quotes: Sequence[Quote], stances: Sequence[Stance]) -> tuple[Stance, ...]:
    """Stances with the speakers' names that their quotes have after linking."""
    names = {quote.quote_id: quote.speaker for quote in quotes}
    return tuple(
        replace(stance, speaker=next((name for key in stance.quote_ids if (name := names.get(key))), stance.speaker))
        for stance in stances
    )


def bearers(said: Iterable[Said]) -> Bearers:
    """By folded surname: the full names with state and year, each once, in a fixed order."""
    found: dict[str, set[tuple[str, str | None, int | None]]] = {}
    for speaker, country, year in said:
        if speaker and _full(speaker):
            found.setdefault(speaker.split()[-1].casefold(), set()).add((speaker, country, year))
    return {name: sorted(entries, key=repr) for name, entries in found.items()}


def named(said: Said, known: Bearers) -> tuple[str | None, str | None]:
    """Speaker and state of a quote: in full where one full name alone fits a surname."""
    speaker, country, year = said
    if speaker is None or " " in speaker:
        return speaker, country
    fitting = [
        entry
        for entry in known.get(speaker.casefold(), ())
        if (country is None or entry[1] is None or entry[1] == country)
        and (year is None or entry[2] is None or abs(entry[2] - year) <= YEARS)
    ]
    if len({entry[0] for entry in fitting}) != 1:
        return speaker, country
    return fitting[0][0], country or next((entry[1] for entry in fitting if entry[1]), None)


def _named(quote: Quote, known: Bearers, year: int | None) -> Quote:
    speaker, country = named((quote.speaker, quote.country, year), known)
    return quote if speaker == quote.speaker else replace(quote, speaker=speaker, country=country)


def _year(document: Document) -> int | None:
    day = document.published or document.published_from
    return None if day is None else day.year


def _full(name: str) -> bool:
    return " " in name and not name.endswith(")") and ";" not in name
