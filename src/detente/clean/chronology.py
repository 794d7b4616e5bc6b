"""When a text can have been written, from what it says: a weight for every day, and the evidence.

Every piece of evidence adds its log-likelihood to the days: years and dates named, world events reported as fresh or
as background, heads of state between election and inauguration, spans since an inauguration, terms of office.
The figures were set on the twelve labelled articles and the public set of dated pages; see `benchmarks/reading.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.clean import datecues, inaugurations, terms, weekdays, world
from detente.clean.blocks import Page
from detente.clean.calendars import Written, scan
from detente.records import Basis

Weights = NDArray[np.float32]
SENTENCE: Final = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(]?[A-Z])|\n")
LEAD: Final = 3  # passages (headline with first paragraphs) that tell what is new
MONTH: Final = re.compile(
    r"\b(last|this|earlier this|next) (week|month|year)\b|\b(yesterday|today|tonight)\b", re.IGNORECASE
)
LATER: Final = 11_000.0  # days; how long after an event texts still tell of it, ever more seldom
OPENING: Final = 700  # characters of the opening in which a weekday is that of its event
WHOLE: Final = 6000  # characters in which the words of an event may lie apart
FAINT: Final = -13.8  # log units below the heaviest day (a millionth); lighter days are left out of intervals
FINE: Final = 1500  # days up to which intervals are exact
COARSE: Final = 16  # days by which wider ones are rounded
ERAS: Final = ((date(1985, 1, 1), 2.0), (date(1996, 1, 1), 1.0))  # texts on disk are seldom older
UNKNOWN: Final = 2.0  # log units for days of which our tables know nothing yet
HINTED: Final = 2.5  # log units for days before an event whose words lie apart
LASTING: Final = 2.4  # the same for days of a campaign that a text speaks of: two texts in three come before its end
STRIDE: Final = 28  # days at which the renown of people is reckoned
RISING: Final = (0.5, 3.0)  # log units for each year before the first office, and at the most
FALLING: Final = (0.12, 1.5)  # the same for the years after the last
PEOPLE: Final = 4  # whose evidence counts in full; of more, who are named together for one reason, all count less
FRESH: Final = {"day": 60.0, "month": 200.0, "year": 900.0}  # days in which half the texts follow a date they name
TOLD: Final = (4.0, 8.0)  # log units for days before a month or year told of as past, and a year earlier
SCAN_LIMIT: Final = 60_000  # characters of body that are read for dates; longer texts say when early on


@dataclass(slots=True)
class Chronology:
    """The weight of each day from `first` on, as log-likelihood, and the evidence that made it."""

    first: date
    weights: Weights
    basis: list[Basis] = field(default_factory=list)

    @classmethod
    def blank(cls, first: date, last: date) -> Chronology:
        """No evidence yet: the days alike, but for the age of the texts that are at hand."""
        chronology = cls(first, np.zeros((last - first).days + 1, dtype=np.float32))
        for day, penalty in ERAS:
            chronology.not_before(day, penalty)
        chronology.not_after(min(world.horizon() + timedelta(days=366), last), UNKNOWN)
        return chronology

    def at(self, day: date) -> int:
        """The position of a day, clipped to the days there are."""
        return min(max((day - self.first).days, 0), len(self.weights) - 1)

    def day(self, at: int) -> date:
        """The day at a position."""
        return self.first + timedelta(days=int(at))

    def not_before(self, day: date, penalty: float) -> None:
        """Days before `day` become unlikely."""
        self.weights[: max((day - self.first).days, 0)] -= penalty

    def not_after(self, day: date, penalty: float) -> None:
        """Days after `day` become unlikely."""
        self.weights[self.at(day) + 1 :] -= penalty

    def fades(self, day: date, *, days: float, late: float) -> None:
        """Days after `day` lose weight: most texts come within `days`, a share `late` of them in the years after."""
        start = self.at(day)
        self.weights[start:] += _curve(len(self.weights), days, late)[: len(self.weights) - start]

    def only(self, periods: Sequence[tuple[date, date]], penalty: float) -> None:
        """Days outside all of the periods lose weight."""
        inside = [(max((a - self.first).days, 0), max((b - self.first).days + 1, 0)) for a, b in periods]
        at = 0
        for begin, end in sorted(inside):
            self.weights[at : max(begin, at)] -= penalty
            at = max(at, end)
        self.weights[at:] -= penalty

    def within(self, first: date, last: date, bonus: float) -> None:
        """Days of an interval gain weight."""
        if last >= self.first:
            self.weights[self.at(first) : self.at(last) + 1] += bonus

    def renown(self, offices: Sequence[tuple[date, date]]) -> None:
        """Days lose weight with their distance from the years in which people held office."""
        if not offices:
            return
        days = np.arange(0, len(self.weights), STRIDE, dtype=np.float32)
        terms_ = np.array([[(day - self.first).days for day in office] for office in offices], dtype=np.float32)
        before = (terms_[:, :1] - days) * np.float32(RISING[0] / 365)
        after = (days - terms_[:, 1:]) * np.float32(FALLING[0] / 365)
        total = np.minimum(np.maximum(before, 0), RISING[1]) + np.minimum(np.maximum(after, 0), FALLING[1])
        share = np.float32(min(1.0, PEOPLE / len(offices)))
        self.weights -= np.repeat(total.sum(axis=0) * share, STRIDE)[: len(self.weights)]

    def interval(self, share: float) -> tuple[date, date]:
        """The shortest stretch around the heaviest days that holds `share` of all weight; wide ones are rounded out."""
        highest = float(np.max(self.weights))
        heavy = np.greater(self.weights, np.float32(highest + FAINT)).tobytes()
        first, last = heavy.find(b"\1"), heavy.rfind(b"\1") + 1
        mass = np.exp(self.weights[first:last] - highest)
        step = 1 if last - first <= FINE else COARSE
        starts = np.arange(0, last - first, step)
        total = np.concatenate(([0.0], np.cumsum(np.add.reduceat(mass, starts, dtype=np.float64))))
        total /= total[-1]
        early = int(np.searchsorted(total[:-1], 1.0 - share + 1e-9))  # later starts leave too little after them
        ends = np.searchsorted(total, total[: max(early, 1)] + share - 1e-12)
        possible = ends < len(total)
        lengths = np.where(possible, ends - np.arange(len(ends)), len(total) + 1)
        start = int(np.argmin(lengths))
        end = min(int(ends[start]) * step, last - first) if possible.any() else last - first
        held = mass[start * step : end]
        inside = np.greater(held, np.float32(0.01) * held.max()).tobytes()
        start = first + start * step
        return self.day(start + inside.find(b"\1")), self.day(start + inside.rfind(b"\1"))

    def peak(self) -> tuple[date, float]:
        """The heaviest day, and the share of all weight that it holds with the days beside it."""
        at = int(np.argmax(self.weights))
        mass = np.exp(self.weights - self.weights[at])
        return self.day(at), float(mass[max(0, at - 1) : at + 2].sum() / mass.sum())

    def support(self, day: date) -> float:
        """How far below the best day this one lies, in log units (0 is best); the days around it count for it."""
        at = self.at(day)
        return float(np.max(self.weights[max(0, at - 1) : at + 2]) - np.max(self.weights))


@cache
def _curve(size: int, days: float, late: float) -> Weights:
    """Log weight of each day after an event, relative to its own day."""
    lag = np.arange(size, dtype=np.float32)
    fresh = np.float32((1 - late) / days) * np.exp(-lag / np.float32(days))
    stale = np.float32(late / np.log1p(LATER / days)) / (lag + np.float32(days))
    total: Weights = np.asarray(np.log(fresh + stale), dtype=np.float32)
    return np.asarray(total - total[0], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch read as one: the headline with the opening, or a paragraph."""

    start: int
    end: int
    lead: bool
    whole: bool = False


