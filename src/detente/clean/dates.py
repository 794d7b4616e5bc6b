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

SURE: Final = 0.3  # probability from which a best day is named; .25 to .36 fare alike on the pages learnt from
EXACT: Final = 0.9  # probability from which the interval is that day alone
LIKELY: Final = 0.2  # probability from which the page dates alone make the interval
DOUBTFUL: Final = 0.29  # what is left to each reading of a date whose day and month can be swapped
DATELINED: Final = 0.8  # probability that a report came out on the day of its dateline
CRAWLED: Final = (timedelta(days=120), 1.5)  # most pages are crawled soon: what the days before a clock gain
PEAKED: Final = 0.8  # share of the weight around one day from which the text alone names it
TELLING: Final = ("dateline", "weekday")  # evidence that tells a day
SHARE: Final = 0.93  # of the weight that an interval from the text alone holds
SHARP: Final = 45  # days; a text that allows fewer confirms a date inside them
CONTRADICTED: Final = 6.0  # log units below the text's best days that unmask a clock
EARLIER: Final = 10.0  # the same for a date before what the text seems to tell, which is no clock
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


def find(raw: RawDocument, page: Page, config: Clean, *, month_first: bool = False) -> Dating:
    """The dating of a document; every basis is one piece of evidence, spans into the text where it stands there."""
    limit = raw.hints.fetched
    told = _told(raw.hints.published, config)
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
    dating = _weigh(text, postmarks.find(page, day_first=False if month_first else None))
    return dating if dating.best is not None else _datelined(dating, page, text, limit)


def _weigh(text: Chronology, marks: tuple[Postmark, ...]) -> Dating:
    """Page dates against the text: contradicted ones are clocks, the rest are weighed, the best is named or none."""
    low, high = text.interval(SHARE)
    days: dict[date, list[Postmark]] = {}
    earlier: dict[date, list[Postmark]] = {}
    ceiling: date | None = None
    basis = list(text.basis)
    for mark in marks:
        day = _reading(mark, text)
        contradicted = against(day, text, low)
        clock = mark.crawled or (contradicted and day > low)
        if contradicted and not clock and not mark.prose:  # no clock is earlier than what the text seems to tell
            earlier.setdefault(day, []).append(mark)
        basis.append(Basis("clock" if clock else mark.kind, mark.start, mark.end, None if clock else day, day))
        if not clock and not contradicted:
            days.setdefault(day, []).append(mark)
        elif not mark.prose and (day > high or ((mark.crawled or (clock and mark.timed)) and day >= low)):
            ceiling = day if ceiling is None else max(ceiling, day)
    if ceiling is not None:
        text.not_after(ceiling, 15.0)
        text.within(ceiling - CRAWLED[0], ceiling, CRAWLED[1])
        low, high = text.interval(SHARE)
    ordered = tuple(sorted(basis, key=lambda b: (b.start is None, b.start or 0, b.end or 0, b.kind)))
    if earlier and not days:  # both readings are kept: the page's day, and what the text seems to tell
        days = earlier
        low = max(min(earlier) - timedelta(days=2), text.first)
    believed = postmarks.weigh(days, text, (low, high) if (high - low).days <= SHARP else None)
    _share(believed, days, text)
    dating = _settled(believed, (low, high), ordered)
    return dating if dating.best is not None else _peaked(dating, text)


def _peaked(dating: Dating, text: Chronology) -> Dating:
    """The day on which a dateline or a day with its weekday makes the text alone settle, if it does."""
    if not any(basis.kind in TELLING for basis in dating.basis):
        return dating
    day, share = text.peak()
    if share < PEAKED:
        return dating
    around = timedelta(days=2)
    return Dating(day - around, day + around, day, round(min(share, DATELINED), 3), dating.basis)


def against(day: date, text: Chronology, low: date) -> bool:
    """True for a day on which the text can hardly have been written; `low` is the first day it seems to allow."""
    return text.support(day) < -(EARLIER if day < low else CONTRADICTED)


def _datelined(dating: Dating, page: Page, text: Chronology, limit: date | None) -> Dating:
    """The day that a dateline names in full ("WARSAW, May 12, 2016 -"), where the page names no better one."""
    for block in page.blocks:
        if block.kind != "dateline":
            continue
        for w in scan(page.text[block.start : block.end]):
            day = w.first
            if w.grain != "day" or w.glued or (limit is not None and day > limit) or text.support(day) < -CONTRADICTED:
                continue
            mark = Basis("dateline", block.start + w.start, block.start + w.end, day, day)
            basis = sorted({*dating.basis, mark}, key=lambda b: (b.start is None, b.start or 0, b.end or 0, b.kind))
            last = day + timedelta(days=1)
            return Dating(day, last if limit is None else min(last, limit), day, DATELINED, tuple(basis))
    return dating


def _settled(believed: dict[date, float], allowed: tuple[date, date], basis: tuple[Basis, ...]) -> Dating:
    """The dating that the beliefs in page dates support, within what the text allows."""
    if not believed:
        return Dating(*allowed, None, None, basis)
    best = max(believed, key=lambda day: (believed[day], -day.toordinal()))
    p = round(believed[best], 3)
    if p >= EXACT:
        return Dating(best, best, best, p, basis)
    around = timedelta(days=2)
    if p >= SURE:
        return Dating(best - around, best + around, best, p, basis)
    if p >= LIKELY:
        near = [day for day, belief in believed.items() if belief > 0.3 * p]
        return Dating(min(near) - around, max(near) + around, None, None, basis)
    return Dating(*allowed, None, None, basis)


def _reading(mark: Postmark, text: Chronology) -> date:
    """04/07/2008 read as the text allows; both alike: day first."""
    if mark.other is None:
        return mark.day
    return mark.other if text.support(mark.other) > text.support(mark.day) + 0.5 else mark.day


def _share(believed: dict[date, float], days: dict[date, list[Postmark]], text: Chronology) -> None:
    """A day that only 04/07/2008 speaks for shares its belief with the other reading, where nothing settles which."""
    for day, marks in days.items():
        others = {mark.other for mark in marks if mark.other is not None} - {day}
        if len(others) != 1 or any(mark.other is None for mark in marks):
            continue
        other = others.pop()
        if abs(text.support(other) - text.support(day)) <= 0.5:
            believed[day] *= DOUBTFUL
            believed[other] = max(believed.get(other, 0.0), believed[day])


def _told(published: str | None, config: Clean) -> date | None:
    """The day that the container names, where a document can be of that day at all."""
    earliest, latest = date.fromisoformat(config.earliest), date.fromisoformat(config.latest)
    days = (w.first for w in scan((published or "")[:200]) if w.grain == "day")
    return next((day for day in days if earliest <= day <= latest), None)


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
