"""Dates that stand on the page around the article: which of them is the day of publication, which only a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from detente.clean import datecues
from detente.clean.blocks import Page
from detente.clean.calendars import Written, scan
from detente.clean.lines import Line

ZONED: Final = re.compile(r"\b(?:GMT|UTC|SGT|CST|EST|EDT|PST|PDT|CET|CEST|MSK|JST|KST|IST|BST|AEST)\b|°")
WEIGHTS: Final = {"above": 0.7, "below": 0.93, "inside": 0.25, "after": 0.3, "legal": 0.05}
LABELLED: Final = {"above": 0.88, "below": 0.97, "inside": 0.6, "after": 0.8, "legal": 0.3}
UPDATED: Final = {"above": 0.4, "below": 0.8, "inside": 0.5, "after": 0.5, "legal": 0.05}
ONLY: Final = 0.8  # the one day that a page names outside its text
NEAR: Final = 14  # lines below the headline that still belong to its head
MANY: Final = 6  # dates below the article beyond which they are a list of other stories
LONG: Final = 14  # words; a longer line that holds a date is text about something


@dataclass(frozen=True, slots=True)
class Postmark:
    """A date on the page: the days it may mean, its span, what it is (`kind`) and how likely it is the publication."""

    day: date
    other: date | None
    start: int
    end: int
    kind: str
    weight: float


def find(page: Page, *, day_first: bool | None) -> tuple[Postmark, ...]:
    """The dated lines outside the body, weighed by place and label."""
    body = [n for n, kind in enumerate(page.kinds) if kind == "body"]
    first, last = (body[0], body[-1]) if body else (len(page.lines), -1)
    head = next((n for n, kind in enumerate(page.kinds) if kind == "headline"), None)
    marks: list[Postmark] = []
    for at, (line, kind) in enumerate(zip(page.lines, page.kinds, strict=True)):
        if kind in ("headline", "caption", "duplicate", "credit") or (kind == "body" and line.words > LONG):
            continue
        place = _place(at, kind, first=first, last=last, head=head)
        if place == "inside" and head is not None and _near(page, head, at):
            place = "below"
        marks.extend(_marks(line, place, kind, at=at, page=page, day_first=day_first))
    late = [mark for mark in marks if mark.kind == "footer"]
    if len({mark.day for mark in late}) > MANY:
        marks = [mark for mark in marks if mark.kind != "footer" or mark.weight > 0.7]
    days = {mark.day for mark in marks if mark.kind != "clock"}
    if days and (max(days) - min(days)).days <= 1:
        marks = [replace(mark, weight=max(mark.weight, ONLY)) if mark.weight > 0.1 else mark for mark in marks]
    return tuple(marks)


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


def _marks(line: Line, place: str, kind: str, *, at: int, page: Page, day_first: bool | None) -> Iterator[Postmark]:
    found = scan(line.text[:400], day_first=day_first)
    days = [w for w in found if w.grain == "day"]
    for written in days[:4]:
        label = _label(line, written, page.lines[at - 1] if at else None)
        weight = {"published": LABELLED, "updated": UPDATED}.get(label, WEIGHTS)[place]
        name = {"above": "header", "below": "header", "inside": "inside", "after": "footer", "legal": "footer"}[place]
        if label == "crawled" or written.glued:
            name, weight = "clock", 0.0
        elif place == "above" and label is None and ZONED.search(line.text):
            name, weight = "clock", 0.3
        elif kind in ("related", "tags") or line.words > LONG:
            weight *= 0.15
        elif label == "updated":
            name = "updated"
        yield Postmark(written.first, written.other, line.start + written.start, line.start + written.end, name, weight)


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
