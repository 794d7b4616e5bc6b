"""Time axes: where a day stands between two others, and which days get a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from detente.explore.charts.svg import anchor_at, element, number, percent, text
from detente.explore.wording import MONTHS

STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240)  # months between labels, the first that gives few enough
MOST: Final = 9  # labels on a wide screen; a narrow one shows every other


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last` laid out from 0 to 1."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """The day's place from 0 to 1; in the middle when there is one day only."""
        if self.last <= self.first:
            return 0.5
        return (day - self.first).days / (self.last - self.first).days

    def ticks(self) -> Iterator[tuple[date, str]]:
        """First days of months, evenly stepped, with labels: "Jul 2018", or the year for steps of years."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((size for size in STEPS if months / size <= MOST), STEPS[-1])
        at = self.first.year * 12 + self.first.month - 1
        at += -at % step
        while (day := date(at // 12, at % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                yield day, str(day.year) if step >= 12 else f"{MONTHS[day.month - 1][:3]} {day.year}"
            at += step

    def drawn(self, top: float, bottom: float) -> Markup:
        """Ticks with labels below `bottom` and hair lines up to `top`; every other label is for wide screens only."""
        ticks = list(self.ticks()) or [(self.first, f"{MONTHS[self.first.month - 1][:3]} {self.first.year}")]
        parts = []
        for order, (day, label) in enumerate(ticks):
            x = percent(self.place(day))
            wide = " wide" if order % 2 and len(ticks) > 4 else ""
            parts.append(element("line", x1=x, x2=x, y1=number(top), y2=number(bottom + 4), class_="grid" + wide))
            parts.append(text(label, x, bottom + 18, text_anchor=anchor_at(self.place(day)), class_="tick" + wide))
        return Markup("").join(parts)


def around(days: list[date]) -> Axis:
    """An axis from the first to the last of the days, a little longer at both ends when they are close together."""
    first, last = min(days), max(days)
    if (last - first).days < 20:
        first, last = first - timedelta(days=15), last + timedelta(days=15)
    return Axis(first, last)
