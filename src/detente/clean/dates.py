"""When a document was published: an interval, the best day, and the evidence for both.

1. what the container and the address say; 2. dates on the page, by place and label; 3. what the text itself bounds;
4. page dates that the text contradicts are clocks of the crawl: upper bounds only; 5. the best of what is left, or no
day at all. A wrong day is the worst answer: below `SURE` there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from detente.clean import chronology, postmarks
from detente.clean.blocks import Page
from detente.clean.calendars import scan
from detente.clean.chronology import Chronology
from detente.clean.postmarks import Postmark
from detente.config import Clean
from detente.records import Basis, RawDocument

SURE: Final = 0.75  # probability from which a best day is named
EXACT: Final = 0.9  # probability from which the interval is that day alone
SHARE: Final = 0.95  # of the weight that an interval from the text alone holds
SHARP: Final = 45  # days; a text that allows fewer confirms a date inside them
CONTRADICTED: Final = 6.0  # log units below the text's best days that unmask a clock
ADDRESS: Final = re.compile(
    r"(?:^|[/_.=-])((?:19|20)\d\d)(?:[/_-](\d{1,2})[/_-](\d{1,2})|[/_-]?([01]\d)[/_-]?([0-3]\d))(?=[/_.&?-]|$|\D)"
)
ADDRESS_NAMED: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})/")
ADDRESS_MONTH: Final = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])/")


@dataclass(frozen=True, slots=True)
class Dating:
    """Earliest and latest day the evidence allows, the best day with its probability, and the evidence."""

    date_from: date | None
    date_to: date | None
    best: date | None = None
    p: float | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day with its share of belief, and the postmarks that speak for it."""

    day: date
    p: float


def find(raw: RawDocument, page: Page, config: Clean, *, month_first: bool = False) -> Dating:
    """The dating of a document; every basis is one piece of evidence, spans into the text where it stands there."""
    limit = raw.hints.fetched
    told = _told(raw.hints.published)
    if told is not None and (limit is None or told <= limit):
        return Dating(told, told, told, 0.97, (Basis("metadata", None, None, told, told),))
    address = _address(raw.hints.url)
    if address is not None and (limit is None or address <= limit):
        return Dating(address, address, address, 0.96, (Basis("url", None, None, address, address),))
    text = chronology.read(page, date.fromisoformat(config.earliest), date.fromisoformat(config.latest))
    if limit is not None:
        text.not_after(limit, 30.0)
        text.basis.append(Basis("fetched", None, None, None, limit))
    month = _address_month(raw.hints.url)
    if month is not None:
        text.within(*month, 6.0)
        text.basis.append(Basis("url", None, None, *month))
    return _weigh(text, postmarks.find(page, day_first=False if month_first else None))


def _weigh(text: Chronology, marks: tuple[Postmark, ...]) -> Dating:
    low, high = text.interval(SHARE)
    sharp = (high - low).days <= SHARP
    candidates: dict[date, float] = {}
    basis = list(text.basis)
    ceiling: date | None = None
    for mark in marks:
        day = _reading(mark, text)
        support = text.support(day)
        clock = mark.kind == "clock" or support < -CONTRADICTED
        basis.append(Basis("clock" if clock else mark.kind, mark.start, mark.end, None if clock else day, day))
        if mark.kind == "clock" or (clock and day > high):
            ceiling = day if ceiling is None else max(ceiling, day)
        if clock and not (mark.weight > 0.2 and support > -1.0):
            continue
        weight = max(mark.weight, 0.9) if sharp and mark.weight > 0.2 and low <= day <= high else mark.weight
        before = candidates.get(day, 0.0)
        candidates[day] = 1 - (1 - before) * (1 - weight) if before < 0.9 else max(before, weight)
    if ceiling is not None:
        text.not_after(ceiling, 6.0)
        low, high = text.interval(SHARE)
    best = _best(candidates, text)
    ordered = tuple(sorted(basis, key=lambda b: (b.start is None, b.start or 0, b.end or 0, b.kind)))
    if best is None:
        if not basis:
            return Dating(text.first, text.day(len(text.weights) - 1))
        return Dating(low, high, None, None, ordered)
    if best.p >= EXACT:
        return Dating(best.day, best.day, best.day, round(best.p, 3), ordered)
    if best.p >= SURE:
        around = timedelta(days=2)
        return Dating(best.day - around, best.day + around, best.day, round(best.p, 3), ordered)
    first = min(low, best.day) if low <= best.day else best.day - timedelta(days=2)
    return Dating(first, max(best.day, min(high, best.day)), None, None, ordered)


def _reading(mark: Postmark, text: Chronology) -> date:
    """04/07/2008 read as the text allows; both alike: day first."""
    if mark.other is None:
        return mark.day
    return mark.other if text.support(mark.other) > text.support(mark.day) + 0.5 else mark.day


def _best(candidates: dict[date, float], text: Chronology) -> Candidate | None:
    """The likeliest day, its belief shared with its rivals."""
    weighed = {day: weight * _agreement(text.support(day)) for day, weight in candidates.items()}
    if not weighed:
        return None
    day = max(weighed, key=lambda d: (weighed[d], -d.toordinal()))
    rivals = sum(weight for other, weight in weighed.items() if abs((other - day).days) > 1)
    p = weighed[day] * (1 - min(0.6, rivals * 0.35))
    return Candidate(day, p) if p > 0.2 else None


def _agreement(support: float) -> float:
    """How much of a page date's weight the text leaves it: all down to three log units below the best days."""
    return 1.0 if support > -3 else max(0.05, 1.0 + (support + 3) / 4)


def _told(published: str | None) -> date | None:
    found = scan(published or "")
    return next((w.first for w in found if w.grain == "day"), None)


def _address(url: str | None) -> date | None:
    """The day in an address such as `/2014/03/02/`, `/2014/mar/02/` or `-20140302`."""
    for match in ADDRESS.finditer(url or ""):
        month, day = (match[2], match[3]) if match[2] else (match[4], match[5])
        try:
            return date(int(match[1]), int(month), int(day))
        except ValueError:
            continue
    named = ADDRESS_NAMED.search(url or "")
    if named is not None:
        found = scan(f"{named[3]} {named[2].title()} {named[1]}")
        return found[0].first if found and found[0].grain == "day" else None
    return None


def _address_month(url: str | None) -> tuple[date, date] | None:
    match = ADDRESS_MONTH.search(url or "")
    if match is None:
        return None
    first = date(int(match[1]), int(match[2]), 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, following - timedelta(days=1)
