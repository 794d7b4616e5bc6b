"""The pages of a speaker, an outlet and an issue: who or what, with whom, and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.bars import shares, tone
from detente.explore.charts.columns import Column, columns
from detente.explore.numbers import Number, counted, number
from detente.explore.views import groups
from detente.explore.wording import month, signed, state_name
from detente.store.reader import Reader, Row

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class PairShare:
    """A pair of states and its incidents on either side."""

    name: str
    href: str
    incidents: Number
    cooperation: Number
    conflict: Number
    bar: Markup


@dataclass(frozen=True, slots=True)
class Voice:
    """A country or an outlet and its quotes."""

    name: str
    href: str | None
    quotes: Number


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """The page of a speaker."""

    name: str
    country: str | None
    roles: tuple[str, ...]
    quotes: Number
    forecasts: Number
    stances: Number
    outlets: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    """The tone of an outlet toward a pair."""

    name: str
    href: str
    value: str
    chart: Markup


@dataclass(frozen=True, slots=True)
class OutletView:
    """The page of an outlet."""

    line: groups.OutletLine
    quotes: Number
    forecasts: Number
    months: Markup | None
    pairs: tuple[PairShare, ...]
    voices: tuple[Voice, ...]
    tones: tuple[Tone, ...]
    tellings: Number


@dataclass(frozen=True, slots=True)
class IssueView:
    """The page of an issue."""

    line: groups.IssueLine
    pairs: tuple[PairShare, ...]


def speaker(reader: Reader, name: str, country: str | None) -> SpeakerView | None:
    """The page of a speaker, or None where nobody of that name is quoted or foresees."""
    placed = groups.placed(country)
    quotes = counted(reader, "quotes", speaker=name, **placed)
    forecasts = counted(reader, "forecasts", speaker=name)
    if not quotes.n and not forecasts.n:
        return None
    facts = reader.ask("speaker_facts", speaker=name, country=country)
    roles = [", ".join(part for part in (row["role"], row["affiliation"]) if part) for row in facts]
    rows = reader.ask("outlets_of_speaker", speaker=name, country=country, limit=MOST)
    return SpeakerView(
        name=name,
        country=state_name(country) if country else None,
        roles=tuple(dict.fromkeys(role for role in roles if role)),
        quotes=quotes,
        forecasts=forecasts,
        stances=counted(reader, "stances", speaker=name),
        outlets=tuple(
            Voice(
                row["outlet"],
                addresses.outlet(row["outlet"]),
                number(row["n_quotes"], "quotes", speaker=name, outlet=row["outlet"], **placed),
            )
            for row in rows
            if row["outlet"]
        ),
    )


def outlet(reader: Reader, name: str) -> OutletView | None:
    """The page of an outlet, or None where there is no such one."""
    row = reader.one("outlets", named=name)
    if row is None:
        return None
    return OutletView(
        line=groups.outlets([row])[0],
        quotes=counted(reader, "quotes", outlet=name),
        forecasts=counted(reader, "forecasts", outlet=name),
        months=_months(reader, name),
        pairs=_pairs(reader.ask("pairs_of_outlet", outlet=name, limit=MOST), outlet=name),
        voices=tuple(
            Voice(
                state_name(row["country"]) if row["country"] else "country not known",
                None,
                number(row["n_quotes"], "quotes", outlet=name, **groups.placed(row["country"])),
            )
            for row in reader.ask("voices_of_outlet", outlet=name)[:MOST]
        ),
        tones=tuple(
            Tone(
                f"{state_name(row['a'])} and {state_name(row['b'])}",
                addresses.dyad(row["a"], row["b"], "framing"),
                signed(row["tone"], 2),
                tone(row["tone"]),
            )
            for row in reader.ask("tones_of_outlet", outlet=name, limit=MOST)
            if row["tone"] is not None
        ),
        tellings=counted(reader, "framing", outlet=name),
    )


def issue(reader: Reader, code: str) -> IssueView | None:
    """The page of an issue, or None where no incident is about it."""
    row = reader.one("issues", code=code)
    if row is None:
        return None
    return IssueView(groups.issues([row])[0], _pairs(reader.ask("pairs_of_issue", issue=code, limit=MOST), issue=code))


def _months(reader: Reader, name: str) -> Markup | None:
    rows = [
        Column(
            row["month"],
            row["n_documents"],
            addresses.listing("documents", outlet=name, month=f"{row['month']:%Y-%m}", copies="no"),
            f"{month(row['month'])}: {row['n_documents']} document{'s' if row['n_documents'] != 1 else ''}",
        )
        for row in reader.ask("months_of_outlet", outlet=name)
        if row["month"] >= date(1000, 1, 1)
    ]
    if not rows:
        return None
    return columns(rows[-120:], title=f"Documents of {name} by month", desc="Each column opens its documents.")


def _pairs(rows: list[Row], **filters: str) -> tuple[PairShare, ...]:
    most = max((max(row["cooperation"], row["conflict"]) for row in rows), default=0)
    return tuple(
        PairShare(
            name=f"{state_name(row['a'])} and {state_name(row['b'])}",
            href=addresses.dyad(row["a"], row["b"]),
            incidents=number(row["n_incidents"], "incidents", a=row["a"], b=row["b"], **filters),
            cooperation=number(row["cooperation"], "incidents", a=row["a"], b=row["b"], side="cooperation", **filters),
            conflict=number(row["conflict"], "incidents", a=row["a"], b=row["b"], side="conflict", **filters),
            bar=shares(row["cooperation"], row["conflict"], most),
        )
        for row in rows
    )
