"""Dates that stand on the page around the article, and how likely each day is the day of publication.

Each mark knows its place (above or below the headline, inside or after the article, in the small print) and its label
("Published", "Updated", "Scanned"). A day is weighed by all its marks together, with weights learnt from dated pages:
`models/postmarks.json`, made by `training/postmarks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp, log
from typing import Final

from detente import models
from detente.clean import datecues
from detente.clean.blocks import Page
from detente.clean.calendars import NUMERIC, TIME, Written, scan
from detente.clean.chronology import Chronology
from detente.clean.lines import WORD, Line, language

ZONED: Final = re.compile(r"\b(?:GMT|UTC|SGT|CST|EST|EDT|PST|PDT|CET|CEST|MSK|JST|KST|IST|BST|AEST)\b|°")
LONG: Final = 14  # words; a longer line that holds a date is text about something
NEAR: Final = 14  # lines below the headline that still belong to its head
MASTHEAD: Final = 0.6  # what is left of a date above the headline that nothing confirms: it may be the crawl's
KINDS: Final = {"above": "header", "below": "header", "inside": "page", "after": "footer", "legal": "footer"}


@dataclass(frozen=True, slots=True)
class Postmark:
    """A date on the page: the days it may mean, its span, its place and label, the line's nature."""

    day: date
    other: date | None
    start: int
    end: int
    place: str
    label: str | None
    prose: bool
    linked: bool
    bare: bool
    timed: bool
    zoned: bool

    @property
    def crawled(self) -> bool:
        """True for a clock or a scan: no publication, only an upper bound."""
        return self.label == "crawled"

    @property
    def kind(self) -> str:
        """How the evidence is called in `published_basis`."""
        if self.crawled:
            return "clock"
        return "updated" if self.label == "updated" else "inside" if self.prose else KINDS[self.place]


def find(page: Page, *, day_first: bool | None) -> tuple[Postmark, ...]:
    """The dates outside running text, in order."""
    day_first = order(page) if day_first is None else day_first
    body = [n for n, kind in enumerate(page.kinds) if kind == "body"]
    first, last = (body[0], body[-1]) if body else (len(page.lines), -1)
    head = next((n for n, kind in enumerate(page.kinds) if kind == "headline"), None)
    marks: list[Postmark] = []
    for at, (line, kind) in enumerate(zip(page.lines, page.kinds, strict=True)):
        if kind in ("headline", "caption", "duplicate", "credit") or (kind == "body" and line.words > LONG):
            continue
        if line.text.isascii() and not any(map(str.isdigit, line.text)):
            continue
        place = _place(at, kind, first=first, last=last, head=head)
        if place == "inside" and head is not None and _near(page, head, at):
            place = "below"
        marks.extend(_marks(line, place, kind, before=page.lines[at - 1] if at else None, day_first=day_first))
    return tuple(marks)


def order(page: Page) -> bool | None:
    """Whether the page writes the day before the month: by dates that allow one reading only, then by its language."""
    found = [match for line in page.lines for match in NUMERIC.finditer(line.text[:400])]
    if not found:
        return None
    firsts, seconds = ({int(match[n]) for match in found} for n in (1, 3))
    if max(firsts) > 12 >= max(seconds):
        return True
    if max(seconds) > 12 >= max(firsts):
        return False
    lang, share = language(WORD.findall(page.text[:5000]))
    return True if lang not in (None, "en") and share > 0.1 else None


def _near(page: Page, head: int, at: int) -> bool:
    """True for a line soon after the headline with hardly any running text between."""
    between = page.lines[head + 1 : at]
    return len(between) <= NEAR and sum(1 for line in between if line.words >= 20) <= 1


def _place(at: int, kind: str, *, first: int, last: int, head: int | None) -> str:
    if kind == "legal":
        return "legal"
    if at < first:
        return "below" if head is not None and at > head else "above"
    return "inside" if at <= last else "after"


