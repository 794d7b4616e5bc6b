"""The same person across documents: one spelling of the name for all, the full one for a surname alone.

Two speakers are one person when their names agree (the same full name in whatever spelling, a short form, an initial,
or a surname that only one person of the collection bears) and nothing speaks against it: another state, another kind
of role, or more than `YEARS` between the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from detente import lexicons
from detente.records import Document, Forecast, Quote, Stance
from detente.resolve import people
from detente.resolve.people import Name

YEARS: Final = 15  # a surname alone is not carried over a longer time
SPHERES: Final = ("official", "scholar")

Said = tuple[str | None, str | None, int | None, str | None]
"""A speaker as quoted, the speaker's state, the year of the document, and the role."""


@dataclass(slots=True)
class Bearer:
    """One person of the collection: the spellings of the name, states, years and spheres of roles."""

    name: Name
    spellings: Counter[str] = field(default_factory=Counter)
    country: str | None = None
    years: set[int] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)

    @property
    def called(self) -> str:
        """The one spelling: as on record, else the most frequent, the shortest, the first."""
        known = people.on_record()
        return min(self.spellings, key=lambda n: (n not in known, -self.spellings[n], len(n), n))


Bearers = Mapping[str, Sequence[Bearer]]


def link(
    documents: Sequence[Document], quotes: Sequence[Quote], forecasts: Sequence[Forecast]
) -> tuple[tuple[Quote, ...], tuple[Forecast, ...]]:
    """Quotes and forecasts with speakers named in full where the collection knows them; order is kept."""
    years = {document.doc_id: _year(document) for document in documents}
    known = bearers((quote.speaker, quote.country, years.get(quote.doc_id), quote.role) for quote in quotes)
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
    """By the sound of the surname: who bears it, in a fixed order."""
    entries = {(one[0], *one[1:]) for one in said if one[0] and _full(one[0])}
    found: dict[str, list[Bearer]] = {}
    # fullest names and known states first, so that an initial or a name without a state joins whom it can
    for speaker, country, year, role in sorted(entries, key=_order):
        name = people.name(speaker)
        known = found.setdefault(name.last, [])
        alike = [one for one in known if people.alike(one.name, name) and _agree(one.country, country)]
        named = [one for one in alike if speaker in one.spellings]
        if len(named or alike) == 1:
            one = (named or alike)[0]
            one.country = one.country or country
        elif len(alike) > 1 and (people.initial(name) or country is None):
            continue  # it may be any of them
        else:
            one = Bearer(name, country=country)
            known.append(one)
        one.spellings[people.bare(speaker)] += 1
        one.years |= {year} if year is not None else set()
        one.roles |= _words(role)
    return found


def named(said: Said, known: Bearers) -> tuple[str | None, str | None]:
    """Speaker and state of a quote, the name as the collection spells it and in full where one person fits alone."""
    speaker, country, year, role = said
    if speaker is None or not _personal(speaker):
        return speaker, country
    name = people.name(speaker)
    fitting = [one for one in known.get(name.last, ()) if _agree(one.country, country)]
    if name.first:
        fitting = [one for one in fitting if people.alike(one.name, name)]
        fitting = [one for one in fitting if people.bare(speaker) in one.spellings] or fitting
        fitting = _nearest(fitting, _words(role)) if people.initial(name) else fitting
    else:
        fitting = [one for one in fitting if _timely(one, year) and not _opposed(one.roles, _words(role))]
        fitting = _nearest(fitting, _words(role))
    called = {one.called for one in fitting}
    if len(called) != 1:
        return speaker, country
    states = {one.country for one in fitting}
    return called.pop(), country or (states.pop() if len(states) == 1 else None)


def _order(entry: Said) -> tuple[bool, bool, int, str, str, int, str]:
    name, country, year, role = entry
    first = people.name(name or "").first
    return (len(first) == 1, country is None, -len(name or ""), name or "", country or "", year or 0, role or "")


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _timely(one: Bearer, year: int | None) -> bool:
    return year is None or not one.years or min(abs(year - other) for other in one.years) <= YEARS


def _nearest(fitting: list[Bearer], role: frozenset[str]) -> list[Bearer]:
    """Of several who bear a surname, those in the very role."""
    if len(fitting) < 2 or not role:
        return fitting
    return [one for one in fitting if one.roles & role] or fitting


@lru_cache(maxsize=4096)
def _words(role: str | None) -> frozenset[str]:
    return frozenset((role or "").casefold().replace("-", " ").split())


def _opposed(roles: Iterable[str], role: frozenset[str]) -> bool:
    """True where one is known in offices alone and the other as a scholar alone."""
    mine, other = _spheres(frozenset(roles)), _spheres(role)
    return bool(mine and other) and not mine & other


@lru_cache(maxsize=4096)
def _spheres(role: frozenset[str]) -> frozenset[str]:
    return frozenset(kind for kind in SPHERES if role & _of_class(kind))


@cache
def _of_class(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.table("speaker_words") if row["class"] == kind)


def _named(quote: Quote, known: Bearers, year: int | None) -> Quote:
    speaker, country = named((quote.speaker, quote.country, year, quote.role), known)
    same = speaker == quote.speaker and country == quote.country
    return quote if same else replace(quote, speaker=speaker, country=country)


def _year(document: Document) -> int | None:
    day = document.published or document.published_from
    return None if day is None else day.year


def _personal(name: str) -> bool:
    """True for what may be the name of one person."""
    return not name.endswith(")") and ";" not in name and bool(name.strip())


def _full(name: str) -> bool:
    return _personal(name) and bool(people.name(name).first)
