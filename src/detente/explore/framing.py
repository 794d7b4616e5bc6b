"""Framing of one outlet: its tone toward each side, what it led with and left out, whom it quotes, what it foresees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from detente.explore.catalogue import Catalogue, outlet_of, published
from detente.explore.charts.bars import tone
from detente.explore.evidence import Count, Notes, Source
from detente.explore.wording import excerpt, month, signed, state_name
from detente.measure import voices
from detente.measure.framing import UNMEANT, VIEWS
from detente.records import Document, Forecast, Framing, Quote, Stance, ToneWord

FEW: Final = 5  # words or views below which a mean says little
AROUND: Final = 60  # characters of text shown on each side of a word


@dataclass(frozen=True, slots=True)
class Tone:
    """Tone toward one side: the mean, its dot on a scale, the words it rests on; `rest`: words not listed."""

    toward: str
    value: str
    chart: Markup
    words: Count
    rest: int
    few: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """A kind of speaker an outlet quotes, and how often."""

    name: str
    quotes: Count


@dataclass(frozen=True, slots=True)
class Optimism:
    """Views of the pair's future: better less worse, over all of them."""

    value: str
    views: Count
    few: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of an outlet: documents, what it led with and left out, tone by side, optimism beside the index."""

    label: str
    day: date
    documents: Count
    led: Count
    omitted: Count
    tones: tuple[Tone | None, ...]
    optimism: str | None
    n_views: int
    index: str | None


@dataclass(frozen=True, slots=True)
class FramingView:
    """How one outlet tells the pair; no tone where no word sets one."""

    tones: tuple[Tone | None, ...]
    led: Count
    omitted: Count
    voices: tuple[Voice, ...]
    optimism: Optimism | None
    months: tuple[MonthRow, ...]


def view(name: str, documents: Sequence[Document], catalogue: Catalogue, notes: Notes) -> FramingView:
    """The framing of the outlet `name`, whose `documents` are on the page."""
    rows = [row for row in catalogue.material.framing if row.outlet == name and row.incident_id is None]
    whole = next((row for row in rows if row.month is None), None)
    ids = {row.doc_id for row in documents}
    own = next((row.outlet_country for row in documents if row.outlet_country), None)
    quotes = [row for row in catalogue.quotes if row.doc_id in ids]
    return FramingView(
        tones=_tones(whole, name, catalogue, notes),
        led=_incidents("incidents led with", name, whole.led if whole else (), catalogue, notes),
        omitted=_incidents("incidents left out", name, whole.omitted if whole else (), catalogue, notes),
        voices=_voices(name, own, quotes, catalogue, notes),
        optimism=_optimism(name, ids, catalogue, notes),
        months=tuple(_month(row, documents, catalogue, notes) for row in rows if row.month is not None),
    )


def _tones(row: Framing | None, name: str, catalogue: Catalogue, notes: Notes) -> tuple[Tone | None, ...]:
    if row is None:
        return (None, None)
    sides = (row.a, row.tone_a, row.n_words_a), (row.b, row.tone_b, row.n_words_b)
    when = f", {month(row.month)}" if row.month else ""
    return tuple(
        _tone(f"{name}{when}", side, mean, n, [w for w in row.tone_words if w.toward == side], catalogue, notes)
        for side, mean, n in sides
    )


def _tone(
    what: str, side: str, mean: float | None, n: int, words: Sequence[ToneWord], catalogue: Catalogue, notes: Notes
) -> Tone | None:
    sources = [_source(word, catalogue) for word in words if word.doc_id in catalogue.document]
    if mean is None or not sources:
        return None
    told = state_name(side)
    return Tone(
        toward=told,
        value=signed(mean, 2),
        chart=tone(mean),
        words=notes.count(f"words toward {told}: {what}", sources),
        rest=n - len(sources),
        few=n < FEW,
    )


def _source(word: ToneWord, catalogue: Catalogue) -> Source:
    """A word in its sentence, with its sign."""
    document = catalogue.document[word.doc_id]
    before = document.text[max(0, word.start - AROUND) : word.start].partition(" ")[2].lstrip()
    after = document.text[word.end : word.end + AROUND].rpartition(" ")[0].rstrip()
    words = excerpt(f"{before}{document.text[word.start : word.end]}{after}", 3 * AROUND)
    sign = "friendly" if word.tone > 0 else "hostile"
    return Source(f"#{word.doc_id}", f"{sign}: “… {words} …”", f"{outlet_of(document)}, {published(document)}")


def _incidents(what: str, name: str, ids: Iterable[str], catalogue: Catalogue, notes: Notes) -> Count:
    found = [catalogue.of_incident(catalogue.incident[one]) for one in ids if one in catalogue.incident]
    return notes.count(f"{what}: {name}", found)


def _voices(
    name: str, own: str | None, quotes: Sequence[Quote], catalogue: Catalogue, notes: Notes
) -> tuple[Voice, ...]:
    """Officials of the outlet's own state first, then those of the pair, of third parties, experts, others."""
    groups: dict[tuple[int, str], list[Source]] = defaultdict(list)
    for quote in quotes:
        groups[_heading(quote, own, catalogue)].append(catalogue.of_quote(quote))
    return tuple(
        Voice(label, notes.count(f"quotes of {label} in {name}", groups[rank, label])) for rank, label in sorted(groups)
    )