def _marks(line: Line, place: str, kind: str, *, before: Line | None, day_first: bool | None) -> Iterator[Postmark]:
    days = [w for w in scan(line.text[:400], day_first=day_first) if w.grain == "day"]
    for written in days[:4]:
        yield Postmark(
            day=written.first,
            other=written.other,
            start=line.start + written.start,
            end=line.start + written.end,
            place=place,
            label="crawled" if written.glued else _label(line, written, before),
            prose=kind == "body",
            linked=kind in ("related", "tags") or line.words > LONG,
            bare=line.words <= 4,
            timed=TIME.search(line.text) is not None,
            zoned=ZONED.search(line.text) is not None,
        )


def _label(line: Line, written: Written, before: Line | None) -> str | None:
    """published, updated or crawled, as the words just before the date say; a line of its own above counts too."""
    lead = line.text[: written.start][-40:]
    if len(lead.strip(" :|-–—·•,")) < 3 and before is not None and before.words <= 3:
        lead = before.text[-40:]
    found: list[tuple[int, str]] = []
    for name in ("published", "updated", "crawled"):
        hits = list(datecues.pattern(name, "label").finditer(lead))
        if hits:
            found.append((hits[-1].end(), name))
    if not found:
        trailing = line.text[written.end : written.end + 14]
        return "crawled" if datecues.pattern("crawled", "label").search(trailing) else None
    return max(found)[1]


def weigh(
    days: Mapping[date, Sequence[Postmark]], text: Chronology, sharp: tuple[date, date] | None
) -> dict[date, float]:
    """The probability of each day that it is the publication, given all marks of all days and what the text allows."""
    weights = _weights()
    out = {}
    for day, row in features(days, text, sharp).items():
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in sorted(row.items()))
        p = 1 / (1 + exp(-total))
        mastheads = all(mark.place == "above" and mark.label is None for mark in days[day])
        out[day] = p * MASTHEAD if mastheads and not row["confirmed"] else p
    return out


def features(
    days: Mapping[date, Sequence[Postmark]], text: Chronology, sharp: tuple[date, date] | None
) -> dict[date, dict[str, float]]:
    """What is known of each day, by name of feature."""
    order = [mark for marks in days.values() for mark in marks]
    order.sort(key=lambda mark: mark.start)
    starts = {mark.start: number for number, mark in enumerate(order)}
    below = [m.start for m in order if m.place == "below" and not m.prose and not m.linked]
    told = [m for m in order if m.label == "published"]
    out = {}
    for day, marks in days.items():
        rivals = [m for m in order if abs((m.day - day).days) > 1]
        row = {f"place:{place}": 1.0 for place in {m.place for m in marks if not m.prose and not m.linked}}
        row |= {f"label:{m.label}:{m.place}": 1.0 for m in marks if m.label is not None}
        row |= {f"label:{m.label}": 1.0 for m in marks if m.label is not None}
        row |= {f"linked:{m.place}": 1.0 for m in marks if m.linked}
        row |= {"prose": 1.0} if any(m.prose for m in marks) else {}
        row |= {"prose:only": 1.0} if all(m.prose for m in marks) else {}
        row |= {"linked:only": 1.0} if all(m.linked for m in marks) else {}
        row |= {"bare": 1.0} if any(m.bare for m in marks) else {}
        row |= {"timed": 1.0} if any(m.timed for m in marks) else {}
        row |= {"zoned:above": 1.0} if any(m.zoned and m.place == "above" for m in marks) else {}
        row["first"] = float(any(starts[m.start] == 0 for m in marks))
        row["first:below"] = float(bool(below) and any(m.start == below[0] for m in marks))
        row["latest"] = float(day == max(days))
        row["earliest"] = float(day == min(days))
        row["share"] = len(marks) / len(order)
        row["many"] = log(len(days))
        row["alone"] = float(not rivals)
        row["rival:below"] = float(any(m.place == "below" and not m.prose and not m.linked for m in rivals))
        row["rival:published"] = float(any(abs((m.day - day).days) > 1 for m in told))
        row["support"] = max(text.support(day), -12.0) / 4
        row["confirmed"] = float(sharp is not None and sharp[0] <= day <= sharp[1])
        out[day] = row
    return out


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in models.fitted("postmarks").items()}