def read(page: Page, first: date, last: date) -> Chronology:
    """The chronology of a page's headline, captions and body."""
    chronology = Chronology.blank(first, last)
    passages = _passages(page)
    written = [w for p in _stretches(page) for w in _shifted(scan(page.text[p[0] : p[1]]), p[0])]
    _years(chronology, page.text, written)
    spans = [(p.start, p.end) for p in passages]
    for report in world.find(page.text, spans):
        event = report.event
        if event.lasting or passages[report.passage].whole:  # its words lie apart, or are heard for long: a hint
            chronology.not_before(event.date_from, HINTED)
            if event.lasting:
                chronology.within(event.date_from, event.date_to, LASTING)
            else:
                chronology.fades(event.date_to, days=200.0, late=0.5)
            chronology.basis.append(Basis("event", report.start, report.end, event.date_from, event.date_to))
        else:
            _event(chronology, page.text, report, lead=passages[report.passage].lead, written=written)
    _datelines(chronology, page)
    _weekdays(chronology, page)
    _offices(chronology, page.text, _once(passages), opening=1)
    return chronology


def _once(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """The lead, then the passages that go beyond it: each stretch of the text once."""
    lead = passages[0] if passages else None
    beyond = [p for p in passages[1:] if not p.whole and lead and not (lead.start <= p.start and p.end <= lead.end)]
    return [(p.start, p.end) for p in (*passages[:1], *beyond)]


def _datelines(chronology: Chronology, page: Page) -> None:
    """A day without year in the dateline ("JAKARTA, Dec 3 -"): published then or the day after, in whatever year."""
    block = next((b for b in page.blocks if b.kind == "dateline"), None)
    if block is None:
        return
    for w in scan(page.text[block.start : block.end]):
        if w.grain != "yearless":
            continue
        start = block.start + w.start
        chronology.basis.append(Basis("dateline", start, block.start + w.end, None, None))
        for low, high, gain in weekdays.around(_years_of(chronology, w.first), weekdays.DATELINE):
            chronology.within(low, high, gain)


def _weekdays(chronology: Chronology, page: Page) -> None:
    """The first weekday of the opening, and days that stand there with their weekday."""
    found = weekdays.lag(page)
    if found is not None:
        dated = any(basis.kind == "dateline" for basis in chronology.basis)
        weight = weekdays.DATED if dated else 1.0
        chronology.weights += weekdays.periodic(found[0], chronology.first, len(chronology.weights), weight)
        chronology.basis.append(found[1])
    for w, weekday in weekdays.named(page):
        if weekday is None:
            continue
        chronology.basis.append(Basis("weekday", w.start, w.end, None, None))
        fitting = [day for day in _years_of(chronology, w.first) if day.weekday() == weekday]
        for low, high, gain in weekdays.around(fitting, weekdays.NAMED):
            chronology.within(low, high, gain)
        return  # the first tells the news; others may be of long ago


def _years_of(chronology: Chronology, day: date) -> list[date]:
    last = chronology.day(len(chronology.weights) - 1)
    return list(weekdays.years(day, chronology.first.year, last.year))


def _passages(page: Page) -> list[Passage]:
    """The headline, captions and first paragraphs together, then each paragraph on its own."""
    shown = [b for b in page.blocks if b.kind in ("headline", "caption", "body")]
    bodies = [b for b in shown if b.kind == "body"]
    out = []
    if bodies:
        heads = [b.start for b in shown if b.kind == "headline" and b.start < bodies[0].start]
        captions = [b.start for b in shown if b.kind == "caption" and b.start < bodies[0].start]
        start = min(heads + [bodies[0].start] + (captions if heads else []))
        out.append(Passage(start, min(bodies[min(1, len(bodies) - 1)].end, bodies[0].start + 1500), lead=True))
        limit = bodies[0].start + SCAN_LIMIT
        bodies = [b for b in bodies if b.start < limit]
    out += [Passage(b.start, b.end, lead=n < LEAD) for n, b in enumerate(bodies)]
    out += [Passage(b.start, b.end, lead=True) for b in shown if b.kind == "caption"]
    if len(bodies) > 2:
        out.append(Passage(out[0].start, min(bodies[-1].end, out[0].start + WHOLE), lead=False, whole=True))
    return out


def _stretches(page: Page) -> list[tuple[int, int]]:
    shown = [(b.start, b.end) for b in page.blocks if b.kind in ("headline", "caption", "body")]
    total, kept = 0, []
    for start, end in shown:
        if total > SCAN_LIMIT:
            break
        kept.append((start, end))
        total += end - start
    return kept


def _shifted(found: Sequence[Written], by: int) -> list[Written]:
    return [Written(w.start + by, w.end + by, w.first, w.last, w.grain, w.other, w.glued) for w in found]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, looking at most 400 characters to each side."""
    left, right = max(0, start - 400), min(len(text), end + 400)
    before = [m.end() for m in SENTENCE.finditer(text, left, start)]
    after = SENTENCE.search(text, end, right)
    return (before[-1] if before else left), (after.start() + 1 if after else right)


def _years(chronology: Chronology, text: str, written: Sequence[Written]) -> None:
    """Days and years named: the text is not older than the newest that it speaks of as past."""
    newest: dict[str, Written] = {}
    seen: set[tuple[date, date]] = set()
    bounds: list[tuple[date, float]] = []
    for w in written:
        if w.grain == "yearless" or not chronology.first <= w.first or (w.first, w.last) in seen:
            continue
        seen.add((w.first, w.last))
        start, end = sentence(text, w.start, w.end)
        ahead = (
            datecues.pattern("future", "before").search(text[max(start, w.start - 14) : w.start].strip()) is not None
        )
        beside = f"{text[start : w.start]} {text[w.end : end]}"  # without the date: "May" is no auxiliary
        hoped = datecues.pattern("future", "sentence").search(beside) is not None
        if ahead and w.grain == "year":
            chronology.not_after(w.last, 2.5)
            chronology.basis.append(Basis("year", w.start, w.end, None, w.last))
        else:
            if w.grain == "day":
                bounds.append((w.first, 1.0 if hoped or ahead else 6.0))
            else:  # "the 2016 election", "the budget of 2023": a year ahead is named often, far ones more seldom
                told = datecues.pattern("told").search(beside) is not None
                bounds.append((w.first, 0.5 if hoped or ahead else TOLD[0] if told else 1.5))
                bounds.append((w.first - timedelta(days=366), 1.0 if hoped or ahead else TOLD[1] if told else 4.0))
            if not hoped and not ahead and (w.grain not in newest or newest[w.grain].last < w.last):
                newest[w.grain] = w
    said = 0.0  # one who looks ahead names several years: they count once
    for day, penalty in sorted(bounds, reverse=True):
        if penalty > said:
            chronology.not_before(day, penalty - said)
            said = penalty
    for grain, w in newest.items():
        chronology.basis.append(Basis("year" if grain == "year" else "named", w.start, w.end, w.first, None))
    if newest:
        latest = max(newest.values(), key=lambda w: w.last)
        chronology.fades(latest.last, days=FRESH[latest.grain], late=0.5)


def _event(chronology: Chronology, text: str, report: world.Report, *, lead: bool, written: Sequence[Written]) -> None:
    """One reported event: fresh when the opening or a weekday of its own says so, else background."""
    event = report.event
    start, end = sentence(text, report.start, report.end)
    around = text[start:end]
    dated = [w for w in written if start <= w.start < end and w.grain != "yearless"]
    stale = datecues.pattern("background").search(around) is not None
    stale = stale or any(w.last.year < event.date_from.year for w in dated)
    named = any(w.first.year <= event.date_to.year and event.date_from.year <= w.last.year for w in dated)
    if any(w.first.year > event.date_to.year + 1 for w in dated):
        return
    kind = "event"
    chronology.basis.append(Basis(kind, report.start, report.end, event.date_from, event.date_to))
    if datecues.pattern("upcoming").search(around) and not lead:
        chronology.not_before(event.date_from - timedelta(days=90), 3.0)
        return
    upcoming = datecues.pattern("upcoming").search(around) is not None
    chronology.not_before(event.date_from, 3.0 if upcoming else 7.0 if lead else 5.5)
    pinned, placed = _pinned(chronology, around, text[start : start + OPENING] if lead else around, event)
    if (named or stale) and not placed:
        chronology.fades(event.date_to, days=600.0, late=0.6)
        return
    if pinned:
        chronology.fades(event.date_to, days=2.0 if lead else 6.0, late=0.08 if lead else 0.15)
        chronology.not_after(event.date_to + timedelta(days=7), 1.5)  # a bare weekday is that of the week past
    elif lead:
        chronology.fades(event.date_to, days=10.0, late=0.2)
    else:
        chronology.fades(event.date_to, days=80.0, late=0.35)


def _pinned(chronology: Chronology, around: str, opening: str, event: world.WorldEvent) -> tuple[bool, bool]:
    """Whether the event's own weekday is named, and whether words such as "last month" place it (days gain then)."""
    for found in MONTH.finditer(around):
        window = _window(found, event)
        if window is not None:
            chronology.within(*window, 5.0)
            return False, True
    days = {datecues.weekdays()[found[1].casefold()] for found in datecues.weekday().finditer(opening)}
    span = (event.date_to - event.date_from).days + 1
    return any((event.date_from + timedelta(days=n)).weekday() in days for n in range(min(span, 3))), False


def _window(found: re.Match[str], event: world.WorldEvent) -> tuple[date, date] | None:
    """The days on which "last month" and its like can be said of the event."""
    day = event.date_to
    if found[3]:
        lag = 1 if found[3].casefold() == "yesterday" else 0
        return event.date_from + timedelta(days=lag), day + timedelta(days=lag + 1)
    which, unit = found[1].casefold(), found[2].casefold()
    month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    table = {
        ("last", "week"): (day + timedelta(days=2), day + timedelta(days=13)),
        ("this", "week"): (event.date_from, day + timedelta(days=6)),
        ("last", "month"): (month, after - timedelta(days=1)),
        ("this", "month"): (event.date_from, month - timedelta(days=1)),
        ("earlier this", "month"): (day, month - timedelta(days=1)),
        ("earlier this", "week"): (day, day + timedelta(days=6)),
        ("this", "year"): (day, date(day.year, 12, 31)),
        ("earlier this", "year"): (day, date(day.year, 12, 31)),
        ("last", "year"): (date(day.year + 1, 1, 1), date(day.year + 1, 12, 31)),
    }
    return table.get((which, unit))


def _offices(chronology: Chronology, text: str, spans: Sequence[tuple[int, int]], *, opening: int) -> None:
    """Heads of state between election and inauguration, spans since an inauguration, and terms of office."""
    around = (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)
    for start, end in spans[:40] if spans and inaugurations.mentioned(text, *around) else ():
        for found in inaugurations.find(text, start, end):
            chronology.only(found.windows, 9.0)
            low, high = min(w[0] for w in found.windows), max(w[1] for w in found.windows)
            chronology.basis.append(Basis(found.kind, found.start, found.end, low, high))
    people = tuple(terms.people(text, spans))
    for known in people:
        chronology.basis.append(Basis("person", known.start, known.end, known.date_from, known.date_to))
    chronology.renown([known.periods[0] for known in people])
    for term in terms.find(text, spans, opening=opening):
        chronology.only(term.allowed, term.penalty)
        chronology.basis.append(Basis("office", term.start, term.end, term.date_from, term.date_to))