def _heading(quote: Quote, own: str | None, catalogue: Catalogue) -> tuple[int, str]:
    kind = voices.kind(quote)
    if kind == voices.EXPERT:
        return 4, "experts"
    if kind != voices.OFFICIAL or not quote.country:
        return 5, "others"
    if quote.country == own:
        return 0, f"its own officials ({state_name(quote.country)})"
    if quote.country in (catalogue.material.a, catalogue.material.b):
        other = "the other side’s officials" if own in (catalogue.material.a, catalogue.material.b) else "officials"
        return 1, f"{other} ({state_name(quote.country)})"
    return 3, "officials of third parties"


def _optimism(name: str, ids: set[str], catalogue: Catalogue, notes: Notes) -> Optimism | None:
    """Forecasts of the pair's relations and stances, by the rule of the table `framing`."""
    pair = {catalogue.material.a, catalogue.material.b}
    claims = [row for row in catalogue.forecasts if row.doc_id in ids and _foresees(row, pair)]
    stances = [row for row in catalogue.material.stances if row.doc_id in ids and row.stance in VIEWS]
    values = [VIEWS[row.direction or ""] for row in claims] + [VIEWS[row.stance] for row in stances]
    if not values:
        return None
    sources = [catalogue.of_forecast(row) for row in claims] + [_of_stance(row, catalogue) for row in stances]
    count = notes.count(f"views and stances in {name}", sources)
    return Optimism(signed(sum(values) / len(values), 2), count, len(values) < FEW)


def _foresees(claim: Forecast, pair: set[str]) -> bool:
    meant = claim.about == "relations" and claim.class_ not in UNMEANT and claim.direction in VIEWS
    return meant and {*claim.a, *claim.b} == pair


def _of_stance(stance: Stance, catalogue: Catalogue) -> Source:
    document = catalogue.document[stance.doc_id]
    words = " … ".join(excerpt(document.text[span.start : span.end], AROUND) for span in stance.spans)
    return Source(f"#{stance.doc_id}", f"{stance.stance}: “{words}”", stance.speaker)


def _month(row: Framing, documents: Sequence[Document], catalogue: Catalogue, notes: Notes) -> MonthRow:
    label = month(row.month) if row.month else ""
    name = f"{row.outlet}, {label}"
    told = [d for d in documents if (d.published or d.published_from) and _same_month(d, row)]
    return MonthRow(
        label=label,
        day=row.month or date.min,
        documents=notes.count(f"documents: {name}", [catalogue.of_document(d) for d in told]),
        led=_incidents("incidents led with", name, row.led, catalogue, notes),
        omitted=_incidents("incidents left out", name, row.omitted, catalogue, notes),
        tones=_tones(row, row.outlet, catalogue, notes),
        optimism=None if row.optimism is None else signed(row.optimism, 2),
        n_views=row.n_views,
        index=None if row.index is None else signed(row.index),
    )


def _same_month(document: Document, row: Framing) -> bool:
    day = document.published or document.published_from
    return day is not None and day.replace(day=1) == row.month
